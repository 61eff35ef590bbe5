namespace Payments.EntityFrameworkCore;

/// <summary>What of a <see cref="PaymentRecord"/> has no column of its own, or not all of itself in one.</summary>
internal sealed class StoredPayment
{
    public required Payment Initial { get; init; }

    public required Payment Payment { get; init; }

    public required IReadOnlyCollection<PaymentFact> Facts { get; init; }

    public string? CustomerId { get; init; }

    public required IReadOnlyList<PendingOperation> Pending { get; init; }

    public required IReadOnlyList<PaymentChange> Undelivered { get; init; }
}

/// <summary>The answer of an intention.</summary>
internal sealed class StoredAnswer
{
    public Payment? Payment { get; init; }

    public Refund? Refund { get; init; }
}
