using System.Diagnostics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Payments.OpenTelemetry;

/// <summary>One answer: families, samples, buckets and, in OpenMetrics, exemplars.</summary>
internal sealed class PrometheusDocument(PrometheusFormat format)
{
    private static readonly PrometheusName Target = new("target", null, PrometheusType.Gauge);
    private readonly PrometheusWriter _out = new(format);
    private readonly PrometheusLabels _labels = new();

    private bool IsOpenMetrics => format is PrometheusFormat.OpenMetrics;

    internal byte[] Finish()
    {
        if (IsOpenMetrics)
            _out.Raw("# EOF\n");
        return _out.ToArray();
    }

    /// <summary>What is measured: the service's name, version and instance.</summary>
    internal void WriteTarget(Resource resource)
    {
        if (!resource.Attributes.Any())
            return;
        _labels.Set(resource.Attributes);
        _out.Header(IsOpenMetrics ? Target.Family : "target_info", IsOpenMetrics ? "info" : "gauge", unit: null, "The program that is measured.");
        Sample("target_info", le: null).Value(1).End();
    }

    internal void WriteFamily(PrometheusFamily family)
    {
        var name = family.Name;
        var type = name.Type switch { PrometheusType.Counter => "counter", PrometheusType.Histogram => "histogram", _ => "gauge" };
        _out.Header(IsOpenMetrics ? name.Family : name.Sample, type, IsOpenMetrics ? name.Unit : null, family.Description);
        foreach (var metric in family.Metrics)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                _labels.Set(metric.MeterName, point.Tags);
                if (name.Type is PrometheusType.Histogram)
                    Histogram(name, in point);
                else
                    Single(name, metric.MetricType, in point);
            }
        }
    }

    private void Single(PrometheusName name, MetricType type, in MetricPoint point)
    {
        Sample(name.Sample, le: null);
        switch (type)
        {
            case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                _out.Value(point.GetSumLong());
                break;
            case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                _out.Value(point.GetSumDouble());
                break;
            case MetricType.LongGauge:
                _out.Value(point.GetGaugeLastValueLong());
                break;
            case MetricType.DoubleGauge:
                _out.Value(point.GetGaugeLastValueDouble());
                break;
        }

        if (name.Type is PrometheusType.Counter && IsOpenMetrics && point.TryGetExemplars(out var exemplars))
        {
            foreach (ref readonly var exemplar in exemplars)
            {
                if (exemplar.TraceId == default)
                    continue;
                Exemplar(in exemplar, type.IsLong() ? exemplar.LongValue : exemplar.DoubleValue);
                break;
            }
        }

        _out.End();
    }

    private void Histogram(PrometheusName name, in MetricPoint point)
    {
        var hasExemplars = IsOpenMetrics & point.TryGetExemplars(out var exemplars);
        var (cumulative, lower) = (0L, double.NegativeInfinity);
        foreach (var bucket in point.GetHistogramBuckets())
        {
            cumulative += bucket.BucketCount;
            Sample(name.Family + "_bucket", bucket.ExplicitBound).Value(cumulative);
            if (hasExemplars)
            {
                foreach (ref readonly var exemplar in exemplars)
                {
                    if (exemplar.TraceId == default || exemplar.DoubleValue <= lower || exemplar.DoubleValue > bucket.ExplicitBound)
                        continue;
                    Exemplar(in exemplar, exemplar.DoubleValue);
                    break;
                }
            }

            _out.End();
            lower = bucket.ExplicitBound;
        }

        Sample(name.Family + "_sum", le: null).Value(point.GetHistogramSum()).End();
        Sample(name.Family + "_count", le: null).Value(point.GetHistogramCount()).End();
    }

    private PrometheusWriter Sample(string name, double? le) => _out.Sample(name, _labels.Labels, le);

    private void Exemplar(in Exemplar exemplar, double value)
    {
        Debug.Assert(IsOpenMetrics, "Only OpenMetrics has exemplars.");
        _out.Exemplar(exemplar.TraceId.ToHexString(), exemplar.SpanId.ToHexString(), value, exemplar.Timestamp);
    }
}
