using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Payments;

/// <summary>
/// The one place where a payment's record changes. Whatever brings a fact (an answer, a read, a webhook, the reconciler) comes through
/// <see cref="ApplyAsync"/>: fold, save, hand to the handlers, commit.
/// </summary>
internal sealed class PaymentLedger(
    IServiceScopeFactory scopes, PaymentsOptions options, TimeProvider time, PaymentMetrics metrics, ILogger<PaymentLedger> logger,
    IServiceProviderIsService? services = null)
{
    private static readonly AsyncLocal<string?> Handling = new();

    internal DateTimeOffset Now => time.GetUtcNow();

    internal PaymentsOptions Options => options;

    internal PaymentMetrics Metrics => metrics;

    internal ILogger Logger => logger;

    /// <summary>Whether anyone hears of changes.</summary>
    internal bool HasHandlers { get; } = services?.IsService(typeof(IPaymentEventHandler)) ?? true;

    internal AsyncServiceScope OpenScope() => scopes.CreateAsyncScope();

    internal async ValueTask<PaymentRecord?> FindAsync(PaymentReference reference, CancellationToken cancellationToken)
    {
        var scope = OpenScope();
        await using (scope.ConfigureAwait(false))
            return await scope.ServiceProvider.GetRequiredService<IPaymentStore>().FindAsync(reference, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Refuses a call from inside of a handler, which would wait for itself.</summary>
    internal static void ThrowIfHandling()
    {
        if (Handling.Value is not null)
            throw new InvalidOperationException("A payment event handler must not call a provider: put the work into a queue of your own.");
    }

    /// <summary>Applies facts to a payment.</summary>
    /// <returns>The record afterwards; null when the payment is not known and the facts do not describe it whole.</returns>
    internal async Task<PaymentRecord?> ApplyAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(entry, deliver: true, cancellationToken).ConfigureAwait(false);
        }
        catch (HandlerException failure)
        {
            logger.HandlerFailed(failure.Change, failure.InnerException!);
            return await WriteAsync(entry, deliver: false, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<PaymentRecord?> WriteAsync(LedgerEntry entry, bool deliver, CancellationToken cancellationToken)
    {
        var scope = OpenScope();
        await using var _ = scope.ConfigureAwait(false);
        var scoped = scope.ServiceProvider;
        var store = scoped.GetRequiredService<IPaymentStore>();
        var transaction = await scoped.GetRequiredService<IPaymentTransactions>().BeginAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);

        var found = entry.RecordId is { } id
            ? await store.FindByIdAsync(id, cancellationToken).ConfigureAwait(false)
            : await store.FindAsync(entry.Reference, cancellationToken).ConfigureAwait(false);
        if (found is null && entry.Adopt is null)
            return null;

        var now = Now;
        var before = found ?? Adopt(entry.Adopt!, now);
        var after = Apply(before, entry, now);
        var handlers = scoped.GetServices<IPaymentEventHandler>() as IPaymentEventHandler[] ?? [];
        if (handlers.Length > 0 && ChangeOf(found, after, entry) is { } change)
            after = after with { Undelivered = [.. after.Undelivered, change] };
        after = after with { CheckAt = NextCheck(after, now, entry.Source) };

        var saved = found is null
            ? await store.AddAsync(after, cancellationToken).ConfigureAwait(false)
            : await store.SaveAsync(after, cancellationToken).ConfigureAwait(false);
        if (deliver && saved.Undelivered.Count > 0)
        {
            await DeliverAsync(handlers, saved.Undelivered, cancellationToken).ConfigureAwait(false);
            saved = saved with { Undelivered = [] };
            saved = await store.SaveAsync(saved with { CheckAt = NextCheck(saved, now, entry.Source) }, cancellationToken).ConfigureAwait(false);
        }

        if (entry.Settled is { } settled)
            await scoped.GetRequiredService<IIdempotencyStore>().SettleAsync(settled(saved.Payment), cancellationToken).ConfigureAwait(false);
        if (entry.EventId is { } eventId)
            await scoped.GetRequiredService<IWebhookInbox>().MarkAppliedAsync(entry.Reference.Provider, eventId, now, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);

        if (found is not null && !found.Payment.Status.IsFinal() && saved.Payment.Status.IsFinal())
            metrics.Final(entry.Reference.Provider, saved.Payment);
        return saved;
    }

    private static PaymentRecord Adopt(Payment payment, DateTimeOffset now)
    {
        var initial = payment with { Facts = [], NextAction = null };
        return new PaymentRecord { Id = payment.Reference.With(null).ToString(), Initial = initial, Payment = initial, UpdatedAt = now };
    }

    private static PaymentRecord Apply(PaymentRecord before, LedgerEntry entry, DateTimeOffset now)
    {
        var facts = before.Facts;
        foreach (var fact in entry.Facts)
            facts = facts.Add(entry.IsCausallyNewer(before) ? Newest(fact, before.Facts) : fact);

        var initial = before.Initial with { Reference = before.Reference.Complete(entry.Reference).With(null) };
        var (payment, needsRead) = PaymentFold.Compute(initial, facts);
        return before with
        {
            Initial = initial,
            Facts = facts,
            Payment = payment,
            NeedsRead = needsRead,
            Pending = entry.Settle(before.Pending, facts),
            UpdatedAt = now,
            Checks = entry.Source is PaymentChangeSource.Reconciliation && payment.Status == before.Payment.Status ? before.Checks + 1 : 0,
        };
    }

    // A call that began after everything else was recorded saw a state at least as new: it is not older for a coarser clock.
    private static PaymentFact Newest(PaymentFact fact, PaymentFactSet known)
    {
        if (fact is not SnapshotFact { IsAnswer: true, Version: null })
            return fact;
        var newest = known.Max(there => there.AsOf);
        return newest >= fact.AsOf ? fact with { AsOf = newest.Value.AddTicks(1) } : fact;
    }

    private static PaymentChange? ChangeOf(PaymentRecord? before, PaymentRecord after, LedgerEntry entry)
    {
        var (was, now) = (before?.Payment, after.Payment);
        var isChange = was is null || was.Status != now.Status || was.ProviderStatus != now.ProviderStatus || was.AuthorizedAmount != now.AuthorizedAmount
            || was.CapturedAmount != now.CapturedAmount || was.RefundedAmount != now.RefundedAmount || was.ReceivedAmount != now.ReceivedAmount
            || was.Attention != now.Attention || was.Error?.ProviderCode != now.Error?.ProviderCode || !was.Facts.Select(Meaning).SequenceEqual(now.Facts.Select(Meaning));
        return isChange
            ? new PaymentChange($"{after.Id}#{after.Revision + 1}", was, now, entry.Source) { Refund = entry.Refund, Dispute = entry.Dispute }
            : null;
    }

    // The same state told again at a later time is no change.
    private static (string Key, int State) Meaning(PaymentFact fact) => (fact.Key, fact switch
    {
        RefundFact refund => (int)refund.Refund.Status,
        DisputeFact dispute => (int)dispute.Dispute.Status,
        CapturedFact captured => (int)captured.State,
        AuthorizedFact authorized => (int)authorized.State,
        VoidedFact voided => (int)voided.State,
        _ => 0,
    });

    private DateTimeOffset? NextCheck(PaymentRecord record, DateTimeOffset now, PaymentChangeSource source)
    {
        var isOpen = record.Undelivered.Count > 0 || record.NeedsRead || record.Pending.Count > 0 || !record.Payment.Status.IsFinal();
        if (!isOpen || record.Checks >= options.MaxReconcileChecks)
            return null;
        if (record.CheckAt is { } planned && planned > now && source is not PaymentChangeSource.Reconciliation)
            return planned;
        var wait = options.ReconcileAfter * Math.Pow(2, Math.Min(record.Checks, 30));
        return now + (wait < options.MaxReconcileInterval ? wait : options.MaxReconcileInterval);
    }

    private static async Task DeliverAsync(IPaymentEventHandler[] handlers, IReadOnlyList<PaymentChange> changes, CancellationToken cancellationToken)
    {
        foreach (var change in changes)
        {
            Handling.Value = change.Id;
            try
            {
                foreach (var handler in handlers)
                    await handler.HandleAsync(change, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                throw new HandlerException(change.Id, exception);
            }
            finally
            {
                Handling.Value = null;
            }
        }
    }

    private sealed class HandlerException(string change, Exception cause) : Exception("A payment event handler failed.", cause)
    {
        internal string Change { get; } = change;
    }
}

/// <summary>Facts on their way into a record.</summary>
internal sealed class LedgerEntry
{
    internal required PaymentReference Reference { get; init; }

    /// <summary>The memory's own id, where the caller knows it; null to look it up by the reference.</summary>
    internal string? RecordId { get; init; }

    internal required PaymentChangeSource Source { get; init; }

    /// <summary>When the call that brought the facts began, by the host's clock. Null for a pushed message.</summary>
    internal DateTimeOffset? StartedAt { get; init; }

    internal IReadOnlyList<PaymentFact> Facts { get; init; } = [];

    /// <summary>The whole payment, for a memory that does not have it yet. Null when the facts do not describe it whole.</summary>
    internal Payment? Adopt { get; init; }

    internal Refund? Refund { get; init; }

    internal Dispute? Dispute { get; init; }

    /// <summary>The call that ends with this. Null when none does.</summary>
    internal (PaymentOperations Operation, string Key)? Ends { get; init; }

    /// <summary>Whether the call that ends stays unclear, with what it reserved.</summary>
    internal bool EndsUnknown { get; init; }

    /// <summary>
    /// A read by the reconciler clears up calls that began before this and were never settled: what they did is in its totals. Null otherwise.
    /// </summary>
    internal DateTimeOffset? ClearsBefore { get; init; }

    /// <summary>What becomes of the intention that ends with this, given the payment as it stands then. Null when none ends.</summary>
    internal Func<Payment?, IdempotencyRecord>? Settled { get; init; }

    internal string? EventId { get; init; }

    internal bool IsCausallyNewer(PaymentRecord record) => StartedAt is { } started && started >= record.UpdatedAt;

    internal IReadOnlyList<PendingOperation> Settle(IReadOnlyList<PendingOperation> pending, PaymentFactSet facts)
    {
        if (pending.Count == 0)
            return pending;
        return
        [
            .. from operation in pending
               let ends = Ends is { } end && end.Operation == operation.Operation && end.Key == operation.IdempotencyKey
               where !(ends && !EndsUnknown) && !IsTold(operation, facts) && !IsCleared(operation)
               select ends ? operation with { IsUnknown = true } : operation,
        ];
    }

    private bool IsCleared(PendingOperation operation) =>
        operation.StartedAt < ClearsBefore
        && (operation.Operation is not PaymentOperations.Refund || Facts is [SnapshotFact { Payment.RefundedAmount: not null }, ..]);

    // A refund whose fact arrived by another way no longer needs its reservation: the fact counts.
    private static bool IsTold(PendingOperation operation, PaymentFactSet facts) =>
        operation is { IsUnknown: true, RefundReference: { } reference } && facts.Any(fact => fact is RefundFact refund && refund.Refund.Reference == reference);
}
