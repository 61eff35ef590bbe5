namespace Payments;

/// <summary>What a webhook told, in the SDK's own words.</summary>
public sealed record PaymentEvent
{
    /// <summary>The event's id for de-duplication: the provider's id and type, or a composite that the provider's README documents.</summary>
    public required string EventId { get; init; }

    /// <summary>The registration's name.</summary>
    public required string Provider { get; init; }

    /// <summary>What kind of change it tells of.</summary>
    public required PaymentEventType Type { get; init; }

    /// <summary>The provider's own event type, as it was sent.</summary>
    public required string ProviderEventType { get; init; }

    /// <summary>When it happened at the provider. Null when the provider did not say.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The payment it belongs to, as far as the provider names it. Null for events that belong to none.</summary>
    public PaymentReference? Reference { get; init; }

    /// <summary>The whole payment. Null when the event does not describe it.</summary>
    public Payment? Payment { get; init; }

    /// <summary>The refund. Null when the event does not describe one.</summary>
    public Refund? Refund { get; init; }

    /// <summary>The dispute. Null when the event does not describe one.</summary>
    public Dispute? Dispute { get; init; }

    /// <summary>The single movements that it tells of, for providers whose events are no whole description.</summary>
    public IReadOnlyList<PaymentFact> Facts { get; init => field = ValueList<PaymentFact>.Copy(value); } = ValueList<PaymentFact>.Empty;
}

/// <summary>What kind of change an event tells of.</summary>
public enum PaymentEventType
{
    /// <summary>Something that changes no payment, refund or dispute, or that is not known here.</summary>
    Other,

    /// <summary>A payment was made or changed.</summary>
    PaymentUpdated,

    /// <summary>A refund was made or changed.</summary>
    RefundUpdated,

    /// <summary>A dispute or an inquiry was opened.</summary>
    DisputeOpened,

    /// <summary>A dispute or an inquiry changed.</summary>
    DisputeUpdated,

    /// <summary>A dispute or an inquiry ended.</summary>
    DisputeClosed,
}
