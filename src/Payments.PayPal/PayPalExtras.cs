namespace Payments.PayPal;

/// <summary>What a payment at PayPal takes beyond <see cref="PaymentRequest"/>.</summary>
public sealed class PayPalPaymentExtras : ProviderExtras
{
    /// <summary>
    /// An invoice number that the payer sees, at most 127 characters. Under a common setting of the account it must never have been used before. Null for
    /// none; the order id goes along unseen in any case.
    /// </summary>
    public string? InvoiceId { get; init; }

    /// <summary>What the card statement shows beside the merchant's name; at most 22 characters.</summary>
    public string? SoftDescriptor { get; init; }

    /// <summary>What the payer's page begins with. Null leaves it to PayPal.</summary>
    public PayPalLandingPage? LandingPage { get; init; }

    /// <summary>
    /// Another payment source than the PayPal wallet, as JSON with one member, such as <c>{"ideal":{"name":"…","country_code":"NL"}}</c>. The return addresses are
    /// filled in. Never a card number. Null for the wallet.
    /// </summary>
    public Sensitive<string>? PaymentSource { get; init; }

    /// <summary>Whether PayPal completes the order by itself once the payer has approved it, which many local methods demand.</summary>
    public bool CompleteOnApproval { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprint
            .Add("paypal.invoice_id", InvoiceId)
            .Add("paypal.soft_descriptor", SoftDescriptor)
            .Add("paypal.landing_page", LandingPage)
            .Add("paypal.payment_source", PaymentSource)
            .Add("paypal.complete_on_approval", CompleteOnApproval);
    }
}

/// <summary>What the payer's page begins with.</summary>
public enum PayPalLandingPage
{
    /// <summary>The payer logs in to PayPal.</summary>
    Login,

    /// <summary>The payer enters a card without an account.</summary>
    GuestCheckout,
}

/// <summary>What a capture of a hold at PayPal takes beyond <see cref="CaptureRequest"/>.</summary>
public sealed class PayPalCaptureExtras : ProviderExtras
{
    /// <summary>An invoice number of this capture, at most 127 characters. Null for the payment's.</summary>
    public string? InvoiceId { get; init; }

    /// <summary>A note that the payer reads; cut to 255 characters.</summary>
    public string? NoteToPayer { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprint.Add("paypal.invoice_id", InvoiceId).Add("paypal.note_to_payer", NoteToPayer);
    }
}

/// <summary>What a refund at PayPal takes beyond <see cref="RefundRequest"/>.</summary>
public sealed class PayPalRefundExtras : ProviderExtras
{
    /// <summary>An invoice number of this refund, at most 127 characters, never used before. Null for none.</summary>
    public string? InvoiceId { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprint.Add("paypal.invoice_id", InvoiceId);
    }
}
