using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace Payments;

/// <summary>Carries out what moves money: claims the intention, sends it or clears up what became of it, and settles it.</summary>
internal sealed class LedgerWriter(IPaymentProvider inner, PaymentLedger ledger)
{
    private const int MaxClaims = 5;
    private static readonly PaymentError Unclear = new() { Kind = PaymentErrorKind.Unavailable, Code = PaymentErrorCode.InProgress, Retry = PaymentRetry.AfterReading };

    /// <summary>An intention that is ours to carry out, as it stands in the stores before the call.</summary>
    private readonly record struct Intent(IdempotencyRecord Key, PaymentReference? Payment, PaymentRecord? Record, bool WasUnknown, DateTimeOffset StartedAt);

    private string Name => inner.Name;

    internal async Task<TAnswer> WriteAsync<TRequest, TAnswer>(WriteOperation<TRequest, TAnswer> call, TRequest request, CancellationToken cancellationToken)
        where TAnswer : class
    {
        ArgumentNullException.ThrowIfNull(request);
        PaymentLedger.ThrowIfHandling();
        var (claimed, answered) = await ClaimAsync(call, request, cancellationToken).ConfigureAwait(false);
        if (claimed is not { } intent)
            return answered!;

        if (intent.WasUnknown && !MayResend(call.Operation, intent.Key))
        {
            if (await ClearUpAsync(call, request, intent, cancellationToken).ConfigureAwait(false) is { } answer)
                return answer;
            intent = intent with { WasUnknown = false };
        }

        return await SendAsync(call, request, intent, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<(Intent? Intent, TAnswer? Answered)> ClaimAsync<TRequest, TAnswer>(
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

        for (var tries = 1; ;)
        {
            try
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
                        var record = await RecordIntentAsync(call, request, claim.WasUnknown, services.GetRequiredService<IPaymentStore>(), now, cancellationToken).ConfigureAwait(false);
                        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                        return (new Intent(claim.Record, record?.Reference ?? call.PaymentOf(request), record, claim.WasUnknown, now), null);
                    }

                    if (claim.Record.State is IdempotencyState.Answered && call.AnswerIn(claim.Record) is { } answer)
                        return (null, answer);
                }

                await keys.WaitAsync(key, cancellationToken).ConfigureAwait(false);
            }
            catch (PaymentConflictException conflict) when (tries < MaxClaims && IsInTheWay(conflict.Error))
            {
                // Nothing was sent yet: what the other one wrote is found now.
                tries++;
            }
        }
    }

    // What the memory of the payment refuses stays refused.
    private static bool IsInTheWay(PaymentError error) => error is { Code: PaymentErrorCode.InProgress, Retry: not PaymentRetry.AfterReading };

    private async ValueTask<PaymentRecord?> RecordIntentAsync<TRequest, TAnswer>(
        WriteOperation<TRequest, TAnswer> call, TRequest request, bool wasUnknown, IPaymentStore store, DateTimeOffset now, CancellationToken cancellationToken)
        where TAnswer : class
    {
        // A repeat finds the record of the first try: the memory of keys may be shorter than that of payments.
        var newId = call.NewIdOf(Name, request);
        var record = newId is not null ? await store.FindByIdAsync(newId, cancellationToken).ConfigureAwait(false)
            : call.PaymentOf(request) is { } payment ? await store.FindAsync(payment, cancellationToken).ConfigureAwait(false)
            : null;
        if (record is null && newId is null)
            return null;
        if (record?.IsPending(call.Operation, call.KeyOf(request)) == true || (wasUnknown && record is not null && call.FindTold(request, record) is not null))
            return record;

        var reservation = call.Reserve(request, record, now);
        var checkAt = now + ledger.Options.IdempotencyLease;
        return record is null
            ? await store.AddAsync(call.NewRecord(newId!, Name, request, reservation, checkAt), cancellationToken).ConfigureAwait(false)
            : await store.SaveAsync(record with { Pending = [.. record.Pending, reservation], UpdatedAt = now, CheckAt = checkAt }, cancellationToken).ConfigureAwait(false);
    }

    private bool MayResend(PaymentOperations operation, IdempotencyRecord key) =>
        inner.Capabilities.IdempotencyKeyLifetimes.TryGetValue(operation, out var lifetime) && ledger.Now - key.FirstClaimedAt < lifetime;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TAnswer> SendAsync<TRequest, TAnswer>(
        WriteOperation<TRequest, TAnswer> call, TRequest request, Intent intent, CancellationToken cancellationToken)
        where TAnswer : class
    {
        var key = intent.Key.Attempt == 1 ? intent.Key.Key.Key : $"{intent.Key.Key.Key}~{intent.Key.Attempt}";
        TAnswer answer;
        try
        {
            ledger.Metrics.Attempt(Name, call.Operation, intent.Record?.Payment);
            var prepared = call.Prepare(request, intent.Record, key, ledger.Options);
            answer = await call.SendAsync(inner, prepared, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var outcome = OutcomeOf(exception, intent.WasUnknown);
            await SettleFailureAsync(call, intent, exception, outcome).ConfigureAwait(false);
            if (outcome is PaymentOutcome.Unknown && exception is PaymentException { Outcome: not PaymentOutcome.Unknown } or OperationCanceledException)
            {
                throw new PaymentOutcomeUnknownException(
                    "The call was sent before, and this repeat did not tell what became of it.", (exception as PaymentException)?.Error ?? Unclear, intent.Payment, exception);
            }

            throw;
        }

        if (answer is Refund refund)
            ledger.Metrics.Refunded(Name, refund);
        return await SettleAsync(call, intent, answer, isNews: true).ConfigureAwait(false);
    }

    /// <summary>
    /// What a failure means for the intention, which is not always what it means for this call: where the call had been sent before, one that was
    /// never sent, or refused for a reason that has nothing to do with the body, says nothing of the money.
    /// </summary>
    private static PaymentOutcome OutcomeOf(Exception exception, bool wasUnknown)
    {
        var (outcome, error) = exception switch
        {
            PaymentException payment => (payment.Outcome, payment.Error),
            OperationCanceledException => (PaymentOutcome.NeverSent, null),
            _ => (PaymentOutcome.Unknown, null),
        };
        var isAboutTheBody = error is { Kind: PaymentErrorKind.Declined or PaymentErrorKind.InvalidRequest, Code: not PaymentErrorCode.IdempotencyKeyReused };
        return wasUnknown && !(outcome is PaymentOutcome.Refused && isAboutTheBody) ? PaymentOutcome.Unknown : outcome;
    }

    // Nothing was sent: the same attempt is still open. Refused: the next one is a new one at the provider. Anything else: nobody knows.
    private async Task SettleFailureAsync<TRequest, TAnswer>(WriteOperation<TRequest, TAnswer> call, Intent intent, Exception exception, PaymentOutcome outcome)
        where TAnswer : class
    {
        var settled = outcome switch
        {
            PaymentOutcome.NeverSent => intent.Key with { State = IdempotencyState.Open },
            PaymentOutcome.Refused => intent.Key with { State = IdempotencyState.Open, Attempt = intent.Key.Attempt + 1 },
            _ => intent.Key with { State = IdempotencyState.Unknown },
        };

        // What was refused names nothing of this payment: the id may be of another one, which the payer brought along.
        var reference = outcome is PaymentOutcome.Unknown ? Complete(intent.Payment, (exception as PaymentException)?.Payment) : intent.Payment;
        await RecordAsync(call.Operation, intent, new FailedEntry(settled)
        {
            Reference = reference!,
            RecordId = intent.Record?.Id,
            Source = PaymentChangeSource.Answer,
            Ends = (call.Operation, intent.Key.Key.Key),
            EndsUnknown = settled.State is IdempotencyState.Unknown,
        }).ConfigureAwait(false);
    }

    private async ValueTask<TAnswer> SettleAsync<TRequest, TAnswer>(WriteOperation<TRequest, TAnswer> call, Intent intent, TAnswer answer, bool isNews)
        where TAnswer : class
    {
        var payment = answer as Payment;
        var reference = Complete(intent.Payment, payment?.Reference ?? (answer as Refund)!.Payment)!;
        var entry = new AnsweredEntry<TRequest, TAnswer>(call, intent.Key, answer)
        {
            Reference = reference.With(null),
            RecordId = intent.Record?.Id,
            Source = PaymentChangeSource.Answer,
            StartedAt = intent.StartedAt,
            Adopt = payment is { IsRemembered: false } ? payment : null,
            Refund = answer as Refund,
            Facts = isNews ? call.FactsOf(answer, ledger.Now) : [],
            Ends = (call.Operation, intent.Key.Key.Key),
        };
        return entry.Completed(await RecordAsync(call.Operation, intent, entry).ConfigureAwait(false));
    }

    private PaymentReference? Complete(PaymentReference? known, PaymentReference? told) =>
        known is null || told is null ? known ?? told
        : told.Provider == Name ? known.Complete(told)
        : known;

    // Money may have moved: a memory that fails now must not hide the answer. The claim stays in flight and becomes unknown when its lease ends.
    private async ValueTask<PaymentRecord?> RecordAsync(PaymentOperations operation, Intent intent, LedgerEntry entry)
    {
        try
        {
            var record = entry.Reference is null ? null : await ledger.ApplyAsync(entry, CancellationToken.None).ConfigureAwait(false);
            if (record is not null || entry.Settle(null) is not { } settled)
                return record;

            var scope = ledger.OpenScope();
            await using (scope.ConfigureAwait(false))
                await scope.ServiceProvider.GetRequiredService<IIdempotencyStore>().SettleAsync(settled, CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            ledger.Logger.NotRecorded(Name, operation, intent.Payment?.OrderId, ExceptionTrace.Of(exception));
            return null;
        }
    }

    /// <summary>
    /// What became of a call whose outcome is unknown and that the provider has no living key for: the payment is read first. Null when it is proved
    /// that nothing did, so that it may be sent.
    /// </summary>
    private async Task<TAnswer?> ClearUpAsync<TRequest, TAnswer>(
        WriteOperation<TRequest, TAnswer> call, TRequest request, Intent intent, CancellationToken cancellationToken)
        where TAnswer : class
    {
        Exception? cause = null;
        try
        {
            if (intent.Record is { } known && call.FindTold(request, known) is { } told)
                return await SettleAsync(call, intent, told, isNews: false).ConfigureAwait(false);
            var (read, isConclusive) = await PaymentReading.ReadAsync(inner, intent.Payment, intent.Record, cancellationToken).ConfigureAwait(false);
            if (read is not null && call.FindOutcome(request, read, inner.Capabilities) is { } answer)
                return await SettleAsync(call, intent, answer, isNews: true).ConfigureAwait(false);
            if (read is null ? isConclusive : call.IsProof(request, read, inner.Capabilities))
                return null;
        }
        catch (Exception exception)
        {
            cause = exception;
        }

        var unknown = new PaymentOutcomeUnknownException(
            "The call was sent before and its outcome is still unknown: it is not sent again. The reconciler goes on reading, or a person looks at the provider's dashboard.",
            (cause as PaymentException)?.Error ?? Unclear, intent.Payment, cause);
        await SettleFailureAsync(call, intent, unknown, PaymentOutcome.Unknown).ConfigureAwait(false);
        throw unknown;
    }
}
