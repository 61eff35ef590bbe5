namespace Payments.NaverPay;

/// <summary>What a payment at Naver Pay takes beyond <see cref="PaymentRequest"/>.</summary>
public sealed class NaverPayPaymentExtras : ProviderExtras
{
    /// <summary>When the goods are used (tickets, travel), which some categories have to say. Null for none.</summary>
    public DateOnly? UseOn { get; init; }

    /// <summary>The delivery fee that the amount contains, in won. Null for none.</summary>
    public Money? DeliveryFee { get; init; }

    /// <summary>The deposit for reusable cups that the amount contains; it is neither taxed nor tax-free. Null for none.</summary>
    public Money? EnvironmentDeposit { get; init; }

    /// <summary>Whether the payer may deduct it as an expense for culture. Null for what the contract says.</summary>
    public bool? ExtraDeduction { get; init; }

    /// <summary>The purchaser's name, which some trades have to give. Null for none.</summary>
    public Sensitive<string>? PurchaserName { get; init; }

    /// <summary>The purchaser's birthday as <c>yyyyMMdd</c>, which some trades have to give. Null for none.</summary>
    public Sensitive<string>? PurchaserBirthday { get; init; }

    /// <summary>A text of the shop's that comes back with the payment. Null for none.</summary>
    public string? MerchantExtraParameter { get; init; }

    /// <summary>The shop that sells, where the registration is a payment provider's. Null for the registration's own.</summary>
    public NaverPaySubMerchant? SubMerchant { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprint
            .Add("naverpay.use_on", UseOn)
            .Add("naverpay.delivery_fee", DeliveryFee)
            .Add("naverpay.environment_deposit", EnvironmentDeposit)
            .Add("naverpay.extra_deduction", ExtraDeduction)
            .Add("naverpay.purchaser_name", PurchaserName)
            .Add("naverpay.purchaser_birthday", PurchaserBirthday)
            .Add("naverpay.merchant_extra_parameter", MerchantExtraParameter)
            .Add("naverpay.sub_merchant_id", SubMerchant?.Id)
            .Add("naverpay.sub_merchant_pay_id", SubMerchant?.PayId)
            .Add("naverpay.sub_merchant_name", SubMerchant?.Name)
            .Add("naverpay.sub_merchant_business_number", SubMerchant?.BusinessNumber)
            .Add("naverpay.sub_merchant_telephone_number", SubMerchant?.TelephoneNumber)
            .Add("naverpay.sub_merchant_customer_service_url", SubMerchant?.CustomerServiceUrl?.OriginalString);
    }
}

/// <summary>A shop behind a payment provider.</summary>
public sealed record NaverPaySubMerchant
{
    /// <summary>The shop's name.</summary>
    public required string Name { get; init; }

    /// <summary>The provider's id of the shop.</summary>
    public required string Id { get; init; }

    /// <summary>The shop's business registration number.</summary>
    public required string BusinessNumber { get; init; }

    /// <summary>The provider's id of the payment. Null for none.</summary>
    public string? PayId { get; init; }

    /// <summary>The shop's telephone number. Null for none.</summary>
    public string? TelephoneNumber { get; init; }

    /// <summary>The shop's page for its customers. Null for none.</summary>
    public Uri? CustomerServiceUrl { get; init; }
}

/// <summary>What a refund at Naver Pay takes beyond <see cref="RefundRequest"/>.</summary>
public sealed class NaverPayRefundExtras : ProviderExtras
{
    /// <summary>Who asked for the refund.</summary>
    public NaverPayRequester Requester { get; init; }

    /// <summary>The part of the refund that is a cup deposit. Null for none, or, where all that is left is refunded, for all of it.</summary>
    public Money? EnvironmentDeposit { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprint.Add<NaverPayRequester>("naverpay.requester", Requester).Add("naverpay.environment_deposit", EnvironmentDeposit);
    }
}

/// <summary>Who asked for a refund.</summary>
public enum NaverPayRequester
{
    /// <summary>The shop.</summary>
    Merchant,

    /// <summary>The buyer.</summary>
    Buyer,
}
