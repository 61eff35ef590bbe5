using System.Globalization;
using Payments.Http;

namespace Payments.Inicis;

/// <summary>The refunds of a transaction. Inicis keeps no reference of ours: it comes out of our own record, by the refund's id.</summary>
internal static class InicisRefunds
{
    /// <summary>The id of a refund of the whole, which has none at Inicis.</summary>
    internal static string FullId(string? tid) => tid + InicisDefaults.FullRefundSuffix;

    /// <summary>What an inquiry tells: each part, and the whole of what they left where all went back.</summary>
    internal static IReadOnlyList<Refund> Of(InicisTransaction transaction, Money price, PaymentReference payment, Payment? known, DateTimeOffset now)
    {
        var raw = transaction.TransactionStatus!;
        var isWaiting = raw == "WAITING_FOR_REFUND";
        List<Refund> refunds = [];
        foreach (var (index, part) in (transaction.PartCancelTransInfo ?? []).Index())
        {
            if (InicisMoney.FromWire(part.RequestPrice, price.Currency) is not { } amount)
                continue;
            var id = part.Tid is { Length: > 0 } own ? own : $"{transaction.Tid}#{(index + 1).ToString(CultureInfo.InvariantCulture)}";
            refunds.Add(Refund(id, amount, InicisForms.Time(part.RequestDate, part.RequestTime), RefundStatus.Completed));
        }

        // Only the last one can still be on its way to the payer's bank account.
        if (isWaiting && refunds.Count > 0)
            refunds[^1] = refunds[^1] with { Status = RefundStatus.Pending };
        var rest = refunds.Aggregate(price, (left, refund) => left - refund.Amount);
        if (rest.IsPositive && (InicisMapping.GivenBack.Contains(raw) || (isWaiting && refunds.Count == 0)))
        {
            var at = InicisForms.Time(transaction.RefundDate, transaction.RefundTime) ?? InicisForms.Time(transaction.CancelDate, transaction.CancelTime);
            refunds.Add(Refund(FullId(transaction.Tid), rest, at, isWaiting ? RefundStatus.Pending : RefundStatus.Completed));
        }

        return refunds;

        Refund Refund(string id, Money amount, DateTimeOffset? at, RefundStatus status) => new()
        {
            Provider = payment.Provider,
            RefundId = id,
            Reference = known is null ? null : Known(known).FirstOrDefault(refund => refund.RefundId == id)?.Reference,
            Payment = payment,
            Status = status,
            ProviderStatus = raw,
            Amount = amount,
            CreatedAt = at ?? now,
            AsOf = now,
            Origin = RefundOrigin.Merchant,
        };
    }

    /// <summary>The refunds that our own record has.</summary>
    internal static IEnumerable<Refund> Known(Payment? known) => known?.Facts.OfType<RefundFact>().Select(fact => fact.Refund) ?? [];
}
