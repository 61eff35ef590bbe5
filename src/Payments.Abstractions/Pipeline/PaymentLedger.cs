using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Payments;

/// <summary>
/// The one place where a payment's record changes. Whatever brings a fact (an answer, a read, a webhook, the reconciler) comes through
/// <see cref="ApplyAsync"/>: fold, save, hand to the handlers, commit.
/// </summary>
internal sealed class PaymentLedger(
    IServiceScopeFactory scopes, PaymentsOptions options, TimeProvider time, PaymentMetrics metrics, ILogger<PaymentLedger> logger,
    IServiceProviderIsService? registered = null)
{
    private const int MaxTries = 10;
    private static readonly TimeSpan BankDays = TimeSpan.FromDays(7);
    private static readonly TimeSpan DepositGrace = TimeSpan.FromHours(12);
    private static readonly AsyncLocal<Delivery?> Handling = new();
    private IServiceScopeFactory? _scopes;

    /// <summary>A delivery to the handlers. What they start inherits it, and may call providers once it is over.</summary>
    private sealed class Delivery
    {
        internal volatile bool IsUnderWay = true;
    }

    internal DateTimeOffset Now => time.GetUtcNow();

    internal PaymentsOptions Options => options;

    internal PaymentMetrics Metrics => metrics;

    internal ILogger Logger => logger;

    /// <summary>Whether anyone hears of changes.</summary>
    internal bool HasHandlers { get; } = registered?.IsService(typeof(IPaymentEventHandler)) ?? true;

    /// <summary>Opens the scope of one operation's stores.</summary>
    internal AsyncServiceScope OpenScope()
    {
        if (_scopes is not null)
            return _scopes.CreateAsyncScope();
        var first = scopes.CreateAsyncScope();
        _scopes = InMemoryScopes.InsteadOf(first.ServiceProvider) ?? scopes;
        return first;
    }

    internal async ValueTask<PaymentRecord?> FindAsync(PaymentReference reference, CancellationToken cancellationToken)
    {
        var scope = OpenScope();
        await using (scope.ConfigureAwait(false))
            return await scope.ServiceProvider.GetRequiredService<IPaymentStore>().FindAsync(reference, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Refuses a call from inside of a handler, which would wait for itself.</summary>
    internal static void ThrowIfHandling()
    {
        if (Handling.Value is { IsUnderWay: true })
            throw new InvalidOperationException("A payment event handler must not call a provider: put the work into a queue of your own.");
    }

    /// <summary>Applies facts to a payment.</summary>
    /// <returns>The record afterwards; null when the payment is not known and the facts do not describe it whole.</returns>
    internal async ValueTask<PaymentRecord?> ApplyAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        var deliver = true;
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await WriteAsync(entry, deliver, cancellationToken).ConfigureAwait(false);
            }
            catch (HandlerException failure) when (deliver)
            {
                logger.HandlerFailed(failure.Change, ExceptionTrace.Of(failure.InnerException!));
                metrics.HandlerFailed(entry.Reference.Provider);
                deliver = false;
            }
            catch (PaymentConflictException) when (tries < MaxTries)
            {
                // Another one changed or added the record at the same time: what it wrote is found now.
            }
        }
    }

    private async ValueTask<PaymentRecord?> WriteAsync(LedgerEntry entry, bool deliver, CancellationToken cancellationToken)
    {
        var scope = HasHandlers ? scopes.CreateAsyncScope() : OpenScope();
        await using var _ = scope.ConfigureAwait(false);
        var services = scope.ServiceProvider;
        var store = services.GetRequiredService<IPaymentStore>();
        var transaction = await services.GetRequiredService<IPaymentTransactions>().BeginAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);

        var found = entry.RecordId is { } id
            ? await store.FindByIdAsync(id, cancellationToken).ConfigureAwait(false)
            : await store.FindAsync(entry.Reference, cancellationToken).ConfigureAwait(false);
        if (found is null && entry.Adopt is null)
            return null;

        var now = Now;
        var twin = RecordTwins.NameOf(found, entry) is { } name ? await store.FindAsync(name, cancellationToken).ConfigureAwait(false) : null;
        if (twin is not null)
            await store.RemoveAsync(twin, cancellationToken).ConfigureAwait(false);
        var before = found is null ? Adopt(entry.Adopt!, now) : RecordTwins.Merge(found, twin);
        var after = Apply(before, entry, now);
        var change = HasHandlers ? ChangeOf(found is null ? null : before, after, entry, isNewlyNamed: twin is not null) : null;
        var (handlers, broken) = !HasHandlers || (change is null && after.Undelivered.Count == 0) ? ([], null) : HandlersOf(services);
        if (change is not null && (handlers.Length > 0 || broken is not null))
            after = after with { Undelivered = [.. after.Undelivered, change], CheckAt = NextCheck(after, isOpen: true, before.CheckAt, now, entry.Source) };

        var saved = found is null
            ? await store.AddAsync(after, cancellationToken).ConfigureAwait(false)
            : await store.SaveAsync(after, cancellationToken).ConfigureAwait(false);
        if (deliver && saved.Undelivered.Count > 0)
        {
            if (broken is not null)
                throw new HandlerException(saved.Undelivered[0].Id, broken);
            await DeliverAsync(handlers, saved.Undelivered, transaction, cancellationToken).ConfigureAwait(false);
            saved = saved with { Undelivered = [] };
            saved = await store.SaveAsync(saved with { CheckAt = NextCheck(saved, IsOpen(saved), saved.CheckAt, now, entry.Source) }, cancellationToken).ConfigureAwait(false);
        }

        if (entry.Settle(saved) is { } settled)
            await services.GetRequiredService<IIdempotencyStore>().SettleAsync(settled, cancellationToken).ConfigureAwait(false);
        if (entry.EventId is { } eventId)
            await services.GetRequiredService<IWebhookInbox>().MarkAppliedAsync(entry.Reference.Provider, eventId, now, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);

        PaymentSpans.Link(saved);
        if (found is { HadOutcome: false } && saved.HadOutcome)
            metrics.Final(entry.Reference.Provider, saved.Payment);
        return saved;
    }

    // A host's container may give any enumerable, and a handler that cannot be made is one that failed.
    private static (IPaymentEventHandler[] Handlers, Exception? Broken) HandlersOf(IServiceProvider services)
    {
        try
        {
            return ([.. services.GetServices<IPaymentEventHandler>()], null);
        }
        catch (Exception exception)
        {
            return ([], exception);
        }
    }

    // Named by the provider's id alone, so that two messages that bring a new payment at once bring one record.
    private static PaymentRecord Adopt(Payment payment, DateTimeOffset now)
    {
        var reference = payment.Reference.With(null);
        var initial = payment with { Facts = [], NextAction = null, Reference = reference };
        var id = reference.PaymentId is { } paymentId ? $"{reference.Provider}::{paymentId}" : reference.ToString();
        return new PaymentRecord { Id = id, Initial = initial, Payment = initial, UpdatedAt = now };
    }

    private PaymentRecord Apply(PaymentRecord before, LedgerEntry entry, DateTimeOffset now)
    {
        var facts = before.Facts;
        for (var i = 0; i < entry.Facts.Count; i++)
            facts = facts.Add(entry.IsCausallyNewer(before) ? Newest(entry.Facts[i], before.Facts) : entry.Facts[i]);

        var (payment, needsRead) = PaymentFold.Compute(before.Initial, before.Reference.Complete(entry.Reference).With(null), facts);
        var pending = entry.LeftOf(before.Pending, facts);
        var checks = entry.Source is PaymentChangeSource.Reconciliation && payment.Status == before.Payment.Status ? before.Checks + 1 : 0;
        var after = before with
        {
            Facts = facts,
            Payment = payment,
            NeedsRead = needsRead,
            HadOutcome = before.HadOutcome || payment.Status.IsFinal(),
            Pending = pending,
            UpdatedAt = now,
            Checks = checks,
        };
        return after with { CheckAt = NextCheck(after, IsOpen(after), before.CheckAt, now, entry.Source) };
    }

    // A call that began after everything else was recorded saw a state at least as new: it is not older for a coarser clock. Versions still count first.
    // What it says is not made newer than it must be, or it would outlive what a webhook tells of the very same second.
    private static PaymentFact Newest(PaymentFact fact, PaymentFactSet known)
    {
        if (fact is not SnapshotFact { IsAnswer: true } answer || known.NewestTime(fact.Version) is not { } time || time < fact.AsOf)
            return fact;
        return time == fact.AsOf && known.IsTakenFurtherBy(answer) ? fact : fact with { AsOf = time.AddTicks(1) };
    }

    private static PaymentChange? ChangeOf(PaymentRecord? before, PaymentRecord after, LedgerEntry entry, bool isNewlyNamed)
    {
        // Who heard of it without its order could not tell what it is of.
        var (was, now) = (before?.Payment, after.Payment);
        var isChange = was is null || isNewlyNamed || was.Status != now.Status || was.ProviderStatus != now.ProviderStatus || was.AuthorizedAmount != now.AuthorizedAmount
            || was.CapturedAmount != now.CapturedAmount || was.RefundedAmount != now.RefundedAmount || was.ReceivedAmount != now.ReceivedAmount
            || was.Attention != now.Attention || was.Error?.ProviderCode != now.Error?.ProviderCode || !MeanTheSame(was.Facts, now.Facts);
        return isChange
            ? new PaymentChange($"{after.Id}#{entry.ChangeId}", was, now, entry.Source) { Refund = entry.Refund, Dispute = entry.Dispute }
            : null;
    }

    // The same state told again at a later time is no change.
    private static bool MeanTheSame(IReadOnlyList<PaymentFact> one, IReadOnlyList<PaymentFact> other) =>
        one.Count == other.Count && (one.Count == 0 || one.Select(Meaning).SequenceEqual(other.Select(Meaning)));

    private static (string Key, int State) Meaning(PaymentFact fact) => (fact.Key, fact switch
    {
        RefundFact refund => (int)refund.Refund.Status,
        DisputeFact dispute => (int)dispute.Dispute.Status,
        CapturedFact captured => (int)captured.State,
        AuthorizedFact authorized => (int)authorized.State,
        VoidedFact voided => (int)voided.State,
        _ => 0,
    });

    /// <summary>Whether there is anything to wait for. A call that the provider refused, or that was never sent, leaves nothing behind.</summary>
    internal static bool IsOpen(PaymentRecord record) =>
        record.Undelivered.Count > 0 || record.NeedsRead || record.Pending.Count > 0
        || (record.Facts.Count > 0 && !record.Payment.Status.IsFinal()) || record.Facts.NewestPendingRefund is not null;

    private DateTimeOffset? NextCheck(PaymentRecord record, bool isOpen, DateTimeOffset? planned, DateTimeOffset now, PaymentChangeSource source)
    {
        if (!isOpen || (record.Checks >= options.MaxReconcileChecks && !(MayChangeUntil(record) > now)))
            return null;
        if (planned > now && source is not PaymentChangeSource.Reconciliation)
            return planned;
        var wait = options.ReconcileAfter.Ticks * Math.Pow(2, Math.Min(record.Checks, 60));
        return now + (wait < options.MaxReconcileInterval.Ticks ? TimeSpan.FromTicks((long)wait) : options.MaxReconcileInterval);
    }

    // A bank needs days for a refund, and a payer may take all the time that a deposit has.
    private static DateTimeOffset? MayChangeUntil(PaymentRecord record)
    {
        var paidBack = record.Facts.NewestPendingRefund + BankDays;
        var paid = (record.Payment.NextAction as BankDepositAction)?.DueAt + DepositGrace;
        return paidBack > paid || paid is null ? paidBack : paid;
    }

    private static async Task DeliverAsync(
        IPaymentEventHandler[] handlers, IReadOnlyList<PaymentChange> changes, IPaymentTransaction transaction, CancellationToken cancellationToken)
    {
        foreach (var change in changes)
        {
            var isWritten = false;
            var delivery = new Delivery();
            Handling.Value = delivery;
            try
            {
                foreach (var handler in handlers)
                    await handler.HandleAsync(change, cancellationToken).ConfigureAwait(false);
                isWritten = true;
                await transaction.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (PaymentConflictException) when (isWritten)
            {
                // Another transaction was in the way: no fault of the handler's.
                throw;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                throw new HandlerException(change.Id, exception);
            }
            finally
            {
                delivery.IsUnderWay = false;
                Handling.Value = null;
            }
        }
    }

    private sealed class HandlerException(string change, Exception cause) : Exception("A payment event handler failed.", cause)
    {
        internal string Change { get; } = change;
    }
}
