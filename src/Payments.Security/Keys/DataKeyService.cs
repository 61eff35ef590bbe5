using Microsoft.Extensions.Hosting;

namespace Payments.Security;

/// <summary>Loads the data keys before anything else of the host starts, and looks after them while it runs.</summary>
internal sealed class DataKeyService(DataKeyRing ring, DataKeyOptions options, TimeProvider time) : BackgroundService, IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken) => await ring.LoadAsync(cancellationToken).ConfigureAwait(false);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.RefreshInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            await ring.SweepAsync(stoppingToken).ConfigureAwait(false);
    }
}
