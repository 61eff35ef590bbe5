using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Payments;

/// <summary>
/// Asks the providers about payments that stayed unclear (an unknown outcome, no webhook, a contradiction) and hands changes to handlers that
/// refused them, at growing intervals. Packages run it in the background; a console host calls it itself.
/// </summary>
public sealed class PaymentReconciler
{
    private readonly IPaymentProviderFactory _providers;
    private readonly PaymentLedger _ledger;

    internal PaymentReconciler(IPaymentProviderFactory providers, PaymentLedger ledger) => (_providers, _ledger) = (providers, ledger);

    /// <summary>Looks once at the payments that are due.</summary>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the work between two payments.</param>
    /// <returns>What was done.</returns>
    public async Task<ReconciliationResult> RunOnceAsync(int limit = 100, CancellationToken cancellationToken = default)
    {
        PaymentLedger.ThrowIfHandling();
        IReadOnlyList<PaymentRecord> due;
        var scope = _ledger.OpenScope();
        await using (scope.ConfigureAwait(false))
            due = await scope.ServiceProvider.GetRequiredService<IPaymentStore>().FindDueAsync(_ledger.Now, limit, cancellationToken).ConfigureAwait(false);

        var (changed, failed) = (0, 0);
        foreach (var record in due)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (after, isFailed) = await LookAsync(record, cancellationToken).ConfigureAwait(false);
            var isChanged = after is not null && after.Payment.Status != record.Payment.Status;
            changed += isChanged ? 1 : 0;
            failed += isFailed ? 1 : 0;
            _ledger.Metrics.Reconciled(
                record.Reference.Provider, isFailed ? ReconciliationResults.Failed : isChanged ? ReconciliationResults.Changed : ReconciliationResults.Unchanged);
            if (after is { CheckAt: null } && PaymentLedger.IsOpen(after))
            {
                _ledger.Metrics.Unresolved(record.Reference.Provider);
                _ledger.Logger.Unresolved(record.Reference.Provider, record.Reference.OrderId, after.Checks);
            }
        }

        return new ReconciliationResult(due.Count, changed, failed);
    }

    private async Task<(PaymentRecord? After, bool IsFailed)> LookAsync(PaymentRecord record, CancellationToken cancellationToken)
    {
        var activity = PaymentSpans.Start("payment.reconcile", ActivityKind.Internal, record.Reference.Provider, record.Reference.OrderId ?? record.Reference.PaymentId);
        try
        {
            return await ReadAndApplyAsync(record, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            PaymentSpans.End(activity);
        }
    }

    private async Task<(PaymentRecord? After, bool IsFailed)> ReadAndApplyAsync(PaymentRecord record, CancellationToken cancellationToken)
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
