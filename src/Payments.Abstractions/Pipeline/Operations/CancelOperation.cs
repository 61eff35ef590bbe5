namespace Payments;

internal sealed class CancelOperation() : PaymentWriteOperation<CancelRequest>(PaymentOperations.Cancel)
{
    internal static readonly CancelOperation Instance = new();

    internal override string KeyOf(CancelRequest request) => request.IdempotencyKey;

    internal override PaymentReference PaymentOf(CancelRequest request) => request.Payment;

    internal override void WriteFingerprint(CancelRequest request, RequestFingerprint fingerprint)
    {
        fingerprint.Add("payment", request.Named.FirstId).Add("reason", request.Reason);
        foreach (var extras in request.Extras)
            fingerprint.Add("extras", extras);
    }

    // What is being confirmed may be taken in the next moment: that it is cancelled would be a promise that nobody can keep.
    internal override PendingOperation Reserve(CancelRequest request, PaymentRecord? record, DateTimeOffset now)
    {
        ConfirmOperation.ThrowIfUnderWay(
            PaymentOperations.Confirm, record, "A confirmation of this payment is under way or unclear, so it cannot be cancelled now: read the payment first.", request.Payment);
        return new PendingOperation { Operation = Operation, IdempotencyKey = request.IdempotencyKey, StartedAt = now };
    }

    internal override CancelRequest Prepare(CancelRequest request, PaymentRecord? record, string key, PaymentsOptions options) =>
        request.With(record is null ? request.Payment : request.Payment.Complete(record.Reference).With(record.Payment), key);

    internal override Task<Payment> SendAsync(IPaymentProvider provider, CancelRequest request, CancellationToken cancellationToken) =>
        provider.CancelPaymentAsync(request, cancellationToken);

    internal override Payment? FindOutcome(CancelRequest request, Payment read, PaymentProviderCapabilities capabilities) =>
        read.Status is PaymentStatus.Cancelled or PaymentStatus.Expired ? read : null;

    internal override bool IsProof(CancelRequest request, Payment read, PaymentProviderCapabilities capabilities) => true;
}
