using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Payments;

/// <summary>One payment in the payment memory. Immutable; a change makes a new one with the next <see cref="Revision"/>.</summary>
public sealed record PaymentRecord
{
    /// <summary>The memory's own id of the payment.</summary>
    public required string Id { get; init; }

    /// <summary>What was asked for. It never changes; the ids that were learnt since are in <see cref="Reference"/>.</summary>
    public required Payment Initial { get; init; }

    /// <summary>What is known.</summary>
    public PaymentFactSet Facts { get; init; } = PaymentFactSet.Empty;

    /// <summary>What the facts add up to.</summary>
    public required Payment Payment { get; init; }

    /// <summary>Whether the facts contradict each other, so that the provider should be read.</summary>
    public bool NeedsRead { get; init; }

    /// <summary>Whether it has ever reached an outcome, even if another attempt followed: it is counted once.</summary>
    public bool HadOutcome { get; init; }

    /// <summary>The payer's id that was given when the payment was made. Null for a guest.</summary>
    public string? CustomerId { get; init; }

    /// <summary>
    /// The value in this payment's return addresses, by which a payer who comes back is known; unique and unguessable. Null where the payment has no
    /// return address, or was not made here.
    /// </summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? ReturnToken { get; init; }

    /// <summary>Calls that move money and are under way or unclear. What they may move is reserved until they are settled.</summary>
    public IReadOnlyList<PendingOperation> Pending { get; init => field = ValueList<PendingOperation>.Copy(value); } = ValueList<PendingOperation>.Empty;

    /// <summary>Changes that the host's handlers have not taken yet, oldest first.</summary>
    public IReadOnlyList<PaymentChange> Undelivered { get; init => field = ValueList<PaymentChange>.Copy(value); } = ValueList<PaymentChange>.Empty;

    /// <summary>When the reconciler looks at it next. Null when there is nothing to look for.</summary>
    public DateTimeOffset? CheckAt { get; init; }

    /// <summary>How often the reconciler has looked at it since it last changed.</summary>
    public int Checks { get; init; }

    /// <summary>When it was last changed here, by the host's clock.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Grows by one with every saved change; a save of an older revision is refused.</summary>
    public long Revision { get; init; }

    /// <summary>The trace that the payment was made in, as W3C's <c>traceparent</c> (55 characters), for links between spans. Null when it was not traced.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The payment's ids.</summary>
    public PaymentReference Reference => Payment.Reference;

    internal bool IsPending(PaymentOperations operation, string key)
    {
        for (var i = 0; i < Pending.Count; i++)
        {
            if (Pending[i].Operation == operation && Pending[i].IdempotencyKey == key)
                return true;
        }

        return false;
    }

    /// <summary>Id, status and revision; nothing of the payer.</summary>
    /// <returns>Text for logs.</returns>
    public override string ToString() => $"{nameof(PaymentRecord)} {{ Id = {Id}, Status = {Payment.Status}, Revision = {Revision} }}";
}

/// <summary>A call that moves money and is under way, or whose outcome is unknown.</summary>
public sealed record PendingOperation
{
    /// <summary>Which call.</summary>
    public required PaymentOperations Operation { get; init; }

    /// <summary>Its idempotency key.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>What it may move. Null where it moves no more than the payment allows by itself.</summary>
    public Money? Amount { get; init; }

    /// <summary>Our reference of the refund. Null for other calls.</summary>
    public string? RefundReference { get; init; }

    /// <summary>What came back with the payer, so that an interrupted confirmation can be cleared up. Null for other calls.</summary>
    public Sensitive<string>? ReturnParameters { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether it ended without anyone knowing how.</summary>
    public bool IsUnknown { get; init; }
}
