using System.Collections.Frozen;
using System.Text;
using OpenTelemetry.Metrics;

namespace Payments.OpenTelemetry;

internal enum PrometheusType
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>A metric's name for Prometheus.</summary>
/// <param name="Family">With the unit, without <c>_total</c>.</param>
/// <param name="Unit">The unit as it stands at the end of the name. Null for none.</param>
/// <param name="Type">What it is.</param>
internal sealed record PrometheusName(string Family, string? Unit, PrometheusType Type)
{
    /// <summary>The name of its samples, but for those of a histogram.</summary>
    internal string Sample { get; } = Type is PrometheusType.Counter ? Family + "_total" : Family;
}

/// <summary>Names by OpenTelemetry's rules for Prometheus: <c>payment.duration</c> in <c>s</c> is <c>payment_duration_seconds</c>.</summary>
internal sealed class PrometheusNames
{
    private static readonly FrozenDictionary<string, string> Units = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["d"] = "days", ["h"] = "hours", ["min"] = "minutes", ["s"] = "seconds", ["ms"] = "milliseconds", ["us"] = "microseconds", ["ns"] = "nanoseconds",
        ["By"] = "bytes", ["KiBy"] = "kibibytes", ["MiBy"] = "mebibytes", ["GiBy"] = "gibibytes", ["TiBy"] = "tibibytes",
        ["KBy"] = "kilobytes", ["MBy"] = "megabytes", ["GBy"] = "gigabytes", ["TBy"] = "terabytes",
        ["m"] = "meters", ["V"] = "volts", ["A"] = "amperes", ["J"] = "joules", ["W"] = "watts", ["g"] = "grams", ["Cel"] = "celsius", ["Hz"] = "hertz", ["%"] = "percent",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> PerUnits = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["s"] = "second", ["min"] = "minute", ["h"] = "hour", ["d"] = "day", ["w"] = "week", ["mo"] = "month", ["y"] = "year",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Dictionary<(string Name, string Unit, MetricType Type), PrometheusName?> _known = [];

    /// <summary>The name; null for what the text formats cannot hold (exponential histograms).</summary>
    internal PrometheusName? Of(Metric metric)
    {
        var key = (metric.Name, metric.Unit, metric.MetricType);
        if (!_known.TryGetValue(key, out var name))
            _known.Add(key, name = TypeOf(metric.MetricType) is { } type ? Make(metric.Name, metric.Unit, type) : null);
        return name;
    }

    internal static PrometheusName Make(string name, string? unit, PrometheusType type)
    {
        var family = Sanitize(name, isLabel: false);
        if (type is PrometheusType.Counter && family.EndsWith("_total", StringComparison.Ordinal))
            family = family[..^"_total".Length];
        var suffix = SuffixOf(unit ?? "", type);
        if (suffix is not null && family != suffix && !family.EndsWith("_" + suffix, StringComparison.Ordinal))
            family += "_" + suffix;
        return new PrometheusName(family, suffix, type);
    }

    /// <summary>Letters, digits and single underscores; a name may have colons, a label may not.</summary>
    internal static string Sanitize(string name, bool isLabel)
    {
        var text = new StringBuilder(name.Length + 1);
        foreach (var letter in name)
        {
            var isGood = char.IsAsciiLetterOrDigit(letter) || (letter == ':' && !isLabel);
            if (isGood && text.Length == 0 && char.IsAsciiDigit(letter))
                text.Append('_');
            if (isGood)
                text.Append(letter);
            else if (text.Length == 0 || text[^1] != '_')
                text.Append('_');
        }

        return text.Length == 0 ? "_" : text.ToString();
    }

    private static PrometheusType? TypeOf(MetricType type) => type switch
    {
        MetricType.LongSum or MetricType.DoubleSum => PrometheusType.Counter,
        MetricType.LongGauge or MetricType.DoubleGauge or MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic => PrometheusType.Gauge,
        MetricType.Histogram => PrometheusType.Histogram,
        _ => null,
    };

    private static string? SuffixOf(string unit, PrometheusType type)
    {
        if (unit.Contains('{', StringComparison.Ordinal))
            unit = string.Concat(unit.Split('{', '}').Where((_, index) => index % 2 == 0));
        if (unit == "1")
            return type is PrometheusType.Gauge ? "ratio" : null;
        if (unit.Split('/') is [var over, { Length: > 0 } under])
            return $"{Word(over, Units)}_per_{Word(under, PerUnits)}".TrimStart('_');
        return unit.Trim('/') is { Length: > 0 } simple ? Word(simple, Units) : null;
    }

    private static string Word(string unit, FrozenDictionary<string, string> table) =>
        table.TryGetValue(unit, out var word) ? word : unit.Length == 0 ? "" : Sanitize(unit, isLabel: true).Trim('_');
}
