using System.Buffers;
using System.Globalization;
using System.Text;

namespace Payments.OpenTelemetry;

/// <summary>The text of the two formats: escaping, numbers, lines.</summary>
internal sealed class PrometheusWriter(PrometheusFormat format)
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create("\\\n\"");
    private readonly ArrayBufferWriter<byte> _bytes = new(16 * 1024);

    private bool IsOpenMetrics => format is PrometheusFormat.OpenMetrics;

    internal byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    internal PrometheusWriter Raw(ReadOnlySpan<char> text)
    {
        Encoding.UTF8.GetBytes(text, _bytes);
        return this;
    }

    internal void Header(string name, string type, string? unit, string help)
    {
        Raw("# TYPE ").Raw(name).Raw(" ").Raw(type).Raw("\n");
        if (unit is not null)
            Raw("# UNIT ").Raw(name).Raw(" ").Raw(unit).Raw("\n");
        if (help.Length > 0)
            Raw("# HELP ").Raw(name).Raw(" ").Text(help, escapesQuotes: IsOpenMetrics).Raw("\n");
    }

    internal PrometheusWriter Sample(string name, IReadOnlyList<(string Name, string Value)> labels, double? le)
    {
        Raw(name);
        var separator = "{";
        foreach (var (label, value) in labels)
        {
            Raw(separator).Raw(label).Raw("=\"").Text(value, escapesQuotes: true).Raw("\"");
            separator = ",";
        }

        if (le is { } bound)
        {
            Raw(separator).Raw("le=\"").Bound(bound).Raw("\"");
            separator = ",";
        }

        return Raw(separator == "{" ? " " : "} ");
    }

    internal PrometheusWriter Value(long value)
    {
        Span<char> digits = stackalloc char[24];
        value.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        return Raw(digits[..length]);
    }

    internal PrometheusWriter Value(double value)
    {
        if (double.IsNaN(value))
            return Raw("NaN");
        if (double.IsInfinity(value))
            return Raw(value > 0 ? "+Inf" : "-Inf");
        Span<char> digits = stackalloc char[32];
        value.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        return Raw(digits[..length]);
    }

    internal void Exemplar(string trace, string span, double value, DateTimeOffset at)
    {
        Raw(" # {trace_id=\"").Raw(trace).Raw("\",span_id=\"").Raw(span).Raw("\"} ").Value(value).Raw(" ");
        Raw((at.ToUnixTimeMilliseconds() / 1000m).ToString("0.000", CultureInfo.InvariantCulture));
    }

    internal void End() => Raw("\n");

    // OpenMetrics: a bound is a floating-point number and looks like one.
    private PrometheusWriter Bound(double bound)
    {
        Value(bound);
        return IsOpenMetrics && double.IsInteger(bound) && Math.Abs(bound) < 1e15 ? Raw(".0") : this;
    }

    private PrometheusWriter Text(string text, bool escapesQuotes)
    {
        var rest = text.AsSpan();
        for (var at = rest.IndexOfAny(Escaped); at >= 0; at = rest.IndexOfAny(Escaped))
        {
            Raw(rest[..at]).Raw(rest[at] switch { '\\' => "\\\\", '\n' => "\\n", _ => escapesQuotes ? "\\\"" : "\"" });
            rest = rest[(at + 1)..];
        }

        return Raw(rest);
    }
}
