using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Payments.OpenTelemetry.Tests;

/// <summary>The two text formats, character by character.</summary>
internal sealed class PrometheusTextTests
{
    private const string OpenMetrics = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    private static ServiceProvider Services(Action<PaymentsPrometheusOptions>? options = null)
    {
        var services = new ServiceCollection();
        services.AddPaymentsOpenTelemetry(telemetry => telemetry.WithMetrics(metrics => metrics
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddAttributes([new("service.name", "shop \"A\"\\\n")]))
            .AddMeter("test").AddPaymentsPrometheusExporter(options)));
        return services.BuildServiceProvider();
    }

    private static async Task<(string Type, string Text)> ScrapeAsync(IServiceProvider services, string? accept)
    {
        var scrape = await services.GetRequiredService<PaymentsPrometheusExporter>().ScrapeAsync(accept);
        return (scrape.ContentType, Encoding.UTF8.GetString(scrape.Body.Span));
    }

    [Test]
    public async Task Text_0_0_4()
    {
        await using var services = Services();
        _ = services.GetRequiredService<MeterProvider>();
        using var meter = new Meter("test");
        meter.CreateCounter<long>("sales.count", "{sale}", "All \"sales\"\\\nso far.").Add(3, new("shop.name", "a\\b\"c\nd"), new("1st", true));
        meter.CreateHistogram("wait", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] }).Record(0.7);
        meter.CreateUpDownCounter<long>("open").Add(-2);
        meter.CreateGauge<double>("left", "1").Record(double.PositiveInfinity);

        var (type, text) = await ScrapeAsync(services, "text/plain");
        Assert.That(type, Is.EqualTo("text/plain; version=0.0.4; charset=utf-8"));
        Assert.That(text, Is.EqualTo("""
            # TYPE target_info gauge
            # HELP target_info The program that is measured.
            target_info{service_name="shop \"A\"\\\n"} 1
            # TYPE sales_count_total counter
            # HELP sales_count_total All "sales"\\\nso far.
            sales_count_total{_1st="true",otel_scope_name="test",shop_name="a\\b\"c\nd"} 3
            # TYPE wait_seconds histogram
            wait_seconds_bucket{otel_scope_name="test",le="0.5"} 0
            wait_seconds_bucket{otel_scope_name="test",le="1"} 1
            wait_seconds_bucket{otel_scope_name="test",le="+Inf"} 1
            wait_seconds_sum{otel_scope_name="test"} 0.7
            wait_seconds_count{otel_scope_name="test"} 1
            # TYPE open gauge
            open{otel_scope_name="test"} -2
            # TYPE left_ratio gauge
            left_ratio{otel_scope_name="test"} +Inf

            """));
    }

    [Test]
    public async Task OpenMetrics_1_0_with_exemplars()
    {
        await using var services = Services();
        _ = services.GetRequiredService<MeterProvider>();
        using var meter = new Meter("test");
        using var activity = new Activity("sale").SetIdFormat(ActivityIdFormat.W3C);
        activity.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        activity.Start();
        meter.CreateCounter<long>("sales.total", "By", "All \"sales\".").Add(3);
        meter.CreateHistogram("wait", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] }).Record(0.7);

        var (type, text) = await ScrapeAsync(services, OpenMetrics);
        var ids = $"{{trace_id=\"{activity.TraceId}\",span_id=\"{activity.SpanId}\"}}";
        Assert.That(type, Is.EqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8"));
        var lines = System.Text.RegularExpressions.Regex.Replace(text, @" \d{10}\.\d{3}$", " TIME", System.Text.RegularExpressions.RegexOptions.Multiline);
        Assert.That(lines, Is.EqualTo($$"""
            # TYPE target info
            # HELP target The program that is measured.
            target_info{service_name="shop \"A\"\\\n"} 1
            # TYPE sales_bytes counter
            # UNIT sales_bytes bytes
            # HELP sales_bytes All \"sales\".
            sales_bytes_total{otel_scope_name="test"} 3 # {{ids}} 3 TIME
            # TYPE wait_seconds histogram
            # UNIT wait_seconds seconds
            wait_seconds_bucket{otel_scope_name="test",le="0.5"} 0
            wait_seconds_bucket{otel_scope_name="test",le="1.0"} 1 # {{ids}} 0.7 TIME
            wait_seconds_bucket{otel_scope_name="test",le="+Inf"} 1
            wait_seconds_sum{otel_scope_name="test"} 0.7
            wait_seconds_count{otel_scope_name="test"} 1
            # EOF

            """));
    }

    [TestCase("payment.duration", "s", 2, "payment_duration_seconds", "payment_duration_seconds")]
    [TestCase("payment.attempts", "{attempt}", 0, "payment_attempts", "payment_attempts_total")]
    [TestCase("a..b--c_total", "", 0, "a_b_c", "a_b_c_total")]
    [TestCase("9lives", "m/s", 1, "_9lives_meters_per_second", "_9lives_meters_per_second")]
    [TestCase("wait_seconds", "s", 1, "wait_seconds", "wait_seconds")]
    [TestCase("calls", "{call}/s", 1, "calls_per_second", "calls_per_second")]
    [TestCase("hit", "1", 0, "hit", "hit_total")]
    public void Names(string name, string unit, int type, string family, string sample)
    {
        var made = PrometheusNames.Make(name, unit, (PrometheusType)type);
        Assert.That((made.Family, made.Sample), Is.EqualTo((family, sample)));
    }

    [TestCase(null, false)]
    [TestCase("", false)]
    [TestCase("*/*", false)]
    [TestCase(OpenMetrics, true)]
    [TestCase("application/openmetrics-text", true)]
    [TestCase("application/openmetrics-text;version=2.0.0", false)]
    [TestCase("application/openmetrics-text;q=0.2, text/plain;q=0.8", false)]
    [TestCase("application/openmetrics-text;q=0", false)]
    [TestCase("nonsense,;;,application/openmetrics-text; version=\"1.0.0\"", true)]
    public void The_scraper_chooses(string? accept, bool open) =>
        Assert.That(PrometheusAccept.Choose(accept), Is.EqualTo(open ? PrometheusFormat.OpenMetrics : PrometheusFormat.Text));

    [Test]
    public async Task One_collection_serves_all_who_ask_at_once()
    {
        await using var services = Services(options => options.CacheFor = TimeSpan.FromMinutes(1));
        using var meter = new Meter("test");
        var collections = 0;
        meter.CreateObservableGauge("looks", () => Interlocked.Increment(ref collections));
        var exporter = services.GetRequiredService<PaymentsPrometheusExporter>();
        var scrapes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => exporter.ScrapeAsync())));
        Assert.That(collections, Is.EqualTo(1));
        Assert.That(scrapes.Distinct(), Has.Exactly(1).Items);
        Assert.That((await exporter.ScrapeAsync(OpenMetrics)).ContentType, Does.StartWith("application/openmetrics-text"));
    }

    [Test]
    public async Task Scrapes_and_flushes_at_once_all_get_whole_answers()
    {
        await using var services = Services(options => options.CacheFor = TimeSpan.Zero);
        var provider = services.GetRequiredService<MeterProvider>();
        using var meter = new Meter("test");
        meter.CreateCounter<long>("sales").Add(1);
        var exporter = services.GetRequiredService<PaymentsPrometheusExporter>();
        using var ending = new CancellationTokenSource();
        var flushing = Task.Run(() =>
        {
            while (!ending.IsCancellationRequested)
                provider.ForceFlush();
        });
        for (var i = 0; i < 500; i++)
        {
            var scrape = await exporter.ScrapeAsync(i % 2 == 0 ? OpenMetrics : null);
            Assert.That(Encoding.UTF8.GetString(scrape.Body.Span), Does.Contain("sales_total{otel_scope_name=\"test\"} 1\n"));
        }

        await ending.CancelAsync();
        await flushing;
    }

    [Test]
    public async Task A_host_without_a_meter_provider_hears_what_to_do()
    {
        await using var services = new ServiceCollection().AddOptions().AddSingleton(TimeProvider.System).BuildServiceProvider();
        using var exporter = new PaymentsPrometheusExporter(services);
        Assert.That(() => exporter.ScrapeAsync(), Throws.InvalidOperationException.With.Message.Contains("AddPaymentsOpenTelemetry"));
    }
}
