using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Payments.Conformance;

/// <summary>Keeps every measurement and every activity of the process as text.</summary>
internal sealed class TelemetryRecorder : IDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities;

    internal TelemetryRecorder()
    {
        _meters.InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument.Name, value.ToString(CultureInfo.InvariantCulture), tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument.Name, value.ToString(CultureInfo.InvariantCulture), tags));
        _meters.Start();
        _activities = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _lines.Enqueue(
                $"activity {activity.OperationName} {activity.DisplayName} {activity.StatusDescription} {Describe(activity.TagObjects)} "
                + string.Join("; ", activity.Events.Select(entry => $"{entry.Name} {Describe(entry.Tags)}"))
                + Describe(activity.Baggage.Select(entry => new KeyValuePair<string, object?>(entry.Key, entry.Value)))),
        };
        ActivitySource.AddActivityListener(_activities);
    }

    internal IReadOnlyCollection<string> Lines => _lines;

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    private void Add(string name, string value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _lines.Enqueue($"metric {name} {value} {Describe(tags.ToArray())}");

    private static string Describe(IEnumerable<KeyValuePair<string, object?>> tags) => string.Join("; ", tags.Select(tag => $"{tag.Key}={tag.Value}"));
}
