using System.Text.RegularExpressions;

namespace Payments.Packages.Tests;

/// <summary>What the repository's README tells a newcomer to type and to write.</summary>
internal static partial class Readme
{
    private const string Heading = "Ten lines of `Program.cs`";

    private static string Section { get; } = Repository.Read("README.md").ReplaceLineEndings("\n").Split("\n## ")
        .Single(section => section.StartsWith(Heading + "\n", StringComparison.Ordinal));

    /// <summary>The program.</summary>
    internal static string Program => Code().Match(Section).Groups["code"].Value;

    /// <summary>The packages that it needs: <c>dotnet add package …</c>.</summary>
    internal static IEnumerable<string> Packages => AddPackage().Matches(Section).Select(match => match.Groups["id"].Value);

    [GeneratedRegex(@"^```csharp\n(?<code>.*?\n)```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    [GeneratedRegex(@"\bdotnet add package (?<id>[A-Za-z.]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex AddPackage();
}
