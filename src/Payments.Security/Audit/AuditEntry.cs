namespace Payments.Security;

/// <summary>
/// Who did what to which payment or token, with what result. Ids, enums, amounts and the caller only: there is no member for a card number, a
/// secret or a provider's words, and what is text is masked on its way in.
/// </summary>
public sealed record AuditEntry
{
    /// <summary>What kind of entry this is.</summary>
    public required AuditEntryKind Kind { get; init; }

    /// <summary>The operation.</summary>
    public required PaymentAction Action { get; init; }

    /// <summary>Who; one of <see cref="SystemPaymentCaller"/> for what no person started. Null when nobody was known.</summary>
    public PaymentCaller? Caller { get; init; }

    /// <summary>The registration's name. Null for what belongs to no provider.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider's id of the payment. Null while there is none.</summary>
    public string? PaymentId { get; init => field = AuditText.Id(value); }

    /// <summary>Our order id. Null when it is not known.</summary>
    public string? OrderId { get; init => field = AuditText.Id(value); }

    /// <summary>The provider's id of the refund. Null when there is none.</summary>
    public string? RefundId { get; init => field = AuditText.Id(value); }

    /// <summary>Our reference of the refund. Null when there is none.</summary>
    public string? RefundReference { get; init => field = AuditText.Id(value); }

    /// <summary>SHA-256 of the vault's token in base64url, as <see cref="TokenRecord.Id"/>; never the token. Null for other operations.</summary>
    public string? TokenId { get; init; }

    /// <summary>What a card number was kept for. Null for other operations.</summary>
    public string? Purpose { get; init => field = AuditText.Reason(value); }

    /// <summary>How much. Null when the caller left it out and nobody knew yet, or no money is moved.</summary>
    public Money? Amount { get; init; }

    /// <summary>Why, in the caller's words: runs of three digits or more and long words are masked, 200 characters are kept. Null for none.</summary>
    public string? Reason { get; init => field = AuditText.Reason(value); }

    /// <summary>How it ended. Null for what has not ended.</summary>
    public AuditResult? Result { get; init; }

    /// <summary>Why it failed. Null when it did not.</summary>
    public PaymentErrorCode? Error { get; init; }

    /// <summary>The sequence number of the intent that this is the outcome of. Null for other entries.</summary>
    public long? Intent { get; init; }

    /// <summary>How the payment stood before. Null when it was not known.</summary>
    public AuditState? Before { get; init; }

    /// <summary>How the payment stands. Null when it is not known.</summary>
    public AuditState? After { get; init; }

    /// <summary>How the refund stands. Null when there is none.</summary>
    public RefundStatus? Refund { get; init; }

    /// <summary>What brought the change. Null for other entries.</summary>
    public PaymentChangeSource? Source { get; init; }

    /// <summary>The id of the change; see <see cref="PaymentChange.Id"/>. Null for other entries.</summary>
    public string? ChangeId { get; init; }

    /// <summary>Entries with a lower sequence number are removed. Null for other entries.</summary>
    public long? RemovedBefore { get; init; }

    /// <summary>Kind, action, result and the intent; nothing of the payer.</summary>
    /// <returns>Text for logs.</returns>
    public override string ToString() => $"{nameof(AuditEntry)} {{ Kind = {Kind}, Action = {Action}, Result = {Result}, Intent = {Intent} }}";
}
