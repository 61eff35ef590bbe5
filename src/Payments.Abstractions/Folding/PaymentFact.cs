namespace Payments;

/// <summary>
/// One thing that is known about a payment, named by the object it speaks of. <see cref="PaymentFold"/> keeps the newest fact of each object
/// and computes the payment's state from them, so that messages may arrive in any order and any number of times. A closed set.
/// </summary>
public abstract record PaymentFact
{
    private protected PaymentFact()
    {
    }

    /// <summary>The provider's clock for this fact. Null when the provider sent none.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>The provider's version number of the object, which grows with every change. Null when it has none.</summary>
    public long? Version { get; init; }

    /// <summary>What the fact speaks of. Two facts with one key describe one object at two times.</summary>
    public abstract string Key { get; }
}

/// <summary>How far a movement of money has come.</summary>
public enum MovementState
{
    /// <summary>Received by the provider, not done.</summary>
    Pending,

    /// <summary>Done.</summary>
    Succeeded,

    /// <summary>Not done, and it will not be.</summary>
    Failed,

    /// <summary>It was done and has been taken back (a deposit that the bank withdrew, say).</summary>
    Reversed,
}

/// <summary>The whole payment at one moment.</summary>
/// <param name="Payment">The payment.</param>
/// <param name="IsAnswer">
/// Whether the provider said it in answer to our own call. A pushed snapshot alone never turns a paid payment back into an unpaid one: it leads to a
/// read, whose answer may.
/// </param>
public sealed record SnapshotFact(Payment Payment, bool IsAnswer) : PaymentFact
{
    /// <inheritdoc />
    public override string Key => "snapshot";
}

/// <summary>Funds were held, or the hold was changed to this amount.</summary>
/// <param name="Id">The provider's id of the authorization.</param>
/// <param name="Amount">What is held by it.</param>
/// <param name="State">How far it has come.</param>
public sealed record AuthorizedFact(string Id, Money Amount, MovementState State = MovementState.Succeeded) : PaymentFact
{
    /// <inheritdoc />
    public override string Key => "authorization:" + Id;
}

/// <summary>Money was taken.</summary>
/// <param name="Id">The provider's id of the capture.</param>
/// <param name="Amount">How much.</param>
/// <param name="State">How far it has come.</param>
public sealed record CapturedFact(string Id, Money Amount, MovementState State = MovementState.Succeeded) : PaymentFact
{
    /// <inheritdoc />
    public override string Key => "capture:" + Id;
}

/// <summary>A hold was released before money was taken.</summary>
/// <param name="Id">The provider's id of the void.</param>
/// <param name="State">How far it has come.</param>
public sealed record VoidedFact(string Id, MovementState State = MovementState.Succeeded) : PaymentFact
{
    /// <inheritdoc />
    public override string Key => "void:" + Id;
}

/// <summary>Money was or is being given back.</summary>
/// <param name="Refund">The refund.</param>
public sealed record RefundFact(Refund Refund) : PaymentFact
{
    /// <inheritdoc />
    public override string Key => "refund:" + (Refund.RefundId ?? Refund.Reference ?? "");
}

/// <summary>A dispute was opened, changed or closed.</summary>
/// <param name="Dispute">The dispute.</param>
public sealed record DisputeFact(Dispute Dispute) : PaymentFact
{
    /// <inheritdoc />
    public override string Key => "dispute:" + Dispute.DisputeId;
}

/// <summary>The time to pay has run out.</summary>
public sealed record ExpiredFact : PaymentFact
{
    /// <inheritdoc />
    public override string Key => "expiry";
}

/// <summary>An attempt to pay failed; another may follow. Only the last one is kept.</summary>
/// <param name="Id">The provider's id of the attempt.</param>
/// <param name="Error">Why.</param>
public sealed record FailedAttemptFact(string Id, PaymentError Error) : PaymentFact
{
    /// <inheritdoc />
    public override string Key => "attempt";
}
