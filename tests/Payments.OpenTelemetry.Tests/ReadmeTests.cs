using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;

namespace Payments.OpenTelemetry.Tests;

/// <summary>The page says what the code measures: every instrument, its unit, its name in Prometheus, its labels; every alert.</summary>
internal sealed partial class ReadmeTests
{
    private static readonly string[] LabelsOfAll = ["otel_scope_name", "le"];

    private static string Page => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md"));

    private static List<(string Instrument, string Unit, string Sample, string[] Labels)> Rows =>
    [
        .. MetricRow().Matches(Page).Select(match => (
            match.Groups["name"].Value, match.Groups["unit"].Value, match.Groups["sample"].Value, match.Groups["labels"].Value.Split(", "))),
    ];

    [Test]
    [CancelAfter(60_000)]
    public async Task Metrics_are_those_of_the_code(CancellationToken cancellationToken)
    {
        List<(string, string?)> instruments = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            lock (instruments)
            {
                if (instrument.Meter.Name is PaymentsTelemetry.MeterName or PaymentsTelemetry.HttpMeterName)
                    instruments.Add((instrument.Name, instrument.Unit));
            }
        };
        listener.Start();
        await using var shop = await Shop.StartAsync();
        await shop.WorkAsync(cancellationToken, rounds: 12);
        var scrape = await shop.Exporter.ScrapeAsync(cancellationToken: cancellationToken);
        var samples = Sample().Matches(System.Text.Encoding.UTF8.GetString(scrape.Body.Span))
            .Where(match => match.Groups["name"].Value.Contains("payment", StringComparison.Ordinal))
            .Select(match => (Name: HistogramPart().Replace(match.Groups["name"].Value, ""), Labels: Label().Matches(match.Groups["labels"].Value).Select(label => label.Groups["name"].Value)))
            .GroupBy(sample => sample.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.SelectMany(sample => sample.Labels).Except(LabelsOfAll).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Rows.Select(row => (row.Instrument, (string?)row.Unit)), Is.EquivalentTo(instruments.Distinct()));
            Assert.That(samples.Keys, Is.EquivalentTo(Rows.Select(row => row.Sample)));
            foreach (var row in Rows)
                Assert.That(samples[row.Sample], Is.EquivalentTo(row.Labels), row.Instrument);
        }
    }

    [Test]
    public void Alerts_are_those_of_the_rules()
    {
        var rules = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Rules", "payments.rules.yml"));
        var alerts = AlertName().Matches(rules).Select(match => match.Groups["name"].Value);
        var section = Page[Page.IndexOf("## Alerts", StringComparison.Ordinal)..Page.IndexOf("## Dashboards", StringComparison.Ordinal)];
        Assert.That(NamedAlert().Matches(section).Select(match => match.Groups["name"].Value).Distinct(), Is.EquivalentTo(alerts));
    }

    [GeneratedRegex(@"^\| `(?<name>[a-z._]+)` \| `(?<unit>[^`]+)` \| `(?<sample>\w+)` \| (?<labels>[\w, ]+) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MetricRow();

    [GeneratedRegex(@"^(?<name>[a-z_]+)\{(?<labels>.*)\} \S+$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sample();

    [GeneratedRegex("(?<name>\\w+)=\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();

    [GeneratedRegex("(?<=_seconds)_(bucket|sum|count)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HistogramPart();

    [GeneratedRegex(@"- alert: (?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AlertName();

    [GeneratedRegex(@"`(?<name>Payments?[A-Z]\w+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedAlert();
}
