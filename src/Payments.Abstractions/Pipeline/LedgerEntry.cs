namespace Payments;

/// <summary>Facts on their way into a record.</summary>
internal class LedgerEntry
{
    internal required PaymentReference Reference { get; init; }

    /// <summary>The memory's own id, where the caller knows it; null to look it up by the reference.</summary>
    internal string? RecordId { get; init; }

    internal required PaymentChangeSource Source { get; init; }

    /// <summary>When the call that brought the facts began, by the host's clock. Null for a pushed message.</summary>
    internal DateTimeOffset? StartedAt { get; init; }

    internal IReadOnlyList<PaymentFact> Facts { get; init; } = [];

    /// <summary>The whole payment, for a memory that does not have it yet. Null when the facts do not describe it whole.</summary>
    internal Payment? Adopt { get; init; }

    internal Refund? Refund { get; init; }

    internal Dispute? Dispute { get; init; }

    /// <summary>The call that ends with this. Null when none does.</summary>
    internal (PaymentOperations Operation, string Key)? Ends { get; init; }

    /// <summary>Whether the call that ends stays unclear, with what it reserved.</summary>
    internal bool EndsUnknown { get; init; }

    /// <summary>
    /// A read by the reconciler clears up calls that began before this and were never settled: what they did is in its totals. Null otherwise.
    /// </summary>
    internal DateTimeOffset? ClearsBefore { get; init; }

    internal string? EventId { get; init; }

    /// <summary>Names the change that this brings, the same however often it is tried.</summary>
    internal string ChangeId => field ??= IdempotencyKey.New();

    /// <summary>How the intention that this ends stands afterwards. Null when it ends none.</summary>
    /// <param name="record">The record; null when the payment is not in the memory.</param>
    internal virtual IdempotencyRecord? Settle(PaymentRecord? record) => null;

    internal bool IsCausallyNewer(PaymentRecord record) => StartedAt is { } started && started >= record.UpdatedAt;

    /// <summary>The pending calls that are left when this is applied.</summary>
    internal IReadOnlyList<PendingOperation> LeftOf(IReadOnlyList<PendingOperation> pending, PaymentFactSet facts)
    {
        List<PendingOperation>? left = null;
        for (var i = 0; i < pending.Count; i++)
        {
            var operation = pending[i];
            var ends = Ends is { } end && end.Operation == operation.Operation && end.Key == operation.IdempotencyKey;
            if (ends && !EndsUnknown)
                continue;
            var unclear = ends ? operation with { IsUnknown = true } : operation;
            if (!IsTold(unclear, facts) && !IsCleared(unclear))
                (left ??= []).Add(unclear);
        }

        return left ?? (IReadOnlyList<PendingOperation>)[];
    }

    private bool IsCleared(PendingOperation operation) =>
        operation.StartedAt <= ClearsBefore
        && (operation.Operation is not PaymentOperations.Refund || Facts is [SnapshotFact { Payment.RefundedAmount: not null }, ..]);

    // A refund whose fact arrived by another way no longer needs its reservation: the fact counts.
    private static bool IsTold(PendingOperation operation, PaymentFactSet facts)
    {
        if (operation is not { IsUnknown: true, RefundReference: { } reference })
            return false;
        foreach (var fact in facts.Objects)
        {
            if (fact is RefundFact refund && refund.Refund.Reference == reference)
                return true;
        }

        return false;
    }
}
