using System.Reflection;
using System.Xml.Linq;

namespace Payments.Packages.Tests;

/// <summary>
/// Projects that have never heard of the repository and take everything from packages: the sample, the program of the README, and one that
/// installs all there is and tests a provider as the conformance suite's README says. One restore and one build for them.
/// </summary>
internal static class NewHosts
{
    /// <summary>The sample in the repository.</summary>
    internal static Project Sample { get; } = Repository.Projects.Single(project => project.Name == "Payments.Samples.Console");

    private static string Folder => Path.Combine(Packed.Temporary, "hosts");

    internal static async Task BuildAsync()
    {
        Write("nuget.config", Configuration());
        Write("Directory.Build.props", Properties);
        Write("Shop/Shop.csproj", ShopProject().ToString());
        Write("Shop/Program.cs", Readme.Shop.FirstCode);
        Write($"{Sample.Name}/{Sample.Name}.csproj", SampleProject().ToString());
        var folder = Path.GetRelativePath(Repository.Root, Sample.Directory);
        foreach (var file in Repository.Files(folder).Where(file => file.EndsWith(".cs", StringComparison.Ordinal)))
            Write($"{Sample.Name}/{Path.GetRelativePath(folder, file)}", Repository.Read(file));
        Write("Everything/Everything.csproj", EverythingProject().ToString());
        Write("Everything/Suite.cs", Readme.Suite.FirstCode);
        Write("Hosts.slnx", new XElement("Solution", Listed("Shop"), Listed(Sample.Name), Listed("Everything")).ToString());

        await DotNetProcess.RunAsync(Folder, ["build", "Hosts.slnx", "-nologo"], ("NUGET_PACKAGES", Path.Combine(Packed.Temporary, "cache")));

        static XElement Listed(string project) => new("Project", new XAttribute("Path", $"{project}/{project}.csproj"));
    }

    internal static string FolderOf(string project) => Path.Combine(Folder, project);

    internal static string OutputOf(string project, string assembly) => Path.Combine(FolderOf(project), "bin", "Debug", "net10.0", assembly + ".dll");

    // Sources are added, none is taken away: the machine's own hold the packages of others. Those that it has already are used where they are.
    private static string Configuration()
    {
        var known = typeof(NewHosts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "NuGetPackageRoot").Value!;
        return new XElement(
            "configuration",
            new XElement("packageSources", Add("packed", Packed.Folder)),
            new XElement("fallbackPackageFolders", Add("machine", known))).ToString();

        static XElement Add(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));
    }

    // Strict, so that a warning which a package brings along fails; but the machine's feed may lack what Directory.Build.props says of ours.
    private const string Properties =
        """
        <Project>
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <NoWarn>$(NoWarn);NU1603</NoWarn>
            <NuGetAudit>false</NuGetAudit>
            <UseAppHost>false</UseAppHost>
          </PropertyGroup>
          <ItemGroup>
            <PrunePackageReference Include="Polly.Extensions.Http" Version="3.0.0" />
          </ItemGroup>
        </Project>
        """;

    private static XElement ShopProject() => new(
        "Project",
        new XAttribute("Sdk", "Microsoft.NET.Sdk.Web"),
        Ours(Readme.Shop.Packages));

    private static XElement EverythingProject() => new(
        "Project",
        new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement("PropertyGroup", new XElement("CopyLocalLockFileAssemblies", true)),
        Ours(Repository.Packages.Select(package => package.Name)));

    private static XElement SampleProject()
    {
        var project = XElement.Load(Sample.Path);
        foreach (var item in project.Descendants("PackageReference"))
            item.SetAttributeValue("Version", BuildFiles.PackageVersions[(string)item.Attribute("Include")!]);
        project.Descendants("ProjectReference").Remove();
        project.Add(Ours(Sample.ProjectReferences));
        return project;
    }

    private static XElement Ours(IEnumerable<string> packages) => new(
        "ItemGroup", packages.Select(id => new XElement("PackageReference", new XAttribute("Include", id), new XAttribute("Version", Packed.Version))));

    private static void Write(string file, string content)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
