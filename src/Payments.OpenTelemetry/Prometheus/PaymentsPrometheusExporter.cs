using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;

namespace Payments.OpenTelemetry;

/// <summary>
/// Answers scrapes of Prometheus, in its text format 0.0.4 or in OpenMetrics 1.0, as the scraper prefers. A singleton, safe for concurrent use: one
/// collection runs at a time, and its answer serves all who ask meanwhile.
/// </summary>
public sealed class PaymentsPrometheusExporter : IDisposable
{
    private readonly IServiceProvider _services;
    private readonly TimeProvider _time;
    private readonly PaymentsPrometheusOptions _options;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Answer?[] _answers = new Answer?[2];

    internal PaymentsPrometheusExporter(IServiceProvider services)
    {
        _services = services;
        _time = services.GetRequiredService<TimeProvider>();
        _options = services.GetRequiredService<IOptions<PaymentsPrometheusOptions>>().Value;
    }

    private sealed record Answer(PrometheusScrape Scrape, long At);

    internal PrometheusPullExporter Pull { get; } = new();

    /// <summary>Collects and writes.</summary>
    /// <param name="accept">The scraper's header <c>Accept</c>. Null for the text format 0.0.4.</param>
    /// <param name="cancellationToken">Ends the waiting for another collection.</param>
    /// <returns>What to answer.</returns>
    /// <exception cref="InvalidOperationException">No meter provider runs in the host's services, or the collection took too long.</exception>
    public async Task<PrometheusScrape> ScrapeAsync(string? accept = null, CancellationToken cancellationToken = default)
    {
        var format = PrometheusAccept.Choose(accept);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_answers[(int)format] is { } last && _time.GetElapsedTime(last.At) < _options.CacheFor)
                return last.Scrape;
            var scrape = Collect(format);
            _answers[(int)format] = new Answer(scrape, _time.GetTimestamp());
            return scrape;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _gate.Dispose();

    private PrometheusScrape Collect(PrometheusFormat format)
    {
        _ = _services.GetService<MeterProvider>();
        var collect = Pull.Collect
            ?? throw new InvalidOperationException("No meter provider runs: add the exporter within AddOpenTelemetry().WithMetrics(…) or AddPaymentsOpenTelemetry(…) of the host's services.");

        // A flush that runs already is joined, brings nothing, and says that it failed: the next collection is ours.
        var started = _time.GetTimestamp();
        do
        {
            Pull.Begin(format);
            collect((int)_options.Timeout.TotalMilliseconds);
            if (Pull.Take() is { } body)
                return new PrometheusScrape(PrometheusAccept.ContentTypeOf(format), body);
        }
        while (_time.GetElapsedTime(started) < _options.Timeout);

        throw new InvalidOperationException($"The metrics could not be collected within {_options.Timeout.TotalSeconds} s.");
    }
}
