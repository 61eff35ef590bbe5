using Microsoft.Extensions.DependencyInjection;

namespace Payments;

/// <summary>
/// Idempotency and the payment memory: claim, reservation and intent commit together before a call that moves money; answer, state and what the
/// handlers wrote commit together after it. Two concerns in one middleware, because they share these two transactions.
/// </summary>
internal sealed class LedgerPaymentProvider(IPaymentProvider inner, PaymentLedger ledger) : DelegatingPaymentProvider(inner)
{
    public override Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default) =>
        WriteAsync(CreateOperation.Instance, request, cancellationToken);

    public override Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default) =>
        WriteAsync(ConfirmOperation.Instance, request, cancellationToken);

    public override Task<Payment> CapturePaymentAsync(CaptureRequest request, CancellationToken cancellationToken = default) =>
        WriteAsync(CaptureOperation.Instance, request, cancellationToken);

    public override Task<Payment> CancelPaymentAsync(CancelRequest request, CancellationToken cancellationToken = default) =>
        WriteAsync(CancelOperation.Instance, request, cancellationToken);

    public override Task<Refund> RefundPaymentAsync(RefundRequest request, CancellationToken cancellationToken = default) =>
        WriteAsync(RefundOperation.Instance, request, cancellationToken);

    public override async Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payment);
        PaymentLedger.ThrowIfHandling();
        if (!Capabilities.Supports(PaymentOperations.Get) && payment.Known is { } known)
            return known;

        var startedAt = ledger.Now;
        ledger.Metrics.Attempt(Name, PaymentOperations.Get, payment.Known);
        var answer = await Inner.GetPaymentAsync(payment, cancellationToken).ConfigureAwait(false);
        var folded = await FoldReadAsync(PaymentOperations.Get, new LedgerEntry
        {
            Reference = answer.Reference.Complete(payment).With(null),
            Source = PaymentChangeSource.Read,
            StartedAt = startedAt,
            Adopt = answer,
            Facts = [CreateOperation.Instance.FactOf(answer, ledger.Now)],
        }).ConfigureAwait(false);
        return folded is null ? answer : CreateOperation.Instance.Complete(answer, folded);
    }

    public override async Task<Refund> GetRefundAsync(RefundReference refund, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refund);
        PaymentLedger.ThrowIfHandling();
        var startedAt = ledger.Now;
        ledger.Metrics.Attempt(Name, PaymentOperations.GetRefund, refund.Payment.Known);
        var answer = await Inner.GetRefundAsync(refund, cancellationToken).ConfigureAwait(false);
        await FoldReadAsync(PaymentOperations.GetRefund, new LedgerEntry
        {
            Reference = answer.Payment.Complete(refund.Payment).With(null),
            Source = PaymentChangeSource.Read,
            StartedAt = startedAt,
            Refund = answer,
            Facts = [RefundOperation.Instance.FactOf(answer, ledger.Now)],
        }).ConfigureAwait(false);
        return answer;
    }

    /// <summary>Reads a payment for the reconciler: by its id, else by the order if exactly one payment has it. Null when there is no way to read it.</summary>
    internal async Task<Payment?> ReadBareAsync(PaymentRecord record, CancellationToken cancellationToken) =>
        (await ReadAsync(record.Reference, record, cancellationToken).ConfigureAwait(false)).Payment;

    private async Task<Payment?> FoldReadAsync(PaymentOperations operation, LedgerEntry entry)
    {
        try
        {
            return (await ledger.ApplyAsync(entry, CancellationToken.None).ConfigureAwait(false))?.Payment;
        }
        catch (Exception exception)
        {
            ledger.Logger.NotRecorded(Name, operation, entry.Reference.OrderId, exception);
            return null;
        }
    }

    private async Task<TAnswer> WriteAsync<TRequest, TAnswer>(WriteOperation<TRequest, TAnswer> call, TRequest request, CancellationToken cancellationToken)
        where TAnswer : class
    {
        ArgumentNullException.ThrowIfNull(request);
        PaymentLedger.ThrowIfHandling();
        var (intent, answered) = await ClaimAsync(call, request, cancellationToken).ConfigureAwait(false);
        if (answered is not null)
            return answered;

        if (intent!.WasUnknown && !MayResend(call.Operation, intent.Key))
            return await ClearUpAsync(call, request, intent, cancellationToken).ConfigureAwait(false);
        return await SendAsync(call, request, intent, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An intention that is ours to carry out, as it stands in the stores before the call.</summary>
    private sealed record Intent(IdempotencyRecord Key, PaymentReference? Payment, PaymentRecord? Record, bool WasUnknown, DateTimeOffset StartedAt);

    private async Task<(Intent? Intent, TAnswer? Answered)> ClaimAsync<TRequest, TAnswer>(
        WriteOperation<TRequest, TAnswer> call, TRequest request, CancellationToken cancellationToken)
        where TAnswer : class
    {
        var key = new IdempotencyRecordKey(Name, call.Operation, call.KeyOf(request));
        string fingerprint;
        using (var hash = new RequestFingerprint(Name, call.Operation))
        {
            call.WriteFingerprint(request, hash);
            fingerprint = hash.Finish();
        }

        while (true)
        {
            var scope = ledger.OpenScope();
            await using var _ = scope.ConfigureAwait(false);
            var services = scope.ServiceProvider;
            var keys = services.GetRequiredService<IIdempotencyStore>();
            var transaction = await services.GetRequiredService<IPaymentTransactions>().BeginAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var now = ledger.Now;
                var claim = await keys.ClaimAsync(new IdempotencyClaim(key, fingerprint, now, ledger.Options.IdempotencyLease), cancellationToken).ConfigureAwait(false);
                if (claim.Record.Fingerprint != fingerprint)
                {
                    throw new PaymentConflictException(
                        "The idempotency key was used with another request: a repeat must ask for the same, and another intention needs a key of its own.",
                        PaymentErrorCode.IdempotencyKeyReused, call.PaymentOf(request));
                }

                if (claim.IsOurs)
                {
                    var record = await RecordIntentAsync(call, request, claim, services.GetRequiredService<IPaymentStore>(), now, cancellationToken).ConfigureAwait(false);
                    await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                    return (new Intent(claim.Record, record?.Reference ?? call.PaymentOf(request), record, claim.WasUnknown, now), null);
                }

                if (claim.Record.State is IdempotencyState.Answered && call.AnswerIn(claim.Record) is { } answer)
                    return (null, answer);
            }

            await keys.WaitAsync(key, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<PaymentRecord?> RecordIntentAsync<TRequest, TAnswer>(
        WriteOperation<TRequest, TAnswer> call, TRequest request, IdempotencyClaimResult claim, IPaymentStore store, DateTimeOffset now, CancellationToken cancellationToken)
        where TAnswer : class
    {
        var created = call.NewRecord(Name, request, now);
        var isRepeat = claim.WasUnknown || claim.Record.Attempt > 1 || claim.Record.FirstClaimedAt != now;
        var record = call.PaymentOf(request) is { } payment ? await store.FindAsync(payment, cancellationToken).ConfigureAwait(false)
            : isRepeat ? await store.FindByIdAsync(created!.Id, cancellationToken).ConfigureAwait(false)
            : null;
        if (record is null && created is null)
            return null;

        var key = call.KeyOf(request);
        if (record?.Pending.Any(pending => pending.Operation == call.Operation && pending.IdempotencyKey == key) == true)
            return record;
        var reservation = call.Reserve(request, record, now);
        if (record is null)
            return await store.AddAsync(created! with { Pending = [reservation], CheckAt = now + ledger.Options.IdempotencyLease }, cancellationToken).ConfigureAwait(false);
        return await store.SaveAsync(
            record with { Pending = [.. record.Pending, reservation], UpdatedAt = now, CheckAt = now + ledger.Options.IdempotencyLease },
            cancellationToken).ConfigureAwait(false);
    }

    private bool MayResend(PaymentOperations operation, IdempotencyRecord key) =>
        Capabilities.IdempotencyKeyLifetimes.TryGetValue(operation, out var lifetime) && ledger.Now - key.FirstClaimedAt < lifetime;

    private async Task<TAnswer> SendAsync<TRequest, TAnswer>(
        WriteOperation<TRequest, TAnswer> call, TRequest request, Intent intent, CancellationToken cancellationToken)
        where TAnswer : class
    {
        var key = intent.Key.Attempt == 1 ? intent.Key.Key.Key : $"{intent.Key.Key.Key}~{intent.Key.Attempt}";
        TAnswer answer;
        try
        {
            ledger.Metrics.Attempt(Name, call.Operation, intent.Record?.Payment);
            answer = await call.SendAsync(Inner, call.Prepare(request, intent.Record, key), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await SettleFailureAsync(call, intent, exception).ConfigureAwait(false);
            throw;
        }

        return await SettleAsync(call, intent, answer).ConfigureAwait(false);
    }

    // Nothing was sent: the same attempt is still open. Refused: the next one is a new one at the provider. Anything else: nobody knows.
    private async Task SettleFailureAsync<TRequest, TAnswer>(WriteOperation<TRequest, TAnswer> call, Intent intent, Exception exception)
        where TAnswer : class
    {
        var outcome = exception switch
        {
            PaymentException payment => payment.Outcome,
            OperationCanceledException => PaymentOutcome.NeverSent,
            _ => PaymentOutcome.Unknown,
        };
        var settled = outcome switch
        {
            PaymentOutcome.NeverSent => intent.Key with { State = intent.WasUnknown ? IdempotencyState.Unknown : IdempotencyState.Open },
            PaymentOutcome.Refused => intent.Key with { State = IdempotencyState.Open, Attempt = intent.Key.Attempt + 1 },
            _ => intent.Key with { State = IdempotencyState.Unknown },
        };
        var reference = (exception as PaymentException)?.Payment is { } told && told.Provider == Name
            ? intent.Payment?.Complete(told) ?? told
            : intent.Payment;
        await RecordAsync(call.Operation, intent, reference, new LedgerEntry
        {
            Reference = reference!,
            RecordId = intent.Record?.Id,
            Source = PaymentChangeSource.Answer,
            Ends = (call.Operation, intent.Key.Key.Key),
            EndsUnknown = settled.State is IdempotencyState.Unknown,
            Settled = _ => settled,
        }).ConfigureAwait(false);
    }

    private async Task<TAnswer> SettleAsync<TRequest, TAnswer>(WriteOperation<TRequest, TAnswer> call, Intent intent, TAnswer answer)
        where TAnswer : class
    {
        var payment = answer as Payment;
        var told = payment?.Reference ?? (answer as Refund)!.Payment;
        var reference = intent.Payment is null ? told : intent.Payment.Complete(told);
        var record = await RecordAsync(call.Operation, intent, reference, new LedgerEntry
        {
            Reference = reference.With(null),
            RecordId = intent.Record?.Id,
            Source = PaymentChangeSource.Answer,
            StartedAt = intent.StartedAt,
            Adopt = payment,
            Refund = answer as Refund,
            Facts = [call.FactOf(answer, ledger.Now)],
            Ends = (call.Operation, intent.Key.Key.Key),
            Settled = Settled,
        }).ConfigureAwait(false);
        return record is null ? answer : call.Complete(answer, record.Payment);

        IdempotencyRecord Settled(Payment? folded) => call.IsSettledBy(answer)
            ? call.Store(intent.Key with { State = IdempotencyState.Answered }, folded is null ? answer : call.Complete(answer, folded))
            : intent.Key with { State = IdempotencyState.Open, Attempt = intent.Key.Attempt + 1 };
    }

    // Money may have moved: a memory that fails now must not hide the answer. The claim stays in flight and becomes unknown when its lease ends.
    private async Task<PaymentRecord?> RecordAsync(PaymentOperations operation, Intent intent, PaymentReference? reference, LedgerEntry entry)
    {
        try
        {
            var record = reference is null ? null : await ledger.ApplyAsync(entry, CancellationToken.None).ConfigureAwait(false);
            if (record is not null || entry.Settled is null)
                return record;

            var scope = ledger.OpenScope();
            await using (scope.ConfigureAwait(false))
                await scope.ServiceProvider.GetRequiredService<IIdempotencyStore>().SettleAsync(entry.Settled(null), CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            ledger.Logger.NotRecorded(Name, operation, intent.Payment?.OrderId, exception);
            return null;
        }
    }

    /// <summary>What became of a call whose outcome is unknown and that the provider has no living key for: the payment is read first.</summary>
    private async Task<TAnswer> ClearUpAsync<TRequest, TAnswer>(
        WriteOperation<TRequest, TAnswer> call, TRequest request, Intent intent, CancellationToken cancellationToken)
        where TAnswer : class
    {
        try
        {
            var (read, isConclusive) = await ReadAsync(intent.Payment, intent.Record, cancellationToken).ConfigureAwait(false);
            if (read is not null && call.FindOutcome(request, read) is { } answer)
                return await SettleAsync(call, intent, answer).ConfigureAwait(false);
            if (read is null ? isConclusive : call.ReadIsProof)
                return await SendAsync(call, request, intent with { WasUnknown = false }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is PaymentException { Outcome: not PaymentOutcome.Unknown } or OperationCanceledException)
        {
            await SettleFailureAsync(call, intent, new PaymentOutcomeUnknownException("Still unknown.", Unclear, intent.Payment, exception)).ConfigureAwait(false);
            throw;
        }

        var unknown = new PaymentOutcomeUnknownException(
            "The call was sent before and its outcome is still unknown: it is not sent again. The reconciler goes on reading, or a person looks at the provider's dashboard.",
            Unclear, intent.Payment);
        await SettleFailureAsync(call, intent, unknown).ConfigureAwait(false);
        throw unknown;
    }

    private async Task<(Payment? Payment, bool IsConclusive)> ReadAsync(PaymentReference? payment, PaymentRecord? record, CancellationToken cancellationToken)
    {
        if (payment is { PaymentId: not null } && Capabilities.Supports(PaymentOperations.Get))
            return (await Inner.GetPaymentAsync(payment.With(record?.Payment), cancellationToken).ConfigureAwait(false), true);
        if (payment?.OrderId is not { } orderId || !Capabilities.Supports(PaymentOperations.Find))
            return (null, false);
        var found = await Inner.FindPaymentsAsync(new FindPaymentsRequest { OrderId = orderId }, cancellationToken).ConfigureAwait(false);
        return found.Payments is [var only] ? (only, true) : (null, found is { Payments.Count: 0, IsConclusive: true });
    }

    private static readonly PaymentError Unclear = new() { Kind = PaymentErrorKind.Unavailable, Code = PaymentErrorCode.InProgress, Retry = PaymentRetry.AfterReading };
}
