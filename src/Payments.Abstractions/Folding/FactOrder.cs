namespace Payments;

/// <summary>
/// The order of facts about one object: by the provider's version, then its clock, then how far the object has come. It is total, so that the
/// greatest of several facts does not depend on the order in which they came.
/// </summary>
internal sealed class FactOrder : IComparer<PaymentFact>
{
    internal static readonly FactOrder Instance = new();

    // How far a status has come, for two snapshots of one second. Not a ladder: a later one of a lower rank still wins.
    private static readonly PaymentStatus[] Progress =
    [
        PaymentStatus.Unknown, PaymentStatus.RequiresAction, PaymentStatus.RequiresConfirmation, PaymentStatus.Pending, PaymentStatus.Failed,
        PaymentStatus.Processing, PaymentStatus.Authorized, PaymentStatus.Expired, PaymentStatus.Cancelled, PaymentStatus.Completed,
        PaymentStatus.PartiallyRefunded, PaymentStatus.Refunded, PaymentStatus.Disputed,
    ];

    public int Compare(PaymentFact? x, PaymentFact? y)
    {
        if (ReferenceEquals(x, y))
            return 0;
        if (x is null || y is null)
            return x is null ? -1 : 1;

        var order = Nullable.Compare(x.Version, y.Version);
        if (order == 0)
            order = Nullable.Compare(x.AsOf, y.AsOf);
        if (order == 0)
            order = RankOf(x).CompareTo(RankOf(y));
        return order != 0 ? order : string.CompareOrdinal(FactText.Of(x), FactText.Of(y));
    }

    /// <summary>How far the fact's object has come.</summary>
    internal static int RankOf(PaymentFact fact) => fact switch
    {
        SnapshotFact snapshot => Array.IndexOf(Progress, snapshot.Payment.Status),
        RefundFact refund => (int)refund.Refund.Status,
        DisputeFact dispute => (int)dispute.Dispute.Status,
        AuthorizedFact authorized => (int)authorized.State,
        CapturedFact captured => (int)captured.State,
        VoidedFact voided => (int)voided.State,
        _ => 0,
    };
}
