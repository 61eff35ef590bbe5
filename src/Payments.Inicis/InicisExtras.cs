namespace Payments.Inicis;

/// <summary>What a payment at Inicis takes beyond <see cref="PaymentRequest"/>.</summary>
public sealed class InicisPaymentExtras : ProviderExtras
{
    /// <summary>
    /// PC: the page that runs Inicis' close script when the payer shuts the window, of the same origin as the return address. Not the shop's own page
    /// for cancelled payments: it is shown inside of the window. Null for none.
    /// </summary>
    public Uri? CloseUrl { get; init; }

    /// <summary>App: the scheme with which card apps come back on iOS, such as <c>myapp://</c>. Null for none.</summary>
    public string? AppScheme { get; init; }

    /// <summary>Whether the payer is offered a cash receipt for a virtual account. Null for what the contract says.</summary>
    public bool? CashReceipt { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprint
            .Add("inicis.close_url", CloseUrl?.OriginalString)
            .Add("inicis.app_scheme", AppScheme)
            .Add("inicis.cash_receipt", CashReceipt);
    }
}

/// <summary>What a refund at Inicis takes beyond <see cref="RefundRequest"/>.</summary>
public sealed class InicisRefundExtras : ProviderExtras
{
    /// <summary>
    /// What must be left of the payment before this refund. A repeat after an unknown outcome then cannot refund twice, also without the payment
    /// memory: it is refused when less is left. Null takes what Inicis says is left.
    /// </summary>
    public Money? ExpectedRemaining { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprint.Add("inicis.expected_remaining", ExpectedRemaining);
    }
}
