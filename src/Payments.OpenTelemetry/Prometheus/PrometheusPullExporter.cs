using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Payments.OpenTelemetry;

/// <summary>Takes what the meter provider collects when a scrape asks for it, and nothing when something else does (a flush).</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusPullExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly Lock _lock = new();
    private readonly PrometheusNames _names = new();
    private PrometheusFormat? _wanted;
    private byte[]? _written;

    public Func<int, bool>? Collect { get; set; }

    internal void Begin(PrometheusFormat format)
    {
        lock (_lock)
            (_wanted, _written) = (format, null);
    }

    /// <summary>What was written since <see cref="Begin"/>; null for nothing.</summary>
    internal byte[]? Take()
    {
        lock (_lock)
        {
            _wanted = null;
            return _written;
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        lock (_lock)
        {
            if (_wanted is not { } format)
                return ExportResult.Success;
            var document = new PrometheusDocument(format);
            document.WriteTarget(ParentProvider.GetResource());
            foreach (var family in Families(batch))
                document.WriteFamily(family);
            _written = document.Finish();
            return ExportResult.Success;
        }
    }

    // One name is one family, whoever measures it; of two that are not of one type, the first is it.
    private List<PrometheusFamily> Families(in Batch<Metric> batch)
    {
        List<PrometheusFamily> families = [];
        Dictionary<string, PrometheusFamily> byName = new(StringComparer.Ordinal);
        foreach (var metric in batch)
        {
            if (_names.Of(metric) is not { } name)
                continue;
            if (!byName.TryGetValue(name.Family, out var family))
            {
                family = new PrometheusFamily(name, metric.Description, []);
                byName.Add(name.Family, family);
                families.Add(family);
            }

            if (family.Name.Type == name.Type)
                family.Metrics.Add(metric);
        }

        return families;
    }
}

/// <summary>The metrics of one name.</summary>
internal sealed record PrometheusFamily(PrometheusName Name, string Description, List<Metric> Metrics);
