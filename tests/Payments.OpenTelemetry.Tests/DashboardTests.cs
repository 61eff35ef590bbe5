using System.Text.Json.Nodes;

namespace Payments.OpenTelemetry.Tests;

/// <summary>Every query of every panel, asked of a real Prometheus that scraped a real run with faults.</summary>
[Category("Prometheus")]
internal sealed class DashboardTests
{
    // Panel → why there may be nothing to show after a short run.
    private static readonly Dictionary<string, string> MayBeEmpty = new(StringComparer.Ordinal)
    {
        ["Payments: reliability/Alerts"] = "Alerts wait for minutes; a run of seconds fires few.",
    };

    [Test]
    [CancelAfter(180_000)]
    public async Task Every_query_of_every_panel_brings_data(CancellationToken cancellationToken)
    {
        Tool.Find("prometheus");
        await using var shop = await Shop.StartAsync();
        await using var prometheus = await PrometheusServer.StartAsync(shop.Address, cancellationToken);
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = Task.Run(() => shop.WorkAsync(closing.Token), CancellationToken.None);

        var waiting = Dashboards.Queries().Where(query => !MayBeEmpty.ContainsKey(query.Panel)).ToList();
        Assert.That(waiting, Has.Count.GreaterThan(40));
        for (var second = 0; waiting.Count > 0 && second < 60; second++)
        {
            await Task.Delay(1_000, cancellationToken);
            List<(string Panel, string Query)> empty = [];
            foreach (var query in waiting)
            {
                if (!HasNumber(await prometheus.QueryAsync(query.Query, cancellationToken)))
                    empty.Add(query);
            }

            waiting = empty;
        }

        foreach (var query in Dashboards.Queries().Where(query => MayBeEmpty.ContainsKey(query.Panel)))
            await prometheus.QueryAsync(query.Query, cancellationToken);
        var targets = await prometheus.GetAsync("/api/v1/targets", cancellationToken);
        var rules = await prometheus.GetAsync("/api/v1/rules", cancellationToken);
        await closing.CancelAsync();
        await work;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(waiting, Is.Empty, "These queries brought nothing:");
            Assert.That((string?)targets["activeTargets"]![0]!["lastError"], Is.Empty);
            Assert.That(rules["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).Select(rule => (string?)rule!["health"]), Has.None.EqualTo("err"));
        }
    }

    [Test]
    public void Dashboards_are_told_apart_and_ask_only_for_what_is_measured()
    {
        var dashboards = Dashboards.Files.Select(file => JsonNode.Parse(File.ReadAllText(file))!).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(dashboards.Select(dashboard => (string?)dashboard["title"]), Is.EquivalentTo(["Payments: overview", "Payments: provider", "Payments: webhooks", "Payments: reliability"]));
            Assert.That(dashboards.Select(dashboard => (string?)dashboard["uid"]), Is.Unique);
            foreach (var dashboard in dashboards)
                Assert.That(dashboard["panels"]!.AsArray().Select(panel => (int)panel!["id"]!), Is.Unique, (string?)dashboard["title"]);
        }
    }

    // NaN is what a share of nothing is.
    private static bool HasNumber(JsonArray result) => result.Any(series => (string?)series!["value"]![1] != "NaN");
}
