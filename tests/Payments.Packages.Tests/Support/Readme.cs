using System.Text.RegularExpressions;

namespace Payments.Packages.Tests;

/// <summary>What a section of a README tells a newcomer to type and to write.</summary>
internal sealed partial class Readme
{
    private readonly string _section;

    private Readme(string file, string heading) => _section = Repository.Read(file).ReplaceLineEndings("\n").Split("\n## ")
        .Single(section => section.StartsWith(heading + "\n", StringComparison.Ordinal));

    /// <summary>The program of a host.</summary>
    public static Readme Shop { get; } = new("README.md", "Ten lines of `Program.cs`");

    /// <summary>The test class of who writes a provider.</summary>
    public static Readme Suite { get; } = new("src/Payments.Conformance/README.md", "Test your provider");

    /// <summary>The section's first block of C#.</summary>
    public string FirstCode => Code().Match(_section).Groups["code"].Value;

    /// <summary>The packages that it tells to install: <c>dotnet add package …</c>.</summary>
    public IEnumerable<string> Packages => AddPackage().Matches(_section).Select(match => match.Groups["id"].Value);

    [GeneratedRegex(@"^```csharp\n(?<code>.*?\n)```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    [GeneratedRegex(@"\bdotnet add package (?<id>[A-Za-z.]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex AddPackage();
}
