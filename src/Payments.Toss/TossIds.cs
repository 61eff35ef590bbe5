namespace Payments.Toss;

/// <summary>
/// The names of one payment. Toss Payments' is the payment key, which a payment from the browser's SDK gets only when the payer opens the window, and a
/// new one with each try: until it is confirmed, our order id stands in its place.
/// </summary>
internal static class TossIds
{
    /// <summary>A payment as Toss Payments names it; by the order alone while it does not know it.</summary>
    internal static PaymentReference Reference(string provider, string? key, string? orderId, IReadOnlyList<RelatedId>? related = null) =>
        new(provider, key ?? orderId, orderId, related);

    internal static string? OrderOf(PaymentReference payment) => payment.OrderId ?? payment.Known?.Reference.OrderId;

    /// <summary>The newest payment key that is known. Null while there is none.</summary>
    internal static string? KeyOf(PaymentReference payment)
    {
        var order = OrderOf(payment);
        return Key(payment.Known?.Reference) ?? Key(payment);

        string? Key(PaymentReference? reference) => reference is null ? null
            : reference.PaymentId is { } id && id != order ? id
            : reference.Related.LastOrDefault(related => related.Kind == "payment" && related.Id != order).Id;
    }

    /// <summary>What the event of a refund that is finished later is matched by.</summary>
    internal static IReadOnlyList<RelatedId> OfUnfinished(IEnumerable<TossCancel> cancels)
    {
        List<RelatedId> related = [];
        foreach (var cancel in cancels)
        {
            if (cancel.CancelRequestId is { Length: > 0 })
                related.AddRange(Of(cancel.TransactionKey, cancel.CancelRequestId));
        }

        return related;
    }

    internal static IEnumerable<RelatedId> Of(string? transactionKey, string? cancelRequestId)
    {
        if (!string.IsNullOrEmpty(transactionKey))
            yield return new RelatedId(TossDefaults.CancelKind, transactionKey);
        if (!string.IsNullOrEmpty(cancelRequestId))
            yield return new RelatedId(TossDefaults.CancelRequestKind, cancelRequestId);
    }
}
