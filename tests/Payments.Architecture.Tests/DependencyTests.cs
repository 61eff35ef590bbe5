using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Payments.Architecture.Tests;

/// <summary>The one dependency rule: what the projects ask for, and what the compiled assemblies use.</summary>
internal sealed class DependencyTests
{
    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Package_references_only_the_projects_it_may(Project package)
    {
        var allowed = DependencyRules.ProjectsOf(package.Name);
        Findings.AssertNone(
            $"{package} may reference {(allowed.Count == 0 ? "no project" : string.Join(", ", allowed))} and nothing else:",
            package.ProjectReferences.Except(allowed));
    }

    [TestCaseSource(typeof(DependencyRules), nameof(DependencyRules.Providers))]
    public void Provider_references_the_shared_HTTP_package(Project package) =>
        Assert.That(package.ProjectReferences, Is.EqualTo(["Payments.Http"]));

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Package_takes_only_the_third_party_packages_it_may(Project package) => Findings.AssertNone(
        $"{package} may not take these packages:", package.PackageReferences.Where(reference => !DependencyRules.MayUsePackage(package.Name, reference)));

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Package_takes_only_the_shared_frameworks_it_may(Project package) => Findings.AssertNone(
        $"{package} may not take these frameworks:", package.FrameworkReferences.Where(reference => !DependencyRules.MayUseFramework(package.Name, reference)));

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Package_refers_to_its_dependencies_in_no_other_way(Project package) => Findings.AssertNone(
        $"{package} may not import projects or reference assemblies by path:", package.Items("Reference").Concat(package.Items("Import")).Select(item => item.ToString()));

    [TestCaseSource(typeof(Repository), nameof(Repository.Packages))]
    public void Assembly_uses_only_the_assemblies_it_may(Project package) => Findings.AssertNone(
        $"The code of {package} may not use these assemblies:", ReferencedAssemblies(package).Where(assembly => !DependencyRules.MayUseAssembly(package.Name, assembly)));

    [TestCaseSource(typeof(Repository), nameof(Repository.Projects))]
    public void Versions_are_central(Project project) => Findings.AssertNone(
        $"{project} states versions of its own; they belong into Directory.Packages.props:",
        from item in project.Items("PackageReference")
        where item.Attributes().Select(attribute => attribute.Name.LocalName).Concat(item.Elements().Select(element => element.Name.LocalName))
            .Any(name => name is "Version" or "VersionOverride")
        select item.ToString());

    [Test]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("Payments.Abstractions.sln").Replace('\\', '/');
        Findings.AssertNone(
            "These projects are not in the solution:",
            Repository.Projects
                .Select(project => Path.GetRelativePath(Repository.Root, project.Path).Replace('\\', '/'))
                .Where(path => !solution.Contains($"\"{path}\"", StringComparison.Ordinal)));
    }

    [Test]
    public void Discovery_finds_the_packages_and_their_assemblies()
    {
        Assert.That(Repository.Packages.Select(package => package.Name), Is.SupersetOf(["Payments.Abstractions", "Payments.Http", "Payments.Stripe"]));
        Findings.AssertNone(
            "These assemblies are not in the test's output:", Repository.Packages.Select(package => package.AssemblyPath).Where(path => !File.Exists(path)));
    }

    private static List<string> ReferencedAssemblies(Project package)
    {
        using var file = new PEReader(File.OpenRead(package.AssemblyPath));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
