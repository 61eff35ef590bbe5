using System.Xml.Linq;

namespace Payments.Architecture.Tests;

/// <summary>Every public type is documented in the file that the package carries.</summary>
internal sealed class DocumentationTests
{
    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Public_types_are_documented(Project package)
    {
        var file = Path.ChangeExtension(package.AssemblyPath, ".xml");
        Assert.That(file, Does.Exist);
        var documented = XDocument.Load(file).Descendants("member")
            .Where(member => member.Element("inheritdoc") is not null || member.Element("summary")?.Value.Trim().Length > 0)
            .Select(member => (string?)member.Attribute("name"))
            .ToHashSet(StringComparer.Ordinal);

        Findings.AssertNone(
            "These types have no summary:",
            package.PublicTypes.Select(type => "T:" + type.FullName!.Replace('+', '.')).Where(id => !documented.Contains(id)));
    }
}
