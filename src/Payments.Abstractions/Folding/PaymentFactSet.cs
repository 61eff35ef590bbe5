using System.Collections;

namespace Payments;

/// <summary>
/// What is known of one payment: for each object the newest fact, and of the whole-payment snapshots those few that still say something. Adding
/// facts in any order and any number of times gives the same set. Immutable.
/// </summary>
public sealed class PaymentFactSet : IReadOnlyCollection<PaymentFact>
{
    /// <summary>Nothing is known.</summary>
    public static PaymentFactSet Empty { get; } = new([]);

    // What each kept snapshot is the newest of. A snapshot that is the newest of nothing is dropped.
    private static readonly Func<SnapshotFact, bool>[] Kept =
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

    private readonly PaymentFact[] _facts;

    /// <summary>How many whole-payment snapshots a set can hold at most.</summary>
    internal static int MaxSnapshots => Kept.Length;

    private PaymentFactSet(PaymentFact[] facts) => _facts = facts;

    /// <inheritdoc />
    public int Count => _facts.Length;

    /// <summary>Whether there is more than snapshots of the whole payment.</summary>
    internal bool HasObjects => _facts is [.., not SnapshotFact];

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
    public IEnumerator<PaymentFact> GetEnumerator() => ((IEnumerable<PaymentFact>)_facts).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal SnapshotFact? Newest(Func<SnapshotFact, bool> where)
    {
        SnapshotFact? newest = null;
        foreach (var fact in _facts)
        {
            if (fact is SnapshotFact snapshot && where(snapshot) && FactOrder.Instance.Compare(snapshot, newest) > 0)
                newest = snapshot;
        }

        return newest;
    }

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
        for (var i = 0; i < _facts.Length; i++)
        {
            if (_facts[i].Key != fact.Key)
                continue;
            if (FactOrder.Instance.Compare(fact, _facts[i]) <= 0)
                return this;
            var replaced = (PaymentFact[])_facts.Clone();
            replaced[i] = fact;
            return new PaymentFactSet(replaced);
        }

        return new PaymentFactSet([.. _facts, fact]);
    }

    private PaymentFactSet AddSnapshot(SnapshotFact added)
    {
        if (_facts.Contains(added, ReferenceEqualityComparer.Instance))
            return this;
        if (_facts.Length == 0)
            return new PaymentFactSet([added]);

        SnapshotFact[] all = [.. _facts.OfType<SnapshotFact>(), added];
        Span<bool> kept = stackalloc bool[all.Length];
        foreach (var question in Kept)
        {
            var newest = -1;
            for (var i = 0; i < all.Length; i++)
            {
                if (question(all[i]) && (newest < 0 || FactOrder.Instance.Compare(all[i], all[newest]) > 0))
                    newest = i;
            }

            if (newest >= 0)
                kept[newest] = true;
        }

        if (!kept[^1])
            return this;
        List<PaymentFact> facts = new(_facts.Length + 1);
        for (var i = 0; i < all.Length; i++)
        {
            if (kept[i])
                facts.Add(all[i]);
        }

        facts.AddRange(_facts.Where(fact => fact is not SnapshotFact));
        return new PaymentFactSet([.. facts]);
    }
}
