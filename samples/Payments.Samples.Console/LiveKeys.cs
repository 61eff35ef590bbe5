using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Payments.Samples.ConsoleApp;

/// <summary>Which providers a live run can use, and whether it may use their keys.</summary>
internal static partial class LiveKeys
{
    public const string AllowVariable = "PAYMENTS_ALLOW_LIVE";

    /// <summary>Keeps the providers whose keys are set. Says what to set when there is none, or when a key would move real money.</summary>
    public static bool TryChoose(ref IReadOnlyList<SampleProvider> providers, IConfiguration configuration, out string problem)
    {
        var ready = providers.Where(provider => Missing(provider, configuration).Count == 0).ToArray();
        var live = ready.SelectMany(provider => LiveSettings(provider, configuration)).ToArray();
        problem = ready.Length == 0 ? WhatToSet(providers, configuration)
            : live.Length > 0 && Environment.GetEnvironmentVariable(AllowVariable) != "1"
                ? $"{string.Join(", ", live)}: this moves real money. Use test keys, or set {AllowVariable}=1 if you mean it."
                : "";
        providers = ready;
        return problem.Length == 0;
    }

    // A live run ends at the payer and takes no webhooks, so it can do without their secrets.
    private static List<string> Missing(SampleProvider provider, IConfiguration configuration) =>
    [
        .. from key in provider.Settings.Keys
           where !key.StartsWith("Webhook", StringComparison.Ordinal) && string.IsNullOrWhiteSpace(configuration[$"{provider.Section}:{key}"])
           select key,
    ];

    private static IEnumerable<string> LiveSettings(SampleProvider provider, IConfiguration configuration) =>
        from setting in configuration.GetSection(provider.Section).AsEnumerable()
        where setting.Value is { } value && LiveKey().IsMatch(value)
        select setting.Key;

    private static string WhatToSet(IEnumerable<SampleProvider> providers, IConfiguration configuration) => string.Join(
        Environment.NewLine,
        [
            "There are no keys for a live run. Set the test keys of one provider, as environment variables or as user secrets:",
            .. from provider in providers
               from key in Missing(provider, configuration)
               let path = $"{provider.Section}:{key}"
               let variable = path.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant()
               from line in (string[])["", $"  {variable}=…", $"  dotnet user-secrets set {path} … --project samples/Payments.Samples.Console"]
               select line,
        ]);

    // sk_live_…, rk_live_…, live_sk_…; or an environment by its name, where keys look the same in both.
    [GeneratedRegex("(^|_)live_|^(live|production)$", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex LiveKey();
}
