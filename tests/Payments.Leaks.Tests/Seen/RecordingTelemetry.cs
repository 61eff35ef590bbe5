using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Payments.Leaks.Tests;

/// <summary>Takes every measurement and activity of the process, those of the platform too.</summary>
internal sealed class RecordingTelemetry : IDisposable
{
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities;

    internal RecordingTelemetry(Sightings seen)
    {
        _meters.InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Measured(seen, instrument, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measured(seen, instrument, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measured(seen, instrument, tags));
        _meters.Start();
        _activities = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Stopped(seen, activity),
        };
        ActivitySource.AddActivityListener(_activities);
    }

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    private static void Measured(Sightings seen, Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        // The servers that stand in for the providers are none of the SDK's; what they measure is theirs.
        if (instrument.Meter.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal))
            return;
        seen.Add("metric", instrument.Name);
        foreach (var (name, value) in tags)
            seen.Add("metric", $"{name}={value}");
    }

    private static void Stopped(Sightings seen, Activity activity)
    {
        if (activity.Source.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal))
            return;
        seen.Add("activity", $"{activity.OperationName} {activity.DisplayName} {activity.StatusDescription} {activity.TraceStateString}");
        foreach (var (name, value) in activity.TagObjects)
            seen.Add("activity", $"{name}={value}");
        foreach (var (name, value) in activity.Baggage)
            seen.Add("activity", $"{name}={value}");
        foreach (var entry in activity.Events)
        {
            seen.Add("activity", entry.Name);
            foreach (var (name, value) in entry.Tags)
                seen.Add("activity", $"{name}={value}");
        }
    }
}
