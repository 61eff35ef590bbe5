using System.Text.Json.Nodes;

namespace Payments.OpenTelemetry.Tests;

/// <summary>The shipped dashboards, with Grafana's variables filled in.</summary>
internal static class Dashboards
{
    internal static IReadOnlyList<string> Files { get; } = [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Dashboards"), "*.json").Order()];

    /// <summary>Every query of every panel; a panel is named <c>dashboard/panel</c>.</summary>
    /// <param name="provider">What is chosen as the provider, a regular expression.</param>
    /// <param name="interval">What Grafana takes for <c>$__rate_interval</c>.</param>
    internal static IEnumerable<(string Panel, string Query)> Queries(string provider = ".+", string interval = "30s") =>
        from file in Files
        let dashboard = JsonNode.Parse(File.ReadAllText(file))!
        from panel in dashboard["panels"]!.AsArray()
        from target in panel!["targets"]!.AsArray()
        select ($"{dashboard["title"]}/{panel["title"]}", ((string)target!["expr"]!).Replace("$provider", provider, StringComparison.Ordinal)
            .Replace("$__rate_interval", interval, StringComparison.Ordinal).Replace("$__range", "1m", StringComparison.Ordinal));
}
