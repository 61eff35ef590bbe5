using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Payments;

/// <summary>
/// Dispatches webhooks, reconciles and forgets what is old, as long as the host runs. Each registration has loops of its own, so that a slow provider
/// keeps nobody waiting; a store that fails is tried again ever later.
/// </summary>
internal sealed class PaymentBackgroundService(
    IPaymentProviderFactory providers, PaymentWebhooks webhooks, WebhookDispatcher dispatcher, PaymentReconciler reconciler, PaymentRetention retention,
    PaymentLedger ledger, TimeProvider time) : BackgroundService
{
    private const int Batch = 100;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private PaymentsOptions Options => ledger.Options;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!Options.RunInBackground)
            return Task.CompletedTask;
        var never = new WakeUp();
        List<Task> loops = [LoopAsync("retention", never, Options.RetentionInterval, retention.RunOnceAsync, stoppingToken)];
        foreach (var provider in providers.ProviderNames)
        {
            loops.Add(LoopAsync(
                "dispatch", webhooks.ArrivalOf(provider), Options.DispatchInterval,
                async stopping => await dispatcher.DispatchAsync(provider, Batch, stopping).ConfigureAwait(false) == Batch, stoppingToken));
            loops.Add(LoopAsync(
                "reconcile", never, Options.ReconcileInterval,
                async stopping => (await reconciler.LookOnceAsync(provider, Batch, stopping).ConfigureAwait(false)).Looked == Batch, stoppingToken));
        }

        return Task.WhenAll(loops);
    }

    // The work says whether there is more of it.
    private async Task LoopAsync(string name, WakeUp arrival, TimeSpan interval, Func<CancellationToken, Task<bool>> work, CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var isMore = await work(stoppingToken).ConfigureAwait(false);
                failures = 0;
                if (!isMore)
                    await arrival.WaitAsync(interval, time, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                ledger.Logger.BackgroundFailed(name, ExceptionTrace.Of(exception));
                await PauseAsync(++failures, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private async Task PauseAsync(int failures, CancellationToken stoppingToken)
    {
        var pause = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, failures - 1), LongestPause.TotalSeconds));
        await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
