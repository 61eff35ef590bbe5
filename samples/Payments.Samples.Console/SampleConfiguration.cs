using Microsoft.Extensions.Configuration;

namespace Payments.Samples;

/// <summary>Where the providers' options come from.</summary>
internal static class SampleConfiguration
{
    /// <summary>User secrets, and environment variables above them, as a host has them: never a key in a file of the repository.</summary>
    public static IConfiguration Live() => new ConfigurationBuilder()
        .AddUserSecrets(typeof(SampleConfiguration).Assembly, optional: true)
        .AddEnvironmentVariables()
        .Build();

    /// <summary>What the simulators accept, and where they listen. Nothing of the machine's own configuration is read.</summary>
    public static IConfiguration Simulated(IEnumerable<SampleProvider> providers) => new ConfigurationBuilder()
        .AddInMemoryCollection(providers.SelectMany(SettingsOf))
        .Build();

    private static IEnumerable<KeyValuePair<string, string?>> SettingsOf(SampleProvider provider) => provider.Settings
        .Concat(provider.Addresses.Select(name => KeyValuePair.Create(name, provider.Simulator.BaseAddress.OriginalString)))
        .Select(setting => KeyValuePair.Create($"{provider.Section}:{setting.Key}", (string?)setting.Value));
}
