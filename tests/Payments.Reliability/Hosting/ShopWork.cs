using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Payments.Reliability.Hosting;

/// <summary>The work that no request waits for.</summary>
internal sealed class ShopWork(PaymentWebhooks webhooks, PaymentReconciler reconciler, ShopLedger ledger)
{
    /// <summary>One round of each.</summary>
    internal async Task<WorkResult> RunOnceAsync(CancellationToken cancellationToken)
    {
        var dispatched = await webhooks.DispatchAsync(cancellationToken: cancellationToken);
        var looked = await reconciler.RunOnceAsync(cancellationToken: cancellationToken);
        return new WorkResult(dispatched, looked.Looked, await ledger.NextCheckAsync(cancellationToken));
    }

    internal Task<int> DispatchAsync(CancellationToken cancellationToken) => webhooks.DispatchAsync(cancellationToken: cancellationToken);

    internal async Task<int> ReconcileAsync(CancellationToken cancellationToken) => (await reconciler.RunOnceAsync(cancellationToken: cancellationToken)).Looked;
}

/// <summary>Does it all day long, in loops that rest for a moment when there is nothing to do.</summary>
internal sealed class ShopWorker(ShopWork work) : BackgroundService
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(LoopAsync(work.DispatchAsync, stoppingToken), LoopAsync(work.DispatchAsync, stoppingToken), LoopAsync(work.ReconcileAsync, stoppingToken));

    private static async Task LoopAsync(Func<CancellationToken, Task<int>> round, CancellationToken stopping)
    {
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            int done;
            try
            {
                done = await round(stopping);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                // A database that is locked or away for a moment: the next round tries again, and the harness sees that it was so.
                await Console.Error.WriteLineAsync("work: " + exception.Message);
                done = 0;
            }

            if (done == 0)
                await Task.Delay(Rest, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
