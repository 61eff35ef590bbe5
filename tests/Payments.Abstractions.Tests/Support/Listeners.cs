using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Payments.Abstractions.Tests;

/// <summary>One measurement, as an exporter gets it.</summary>
internal sealed record Measured(string Instrument, string? Unit, double Value, IReadOnlyDictionary<string, string?> Tags)
{
    public override string ToString() => $"{Instrument} {Value} {string.Join(' ', Tags.Select(tag => tag.Key + "=" + tag.Value))}";
}

/// <summary>A meter factory that hears its own meters and no others.</summary>
internal sealed class RecordingMeters : IMeterFactory
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Measured> _measured = new();

    internal RecordingMeters(bool throws = false)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == this)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags, throws));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags, throws));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags, throws));
        _listener.Start();
    }

    internal IReadOnlyList<Measured> Measured => [.. _measured];

    internal IEnumerable<Measured> Of(string instrument) => _measured.Where(measured => measured.Instrument == instrument);

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        return new Meter(options);
    }

    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, bool throws)
    {
        _measured.Enqueue(new Measured(instrument.Name, instrument.Unit, value, tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value?.ToString())));
        if (throws)
            throw new InvalidOperationException("The exporter failed on purpose.");
    }
}

/// <summary>Hears every activity of the SDK.</summary>
internal sealed class RecordingActivities : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _stopped = new();

    internal RecordingActivities(bool throwsAtStart = false, bool throwsAtStop = false)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == PaymentsTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = _ => Fail(throwsAtStart),
            ActivityStopped = activity =>
            {
                _stopped.Enqueue(activity);
                Fail(throwsAtStop);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    internal IReadOnlyList<Activity> Stopped => [.. _stopped];

    public void Dispose() => _listener.Dispose();

    private static void Fail(bool fails)
    {
        if (fails)
            throw new InvalidOperationException("The listener failed on purpose.");
    }
}

/// <summary>Keeps every line at every level, with its exception and its structured values.</summary>
internal sealed class RecordingLogger(bool throws = false) : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    internal IReadOnlyList<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}")) : "";
        _lines.Enqueue($"{logLevel} {formatter(state, exception)} | {values} | {exception}");
        if (throws)
            throw new InvalidOperationException("The logger failed on purpose.");
    }

    public void Dispose()
    {
    }
}
