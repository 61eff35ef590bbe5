using System.Text.Json;
using System.Text.Json.Nodes;
using Payments.Simulator;

namespace Payments.Conformance;

/// <summary>
/// The traffic of a run as <c>&lt;provider&gt;-conformance.har</c> in the folder that <c>PAYMENTS_HAR</c> names. The fixtures of one provider write
/// one file; a file of an earlier run is replaced.
/// </summary>
internal static class TrafficArchive
{
    private static readonly Lock Gate = new();
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly Dictionary<string, JsonObject> Archives = new(StringComparer.Ordinal);

    private static string? Folder => Environment.GetEnvironmentVariable("PAYMENTS_HAR") is { Length: > 0 } folder ? folder : null;

    /// <summary>Takes what a simulator recorded.</summary>
    internal static async Task AddAsync(ProviderSimulator simulator)
    {
        if (Folder is null)
            return;
        using var stream = new MemoryStream();
        await simulator.WriteHarAsync(stream);
        var archive = JsonNode.Parse(stream.ToArray())!.AsObject();
        lock (Gate)
        {
            if (!Archives.TryGetValue(simulator.Name, out var whole))
            {
                Archives.Add(simulator.Name, archive);
                return;
            }

            var entries = archive["log"]!["entries"]!.AsArray();
            var all = whole["log"]!["entries"]!.AsArray();
            foreach (var entry in entries.ToArray())
            {
                entries.Remove(entry);
                all.Add(entry);
            }
        }
    }

    /// <summary>Writes what was taken so far, in the order of time.</summary>
    internal static void Write()
    {
        if (Folder is not { } folder)
            return;
        lock (Gate)
        {
            Directory.CreateDirectory(folder);
            foreach (var (provider, archive) in Archives)
            {
                var entries = archive["log"]!["entries"]!.AsArray();
                var sorted = entries.OrderBy(entry => (string?)entry!["startedDateTime"], StringComparer.Ordinal).ToArray();
                entries.Clear();
                foreach (var entry in sorted)
                    entries.Add(entry);
                File.WriteAllText(Path.Combine(folder, provider + "-conformance.har"), archive.ToJsonString(Indented));
            }
        }
    }
}
