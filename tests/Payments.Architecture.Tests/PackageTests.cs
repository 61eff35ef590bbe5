using System.Reflection;
using System.Text.RegularExpressions;

namespace Payments.Architecture.Tests;

/// <summary>What a package says of itself, and what the repository says of the machines that build it: nothing.</summary>
internal sealed partial class PackageTests
{
    private static readonly string[] WithoutAot = ["Payments.EntityFrameworkCore", "Payments.Simulator", "Payments.Conformance"];

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Package_has_a_description(Project package) => Assert.That(package.Property("Description"), Has.Length.GreaterThan(40).And.EndsWith("."));

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Package_has_a_readme_that_tells_something(Project package)
    {
        var file = Path.Combine(package.Directory, "README.md");
        Assert.That(file, Does.Exist);
        var lines = File.ReadAllLines(file);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines.FirstOrDefault(line => line.Length > 0), Is.EqualTo("# " + package.Name), "The top heading is the package's name.");
            Assert.That(lines, Has.Length.GreaterThan(20));
        }
    }

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Package_is_compatible_with_AOT_unless_exempt(Project package)
    {
        var expected = WithoutAot.Contains(package.Name) ? "false" : "true";
        var compiled = package.Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(entry => entry.Key == "IsTrimmable")?.Value ?? "false";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(package.Property("IsAotCompatible") ?? "true", Is.EqualTo(expected).IgnoreCase);
            Assert.That(compiled, Is.EqualTo(expected).IgnoreCase, "The assembly as it was built.");
        }
    }

    [Test]
    public void AOT_compatibility_is_the_default_of_a_package() =>
        Assert.That(Repository.Read("Directory.Build.props"), Does.Match("""<IsAotCompatible Condition="'\$\(IsAotCompatible\)' == ''">true</IsAotCompatible>"""));

    [Test]
    public void Licence_is_there() => Assert.That(Repository.Read("LICENSE"), Does.StartWith("MIT License"));

    [Test]
    public void No_build_file_names_a_package_registry() => Findings.AssertNone(
        "Sources of packages are the business of whoever builds; these files name a host:",
        from file in Repository.Files(".")
        where BuildFile().IsMatch(Path.GetFileName(file))
        from host in RegistryHost().Matches(Repository.Read(file)).Select(match => match.Value).Distinct()
        select $"{file}: {host}");

    [GeneratedRegex(@"^(nuget\.config|global\.json|packages\.lock\.json|package(-lock)?\.json|\.npmrc|Dockerfile.*|.*\.(props|targets|csproj|sln|slnx|lock))$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BuildFile();

    [GeneratedRegex(@"[a-z0-9.-]*(nuget" + @"\.org|npm" + @"js|debian)[a-z0-9.-]*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RegistryHost();
}
