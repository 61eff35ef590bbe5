namespace Payments.PayPal;

/// <summary>
/// The authorizations, captures and refunds of one payment, wherever they were read: in the order, or each by itself. Several descriptions of one
/// object are one: the one that changed last.
/// </summary>
internal sealed class PayPalMoves
{
    internal static readonly PayPalMoves None = new([], [], []);

    private PayPalMoves(IReadOnlyList<PayPalAuthorization> authorizations, IReadOnlyList<PayPalCapture> captures, IReadOnlyList<PayPalRefund> refunds)
    {
        Authorizations = authorizations;
        Captures = captures;
        Refunds = refunds;
    }

    internal IReadOnlyList<PayPalAuthorization> Authorizations { get; }

    internal IReadOnlyList<PayPalCapture> Captures { get; }

    internal IReadOnlyList<PayPalRefund> Refunds { get; }

    internal bool IsEmpty => Authorizations.Count == 0 && Captures.Count == 0;

    /// <summary>All of them.</summary>
    internal IEnumerable<PayPalMovement> All => IsEmpty && Refunds.Count == 0 ? [] : Authorizations.Concat<PayPalMovement>(Captures).Concat(Refunds);

    internal static PayPalMoves Of(PayPalOrder order)
    {
        if (order.PurchaseUnits is not { } all || !all.Any(unit => unit.Payments is not null))
            return None;
        var units = all.Select(unit => unit.Payments).OfType<PayPalPayments>().ToList();
        return new PayPalMoves(
            [.. units.SelectMany(unit => Named(unit.Authorizations))], [.. units.SelectMany(unit => Named(unit.Captures))], [.. units.SelectMany(unit => Named(unit.Refunds))]);
    }

    internal PayPalMoves With(PayPalAuthorization authorization) => new(Merge(Authorizations, authorization), Captures, Refunds);

    internal PayPalMoves With(PayPalCapture capture) => new(Authorizations, Merge(Captures, capture), Refunds);

    /// <summary>These and others, which may be older.</summary>
    internal PayPalMoves With(PayPalMoves others)
    {
        var all = this;
        foreach (var authorization in others.Authorizations)
            all = all.With(authorization);
        foreach (var capture in others.Captures)
            all = all.With(capture);
        return all;
    }

    /// <summary>An id that one of them gives.</summary>
    internal string? Related(Func<PayPalRelatedIds, string?> id) =>
        All.Select(move => move.SupplementaryData?.RelatedIds is { } ids ? id(ids) : null).FirstOrDefault(found => !string.IsNullOrEmpty(found));

    private static IEnumerable<T> Named<T>(IReadOnlyList<T>? items)
        where T : PayPalObject => (items ?? []).Where(item => !string.IsNullOrEmpty(item.Id));

    private static List<T> Merge<T>(IReadOnlyList<T> items, T other)
        where T : PayPalObject
    {
        List<T> merged = [.. items];
        var at = merged.FindIndex(item => item.Id == other.Id);
        if (at < 0)
            merged.Add(other);
        else if (other.ChangedAt is not null && !(merged[at].ChangedAt > other.ChangedAt))
            merged[at] = other; // One without a time is a short form, which says less.
        return merged;
    }
}
