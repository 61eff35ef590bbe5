using System.Net.Http.Headers;

namespace Payments.OpenTelemetry;

internal enum PrometheusFormat
{
    Text,
    OpenMetrics,
}

/// <summary>Which format a scraper gets.</summary>
internal static class PrometheusAccept
{
    internal static string ContentTypeOf(PrometheusFormat format) => format is PrometheusFormat.OpenMetrics
        ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
        : "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>OpenMetrics where it is asked for by name and liked as much as plain text; else the text format, which everybody reads.</summary>
    internal static PrometheusFormat Choose(string? accept)
    {
        var (open, text) = (0d, 0d);
        foreach (var part in (accept ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!MediaTypeWithQualityHeaderValue.TryParse(part, out var type))
                continue;
            var version = type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"');
            var quality = type.Quality ?? 1;
            if (type.MediaType == "application/openmetrics-text" && version is (null or "1.0.0" or "0.0.1"))
                open = Math.Max(open, quality);
            else if (type.MediaType == "text/plain")
                text = Math.Max(text, quality);
        }

        return open > 0 && open >= text ? PrometheusFormat.OpenMetrics : PrometheusFormat.Text;
    }
}
