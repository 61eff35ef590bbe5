using System.IO.Compression;
using System.Xml.Linq;

namespace Payments.Packages.Tests;

/// <summary>A package as it was packed: its files and what its nuspec says.</summary>
internal sealed class PackageFile : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly XElement _metadata;

    private PackageFile(string path)
    {
        _archive = ZipFile.OpenRead(path);
        var nuspec = XDocument.Parse(ReadText(Files.Single(file => file.EndsWith(".nuspec", StringComparison.Ordinal))));
        _metadata = nuspec.Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    /// <summary>The files, those left out that are the archive's own (OPC).</summary>
    public IEnumerable<string> Files => _archive.Entries.Select(entry => entry.FullName)
        .Where(name => name is not ("_rels/.rels" or "[Content_Types].xml") && !name.StartsWith("package/services/metadata/", StringComparison.Ordinal));

    /// <summary>The dependencies as <c>framework: id version</c>.</summary>
    public IEnumerable<string> Dependencies => Grouped("dependencies", item => $"{(string?)item.Attribute("id")} {(string?)item.Attribute("version")}");

    /// <summary>The shared frameworks as <c>framework: name</c>.</summary>
    public IEnumerable<string> FrameworkReferences => Grouped("frameworkReferences", item => (string?)item.Attribute("name"));

    public static PackageFile Open(Project project) => new(PathOf(project, "nupkg"));

    public static PackageFile OpenSymbols(Project project) => new(PathOf(project, "snupkg"));

    public static string PathOf(Project project, string extension) => Path.Combine(Packed.Folder, $"{project.Name}.{Packed.Version}.{extension}");

    /// <summary>What the nuspec says under a name; null when it says nothing.</summary>
    public XElement? Says(string name) => _metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name);

    public byte[] Read(string file)
    {
        using var stream = _archive.GetEntry(file)?.Open() ?? throw new AssertionException($"{file} is not in the package.");
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    public string ReadText(string file)
    {
        using var reader = new StreamReader(new MemoryStream(Read(file)));
        return reader.ReadToEnd();
    }

    public void Dispose() => _archive.Dispose();

    private IEnumerable<string> Grouped(string name, Func<XElement, string?> describe) =>
        from @group in Says(name)?.Elements() ?? []
        from item in @group.Elements()
        select $"{(string?)@group.Attribute("targetFramework")}: {describe(item)}";
}
