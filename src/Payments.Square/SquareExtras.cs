namespace Payments.Square;

/// <summary>What a payment at Square takes beyond <see cref="PaymentRequest"/>. What a way to pay has no use for is refused.</summary>
public sealed class SquarePaymentExtras : ProviderExtras
{
    /// <summary>
    /// Another location than the registration's, of the same currency. Not for a Terminal, which has its own. Searches by order id, and so reads after an
    /// unknown outcome, look at the registration's location only: one that is paid at often is better a registration of its own.
    /// </summary>
    public string? LocationId { get; init; }

    /// <summary>The Terminal to pay at, without <c>device:</c>. Null for the registration's.</summary>
    public string? DeviceId { get; init; }

    /// <summary>How a Terminal is paid, such as <c>QR_CODE</c>. Null for a card that is present.</summary>
    public string? TerminalPaymentType { get; init; }

    /// <summary>Whether the payer may add a tip, on Square's page or at a Terminal. Null for Square's own way.</summary>
    public bool? AllowTipping { get; init; }

    /// <summary>A tip, on top of the amount. With a token, or at a Terminal where the payer may not add one.</summary>
    public Money? Tip { get; init; }

    /// <summary>The application's fee, at most 90 % of the payment. The token needs <c>PAYMENTS_WRITE_ADDITIONAL_RECIPIENTS</c>.</summary>
    public Money? AppFee { get; init; }

    /// <summary>
    /// How long held money is held: 1 minute to 7 days, or to 36 hours at a Terminal. Only with <see cref="CaptureMode.Manual"/>. Null for the longest.
    /// </summary>
    public TimeSpan? HoldFor { get; init; }

    /// <summary>What Square does when that time is over. Only with <see cref="CaptureMode.Manual"/>.</summary>
    public SquareHoldEnd HoldEnd { get; init; }

    /// <summary>An order at Square that the payment is for; the amount has to be its total. With a token or at a Terminal.</summary>
    public string? SquareOrderId { get; init; }

    /// <summary>What <c>verifyBuyer()</c> gave for this token. Null where the token holds it already.</summary>
    public Sensitive<string>? VerificationToken { get; init; }

    /// <summary>Whether the payer is there, or a card on file is charged without them. Null for not said.</summary>
    public bool? CustomerInitiated { get; init; }

    /// <summary>Whether the seller typed the card in. Null for not said.</summary>
    public bool? SellerKeyedIn { get; init; }

    /// <summary>Added to the seller's name on the card statement; at most 20 characters. Square may cut it.</summary>
    public string? StatementDescription { get; init; }

    /// <summary>With the token <c>CASH</c>: what the payer handed over. Null for the amount and its tip.</summary>
    public Money? CashReceived { get; init; }

    /// <summary>With the token <c>EXTERNAL</c>: how it was paid, such as <c>CHECK</c> or <c>BANK_TRANSFER</c>. Square only records it.</summary>
    public string? ExternalType { get; init; }

    /// <summary>With the token <c>EXTERNAL</c>: where it was paid, in words.</summary>
    public string? ExternalSource { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprint
            .Add("square.location_id", LocationId)
            .Add("square.device_id", DeviceId)
            .Add("square.payment_type", TerminalPaymentType)
            .Add("square.allow_tipping", AllowTipping)
            .Add("square.tip", Tip)
            .Add("square.app_fee", AppFee)
            .Add("square.hold_for", HoldFor)
            .Add<SquareHoldEnd>("square.hold_end", HoldEnd)
            .Add("square.order_id", SquareOrderId)
            .Add("square.verification_token", VerificationToken)
            .Add("square.customer_initiated", CustomerInitiated)
            .Add("square.seller_keyed_in", SellerKeyedIn)
            .Add("square.statement_description", StatementDescription)
            .Add("square.cash_received", CashReceived)
            .Add("square.external_type", ExternalType)
            .Add("square.external_source", ExternalSource);
    }
}

/// <summary>What Square does with held money when its time is over.</summary>
public enum SquareHoldEnd
{
    /// <summary>Lets it go.</summary>
    Cancel,

    /// <summary>Takes it.</summary>
    Complete,
}

/// <summary>What a cancellation at Square takes beyond <see cref="CancelRequest"/>.</summary>
public sealed class SquareCancelExtras : ProviderExtras
{
    /// <summary>
    /// The <see cref="PaymentRequest.IdempotencyKey"/> of a payment by token whose outcome is unknown, so that it has no id: Square cancels what was made
    /// under it. The cancellation's own reference needs the order id only.
    /// </summary>
    public string? CreateKey { get; init; }

    /// <summary>
    /// The <see cref="SquarePaymentExtras.LocationId"/> of that payment, with <see cref="CreateKey"/>: where what became of it is looked for. Null for the
    /// registration's.
    /// </summary>
    public string? LocationId { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprint.Add("square.create_key", CreateKey).Add("square.location_id", LocationId);
    }
}

/// <summary>What a refund at Square takes beyond <see cref="RefundRequest"/>.</summary>
public sealed class SquareRefundExtras : ProviderExtras
{
    /// <summary>The Terminal at which the payer presents the card again, for cards that want it (Interac). Null for a refund without the payer.</summary>
    public string? DeviceId { get; init; }

    /// <summary>How much of the refund the application's fee bears, at most all of it. Not at a Terminal. Null for nothing of it.</summary>
    public Money? AppFee { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprint.Add("square.device_id", DeviceId).Add("square.app_fee", AppFee);
    }
}
