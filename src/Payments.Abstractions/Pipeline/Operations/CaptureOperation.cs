namespace Payments;

internal sealed class CaptureOperation() : PaymentWriteOperation<CaptureRequest>(PaymentOperations.Capture)
{
    internal static readonly CaptureOperation Instance = new();

    internal override string KeyOf(CaptureRequest request) => request.IdempotencyKey;

    internal override PaymentReference PaymentOf(CaptureRequest request) => request.Payment;

    internal override void WriteFingerprint(CaptureRequest request, RequestFingerprint fingerprint)
    {
        fingerprint.Add("payment", request.Named.FirstId).Add("amount", request.AmountIsPinned ? null : request.Amount)
            .Add("final", request.IsFinal);
        foreach (var extras in request.Extras)
            fingerprint.Add("extras", extras);
    }

    internal override PendingOperation Reserve(CaptureRequest request, PaymentRecord? record, DateTimeOffset now)
    {
        var limit = record is null ? null : PaymentTotals.Capturable(record);
        if (request.Amount > limit)
        {
            throw new PaymentConflictException(
                $"A capture of {request.Amount} is more than the {limit} that can still be captured, other captures under way included.",
                PaymentErrorCode.AmountTooLarge, request.Payment);
        }

        if (request.Amount is null && limit is { IsZero: true })
            throw new PaymentConflictException("Nothing is left to capture, captures under way included.", PaymentErrorCode.AlreadyCaptured, request.Payment);

        return new PendingOperation { Operation = Operation, IdempotencyKey = request.IdempotencyKey, Amount = request.Amount ?? limit, StartedAt = now };
    }

    internal override CaptureRequest Prepare(CaptureRequest request, PaymentRecord? record, string key, PaymentsOptions options) =>
        request.With(record is null ? request.Payment : request.Payment.Complete(record.Reference).With(record.Payment), request.Amount, key);

    internal override Task<Payment> SendAsync(IPaymentProvider provider, CaptureRequest request, CancellationToken cancellationToken) =>
        provider.CapturePaymentAsync(request, cancellationToken);

    // Where a payment may be captured several times, that it is paid says nothing of this capture, unless all that was held is taken.
    internal override Payment? FindOutcome(CaptureRequest request, Payment read, PaymentProviderCapabilities capabilities) =>
        capabilities.Supports(PaymentOperations.MultipleCapture)
            ? read.CapturedAmount >= (read.AuthorizedAmount ?? read.Amount) ? read : null
            : read.Status.IsPaid() || read.CapturedAmount is { IsPositive: true } ? read : null;

    internal override bool IsProof(CaptureRequest request, Payment read, PaymentProviderCapabilities capabilities) =>
        !read.Status.IsPaid() && read.CapturedAmount is not { IsPositive: true };
}
