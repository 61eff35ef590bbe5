namespace Payments.OpenTelemetry;

/// <summary>How scrapes are answered.</summary>
public sealed class PaymentsPrometheusOptions
{
    /// <summary>How long one answer serves: several scrapers, or an impatient one, cost one collection. 300 ms by default; zero collects each time.</summary>
    public TimeSpan CacheFor { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long one collection may take before the scrape fails. 10 s by default.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
}
