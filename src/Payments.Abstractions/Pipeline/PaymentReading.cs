namespace Payments;

/// <summary>Reads a payment from its provider by whatever it is known by.</summary>
internal static class PaymentReading
{
    /// <summary>By its id, else by another id that the provider reads by, else by the order if exactly one payment has it.</summary>
    /// <returns>The payment, or null and whether that proves that there is none.</returns>
    internal static async Task<(Payment? Payment, bool IsConclusive)> ReadAsync(
        IPaymentProvider provider, PaymentReference? payment, PaymentRecord? record, CancellationToken cancellationToken)
    {
        var hasId = payment is { PaymentId: not null };
        if ((hasId || payment is { Related.Count: > 0 }) && provider.Supports(PaymentOperations.Get))
        {
            try
            {
                // What the provider only remembers out of our own memory is no reading.
                var read = await provider.GetPaymentAsync(payment!.With(record?.Payment), cancellationToken).ConfigureAwait(false);
                if (!read.IsRemembered)
                    return (read, true);
                if (hasId)
                    return (null, false);
            }
            catch (PaymentException exception) when (!hasId && exception is PaymentRequestException or PaymentNotFoundException)
            {
                // It does not read by these ids, or does not know them: the order may find it.
            }
        }

        if (payment?.OrderId is not { } orderId || !provider.Supports(PaymentOperations.Find))
            return (null, false);
        var found = await provider.FindPaymentsAsync(new FindPaymentsRequest { OrderId = orderId }, cancellationToken).ConfigureAwait(false);
        if (found.Payments is not [var only])
            return (null, found is { Payments.Count: 0, IsConclusive: true });

        // A search knows nothing of what the memory holds, and some of it tells what the provider's words mean.
        return only.Reference.PaymentId is not null && record is not null && provider.Supports(PaymentOperations.Get)
            ? await ReadAsync(provider, only.Reference.Complete(payment), record, cancellationToken).ConfigureAwait(false)
            : (only, true);
    }
}
