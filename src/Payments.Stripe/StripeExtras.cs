namespace Payments.Stripe;

/// <summary>What a payment at Stripe takes beyond <see cref="PaymentRequest"/>.</summary>
public sealed class StripePaymentExtras : ProviderExtras
{
    /// <summary>What to make when there is no token. Null for the registration's own way.</summary>
    public StripeFlow? Flow { get; init; }

    /// <summary>Whether the payer is away: a saved method is charged without them. Only with a token.</summary>
    public bool OffSession { get; init; }

    /// <summary>Keeps the method for later payments. Null for this payment only.</summary>
    public StripeFutureUsage? SetupFutureUsage { get; init; }

    /// <summary>Added to the merchant's name on the card statement; at most 22 characters with it.</summary>
    public string? StatementDescriptorSuffix { get; init; }

    /// <summary>Whether Stripe mails a receipt to the customer's e-mail address.</summary>
    public bool SendReceipt { get; init; }

    /// <summary>Connect: the platform's fee, in the payment's currency.</summary>
    public Money? ApplicationFee { get; init; }

    /// <summary>Connect: the account that the money is passed on to.</summary>
    public string? TransferDestination { get; init; }

    /// <summary>Connect: the account in whose name the payment is made.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>Connect: ties this payment to later transfers.</summary>
    public string? TransferGroup { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprint
            .Add("stripe.flow", Flow)
            .Add("stripe.off_session", OffSession)
            .Add("stripe.setup_future_usage", SetupFutureUsage)
            .Add("stripe.statement_descriptor_suffix", StatementDescriptorSuffix)
            .Add("stripe.send_receipt", SendReceipt)
            .Add("stripe.application_fee", ApplicationFee)
            .Add("stripe.transfer_destination", TransferDestination)
            .Add("stripe.on_behalf_of", OnBehalfOf)
            .Add("stripe.transfer_group", TransferGroup);
    }
}

/// <summary>How a kept method will be used.</summary>
public enum StripeFutureUsage
{
    /// <summary>With the payer at the page.</summary>
    OnSession,

    /// <summary>Also without the payer.</summary>
    OffSession,
}

/// <summary>What a refund at Stripe takes beyond <see cref="RefundRequest"/>.</summary>
public sealed class StripeRefundExtras : ProviderExtras
{
    /// <summary>Where Stripe mails the payer how to get the money, for methods that need it (Konbini, PromptPay). Null for the payment's own address.</summary>
    public Sensitive<string>? InstructionsEmail { get; init; }

    /// <summary>Connect: whether the platform's fee is given back too.</summary>
    public bool? RefundApplicationFee { get; init; }

    /// <summary>Connect: whether the money is taken back from the account that it was passed on to.</summary>
    public bool? ReverseTransfer { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprint
            .Add("stripe.instructions_email", InstructionsEmail)
            .Add("stripe.refund_application_fee", RefundApplicationFee)
            .Add("stripe.reverse_transfer", ReverseTransfer);
    }
}
