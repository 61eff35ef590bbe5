namespace Payments;

/// <summary>What may still be moved, calls under way and unclear calls counted as if they had succeeded.</summary>
internal static class PaymentTotals
{
    /// <summary>
    /// What can still be refunded; null when the memory does not know what was taken. Nothing taken is no knowledge: the payer may have paid since.
    /// </summary>
    internal static Money? Refundable(PaymentRecord record)
    {
        var payment = record.Payment;
        var taken = payment.CapturedAmount is { IsPositive: true } told ? told : payment.Status.IsPaid() ? payment.CapturedAmount ?? payment.Amount : (Money?)null;
        var isPartUntold = payment is { Status: PaymentStatus.PartiallyRefunded, RefundedAmount: null };
        return taken is { } captured && !isPartUntold ? LeftToRefund(record, captured) : null;
    }

    /// <summary>
    /// What refunds may add up to at most: what can still be refunded, or, where nobody knows what was taken, what was asked for. Null when not even
    /// that is known.
    /// </summary>
    internal static Money? RefundLimit(PaymentRecord record) =>
        Refundable(record) ?? (record.Payment.Amount is { IsPositive: true } asked ? LeftToRefund(record, asked) : null);

    private static Money LeftToRefund(PaymentRecord record, Money taken)
    {
        var listed = Money.Zero(taken.Currency);
        foreach (var fact in Evidence.RefundsIn(record.Facts))
        {
            if (fact.Refund.Status is not (RefundStatus.Failed or RefundStatus.Cancelled) && fact.Refund.Amount.Currency == taken.Currency)
                listed += fact.Refund.Amount;
        }

        var refunded = record.Payment.RefundedAmount is { } said && said > listed ? said : listed;
        return Left(taken - refunded, record, PaymentOperations.Refund);
    }

    /// <summary>
    /// What can still be captured; null when the memory does not know. Where the provider did not tell what it holds, it holds what was asked for; a
    /// payment that is paid in part may still have a rest.
    /// </summary>
    internal static Money? Capturable(PaymentRecord record)
    {
        var payment = record.Payment;
        var held = payment.AuthorizedAmount ?? payment.Amount;
        var taken = payment.CapturedAmount ?? Money.Zero(held.Currency);
        var hasRest = payment.Status.IsPaid() && payment is { AuthorizedAmount: not null, CapturedAmount: not null } && taken < held;
        var underWay = Money.Zero(held.Currency);
        foreach (var fact in record.Facts.OfType<CapturedFact>())
        {
            if (fact.State is MovementState.Pending && fact.Amount.Currency == held.Currency)
                underWay += fact.Amount;
        }

        var isBeingTaken = payment.Status is PaymentStatus.Processing && underWay.IsPositive;
        return payment.Status is PaymentStatus.Authorized || hasRest || isBeingTaken ? Left(held - taken - underWay, record, PaymentOperations.Capture) : null;
    }

    /// <summary>What a call that is under way or unclear has reserved. Null when it has reserved nothing.</summary>
    internal static Money? Reserved(PaymentRecord record, PaymentOperations operation, string key)
    {
        foreach (var pending in record.Pending)
        {
            if (pending.Operation == operation && pending.IdempotencyKey == key)
                return pending.Amount;
        }

        return null;
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
