using System.Text.Json.Nodes;
using Payments.OpenTelemetry.Tests;

namespace Payments.Samples.Web.Tests;

/// <summary>Which alerts fire, by name and provider (or queue), as <c>PaymentSlow paypal</c>.</summary>
internal sealed class Alerts(PrometheusServer prometheus)
{
    // They watch the scraping itself: one scrape that a busy machine answers late is two minutes of silence at this speed.
    private static readonly string[] OfTheScraping = ["PaymentTargetDown", "PaymentsNotMeasured"];
    private readonly SortedSet<string> _seen = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _begun = TimeProvider.System.GetUtcNow();

    /// <summary>What has fired at any look.</summary>
    public IReadOnlySet<string> Seen => _seen;

    /// <summary>Looks until what is wanted has come about.</summary>
    /// <returns>What fires then; at the deadline too, so that an assertion can say what is missing.</returns>
    public async Task<IReadOnlyCollection<string>> WatchAsync(Func<IReadOnlySet<string>, Task<bool>> isDone, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var end = TimeProvider.System.GetUtcNow() + deadline;
        while (true)
        {
            var firing = await FiringAsync(cancellationToken);
            foreach (var alert in firing.Where(_seen.Add))
                TestContext.Out.WriteLine($"{(TimeProvider.System.GetUtcNow() - _begun).TotalSeconds:F0} s: {alert}");
            if (await isDone(firing) || TimeProvider.System.GetUtcNow() > end)
                return firing;
            await Task.Delay(500, cancellationToken);
        }
    }

    private async Task<SortedSet<string>> FiringAsync(CancellationToken cancellationToken)
    {
        var answer = await prometheus.GetAsync("/api/v1/alerts", cancellationToken);
        return new(
            from alert in answer["alerts"]!.AsArray()
            where (string?)alert!["state"] == "firing"
            let labels = alert["labels"]!
            where !OfTheScraping.Contains((string?)labels["alertname"])
            select $"{labels["alertname"]} {labels["provider"] ?? labels["queue"] ?? labels["instance"]}",
            StringComparer.Ordinal);
    }
}
