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

    /// <summary>Forgets every fault and every rate.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _queue.Clear();
            _rates.Clear();
            _webhooks.Clear();
        }
    }

    internal SimulatorFault? Take(string method, string path)
    {
        lock (_gate)
        {
            var queued = TakeFirst(_queue, e => e.Pattern?.IsMatch(method, path) ?? true);
            if (queued is not null)
                return queued;
            foreach (var (fault, pattern, rate) in _rates)
                if ((pattern?.IsMatch(method, path) ?? true) && _chance.NextDouble() < rate)
                    return fault;
            return null;
        }
    }

    internal WebhookFault? TakeWebhook(string eventType)
    {
        lock (_gate)
            return TakeFirst(_webhooks, e => e.Fault.EventType is null
                || string.Equals(e.Fault.EventType, eventType, StringComparison.Ordinal));
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
