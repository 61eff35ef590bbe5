using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Payments.AspNetCore.Status;

/// <summary>Makes the report that the page shows.</summary>
internal sealed class StatusReports(
    IPaymentProviderFactory providers, PaymentWebhooks webhooks, IServiceProvider services, IMeterFactory meters, TimeProvider time,
    ILogger<StatusReports> logger) : IDisposable
{
    private readonly StatusCollector _collector = new(meters, time);

    internal async Task<StatusReport> MakeAsync(CancellationToken cancellationToken)
    {
        var minute = _collector.Minute;
        var statuses = providers.ProviderNames.Order(StringComparer.Ordinal).Select(name => StatusOf(name, minute)).ToList();
        var now = time.GetUtcNow();
        return new StatusReport(now, statuses, await InboxAsync(now, cancellationToken).ConfigureAwait(false), _collector.Failures);
    }

    // A store that does not answer is a reason to look at the page, not to have none.
    private async Task<InboxStatus?> InboxAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            var inbox = await webhooks.GetStatisticsAsync(cancellationToken).ConfigureAwait(false);
            return new InboxStatus(inbox.Waiting, inbox.OldestReceivedAt is { } oldest ? (now - oldest).TotalSeconds : null, inbox.DeadLetters);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            StatusLog.InboxUnreadable(logger, exception.GetType().Name);
            return null;
        }
    }

    private string CircuitOf(string provider) => services.GetKeyedService<ProviderCircuit>(provider)?.State switch
    {
        ProviderCircuitState.Open => "open",
        ProviderCircuitState.HalfOpen => "half-open",
        _ => "closed",
    };

    public void Dispose() => _collector.Dispose();

    private ProviderStatus StatusOf(string name, long minute)
    {
        var minutes = _collector.Of(name);
        var hour = minutes?.Sum(minute, ProviderMinutes.Kept) ?? new MinuteSums();
        var trend = new double?[ProviderMinutes.Kept];
        for (var i = 0; i < trend.Length; i++)
            trend[i] = minutes?.Sum(minute - (trend.Length - 1 - i), 1).SuccessRate;
        return new ProviderStatus(
            name, CircuitOf(name), minutes?.Active ?? 0, hour.Paid, hour.Unpaid, hour.SuccessRate, hour.ErrorRate, hour.Calls, hour.Quantile(0.5), hour.Quantile(0.95), trend);
    }
}

internal static partial class StatusLog
{
    [LoggerMessage(1, LogLevel.Warning, "The dashboard cannot read the inbox: {Type}")]
    internal static partial void InboxUnreadable(ILogger logger, string type);
}
