namespace Payments;

/// <summary>The facts of one payment, laid out for <see cref="PaymentFold"/>.</summary>
internal sealed class Evidence
{
    private readonly PaymentFactSet _facts;
    private readonly Currency _currency;

    internal Evidence(Payment initial, PaymentFactSet facts)
    {
        (Initial, _facts, _currency) = (initial, facts, initial.Amount.Currency);
        HasObjects = !facts.Objects.IsEmpty;
        if (HasObjects)
        {
            Captures = [.. Movements<CapturedFact>(fact => fact.Amount)];
            Authorizations = [.. Movements<AuthorizedFact>(fact => fact.Amount)];
            Refunds = [.. RefundsIn(facts).Where(fact => IsOurs(fact.Refund.Amount))];
        }

        Choose();
    }

    internal Payment Initial { get; }

    /// <summary>Whether there is more than snapshots of the whole payment.</summary>
    internal bool HasObjects { get; }

    /// <summary>The snapshot that is believed; null when there is none.</summary>
    internal SnapshotFact? Snapshot { get; private set; }

    /// <summary>What the snapshot says, or what was asked for.</summary>
    internal Payment View { get; private set; } = null!;

    /// <summary>Whether a capture says that money was taken, and no answer since then says that it was not.</summary>
    internal bool IsCaptured { get; private set; }

    /// <summary>The newest capture that took money. Null when there is none.</summary>
    internal CapturedFact? LastCapture => !IsCaptured ? null : Captures.Where(fact => fact.State is MovementState.Succeeded).Order(FactOrder.Instance).LastOrDefault() as CapturedFact;

    /// <summary>Whether money was ever held by an authorization that is told of by itself.</summary>
    internal bool WasHeld => Authorizations.Any(fact => fact.State is MovementState.Succeeded);

    /// <summary>Whether a hold was released.</summary>
    internal bool IsVoided => All<VoidedFact>().Any(fact => fact.State is MovementState.Succeeded);

    /// <summary>Whether money went back to the payer, or is disputed, which only happens to money that was taken.</summary>
    internal bool WentBack => Refunds.Any(fact => fact.Refund.Status is RefundStatus.Completed) || All<DisputeFact>().Any(fact => !fact.Dispute.IsInquiry);

    /// <summary>Whether the provider has received a capture or a void, and nobody has told yet how it ended.</summary>
    internal bool IsUnderWay => All<CapturedFact>().Any(fact => fact.State is MovementState.Pending && IsLater(fact, Snapshot))
        || All<VoidedFact>().Any(fact => fact.State is MovementState.Pending && IsLater(fact, Snapshot));

    /// <summary>Whether two facts contradict each other, so that the provider should be read.</summary>
    internal bool NeedsRead { get; private set; }

    /// <summary>Whether an amount is in another currency than the payment, so that it cannot be counted.</summary>
    internal bool HasForeignAmount { get; private set; }

    internal IReadOnlyList<CapturedFact> Captures { get; } = [];

    internal IReadOnlyList<AuthorizedFact> Authorizations { get; } = [];

    /// <summary>The refunds that reduce what was paid, each once.</summary>
    internal IReadOnlyList<RefundFact> Refunds { get; } = [];

    /// <summary>The snapshots, the newest last.</summary>
    internal ReadOnlySpan<SnapshotFact> Snapshots => _facts.Snapshots;

    /// <summary>The facts about single objects.</summary>
    internal IEnumerable<T> All<T>()
        where T : PaymentFact => HasObjects ? _facts.OfType<T>() : [];

    /// <summary>What the newest snapshot that says something says.</summary>
    internal Payment? Sticky(Func<Payment, bool> has) => Newest(has)?.Payment;

    /// <summary>The newest snapshot that says something.</summary>
    internal SnapshotFact? Newest(Func<Payment, bool> has)
    {
        for (var i = Snapshots.Length - 1; i >= 0; i--)
        {
            if (has(Snapshots[i].Payment))
                return Snapshots[i];
        }

        return null;
    }

    /// <summary>An amount, if it is in the payment's currency.</summary>
    internal Money? Ours(Money? amount) => amount is { } money && IsOurs(money) ? money : null;

    /// <summary>The refunds that reduce what was paid. One that is told with its id and without it is one refund.</summary>
    internal static IEnumerable<RefundFact> RefundsIn(PaymentFactSet facts) =>
        from fact in facts.OfType<RefundFact>()
        where fact.Refund.Origin is not (RefundOrigin.Overpayment or RefundOrigin.Underpayment or RefundOrigin.DeclinedReturn)
        where !facts.IsToldByItsId(fact)
        select fact;

    /// <summary>Whether a fact is as new as the snapshot, or newer; by <paramref name="strictly"/>, newer.</summary>
    internal static bool IsLater(PaymentFact fact, PaymentFact? snapshot, bool strictly = false) =>
        snapshot is null || (fact.Version, snapshot.Version) switch
        {
            ({ } mine, { } theirs) when mine != theirs => mine > theirs,
            _ => Nullable.Compare(fact.AsOf, snapshot.AsOf) is var order && (order > 0 || (order == 0 && !strictly)),
        };

    // What was pushed does not take a payment out of the paid states; the answer to our own call may.
    private void Choose()
    {
        var newest = _facts.Newest(_ => true);
        var paid = _facts.Newest(fact => fact.Payment.Status.IsPaid());
        var unpaidAnswer = _facts.Newest(fact => fact.IsAnswer && !fact.Payment.Status.IsPaid());
        var isPaid = paid is not null && FactOrder.Instance.Compare(paid, unpaidAnswer) > 0;
        var isPushed = newest?.Payment.Status.IsPaid() == false && newest != unpaidAnswer;

        Snapshot = isPushed && isPaid ? paid : newest;
        View = Snapshot?.Payment ?? Initial;
        NeedsRead = isPushed && isPaid;
        HasForeignAmount |= IsForeign(View.AuthorizedAmount) || IsForeign(View.CapturedAmount) || IsForeign(View.RefundedAmount);
        if (HasObjects)
            Weigh(newest, unpaidAnswer, isPushed);
    }

    private void Weigh(SnapshotFact? newest, SnapshotFact? unpaidAnswer, bool isPushed)
    {
        var captures = Captures.Where(fact => fact.State is MovementState.Succeeded && IsLater(fact, unpaidAnswer));
        IsCaptured = captures.Any();
        NeedsRead |= isPushed && IsCaptured && !captures.Any(fact => IsLater(fact, newest));
        HasForeignAmount |= All<RefundFact>().Any(fact => !IsOurs(fact.Refund.Amount));
    }

    private IEnumerable<T> Movements<T>(Func<T, Money> amountOf)
        where T : PaymentFact
    {
        foreach (var fact in _facts.OfType<T>())
        {
            if (IsOurs(amountOf(fact)))
                yield return fact;
            else
                HasForeignAmount = true;
        }
    }

    private bool IsForeign(Money? amount) => amount is { } money && !IsOurs(money);

    private bool IsOurs(Money money) => money.Currency == _currency;
}
