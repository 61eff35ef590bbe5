using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Payments.Simulator;

namespace Payments.Conformance;

/// <summary>One host of the provider, with a simulator of its own unless it shares another host's.</summary>
internal sealed class ConformanceHost<TSimulator> : IAsyncDisposable
    where TSimulator : ProviderSimulator
{
    private readonly ServiceProvider _services;
    private readonly bool _ownsSimulator;
    private readonly List<PaymentEvent> _told = [];

    internal ConformanceHost(TSimulator simulator, ConformanceClock clock, Action<IPaymentsBuilder> register, bool ownsSimulator = true)
    {
        (Simulator, Clock, _ownsSimulator) = (simulator, clock, ownsSimulator);
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(Logs);
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(Changes);
        // Hosts without a common memory send the same body under the same key only if nothing of it is random.
        register(services.AddPayments(options => options.ReturnParameter = null).AddEventHandler<ChangeRecorder>());
        _services = services.BuildServiceProvider();
        var factory = _services.GetRequiredService<IPaymentProviderFactory>();
        Provider = factory.GetProvider(factory.ProviderNames[^1]);
    }

    internal TSimulator Simulator { get; }

    internal ConformanceClock Clock { get; }

    internal RecordingLoggerFactory Logs { get; } = new();

    internal ChangeLog Changes { get; } = new();

    internal IPaymentProvider Provider { get; }

    internal PaymentOperations Operations => Provider.Capabilities.Operations;

    internal PaymentWebhooks Webhooks => _services.GetRequiredService<PaymentWebhooks>();

    internal PaymentReconciler Reconciler => _services.GetRequiredService<PaymentReconciler>();

    internal bool Supports(PaymentOperations operations) => Provider.Supports(operations);

    /// <summary>How many requests the provider has seen.</summary>
    internal int Sent => Simulator.Requests.Count;

    /// <summary>What the payment memory holds, without a call to the provider.</summary>
    internal async Task<Payment?> RememberedAsync(PaymentReference reference)
    {
        await using var scope = _services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IPaymentStore>().FindAsync(reference, CancellationToken.None))?.Payment;
    }

    /// <summary>Waits until the provider has ended every request, also those whose caller has given up: until then their keys are in use.</summary>
    internal async Task SettleRequestsAsync()
    {
        while (Simulator.Requests.Any(request => request.ResponseStatus is null))
            await Task.Delay(1);
    }

    /// <summary>Takes one webhook in, as a host without an inbox does.</summary>
    internal Task<IReadOnlyList<PaymentEvent>> TakeAsync(SimulatedWebhook webhook) => Provider.ProcessWebhookAsync(webhook.ToRequest());

    /// <summary>Takes in everything that the provider has sent since the last time.</summary>
    internal async Task<IReadOnlyList<PaymentEvent>> TakeAllAsync()
    {
        List<PaymentEvent> events = [];
        foreach (var webhook in Simulator.TakeWebhooks())
            events.AddRange(await TakeAsync(webhook));
        _told.AddRange(events);
        return events;
    }

    /// <summary>What <see cref="TakeAllAsync"/> was told since the last time, by whomever it was called.</summary>
    internal IReadOnlyList<PaymentEvent> TakeTold()
    {
        PaymentEvent[] told = [.. _told];
        _told.Clear();
        return told;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (!_ownsSimulator)
            return;
        await TrafficArchive.AddAsync(Simulator);
        await Simulator.DisposeAsync();
    }
}

/// <summary>What the handlers of a host have heard.</summary>
internal sealed class ChangeLog
{
    private readonly Lock _gate = new();
    private readonly List<PaymentChange> _changes = [];

    internal IReadOnlyList<PaymentChange> All
    {
        get
        {
            lock (_gate)
                return [.. _changes];
        }
    }

    internal void Add(PaymentChange change)
    {
        lock (_gate)
            _changes.Add(change);
    }
}

internal sealed class ChangeRecorder(ChangeLog log) : IPaymentEventHandler
{
    public Task HandleAsync(PaymentChange change, CancellationToken cancellationToken = default)
    {
        log.Add(change);
        return Task.CompletedTask;
    }
}

internal static class SimulatedWebhookExtensions
{
    internal static WebhookRequest ToRequest(this SimulatedWebhook webhook) => new() { Body = webhook.Body, Headers = webhook.Headers, Url = webhook.Url };

    internal static WebhookRequest ToRequest(this SimulatedWebhook webhook, ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, string>? headers = null) =>
        new() { Body = body, Headers = headers ?? webhook.Headers, Url = webhook.Url };

    internal static WebhookRequest ToRequest(this SimulatedWebhook webhook, SignedWebhook other) => webhook.ToRequest(other.Body, other.Headers);
}
