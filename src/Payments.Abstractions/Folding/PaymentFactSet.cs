using System.Collections;

namespace Payments;

/// <summary>
/// What is known of one payment: for each object the newest fact, and of the whole-payment snapshots those few that still say something. Adding
/// facts in any order and any number of times gives the same set. Immutable.
/// </summary>
public sealed class PaymentFactSet : IReadOnlyCollection<PaymentFact>
{
    /// <summary>Nothing is known.</summary>
    public static PaymentFactSet Empty { get; } = new([], []);

    // What each kept snapshot is the newest of. A snapshot that is the newest of nothing is dropped.
    private static readonly Predicate<SnapshotFact>[] Kept =
    [
        _ => true,
        fact => fact.Payment.Status.IsPaid(),
        fact => fact.IsAnswer && !fact.Payment.Status.IsPaid(),
        fact => fact.Payment.AuthorizedAmount is not null,
        fact => fact.Payment.CapturedAmount is not null && fact.Payment.Status.IsPaid(),
        fact => fact.Payment.RefundedAmount is not null && fact.Payment.Status.IsPaid(),
        fact => fact.Payment.ReceivedAmount is not null,
        fact => fact.Payment.NextAction is not null,
        fact => fact.Payment.TransactionId is not null,
        fact => fact.Payment.Method is not PaymentMethod.Unspecified,
        fact => fact.Payment.ProviderMethod is not null,
        fact => fact.Payment.Card is not null,
        fact => fact.Payment.ReceiptUrl is not null,
        fact => fact.Payment.ProviderState is not null,
    ];

    // The newest last.
    private readonly SnapshotFact[] _snapshots;
    private readonly PaymentFact[] _objects;

    /// <summary>How many whole-payment snapshots a set can hold at most.</summary>
    internal static int MaxSnapshots => Kept.Length;

    private PaymentFactSet(SnapshotFact[] snapshots, PaymentFact[] objects) => (_snapshots, _objects) = (snapshots, objects);

    /// <inheritdoc />
    public int Count => _snapshots.Length + _objects.Length;

    /// <summary>The snapshots of the whole payment, the newest last.</summary>
    internal ReadOnlySpan<SnapshotFact> Snapshots => _snapshots;

    /// <summary>The facts about single objects.</summary>
    internal ReadOnlySpan<PaymentFact> Objects => _objects;

    /// <summary>When the newest of the refunds that are under way was made. Null when none is.</summary>
    internal DateTimeOffset? NewestPendingRefund
    {
        get
        {
            DateTimeOffset? newest = null;
            foreach (var fact in _objects)
            {
                if (fact is RefundFact { Refund: { Status: RefundStatus.Pending, CreatedAt: var made } } refund && !(made < newest) && !IsToldByItsId(refund))
                    newest = made;
            }

            return newest;
        }
    }

    /// <summary>Whether a refund that is told of without an id is told of by another fact with its id: both are one.</summary>
    internal bool IsToldByItsId(RefundFact fact)
    {
        if (fact.Refund is not { RefundId: null, Reference: { } reference })
            return false;
        foreach (var other in _objects)
        {
            if (other is RefundFact { Refund: { RefundId: not null } named } && named.Reference == reference)
                return true;
        }

        return false;
    }

    /// <summary>The set with one more fact; a snapshot brings the facts that it lists.</summary>
    /// <param name="fact">The fact.</param>
    /// <returns>The new set, or this one when the fact says nothing new.</returns>
    public PaymentFactSet Add(PaymentFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (fact is not SnapshotFact snapshot)
            return AddObject(Bare(fact));

        var facts = AddSnapshot(Bare(snapshot));
        foreach (var listed in snapshot.Payment.Facts)
            facts = facts.Add(listed);
        return facts;
    }

    /// <inheritdoc />
    public IEnumerator<PaymentFact> GetEnumerator() => _snapshots.Concat(_objects).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The newest time of any fact of a version, or of any fact at all for null. Null when none has one.</summary>
    internal DateTimeOffset? NewestTime(long? version)
    {
        DateTimeOffset? newest = null;
        foreach (var snapshot in _snapshots)
            newest = Later(newest, snapshot, version);
        foreach (var fact in _objects)
            newest = Later(newest, fact, version);
        return newest;

        static DateTimeOffset? Later(DateTimeOffset? newest, PaymentFact fact, long? version) =>
            (version is null || fact.Version == version) && (newest is null || fact.AsOf > newest) ? fact.AsOf : newest;
    }

    /// <summary>
    /// Whether a snapshot of the newest second says of an unpaid payment the same as is known, or more: then the order of facts believes it as it is.
    /// </summary>
    internal bool IsTakenFurtherBy(SnapshotFact snapshot)
    {
        if (_objects.Length > 0 || _snapshots is not [.., var newest] || newest.Version != snapshot.Version)
            return false;
        var (was, now) = (newest.Payment, snapshot.Payment);
        return !was.Status.IsPaid() && !now.Status.IsPaid()
            && (FactOrder.RankOf(snapshot) > FactOrder.RankOf(newest) || (was.Status == now.Status && was.ProviderStatus == now.ProviderStatus));
    }

    internal SnapshotFact? Newest(Predicate<SnapshotFact> where) => Array.FindLast(_snapshots, where);

    // What a provider was given to act on, and what it listed along with the payment, is not kept once more inside of the fact.
    private static SnapshotFact Bare(SnapshotFact fact) => fact.Payment is { Facts.Count: 0, Reference.Known: null }
        ? fact
        : fact with { Payment = fact.Payment with { Facts = [], Reference = fact.Payment.Reference.With(null) } };

    private static PaymentFact Bare(PaymentFact fact) => fact switch
    {
        RefundFact { Refund.Payment.Known: not null } refund => refund with { Refund = refund.Refund with { Payment = refund.Refund.Payment.With(null) } },
        DisputeFact { Dispute.Payment.Known: not null } dispute => dispute with { Dispute = dispute.Dispute with { Payment = dispute.Dispute.Payment.With(null) } },
        _ => fact,
    };

    private PaymentFactSet AddObject(PaymentFact fact)
    {
        for (var i = 0; i < _objects.Length; i++)
        {
            if (_objects[i].Key != fact.Key)
                continue;
            if (FactOrder.Instance.Compare(fact, _objects[i]) <= 0)
                return this;
            var replaced = (PaymentFact[])_objects.Clone();
            replaced[i] = fact;
            return new PaymentFactSet(_snapshots, replaced);
        }

        return new PaymentFactSet(_snapshots, [.. _objects, fact]);
    }

    private PaymentFactSet AddSnapshot(SnapshotFact added)
    {
        var place = ~Array.BinarySearch(_snapshots, added, FactOrder.Instance);
        if (place < 0)
            return this;

        SnapshotFact[] all = [.. Snapshots[..place], added, .. Snapshots[place..]];
        Span<bool> kept = stackalloc bool[all.Length];
        foreach (var question in Kept)
        {
            if (Array.FindLastIndex(all, question) is >= 0 and var newest)
                kept[newest] = true;
        }

        if (!kept[place])
            return this;
        if (!kept.Contains(false))
            return new PaymentFactSet(all, _objects);
        var snapshots = new SnapshotFact[kept.Count(true)];
        var count = 0;
        for (var i = 0; i < all.Length; i++)
        {
            if (kept[i])
                snapshots[count++] = all[i];
        }

        return new PaymentFactSet(snapshots, _objects);
    }
}
