using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Payments.Packages.Tests;

/// <summary>What is in each package, and what it says of itself to those who install it.</summary>
internal sealed class PackageTests
{
    private const string Framework = "net10.0";

    [Test]
    public void Every_project_under_src_is_packed_and_nothing_else() => Assert.That(
        Directory.EnumerateFiles(Packed.Folder), Is.EquivalentTo(
            (from project in Repository.Packages
             from extension in new[] { "nupkg", "snupkg" }
             select PackageFile.PathOf(project, extension)).Concat(Repository.Tools.Select(tool => PackageFile.PathOf(tool, "nupkg")))));

    [TestCaseSource(typeof(Repository), nameof(Repository.Tools))]
    public void A_tool_brings_its_command_and_all_that_it_needs(Project tool)
    {
        using var package = PackageFile.Open(tool);
        var folder = $"tools/{Framework}/any";
        Assert.That(package.Files, Does.Contain($"{folder}/{tool.Name}.dll").And.Contain($"{folder}/DotnetToolSettings.xml").And.Contain("README.md"));
        Assert.That(package.ReadText($"{folder}/DotnetToolSettings.xml"), Does.Contain($"Name=\"{tool.Property("ToolCommandName")}\""));
        Assert.That(package.Dependencies, Is.Empty);
    }

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Package_says_what_it_is(Project project)
    {
        using var package = PackageFile.Open(project);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(package.Says("id")?.Value, Is.EqualTo(project.Name));
            Assert.That(package.Says("version")?.Value, Is.EqualTo(Packed.Version));
            Assert.That(package.Says("authors")?.Value, Is.EqualTo("The Payments.Abstractions authors"));
            Assert.That(package.Says("description")?.Value, Is.Not.Empty.And.EqualTo(project.Property("Description")));
            Assert.That(package.Says("license")?.ToString(), Does.Contain("type=\"expression\"").And.Contain(">MIT<"));
            Assert.That(package.Says("readme")?.Value, Is.EqualTo("README.md"));
            Assert.That(package.Says("tags")?.Value.Split(' '), Has.Length.GreaterThan(1).And.Contains("payments"));
        }
    }

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Package_holds_assembly_documentation_readme_and_its_content_and_nothing_else(Project project)
    {
        using var package = PackageFile.Open(project);
        var library = $"lib/{Framework}/{project.Name}";
        Assert.That(package.Files, Is.EquivalentTo([$"{project.Name}.nuspec", "README.md", $"{library}.dll", $"{library}.xml", .. Content(project)]));
        Assert.That(package.ReadText("README.md"), Is.EqualTo(File.ReadAllText(Path.Combine(project.Directory, "README.md"))));

        var documentation = XElement.Parse(package.ReadText($"{library}.xml"));
        Assert.That(documentation.Element("assembly")?.Element("name")?.Value, Is.EqualTo(project.Name));
        Assert.That(documentation.Element("members")?.Elements("member"), Is.Not.Empty);
    }

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Symbols_are_those_of_the_assembly(Project project)
    {
        using var package = PackageFile.Open(project);
        using var symbols = PackageFile.OpenSymbols(project);
        Assert.That(symbols.Files, Is.EquivalentTo([$"{project.Name}.nuspec", $"lib/{Framework}/{project.Name}.pdb"]));

        using var assembly = new PEReader(new MemoryStream(package.Read($"lib/{Framework}/{project.Name}.dll")));
        using var pdb = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols.Read($"lib/{Framework}/{project.Name}.pdb")));
        var wanted = assembly.ReadDebugDirectory().Single(entry => entry.Type is DebugDirectoryEntryType.CodeView);
        var id = new BlobContentId(pdb.GetMetadataReader().DebugMetadataHeader!.Id);
        Assert.That(id.Guid, Is.EqualTo(assembly.ReadCodeViewDebugDirectoryData(wanted).Guid));
    }

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Dependencies_are_what_the_project_references(Project project)
    {
        using var package = PackageFile.Open(project);
        var ours = project.ProjectReferences.Select(reference => $"{Framework}: {reference} {Packed.Version}");
        var others = project.Items("PackageReference").Where(item => !IsPrivate(item)).Select(item => (string)item.Attribute("Include")!)
            .Select(reference => $"{Framework}: {reference} {BuildFiles.PackageVersions[reference]}");
        Assert.That(package.Dependencies, Is.EquivalentTo(ours.Concat(others)));
    }

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Shared_frameworks_are_what_the_project_references(Project project)
    {
        using var package = PackageFile.Open(project);
        Assert.That(package.FrameworkReferences, Is.EquivalentTo(project.FrameworkReferences.Select(reference => $"{Framework}: {reference}")));
    }

    // What a project packs beside its assembly: rules and dashboards.
    private static IEnumerable<string> Content(Project project) =>
        from item in project.Items("None")
        where (string?)item.Attribute("Pack") == "true"
        let path = (string)item.Attribute("Include")!
        from file in Directory.EnumerateFiles(Path.Combine(project.Directory, Path.GetDirectoryName(path)!), Path.GetFileName(path))
        select (string?)item.Attribute("PackagePath") + Path.GetFileName(file);

    private static bool IsPrivate(XElement item) =>
        ((string?)item.Attribute("PrivateAssets") ?? (string?)item.Element("PrivateAssets"))?.Trim() is "all" or "All";
}
