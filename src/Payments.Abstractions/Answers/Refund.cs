namespace Payments;

/// <summary>A refund. One that the provider refused for a business reason is <see cref="RefundStatus.Failed"/> without a <see cref="RefundId"/>.</summary>
public sealed record Refund
{
    /// <summary>The registration's name.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's id of the refund. Null when the provider made none (it refused), or has none to give.</summary>
    public string? RefundId { get; init; }

    /// <summary>Our reference of the refund; see <see cref="RefundRequest.Reference"/>. Null when it was not made by us.</summary>
    public string? Reference { get; init; }

    /// <summary>The payment.</summary>
    public required PaymentReference Payment { get; init; }

    /// <summary>Where it stands.</summary>
    public required RefundStatus Status { get; init; }

    /// <summary>The provider's own status, as it was sent. Empty when the provider sent none.</summary>
    public required string ProviderStatus { get; init; }

    /// <summary>How much is given back.</summary>
    public required Money Amount { get; init; }

    /// <summary>When the provider made it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The provider's clock for this description; see <see cref="Payment.AsOf"/>. Null when the provider sent none.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>The provider's version number of the object, which grows with every change. Null when it has none.</summary>
    public long? Version { get; init; }

    /// <summary>Why it failed. Null when it did not.</summary>
    public PaymentError? Error { get; init; }

    /// <summary>Who started it and why.</summary>
    public RefundOrigin Origin { get; init; }

    /// <summary>Whether the provider started it by itself.</summary>
    public bool InitiatedByProvider => Origin is not (RefundOrigin.Merchant or RefundOrigin.Unknown);

    /// <summary>Further ids of this refund at the provider.</summary>
    public IReadOnlyList<RelatedId> Related { get; init => field = ValueList<RelatedId>.Copy(value); } = ValueList<RelatedId>.Empty;

    /// <summary>The host's own key-value pairs, as the provider keeps them.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init => field = StringMap.Copy(value); } = StringMap.Empty;
}

/// <summary>Where a refund stands.</summary>
public enum RefundStatus
{
    /// <summary>The provider's status is not known here; see <see cref="Refund.ProviderStatus"/>.</summary>
    Unknown,

    /// <summary>Accepted, not yet paid out.</summary>
    Pending,

    /// <summary>The payer has to do something to get the money (give a bank account, say).</summary>
    RequiresAction,

    /// <summary>Paid out. Some providers can still turn it into <see cref="Failed"/> days later.</summary>
    Completed,

    /// <summary>Refused or failed: the money stays with the merchant.</summary>
    Failed,

    /// <summary>Taken back before it was paid out.</summary>
    Cancelled,
}

/// <summary>Who started a refund and why.</summary>
public enum RefundOrigin
{
    /// <summary>Not said by the provider.</summary>
    Unknown,

    /// <summary>The merchant: through this SDK or the provider's own dashboard.</summary>
    Merchant,

    /// <summary>The provider returned what arrived above the amount. It does not reduce what was paid.</summary>
    Overpayment,

    /// <summary>The provider returned what arrived because it was too little. It does not reduce what was paid.</summary>
    Underpayment,

    /// <summary>The provider returned money that it declined to take. It does not reduce what was paid.</summary>
    DeclinedReturn,

    /// <summary>The provider took the money back from the merchant.</summary>
    Reversal,
}

/// <summary>Names a refund.</summary>
/// <param name="Payment">The payment it belongs to.</param>
public sealed record RefundReference(PaymentReference Payment)
{
    /// <summary>The provider's id of the refund. Null when only <see cref="Reference"/> is known.</summary>
    public string? RefundId { get; init; }

    /// <summary>Our reference of the refund. Null when only <see cref="RefundId"/> is known.</summary>
    public string? Reference { get; init; }

    /// <summary>Further ids of the refund.</summary>
    public IReadOnlyList<RelatedId> Related { get; init => field = ValueList<RelatedId>.Copy(value); } = ValueList<RelatedId>.Empty;

    /// <summary>The name of a refund.</summary>
    /// <param name="refund">The refund.</param>
    public static implicit operator RefundReference(Refund refund) => FromRefund(refund);

    /// <summary>The name of a refund.</summary>
    /// <param name="refund">The refund.</param>
    /// <returns>The reference.</returns>
    public static RefundReference FromRefund(Refund refund)
    {
        ArgumentNullException.ThrowIfNull(refund);
        return new RefundReference(refund.Payment) { RefundId = refund.RefundId, Reference = refund.Reference, Related = refund.Related };
    }
}
