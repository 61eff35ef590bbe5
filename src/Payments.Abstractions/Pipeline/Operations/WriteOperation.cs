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

    /// <summary>The memory's own id of the payment that the call makes; null for a call that acts on one.</summary>
    internal virtual string? NewIdOf(string provider, TRequest request) => null;

    /// <summary>The record of the payment that the call makes, before the provider knows of it.</summary>
    internal virtual PaymentRecord NewRecord(string id, string provider, TRequest request, PendingOperation reservation, DateTimeOffset checkAt) =>
        throw new NotSupportedException($"{Operation} makes no payment.");

    /// <summary>What is written before the call: what it may move. Refuses what would move too much.</summary>
    internal abstract PendingOperation Reserve(TRequest request, PaymentRecord? record, DateTimeOffset now);

    /// <summary>The request as the provider gets it: with every id that is known, the key of this attempt, and where the payer comes back to.</summary>
    internal abstract TRequest Prepare(TRequest request, PaymentRecord? record, string key, PaymentsOptions options);

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

    /// <summary>The intention with its answer.</summary>
    internal abstract IdempotencyRecord Answered(IdempotencyRecord record, TAnswer answer);
}

/// <summary>A call whose answer is the payment.</summary>
internal abstract class PaymentWriteOperation<TRequest>(PaymentOperations operation) : WriteOperation<TRequest, Payment>(operation)
{
    internal override IReadOnlyList<PaymentFact> FactsOf(Payment answer, DateTimeOffset now) => answer.IsRemembered
        ? answer.Facts
        : [new SnapshotFact(answer, IsAnswer: true) { AsOf = answer.AsOf ?? now, Version = answer.Version }];

    // A read of an open page does not always repeat its address.
    internal override Payment Complete(Payment answer, Payment folded)
    {
        var (next, error) = (answer.NextAction ?? folded.NextAction, answer.Error ?? folded.Error);
        return ReferenceEquals(next, folded.NextAction) && ReferenceEquals(error, folded.Error) && answer.IsRemembered == folded.IsRemembered
            ? folded
            : folded with { NextAction = next, Error = error, IsRemembered = answer.IsRemembered };
    }

    internal override Payment? AnswerIn(IdempotencyRecord record) => record.Payment;

    internal override IdempotencyRecord Answered(IdempotencyRecord record, Payment answer) =>
        record with { State = IdempotencyState.Answered, Payment = answer };
}
