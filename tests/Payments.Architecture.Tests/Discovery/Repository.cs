namespace Payments.Architecture.Tests;

/// <summary>The working copy that the tests were built from, found by the solution file above them.</summary>
internal static class Repository
{
    private static readonly string[] Ignored = ["bin", "obj", "artifacts", "TestResults", "node_modules"];

    internal static string Root { get; } = FindRoot();

    /// <summary>The projects under src that become packages to reference.</summary>
    internal static IReadOnlyList<Project> Packages { get; } = [.. Shipped.Where(project => !project.IsTool)];

    /// <summary>The projects under src that become commands (dotnet tools): nobody references them, and they bring along what they need.</summary>
    internal static IReadOnlyList<Project> Tools { get; } = [.. Shipped.Where(project => project.IsTool)];

    /// <summary>Every project.</summary>
    internal static IReadOnlyList<Project> Projects { get; } =
        [.. Packages, .. Tools, .. ProjectFiles("tests").Concat(ProjectFiles("samples")).Select(path => new Project(path)).OrderBy(project => project.Name, StringComparer.Ordinal)];

    private static IEnumerable<Project> Shipped =>
        ProjectFiles("src").Select(path => new Project(path)).Where(project => project.IsPackable).OrderBy(project => project.Name, StringComparer.Ordinal);

    /// <summary>The files below some folders of the repository, build output left out, as paths with forward slashes relative to its root.</summary>
    internal static IEnumerable<string> Files(params string[] folders) =>
        folders.Select(folder => Path.Combine(Root, folder)).Where(Directory.Exists).SelectMany(Walk)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    internal static string Read(string relativePath) => File.ReadAllText(Path.Combine(Root, relativePath));

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Concat(
            Directory.EnumerateDirectories(folder)
                .Where(child => Path.GetFileName(child) is var name && !name.StartsWith('.') && !Ignored.Contains(name))
                .SelectMany(Walk));

    private static IEnumerable<string> ProjectFiles(string folder) =>
        Path.Combine(Root, folder) is var path && Directory.Exists(path)
            ? Directory.EnumerateDirectories(path).SelectMany(child => Directory.EnumerateFiles(child, "*.csproj"))
            : [];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Payments.Abstractions.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("No folder above the tests holds Payments.Abstractions.sln.");
    }
}
