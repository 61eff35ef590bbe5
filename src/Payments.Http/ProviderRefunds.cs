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

    private static IEnumerable<Refund> Of(Payment payment) => payment.Facts.OfType<RefundFact>().Select(fact => fact.Refund);
}
