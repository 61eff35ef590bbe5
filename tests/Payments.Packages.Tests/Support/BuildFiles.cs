using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Payments.Packages.Tests;

/// <summary>What the MSBuild files at the repository's root say for all projects.</summary>
internal static partial class BuildFiles
{
    /// <summary>The version of every package that the repository makes.</summary>
    internal static string Version { get; } = XElement.Parse(Repository.Read("Directory.Build.props")).Descendants("Version").Single().Value;

    /// <summary>The versions of the packages that it takes.</summary>
    internal static IReadOnlyDictionary<string, string> PackageVersions { get; } = ReadPackageVersions();

    private static Dictionary<string, string> ReadPackageVersions()
    {
        var xml = XElement.Parse(Repository.Read("Directory.Packages.props"));
        var properties = xml.Elements("PropertyGroup").Elements().ToDictionary(property => property.Name.LocalName, property => property.Value);
        return xml.Descendants("PackageVersion").ToDictionary(
            item => (string)item.Attribute("Include")!,
            item => Property().Replace((string)item.Attribute("Version")!, match => properties[match.Groups["name"].Value]));
    }

    [GeneratedRegex(@"\$\((?<name>\w+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Property();
}
