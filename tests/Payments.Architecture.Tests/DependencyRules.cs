namespace Payments.Architecture.Tests;

/// <summary>Who may reference whom: the design's table. A package that is not in it is a provider.</summary>
internal static class DependencyRules
{
    private static readonly Dictionary<string, string[]> Projects = new(StringComparer.Ordinal)
    {
        ["Payments.Abstractions"] = [],
        ["Payments.Security"] = ["Payments.Abstractions"],
        ["Payments.Http"] = ["Payments.Security"],
        ["Payments.AspNetCore"] = ["Payments.Abstractions", "Payments.Security"],
        ["Payments.EntityFrameworkCore"] = ["Payments.Abstractions", "Payments.Security"],
        ["Payments.OpenTelemetry"] = ["Payments.Abstractions"],
        ["Payments.Simulator"] = ["Payments.Security"],
        ["Payments.Conformance"] = ["Payments.Abstractions", "Payments.Simulator"],
    };

    private static readonly string[] Provider = ["Payments.Http"];

    // Every package may have these.
    private static readonly string[] CommonPackages =
    [
        "Microsoft.Extensions.Configuration.Abstractions",
        "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Hosting.Abstractions",
        "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.Options",
        "Microsoft.Extensions.Options.ConfigurationExtensions",
    ];

    private static readonly Dictionary<string, string[]> FurtherPackages = new(StringComparer.Ordinal)
    {
        ["Payments.Http"] = ["Microsoft.Extensions.Http.Polly", "Polly"],
        ["Payments.EntityFrameworkCore"] =
        [
            "Microsoft.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.Relational", "Microsoft.EntityFrameworkCore.Sqlite",
            "Microsoft.EntityFrameworkCore.Design", "Npgsql.EntityFrameworkCore.PostgreSQL",
        ],
        ["Payments.OpenTelemetry"] = ["OpenTelemetry", "OpenTelemetry.Api", "OpenTelemetry.Api.ProviderBuilderExtensions", "OpenTelemetry.Extensions.Hosting"],
        ["Payments.Conformance"] = ["Microsoft.Extensions.DependencyInjection", "NUnit"],
    };

    private static readonly string[] AspNetCore = ["Payments.AspNetCore", "Payments.Simulator"];

    // Assemblies outside of ours and of the base library, by how their name begins.
    private static readonly Dictionary<string, string[]> FurtherAssemblies = new(StringComparer.Ordinal)
    {
        ["Payments.Http"] = ["Polly"],
        ["Payments.AspNetCore"] = ["Microsoft.AspNetCore", "Microsoft.Net.Http.Headers"],
        ["Payments.Simulator"] = ["Microsoft.AspNetCore", "Microsoft.Net.Http.Headers"],
        ["Payments.EntityFrameworkCore"] = ["Microsoft.EntityFrameworkCore", "Microsoft.Data.Sqlite", "Npgsql"],
        ["Payments.OpenTelemetry"] = ["OpenTelemetry"],
        ["Payments.Conformance"] = ["nunit.framework"],
    };

    private static readonly string[] CommonAssemblies =
        ["System.", "netstandard", "Microsoft.Extensions.", "Microsoft.Win32.Primitives"];

    /// <summary>The packages that are no part of the core: the table does not name them.</summary>
    internal static IEnumerable<Project> Providers => Repository.Packages.Where(package => !Projects.ContainsKey(package.Name));

    internal static IReadOnlyList<string> ProjectsOf(string package) => Projects.GetValueOrDefault(package, Provider);

    internal static bool MayUsePackage(string package, string reference) =>
        CommonPackages.Contains(reference) || FurtherPackages.GetValueOrDefault(package, []).Contains(reference);

    internal static bool MayUseFramework(string package, string framework) => framework == "Microsoft.AspNetCore.App" && AspNetCore.Contains(package);

    internal static bool MayUseAssembly(string package, string assembly) => assembly.StartsWith("Payments.", StringComparison.Ordinal)
        ? Reachable(package).Contains(assembly)
        : CommonAssemblies.Concat(FurtherAssemblies.GetValueOrDefault(package, [])).Any(start => assembly.StartsWith(start, StringComparison.Ordinal));

    // A reference is seen by those who reference the referencing project, too.
    private static HashSet<string> Reachable(string package) =>
        [.. ProjectsOf(package).SelectMany(reference => Reachable(reference).Append(reference))];
}
