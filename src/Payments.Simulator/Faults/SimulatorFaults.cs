namespace Payments.Simulator;

/// <summary>
/// The faults of one simulator: a queue of faults that meet a number of requests each, and rates at which faults happen by a seeded chance.
/// The queue is asked first; of several faults that match, the oldest is taken.
/// </summary>
public sealed class SimulatorFaults
{
    private readonly Lock _gate = new();
    private readonly SeededRandom _chance;
    private readonly List<Entry<SimulatorFault>> _queue = [];
    private readonly List<(SimulatorFault Fault, OperationPattern? Pattern, double Rate)> _rates = [];
    private readonly List<Entry<WebhookFault>> _webhooks = [];
    private readonly List<(WebhookFault Fault, double Rate)> _webhookRates = [];
    private readonly Dictionary<SimulatorFaultKind, int> _met = [];
    private readonly Dictionary<WebhookFaultKind, int> _webhooksMet = [];
    private double _declines;

    internal SimulatorFaults(int seed) => _chance = new(seed);

    /// <summary>How many faults of the queue, webhook faults included, have not been used up.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _queue.Count + _webhooks.Count;
        }
    }

    /// <summary>How many requests a kind of fault has met so far; <see cref="Clear"/> does not begin again.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The number.</returns>
    public int CountOf(SimulatorFaultKind kind)
    {
        lock (_gate)
            return _met.GetValueOrDefault(kind);
    }

    /// <summary>How many events a kind of webhook fault has met so far; <see cref="Clear"/> does not begin again.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The number.</returns>
    public int CountOf(WebhookFaultKind kind)
    {
        lock (_gate)
            return _webhooksMet.GetValueOrDefault(kind);
    }

    /// <summary>Queues a fault.</summary>
    /// <param name="fault">The fault.</param>
    public void Add(SimulatorFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_gate)
            _queue.Add(new(fault, Pattern(fault), fault.Count));
    }

    /// <summary>Queues a fault of one kind for the next request that matches.</summary>
    /// <param name="kind">What goes wrong.</param>
    /// <param name="operation">Which requests, as in <see cref="SimulatorFault.Operation"/>.</param>
    public void Add(SimulatorFaultKind kind, string? operation = null) => Add(new SimulatorFault(kind) { Operation = operation });

    /// <summary>Queues a webhook fault.</summary>
    /// <param name="fault">The fault.</param>
    public void Add(WebhookFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_gate)
            _webhooks.Add(new(fault, Pattern: null, fault.Count));
    }

    /// <summary>Queues a webhook fault of one kind for the next event that matches.</summary>
    /// <param name="kind">What goes wrong.</param>
    /// <param name="eventType">The event type; null for every one.</param>
    public void Add(WebhookFaultKind kind, string? eventType = null) => Add(new WebhookFault(kind) { EventType = eventType });

    /// <summary>Lets a fault happen by chance, from the simulator's seed, until <see cref="Clear"/>.</summary>
    /// <param name="fault">The fault; its count is not looked at.</param>
    /// <param name="rate">The chance for each request that matches, from 0 to 1.</param>
    public void AddRate(SimulatorFault fault, double rate)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentOutOfRangeException.ThrowIfNegative(rate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, 1);
        lock (_gate)
            _rates.Add((fault, Pattern(fault), rate));
    }

    /// <summary>Lets a webhook fault happen by chance, from the simulator's seed, until <see cref="Clear"/>.</summary>
    /// <param name="fault">The fault; its count is not looked at.</param>
    /// <param name="rate">The chance for each event that matches, from 0 to 1.</param>
    public void AddRate(WebhookFault fault, double rate)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentOutOfRangeException.ThrowIfNegative(rate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, 1);
        lock (_gate)
            _webhookRates.Add((fault, rate));
    }

    /// <summary>
    /// Lets payers who pay as they should be declined by chance, from the simulator's seed, until <see cref="Clear"/>. Where the provider's payers cannot be
    /// declined (<see cref="ProviderSimulator.PayerActions"/>), nothing happens.
    /// </summary>
    /// <param name="rate">The chance for each payment, from 0 to 1; it takes the place of the one before.</param>
    public void DeclineAtRate(double rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, 1);
        lock (_gate)
            _declines = rate;
    }

    /// <summary>Forgets every fault and every rate.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _declines = 0;
            _queue.Clear();
            _rates.Clear();
            _webhooks.Clear();
            _webhookRates.Clear();
        }
    }

    internal bool TakeDecline()
    {
        lock (_gate)
            return _declines > 0 && _chance.NextDouble() < _declines;
    }

    internal SimulatorFault? Take(string method, string path)
    {
        lock (_gate)
        {
            var fault = TakeFirst(_queue, e => e.Pattern?.IsMatch(method, path) ?? true) ?? ByChance();
            if (fault is not null)
                _met[fault.Kind] = _met.GetValueOrDefault(fault.Kind) + 1;
            return fault;
        }

        SimulatorFault? ByChance() => _rates.Find(rate => (rate.Pattern?.IsMatch(method, path) ?? true) && _chance.NextDouble() < rate.Rate).Fault;
    }

    internal WebhookFault? TakeWebhook(string eventType)
    {
        lock (_gate)
        {
            var fault = TakeFirst(_webhooks, e => Meets(e.Fault)) ?? _webhookRates.Find(rate => Meets(rate.Fault) && _chance.NextDouble() < rate.Rate).Fault;
            if (fault is not null)
                _webhooksMet[fault.Kind] = _webhooksMet.GetValueOrDefault(fault.Kind) + 1;
            return fault;
        }

        bool Meets(WebhookFault fault) => fault.EventType is null || string.Equals(fault.EventType, eventType, StringComparison.Ordinal);
    }

    private static T? TakeFirst<T>(List<Entry<T>> entries, Func<Entry<T>, bool> matches)
        where T : class
    {
        var at = entries.FindIndex(e => matches(e));
        if (at < 0)
            return null;
        var entry = entries[at];
        if (entry.Left <= 1)
            entries.RemoveAt(at);
        else
            entries[at] = entry with { Left = entry.Left - 1 };
        return entry.Fault;
    }

    private static OperationPattern? Pattern(SimulatorFault fault) =>
        fault.Operation is null ? null : OperationPattern.Parse(fault.Operation);

    private sealed record Entry<T>(T Fault, OperationPattern? Pattern, int Left);
}
