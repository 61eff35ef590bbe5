using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests;

/// <summary>
/// Keeps the traffic of every test and writes it to the file that the environment variable SIMULATOR_TRAFFIC names, if it is set:
/// so that it can be held against a provider's published specification.
/// </summary>
[SetUpFixture]
internal sealed class TrafficArchive
{
    private static readonly Lock Gate = new();
    private static readonly List<JsonNode> Entries = [];

    public static async Task KeepAsync(ProviderSimulator simulator)
    {
        var entries = await ReadAsync(simulator);
        lock (Gate)
            Entries.AddRange(entries);
    }

    public static async Task<IReadOnlyList<JsonNode>> ReadAsync(ProviderSimulator simulator)
    {
        using var stream = new MemoryStream();
        await simulator.WriteHarAsync(stream);
        stream.Position = 0;
        var har = await JsonNode.ParseAsync(stream);
        return [.. har!["log"]!["entries"]!.AsArray().Select(e => e!.DeepClone())];
    }

    [OneTimeTearDown]
    public void Write()
    {
        if (Environment.GetEnvironmentVariable("SIMULATOR_TRAFFIC") is { Length: > 0 } path)
            File.WriteAllText(
                path,
                new JsonObject { ["log"] = new JsonObject { ["version"] = "1.2", ["entries"] = new JsonArray([.. Entries]) } }.ToJsonString());
    }
}
