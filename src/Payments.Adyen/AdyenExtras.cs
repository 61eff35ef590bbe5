namespace Payments.Adyen;

/// <summary>What a payment at Adyen takes beyond <see cref="PaymentRequest"/>.</summary>
public sealed class AdyenPaymentExtras : ProviderExtras
{
    /// <summary>What to make when there is no token. Null for the registration's own way.</summary>
    public AdyenFlow? Flow { get; init; }

    /// <summary>The JSON object <c>browserInfo</c> that Adyen's component gives with the payment method, for 3-D Secure. Only with a token. Null for none.</summary>
    public string? BrowserInfo { get; init; }

    /// <summary>Scheme and host of the page that shows the component, for 3-D Secure; without a path. Only with a token. Null for none.</summary>
    public Uri? Origin { get; init; }

    /// <summary>Who is there. Null for Adyen's default, a payer in the shop. Not for payment links.</summary>
    public AdyenShopperInteraction? ShopperInteraction { get; init; }

    /// <summary>How a stored method is or will be used. Null for a single payment.</summary>
    public AdyenRecurringModel? RecurringProcessingModel { get; init; }

    /// <summary>Whether the method is kept for later payments of <see cref="PaymentRequest.CustomerId"/>, which is then needed, as is <see cref="RecurringProcessingModel"/>.</summary>
    public bool StorePaymentMethod { get; init; }

    /// <summary>The text on the payer's statement; at most 22 characters are sent. Null for the account's.</summary>
    public string? ShopperStatement { get; init; }

    /// <summary>The store of the merchant account. Null for none.</summary>
    public string? Store { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprint
            .Add("adyen.flow", Flow)
            .Add("adyen.browser_info", BrowserInfo)
            .Add("adyen.origin", Origin?.OriginalString)
            .Add("adyen.shopper_interaction", ShopperInteraction)
            .Add("adyen.recurring_model", RecurringProcessingModel)
            .Add("adyen.store_payment_method", StorePaymentMethod)
            .Add("adyen.shopper_statement", ShopperStatement)
            .Add("adyen.store", Store);
    }
}

/// <summary>Who is there when a payment is made.</summary>
public enum AdyenShopperInteraction
{
    /// <summary>The payer, in the shop.</summary>
    Ecommerce,

    /// <summary>Nobody, or a payer who uses what was stored before.</summary>
    ContAuth,

    /// <summary>The merchant, for an order by mail or telephone.</summary>
    Moto,
}

/// <summary>How a stored method is used.</summary>
public enum AdyenRecurringModel
{
    /// <summary>By the payer, with one click.</summary>
    CardOnFile,

    /// <summary>By the merchant, regularly.</summary>
    Subscription,

    /// <summary>By the merchant, at no fixed time.</summary>
    UnscheduledCardOnFile,
}

/// <summary>What a refund at Adyen takes beyond <see cref="RefundRequest"/>.</summary>
public sealed class AdyenRefundExtras : ProviderExtras
{
    /// <summary>What is given back, for partial refunds of methods that pay later, such as Klarna. Empty for none.</summary>
    public IReadOnlyList<PaymentItem> Items { get; init => field = [.. value]; } = [];

    /// <summary>The store of the merchant account. Null for none.</summary>
    public string? Store { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprint.Add("adyen.store", Store);
        foreach (var item in Items)
        {
            fingerprint.Add("adyen.item", item.Name).Add<int>("quantity", item.Quantity).Add("price", (Money?)item.UnitPrice).Add("sku", item.Sku)
                .Add("category", item.Category);
        }
    }
}
