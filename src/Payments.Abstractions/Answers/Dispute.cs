namespace Payments;

/// <summary>A dispute (chargeback) or an inquiry before one.</summary>
public sealed record Dispute
{
    /// <summary>The provider's id of the dispute.</summary>
    public required string DisputeId { get; init; }

    /// <summary>The payment, as far as the provider names it.</summary>
    public required PaymentReference Payment { get; init; }

    /// <summary>Where it stands.</summary>
    public required DisputeStatus Status { get; init; }

    /// <summary>The provider's own status, as it was sent.</summary>
    public required string ProviderStatus { get; init; }

    /// <summary>Whether it is an inquiry only, for which no money has moved.</summary>
    public bool IsInquiry { get; init; }

    /// <summary>How much is disputed. Null when the provider did not say.</summary>
    public Money? Amount { get; init; }

    /// <summary>The provider's own reason. Null when it sent none.</summary>
    public string? Reason { get; init; }

    /// <summary>Until when evidence is taken. Null when no answer is awaited.</summary>
    public DateTimeOffset? EvidenceDueBy { get; init; }

    /// <summary>When it was opened. Null when the provider did not say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The provider's clock for this description; see <see cref="Payment.AsOf"/>. Null when the provider sent none.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>The provider's version number of the object, which grows with every change. Null when it has none.</summary>
    public long? Version { get; init; }
}

/// <summary>Where a dispute stands.</summary>
public enum DisputeStatus
{
    /// <summary>The provider's status is not known here; see <see cref="Dispute.ProviderStatus"/>. Counted as open.</summary>
    Unknown,

    /// <summary>The merchant has to answer.</summary>
    NeedsResponse,

    /// <summary>The issuer or the provider decides.</summary>
    UnderReview,

    /// <summary>The merchant keeps the money.</summary>
    Won,

    /// <summary>The payer keeps the money.</summary>
    Lost,

    /// <summary>Ended without a decision: withdrawn, prevented, or an inquiry that never became a dispute.</summary>
    Closed,
}
