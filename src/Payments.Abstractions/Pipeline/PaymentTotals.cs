namespace Payments;

/// <summary>What may still be moved, calls under way and unclear calls counted as if they had succeeded.</summary>
internal static class PaymentTotals
{
    /// <summary>What can still be refunded; null when the memory does not know what was taken.</summary>
    internal static Money? Refundable(PaymentRecord record)
    {
        var payment = record.Payment;
        var taken = payment.CapturedAmount ?? (payment.Status.IsPaid() ? payment.Amount : null);
        if (taken is not { } captured)
            return null;

        var listed = Money.Zero(captured.Currency);
        foreach (var fact in Evidence.RefundsIn(record.Facts))
        {
            if (fact.Refund.Status is not (RefundStatus.Failed or RefundStatus.Cancelled) && fact.Refund.Amount.Currency == captured.Currency)
                listed += fact.Refund.Amount;
        }

        var refunded = payment.RefundedAmount is { } said && said > listed ? said : listed;
        return Left(captured - refunded, record, PaymentOperations.Refund);
    }

    /// <summary>What can still be captured; null when the memory does not know what is held.</summary>
    internal static Money? Capturable(PaymentRecord record)
    {
        var payment = record.Payment;
        if (payment.Status is not PaymentStatus.Authorized || payment.AuthorizedAmount is not { } held)
            return null;
        return Left(held - (payment.CapturedAmount ?? Money.Zero(held.Currency)), record, PaymentOperations.Capture);
    }

    private static Money Left(Money free, PaymentRecord record, PaymentOperations operation)
    {
        foreach (var pending in record.Pending)
        {
            if (pending.Operation == operation && pending.Amount is { } reserved)
                free -= reserved;
        }

        return free.Amount < 0 ? Money.Zero(free.Currency) : free;
    }
}
