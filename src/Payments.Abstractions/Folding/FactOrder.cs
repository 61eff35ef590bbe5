using System.Globalization;

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
        return order != 0 ? order : string.CompareOrdinal(Text(x), Text(y));
    }

    private static int RankOf(PaymentFact fact) => fact switch
    {
        SnapshotFact snapshot => Array.IndexOf(Progress, snapshot.Payment.Status),
        RefundFact refund => (int)refund.Refund.Status,
        DisputeFact dispute => (int)dispute.Dispute.Status,
        AuthorizedFact authorized => (int)authorized.State,
        CapturedFact captured => (int)captured.State,
        VoidedFact voided => (int)voided.State,
        _ => 0,
    };

    // Decides between two facts of one version, one moment and one rank that still differ; only that it decides matters.
    private static string Text(PaymentFact fact) => fact switch
    {
        SnapshotFact { Payment: var p } s => Join(
            s.IsAnswer, p.ProviderStatus, p.AuthorizedAmount, p.CapturedAmount, p.RefundedAmount, p.ReceivedAmount, p.TransactionId, p.Method,
            p.ProviderMethod, p.CaptureMode, p.Card?.Brand, p.Card?.Last4, p.Card?.Installments, p.Card?.ApprovalCode, p.ReceiptUrl?.OriginalString,
            p.CreatedAt.UtcTicks, p.NextAction?.GetType().Name, p.Error?.Code, p.Error?.ProviderCode, p.Attention, p.Reference, p.ProviderState?.Reveal(),
            string.Join('\u001f', p.Metadata.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => e.Key + "=" + e.Value))),
        RefundFact { Refund: var r } => Join(r.ProviderStatus, r.Amount, r.Origin, r.RefundId, r.Reference, r.CreatedAt.UtcTicks, r.Error?.ProviderCode, r.Payment),
        DisputeFact { Dispute: var d } => Join(d.ProviderStatus, d.Amount, d.Reason, d.IsInquiry, d.EvidenceDueBy?.UtcTicks, d.Payment),
        AuthorizedFact a => Join(a.Amount),
        CapturedFact c => Join(c.Amount),
        FailedAttemptFact f => Join(f.Id, f.Error.Code, f.Error.ProviderCode),
        _ => "",
    };

    private static string Join(params ReadOnlySpan<object?> parts)
    {
        var texts = new string?[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            texts[i] = Convert.ToString(parts[i], CultureInfo.InvariantCulture);
        return string.Join('\u001e', texts);
    }
}
