namespace Payments;

/// <summary>What is special about one call that moves money; <see cref="LedgerPaymentProvider"/> does what is the same for all.</summary>
internal abstract class WriteOperation<TRequest, TAnswer>(PaymentOperations operation)
    where TAnswer : class
{
    internal PaymentOperations Operation { get; } = operation;

    internal abstract string KeyOf(TRequest request);

    /// <summary>The payment it acts on; null for the call that makes one.</summary>
    internal abstract PaymentReference? PaymentOf(TRequest request);

    internal abstract void WriteFingerprint(TRequest request, RequestFingerprint fingerprint);

    /// <summary>The record of a payment that the memory does not have yet; null when only the provider's answer can make one.</summary>
    internal virtual PaymentRecord? NewRecord(string provider, TRequest request, DateTimeOffset now) => null;

    /// <summary>What is written before the call: what it may move. Refuses what would move too much.</summary>
    internal abstract PendingOperation Reserve(TRequest request, PaymentRecord? record, DateTimeOffset now);

    /// <summary>The request as the provider gets it: with every id that is known and the key of this attempt.</summary>
    internal abstract TRequest Prepare(TRequest request, PaymentRecord? record, string key);

    internal abstract Task<TAnswer> SendAsync(IPaymentProvider provider, TRequest request, CancellationToken cancellationToken);

    /// <summary>What the answer tells.</summary>
    internal abstract IReadOnlyList<PaymentFact> FactsOf(TAnswer answer, DateTimeOffset now);

    /// <summary>The answer with what the memory knows beyond it.</summary>
    internal abstract TAnswer Complete(TAnswer answer, Payment folded);

    /// <summary>Whether the answer settles the intention, so that a repeat gets it again.</summary>
    internal virtual bool IsSettledBy(TAnswer answer) => true;

    /// <summary>After an unknown outcome and a read: the answer if the call was carried out, else null.</summary>
    internal abstract TAnswer? FindOutcome(TRequest request, Payment read, PaymentProviderCapabilities capabilities);

    /// <summary>Whether a read that shows nothing of the call proves that it was not carried out.</summary>
    internal abstract bool IsProof(TRequest request, Payment read, PaymentProviderCapabilities capabilities);

    /// <summary>The answer, where a webhook has told the memory of just this call meanwhile; else null.</summary>
    internal virtual TAnswer? FindTold(TRequest request, PaymentRecord record) => null;

    internal abstract TAnswer? AnswerIn(IdempotencyRecord record);

    internal abstract IdempotencyRecord Store(IdempotencyRecord record, TAnswer answer);
}

/// <summary>A call whose answer is the payment.</summary>
internal abstract class PaymentWriteOperation<TRequest>(PaymentOperations operation) : WriteOperation<TRequest, Payment>(operation)
{
    internal override IReadOnlyList<PaymentFact> FactsOf(Payment answer, DateTimeOffset now) => answer.IsRemembered
        ? answer.Facts
        : [new SnapshotFact(answer, IsAnswer: true) { AsOf = answer.AsOf ?? now, Version = answer.Version }];

    internal override Payment Complete(Payment answer, Payment folded) =>
        folded with { NextAction = answer.NextAction, Error = answer.Error ?? folded.Error, IsRemembered = answer.IsRemembered };

    internal override Payment? AnswerIn(IdempotencyRecord record) => record.Payment;

    internal override IdempotencyRecord Store(IdempotencyRecord record, Payment answer) => record with { Payment = answer };
}
