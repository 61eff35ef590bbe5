namespace Payments;

internal sealed class RefundOperation() : WriteOperation<RefundRequest, Refund>(PaymentOperations.Refund)
{
    internal static readonly RefundOperation Instance = new();

    internal override string KeyOf(RefundRequest request) => request.IdempotencyKey;

    internal override PaymentReference PaymentOf(RefundRequest request) => request.Payment;

    internal override void WriteFingerprint(RefundRequest request, RequestFingerprint fingerprint)
    {
        fingerprint.Add("payment", request.Named.FirstId).Add("amount", request.AmountIsPinned ? null : request.Amount)
            .Add("capture", request.CaptureId).Add("reference", request.Reference).Add("reason", request.Reason)
            .Add("taxFree", request.Tax?.TaxFree).Add("vat", request.Tax?.Vat).Add("webhook", request.WebhookUrl?.OriginalString)
            .Add("metadata", request.Metadata);
        if (request.BankAccount?.Reveal() is { } account)
            fingerprint.Add("bank", account.BankCode).Add("account", account.AccountNumber).Add("holder", account.HolderName);
        foreach (var extras in request.Extras)
            fingerprint.Add("extras", extras);
    }

    internal override PendingOperation Reserve(RefundRequest request, PaymentRecord? record, DateTimeOffset now)
    {
        var limit = record is null ? null : PaymentTotals.RefundLimit(record);
        if (limit is { } left)
        {
            if (left.IsZero)
                throw new PaymentConflictException("Nothing is left to refund, refunds under way included.", PaymentErrorCode.AlreadyRefunded, request.Payment);
            if (request.Amount is { } amount && amount > left)
            {
                throw new PaymentConflictException(
                    $"A refund of {amount} is more than the {left} that is left, refunds under way included.", PaymentErrorCode.AmountTooLarge, request.Payment);
            }
        }

        return new PendingOperation
        {
            Operation = Operation,
            IdempotencyKey = request.IdempotencyKey,
            Amount = request.Amount ?? limit,
            RefundReference = request.Reference,
            StartedAt = now,
        };
    }

    /// <summary>
    /// How much a refund without an amount is of: what can be refunded, and for a repeat what the first try asked for, whose share is no longer free.
    /// Null when the memory does not know what was taken.
    /// </summary>
    internal static Money? AmountOf(RefundRequest request, PaymentRecord record) =>
        PaymentTotals.Reserved(record, PaymentOperations.Refund, request.IdempotencyKey) ?? Find(request, record.Facts)?.Amount ?? PaymentTotals.Refundable(record);

    internal override RefundRequest Prepare(RefundRequest request, PaymentRecord? record, string key, PaymentsOptions options) =>
        request.With(record is null ? request.Payment : request.Payment.Complete(record.Reference).With(record.Payment), request.Amount, key);

    internal override Task<Refund> SendAsync(IPaymentProvider provider, RefundRequest request, CancellationToken cancellationToken) =>
        provider.RefundPaymentAsync(request, cancellationToken);

    internal override IReadOnlyList<PaymentFact> FactsOf(Refund answer, DateTimeOffset now) =>
        [new RefundFact(answer) { AsOf = answer.AsOf ?? now, Version = answer.Version }];

    internal override Refund Complete(Refund answer, Payment folded)
    {
        var payment = answer.Payment.Complete(folded.Reference).With(null);
        return ReferenceEquals(payment, answer.Payment) ? answer : answer with { Payment = payment };
    }

    internal override Refund? FindOutcome(RefundRequest request, Payment read, PaymentProviderCapabilities capabilities) => Find(request, read.Facts);

    // The provider's list may lag.
    internal override bool IsProof(RefundRequest request, Payment read, PaymentProviderCapabilities capabilities) => false;

    internal override Refund? FindTold(RefundRequest request, PaymentRecord record) => Find(request, record.Facts);

    internal override Refund? AnswerIn(IdempotencyRecord record) => record.Refund;

    internal override IdempotencyRecord Answered(IdempotencyRecord record, Refund answer) =>
        record with { State = IdempotencyState.Answered, Refund = answer };

    private static Refund? Find(RefundRequest request, IEnumerable<PaymentFact> facts) =>
        facts.OfType<RefundFact>().FirstOrDefault(fact => fact.Refund.Reference == request.Reference)?.Refund;
}
