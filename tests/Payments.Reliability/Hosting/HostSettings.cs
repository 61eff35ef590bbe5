using System.Text.Json;

namespace Payments.Reliability.Hosting;

/// <summary>What a host process is told when it starts, in a file.</summary>
/// <param name="ClockPath">The shared clock.</param>
/// <param name="Database">Where the stores are.</param>
/// <param name="Providers">The providers, with where their simulators listen.</param>
internal sealed record HostSettings(string ClockPath, HostDatabase Database, IReadOnlyList<HostProviderSettings> Providers)
{
    /// <summary>Whether the host works through inbox and reconciliation by itself. False where the harness says when.</summary>
    public bool WorksByItself { get; init; } = true;


    /// <summary>Whether the host can be told to die at a marked place.</summary>
    public bool HasCrashGate { get; init; }

    internal void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, ShopJson.Options));

    internal static HostSettings Load(string path) => JsonSerializer.Deserialize<HostSettings>(File.ReadAllText(path), ShopJson.Options)!;
}

/// <summary>One provider of a host.</summary>
/// <param name="Name">The registration.</param>
/// <param name="Address">Its simulator.</param>
/// <param name="Settings">What else the host has to know of it.</param>
internal sealed record HostProviderSettings(string Name, Uri Address, IReadOnlyDictionary<string, string> Settings);

/// <summary>A database.</summary>
/// <param name="Kind">Which.</param>
/// <param name="ConnectionString">How it is reached; empty for memory.</param>
internal sealed record HostDatabase(DatabaseKind Kind, string ConnectionString);

/// <summary>The databases.</summary>
internal enum DatabaseKind
{
    /// <summary>None: nothing survives the process, so that nothing is killed.</summary>
    Memory,
    Sqlite,
    Postgres,
}

/// <summary>How harness and hosts write to each other.</summary>
internal static class ShopJson
{
    internal static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };
}
