namespace Payments.Http;

/// <summary>Refunds out of a payment that lists them, for providers that have no refund of their own to read.</summary>
public static class ProviderRefunds
{
    /// <summary>Reads the payment and finds the refund in it.</summary>
    /// <param name="refund">The refund's name.</param>
    /// <param name="readAsync">Reads the payment, with its refunds among <see cref="Payment.Facts"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The refund.</returns>
    /// <exception cref="PaymentRequestException">The name names none; nothing was read.</exception>
    /// <exception cref="PaymentNotFoundException">The payment has no such refund.</exception>
    public static async Task<Refund> ReadAsync(
        RefundReference refund, Func<PaymentReference, CancellationToken, Task<Payment>> readAsync, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(refund);
        ArgumentNullException.ThrowIfNull(readAsync);
        if (refund is { RefundId: null, Reference: null })
            throw new PaymentRequestException("A refund is named by its RefundId or by our Reference.", payment: refund.Payment);
        var payment = await readAsync(refund.Payment, cancellationToken).ConfigureAwait(false);
        return Of(payment).LastOrDefault(made => refund.RefundId is { } id ? made.RefundId == id : made.Reference == refund.Reference)
            ?? throw new PaymentNotFoundException(
                $"{refund.Payment.Provider}: the payment has no such refund.",
                PaymentErrors.Create(PaymentErrorKind.NotFound, PaymentErrorCode.NotFound),
                PaymentOutcome.Refused,
                refund.Payment);
    }

    /// <summary>
    /// The refund that a request asks for, if it was made before: the host has forgotten it, the provider has not. One that failed may be tried again.
    /// </summary>
    /// <param name="payment">The payment, with its refunds among <see cref="Payment.Facts"/>.</param>
    /// <param name="request">The request.</param>
    /// <returns>The refund, or null.</returns>
    /// <exception cref="PaymentConflictException">Its reference names a refund of another amount.</exception>
    public static Refund? Made(Payment payment, RefundRequest request)
    {
        ArgumentNullException.ThrowIfNull(payment);
        ArgumentNullException.ThrowIfNull(request);
        var made = Of(payment).FirstOrDefault(refund => refund.Reference == request.Reference && refund.Status is not RefundStatus.Failed);
        return made is null || request.Amount is not { } amount || amount == made.Amount
            ? made
            : throw new PaymentConflictException(
                $"The reference names a refund of {made.Amount} already: give another Reference for another refund.",
                PaymentErrorCode.IdempotencyKeyReused,
                request.Payment);
    }

    /// <summary>
    /// How much to refund, for providers that have no word for 'all': what is asked for, or what is left. Refunds under way are taken as made.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="payment">The payment, with its refunds among <see cref="Payment.Facts"/>.</param>
    /// <returns>The amount.</returns>
    /// <exception cref="PaymentConflictException">Nothing was taken, nothing is left, or more than that is asked for.</exception>
    /// <exception cref="PaymentRequestException">Another currency is asked for.</exception>
    public static Money AmountOf(RefundRequest request, Payment payment)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(payment);
        if (!payment.Status.IsPaid())
            throw new PaymentConflictException("Nothing was taken yet, so that there is nothing to refund.", PaymentErrorCode.InvalidState, payment);
        var left = payment.Amount;
        foreach (var refund in Of(payment).Where(refund => refund.Status is not (RefundStatus.Failed or RefundStatus.Cancelled)))
        {
            if (refund.Amount.Currency != left.Currency)
                throw new PaymentConflictException("A refund of this payment was made in another currency, so that what is left is not known.", PaymentErrorCode.Mismatch, payment);
            left -= refund.Amount;
        }

        if (!left.IsPositive)
            throw new PaymentConflictException("Nothing is left to refund.", PaymentErrorCode.AlreadyRefunded, payment);
        var amount = request.Amount ?? left;
        if (amount.Currency != left.Currency)
            throw new PaymentRequestException($"A refund is in the currency of its payment, {left.Currency.Code}.", payment: request.Payment);
        return amount <= left ? amount : throw new PaymentConflictException($"At most {left} is left to refund.", PaymentErrorCode.AmountTooLarge, payment);
    }

    private static IEnumerable<Refund> Of(Payment payment) => payment.Facts.OfType<RefundFact>().Select(fact => fact.Refund);
}
