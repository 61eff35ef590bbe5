using Microsoft.Extensions.DependencyInjection;

namespace Payments;

/// <summary>
/// Asks the providers about payments that stayed unclear (an unknown outcome, no webhook, a contradiction) and hands changes to handlers that
/// refused them, at growing intervals. A host with hosted services runs it in the background; a console host calls it itself.
/// </summary>
public sealed class PaymentReconciler
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private readonly IPaymentProviderFactory _providers;
    private readonly PaymentLedger _ledger;

    internal PaymentReconciler(IPaymentProviderFactory providers, PaymentLedger ledger) => (_providers, _ledger) = (providers, ledger);

    /// <summary>Looks once at the payments that are due; those of one provider do not wait for another's.</summary>
    /// <param name="limit">At most so many of each registration.</param>
    /// <param name="cancellationToken">Ends the work between two payments.</param>
    /// <returns>What was done.</returns>
    public async Task<ReconciliationResult> RunOnceAsync(int limit = 100, CancellationToken cancellationToken = default)
    {
        PaymentLedger.ThrowIfHandling();
        var done = await Task.WhenAll(_providers.ProviderNames.Select(provider => LookOnceAsync(provider, limit, cancellationToken))).ConfigureAwait(false);
        return new ReconciliationResult(done.Sum(one => one.Looked), done.Sum(one => one.Changed), done.Sum(one => one.Failed));
    }

    /// <summary>Looks once at the payments of a registration that are due, several at once.</summary>
    internal async Task<ReconciliationResult> LookOnceAsync(string provider, int limit, CancellationToken cancellationToken)
    {
        IReadOnlyList<PaymentRecord> due;
        var leaseUntil = _ledger.Now + Lease;
        var scope = _ledger.OpenScope();
        await using (scope.ConfigureAwait(false))
            due = await scope.ServiceProvider.GetRequiredService<IPaymentStore>().TakeDueAsync(provider, _ledger.Now, Lease, limit, cancellationToken).ConfigureAwait(false);

        var (looked, changed, failed) = (0, 0, 0);
        await Parallel.ForEachAsync(
            due, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, _ledger.Options.BackgroundConcurrency), CancellationToken = cancellationToken },
            async (record, _) =>
            {
                // What is not begun within the lease is another instance's by now.
                if (_ledger.Now >= leaseUntil)
                    return;
                var (after, isFailed) = await LookAsync(record, cancellationToken).ConfigureAwait(false);
                Interlocked.Increment(ref looked);
                Interlocked.Add(ref changed, after is not null && after.Payment.Status != record.Payment.Status ? 1 : 0);
                Interlocked.Add(ref failed, isFailed ? 1 : 0);
                if (after is { CheckAt: null } && PaymentLedger.IsOpen(after))
                    _ledger.Logger.Unresolved(record.Reference.Provider, record.Reference.OrderId, after.Checks);
            }).ConfigureAwait(false);
        return new ReconciliationResult(looked, changed, failed);
    }

    private async Task<(PaymentRecord? After, bool IsFailed)> LookAsync(PaymentRecord record, CancellationToken cancellationToken)
    {
        var startedAt = _ledger.Now;
        Payment? answer = null;
        var isFailed = false;
        if (_providers.TryGetProvider(record.Reference.Provider, out var wrapped) && wrapped.GetService<LedgerPaymentProvider>() is { } provider)
        {
            try
            {
                answer = await provider.ReadBareAsync(record, cancellationToken).ConfigureAwait(false);
            }
            catch (PaymentException exception)
            {
                isFailed = true;
                _ledger.Logger.ReconcileFailed(record.Reference.Provider, record.Reference.OrderId, exception.Error.Code);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                isFailed = true;
                _ledger.Logger.ReconcileBroke(record.Reference.Provider, record.Reference.OrderId, ExceptionTrace.Of(exception));
            }
        }

        // One payment that cannot be written must not keep the others waiting.
        try
        {
            return (await ApplyAsync(record, answer, startedAt, cancellationToken).ConfigureAwait(false), isFailed);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            _ledger.Logger.ReconcileBroke(record.Reference.Provider, record.Reference.OrderId, ExceptionTrace.Of(exception));
            return (null, true);
        }
    }

    private ValueTask<PaymentRecord?> ApplyAsync(PaymentRecord record, Payment? answer, DateTimeOffset startedAt, CancellationToken cancellationToken) =>
        _ledger.ApplyAsync(
            new LedgerEntry
            {
                Reference = answer is null ? record.Reference.With(null) : record.Reference.Complete(answer.Reference).With(null),
                RecordId = record.Id,
                Source = PaymentChangeSource.Reconciliation,
                StartedAt = startedAt,
                Facts = answer is null ? [] : CreateOperation.Instance.FactsOf(answer, _ledger.Now),
                ClearsBefore = answer is null ? null : startedAt - _ledger.Options.IdempotencyLease,
            },
            cancellationToken);
}

/// <summary>What a look of the reconciler did.</summary>
/// <param name="Looked">How many payments were due.</param>
/// <param name="Changed">How many have another status now.</param>
/// <param name="Failed">How many could not be read.</param>
public sealed record ReconciliationResult(int Looked, int Changed, int Failed);
