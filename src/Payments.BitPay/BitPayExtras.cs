namespace Payments.BitPay;

/// <summary>What an invoice takes beyond <see cref="PaymentRequest"/>.</summary>
public sealed class BitPayPaymentExtras : ProviderExtras
{
    private readonly string[] _paymentCurrencies = [];

    /// <summary>How many confirmations make an invoice paid. Null for the account's setting.</summary>
    public BitPayTransactionSpeed? TransactionSpeed { get; init; }

    /// <summary>The coins that the payer may use, such as <c>BTC</c> or <c>USDC_m</c>. Empty for all.</summary>
    public IReadOnlyList<string> PaymentCurrencies { get => _paymentCurrencies; init => _paymentCurrencies = [.. value]; }

    /// <summary>Whether the payer is sent to <see cref="PaymentRequest.ReturnUrl"/> by itself once the invoice is paid.</summary>
    public bool AutoRedirect { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprint
            .Add("bitpay.transaction_speed", TransactionSpeed)
            .Add("bitpay.payment_currencies", string.Join(',', PaymentCurrencies))
            .Add("bitpay.auto_redirect", (bool?)AutoRedirect);
    }
}

/// <summary>How many confirmations on the chain make an invoice paid.</summary>
public enum BitPayTransactionSpeed
{
    /// <summary>None: as soon as the payment is seen. Somebody may spend the money twice.</summary>
    High,

    /// <summary>One block of Bitcoin, or its like.</summary>
    Medium,

    /// <summary>Six blocks of Bitcoin, or their like.</summary>
    Low,
}

/// <summary>What cancelling an invoice takes beyond <see cref="CancelRequest"/>.</summary>
public sealed class BitPayCancelExtras : ProviderExtras
{
    /// <summary>
    /// Whether an invoice is cancelled for which BitPay has neither an e-mail address nor a telephone number of the payer, who then cannot be told of a refund if
    /// he pays late.
    /// </summary>
    public bool ForceCancel { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprint.Add("bitpay.force_cancel", (bool?)ForceCancel);
    }
}

/// <summary>What a refund takes beyond <see cref="RefundRequest"/>.</summary>
public sealed class BitPayRefundExtras : ProviderExtras
{
    /// <summary>Whether the money leaves the account's ledger now, not when the refund is carried out. Such a refund cannot be cancelled.</summary>
    public bool Immediate { get; init; }

    /// <summary>Whether the refund's fee is taken from what the payer gets.</summary>
    public bool BuyerPaysRefundFee { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprint.Add("bitpay.immediate", (bool?)Immediate).Add("bitpay.buyer_pays_refund_fee", (bool?)BuyerPaysRefundFee);
    }
}
