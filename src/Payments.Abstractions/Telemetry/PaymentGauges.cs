using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Payments;

/// <summary>What is looked at when somebody collects: registrations, circuits, queues and secrets.</summary>
internal sealed class PaymentGauges
{
    private static readonly ProviderCircuitState[] States = Enum.GetValues<ProviderCircuitState>();
    private readonly IReadOnlyList<string> _providers;
    private readonly IServiceProvider _services;
    private readonly TimeProvider _time;
    private readonly PaymentMetrics _metrics;
    private readonly ILogger _logger;
    private readonly QueueSampler[] _queues;
    private bool _hasShownZeros;

    public PaymentGauges(IReadOnlyList<string> providers, IServiceProvider services, PaymentMetrics metrics, ILogger logger)
    {
        (_providers, _services, _metrics, _logger) = (providers, services, metrics, logger);
        _time = services.GetRequiredService<TimeProvider>();
        _queues = [.. services.GetServices<IPaymentQueue>().Select(queue => new QueueSampler(queue, _time, logger))];

        var meter = metrics.Meter;
        meter.CreateObservableGauge("payment.registrations", Quietly(Registrations), "{registration}", "Always 1 for each registered provider.");
        meter.CreateObservableGauge("payment.circuit.state", Quietly(Circuits), "{state}", "1 for the state that the provider's circuit breaker is in, 0 for the others.");
        meter.CreateObservableGauge("payment.queue.depth", Quietly(Depths), "{entry}", "What waits in a queue, such as the webhook inbox.");
        meter.CreateObservableGauge("payment.queue.oldest.age", Quietly(Ages), "s", "How long the oldest entry has been waiting; 0 when none waits.");
        meter.CreateObservableGauge("payment.queue.dead.letters", Quietly(DeadLetters), "{entry}", "What was given up and is kept for a person to see.");
        meter.CreateObservableGauge("payment.secret.remaining", Quietly(Secrets), "s", "Time until a configured secret or certificate ends; +Inf for one without end.");
    }

    private IEnumerable<Measurement<long>> Registrations()
    {
        if (!_hasShownZeros)
        {
            _hasShownZeros = true;
            foreach (var provider in _providers)
                _metrics.ShowZeros(provider);
        }

        return _providers.Select(provider => new Measurement<long>(1, Tag("provider", provider)));
    }

    private IEnumerable<Measurement<long>> Circuits() =>
        from provider in _providers
        let current = _services.GetKeyedService<ProviderCircuit>(provider)?.State
        where current is not null
        from state in States
        select new Measurement<long>(state == current ? 1 : 0, Tag("provider", provider), Tag("state", Names<ProviderCircuitState>.Of(state)));

    private IEnumerable<Measurement<long>> Depths() => Queues((queue, state) => new Measurement<long>(state.Waiting, Tag("queue", queue)));

    private IEnumerable<Measurement<double>> Ages()
    {
        var now = _time.GetUtcNow();
        return Queues((queue, state) => new Measurement<double>(state.OldestAt is { } oldest && oldest < now ? (now - oldest).TotalSeconds : 0, Tag("queue", queue)));
    }

    private IEnumerable<Measurement<long>> DeadLetters() => Queues((queue, state) => new Measurement<long>(state.GivenUp, Tag("queue", queue)));

    private IEnumerable<Measurement<T>> Queues<T>(Func<string, PaymentQueueState, Measurement<T>> measure)
        where T : struct =>
        from queue in _queues
        let state = queue.Read()
        where state is not null
        select measure(queue.Name, state);

    private IEnumerable<Measurement<double>> Secrets()
    {
        var now = _time.GetUtcNow();
        return
            from source in _services.GetServices<IExpiringSecretSource>()
            from secret in source.Secrets
            select new Measurement<double>(
                secret.NotAfter is { } end ? (end - now).TotalSeconds : double.PositiveInfinity,
                Tag("provider", secret.Provider), Tag("kind", secret.Kind), Tag("name", secret.Name));
    }

    // One part that cannot tell how it stands must not take the whole collection with it.
    private Func<IEnumerable<Measurement<T>>> Quietly<T>(Func<IEnumerable<Measurement<T>>> measure)
        where T : struct => () =>
    {
        try
        {
            return [.. measure()];
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _logger.GaugeFailed(ExceptionTrace.Of(exception));
            return [];
        }
    };

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
