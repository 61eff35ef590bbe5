using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Payments.AspNetCore.Status;

/// <summary>
/// Listens to the meter of the payments of this host and keeps what the status page shows: sixty minutes of counts for each provider and the last
/// failures. What it keeps does not grow with traffic, and nothing in it names an order, a payer or an amount.
/// </summary>
internal sealed class StatusCollector : IDisposable
{
    private const int KeptFailures = 50;
    private readonly ConcurrentDictionary<string, ProviderMinutes> _providers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<StatusFailure> _failures = new();
    private readonly MeterListener _listener = new();
    private readonly TimeProvider _time;

    /// <summary>Begins to listen.</summary>
    /// <param name="meters">The host's meters: those of another host in this process are none of ours.</param>
    /// <param name="time">The clock.</param>
    public StatusCollector(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == PaymentsTelemetry.MeterName && ReferenceEquals(instrument.Meter.Scope, meters))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>(Count);
        _listener.SetMeasurementEventCallback<double>(Time);
        _listener.Start();
    }

    /// <summary>The last failures, the newest first.</summary>
    internal IReadOnlyList<StatusFailure> Failures => [.. _failures.Reverse()];

    internal long Minute => _time.GetUtcNow().ToUnixTimeSeconds() / 60;

    /// <summary>What a provider did; null before it did anything.</summary>
    internal ProviderMinutes? Of(string provider) => _providers.GetValueOrDefault(provider);

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();

    private void Count(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (Tag(tags, "provider") is not { } name)
            return;
        var provider = _providers.GetOrAdd(name, static _ => new ProviderMinutes());
        switch (instrument.Name)
        {
            case "active.payments":
                provider.AddActive(value);
                break;
            case "payment.successes":
                provider.AddOutcome(Minute, isPaid: true);
                break;
            case "payment.failures":
                provider.AddOutcome(Minute, isPaid: false);
                Note(new StatusFailure(_time.GetUtcNow(), name, "payment", Tag(tags, "error.type") ?? "unknown"));
                break;
            case "payment.webhooks" when Tag(tags, "result") is "refused":
                Note(new StatusFailure(_time.GetUtcNow(), name, "webhook", "signature refused"));
                break;
        }
    }

    private void Time(Instrument instrument, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (instrument.Name is not "payment.duration" || Tag(tags, "provider") is not { } name)
            return;
        var error = Tag(tags, "error.type");
        _providers.GetOrAdd(name, static _ => new ProviderMinutes()).AddCall(Minute, seconds, error is not null);
        if (error is not null)
            Note(new StatusFailure(_time.GetUtcNow(), name, Tag(tags, "operation") ?? "call", error));
    }

    private void Note(StatusFailure failure)
    {
        _failures.Enqueue(failure);
        while (_failures.Count > KeptFailures)
            _failures.TryDequeue(out _);
    }

    private static string? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var (key, value) in tags)
        {
            if (key == name)
                return value as string;
        }

        return null;
    }
}
