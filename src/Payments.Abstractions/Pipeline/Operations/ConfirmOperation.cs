using System.Text;

namespace Payments;

internal sealed class ConfirmOperation() : PaymentWriteOperation<ConfirmPaymentRequest>(PaymentOperations.Confirm)
{
    internal static readonly ConfirmOperation Instance = new();

    private static readonly PaymentError UnderWay = new() { Kind = PaymentErrorKind.Conflict, Code = PaymentErrorCode.InProgress, Retry = PaymentRetry.AfterReading };

    /// <summary>The request's own key, or one made of the payment and what came back with the payer.</summary>
    internal override string KeyOf(ConfirmPaymentRequest request)
    {
        if (request.IdempotencyKey is { } key)
            return key;
        using var fingerprint = new RequestFingerprint(request.Payment.Provider, Operation);
        return fingerprint.Add("payment", request.Named.FirstId).Add("return", request.ReturnParameters).Finish();
    }

    internal override PaymentReference PaymentOf(ConfirmPaymentRequest request) => request.Payment;

    internal override void WriteFingerprint(ConfirmPaymentRequest request, RequestFingerprint fingerprint)
    {
        fingerprint.Add("payment", request.Named.FirstId).Add("return", request.ReturnParameters);
        foreach (var extras in request.Extras)
            fingerprint.Add("extras", extras);
    }

    // One at a time: two windows of one order bring two one-shot tokens, and each of them could be charged.
    internal override PendingOperation Reserve(ConfirmPaymentRequest request, PaymentRecord? record, DateTimeOffset now)
    {
        ThrowIfUnderWay(
            PaymentOperations.Cancel, record, "A cancellation of this payment is under way or unclear, so it cannot be confirmed now: read the payment first.", request.Payment);
        ThrowIfUnderWay(
            Operation, record, "Another confirmation of this payment is under way or unclear: read the payment, or repeat that one.", request.Payment);
        return new PendingOperation
        {
            Operation = Operation,
            IdempotencyKey = KeyOf(request),
            StartedAt = now,
            ReturnParameters = request.ReturnParameters.Count == 0 ? default(Sensitive<string>?) : new Sensitive<string>(Encode(request.ReturnParameters)),
        };
    }

    /// <summary>Refuses what must not happen while a call of this operation is under way or unclear.</summary>
    internal static void ThrowIfUnderWay(PaymentOperations operation, PaymentRecord? record, string message, PaymentReference payment)
    {
        if (record?.Pending.Any(pending => pending.Operation == operation) == true)
            throw new PaymentConflictException(message, UnderWay, PaymentOutcome.NeverSent, payment);
    }

    internal override ConfirmPaymentRequest Prepare(ConfirmPaymentRequest request, PaymentRecord? record, string key, PaymentsOptions options) => record is null
        ? request.With(request.Payment, request.Amount, request.CustomerId, key)
        : request.With(request.Payment.Complete(record.Reference).With(record.Payment), request.Amount ?? record.Payment.Amount, request.CustomerId ?? record.CustomerId, key);

    internal override Task<Payment> SendAsync(IPaymentProvider provider, ConfirmPaymentRequest request, CancellationToken cancellationToken) =>
        provider.ConfirmPaymentAsync(request, cancellationToken);

    // The payer goes back to the page (other funding, another card): the next confirmation is a new one.
    internal override bool IsSettledBy(Payment answer) => answer.Status is not (PaymentStatus.RequiresAction or PaymentStatus.RequiresConfirmation);

    internal override Payment? FindOutcome(ConfirmPaymentRequest request, Payment read, PaymentProviderCapabilities capabilities) =>
        read.Status is not PaymentStatus.Unknown && IsSettledBy(read) ? read : null;

    internal override bool IsProof(ConfirmPaymentRequest request, Payment read, PaymentProviderCapabilities capabilities) => read.Status is not PaymentStatus.Unknown;

    private static string Encode(IReadOnlyDictionary<string, string> parameters)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in parameters.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            text.Append(text.Length == 0 ? "" : "&").Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        return text.ToString();
    }
}
