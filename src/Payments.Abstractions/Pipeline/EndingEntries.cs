namespace Payments;

/// <summary>The end of a call that brought no answer.</summary>
internal sealed class FailedEntry(IdempotencyRecord settled) : LedgerEntry
{
    internal override IdempotencyRecord Settle(PaymentRecord? record) => settled;
}

/// <summary>The end of a call with its answer. What a repeat gets later is what the caller gets now.</summary>
internal sealed class AnsweredEntry<TRequest, TAnswer>(WriteOperation<TRequest, TAnswer> call, IdempotencyRecord key, TAnswer answer) : LedgerEntry
    where TAnswer : class
{
    internal override IdempotencyRecord Settle(PaymentRecord? record) => call.IsSettledBy(answer)
        ? call.Answered(key, Completed(record))
        : key with { State = IdempotencyState.Open, Attempt = key.Attempt + 1 };

    /// <summary>The answer with what the memory knows beyond it.</summary>
    internal TAnswer Completed(PaymentRecord? record) => record is null ? answer : call.Complete(answer, record.Payment);
}
