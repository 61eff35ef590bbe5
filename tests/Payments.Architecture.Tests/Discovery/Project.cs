using System.Reflection;
using System.Xml.Linq;

namespace Payments.Architecture.Tests;

/// <summary>A project of the repository.</summary>
internal sealed class Project(string path)
{
    private readonly XDocument _xml = XDocument.Load(path);

    internal string Name { get; } = System.IO.Path.GetFileNameWithoutExtension(path);

    internal string Path { get; } = path;

    internal string Directory { get; } = System.IO.Path.GetDirectoryName(path)!;

    internal bool IsPackable => Property("IsPackable") is not "false";

    internal bool IsTool => Property("PackAsTool") is "true";

    /// <summary>The built assembly; only packages have one here.</summary>
    internal Assembly Assembly => Assembly.Load(new AssemblyName(Name));

    internal string AssemblyPath => System.IO.Path.Combine(AppContext.BaseDirectory, Name + ".dll");

    /// <summary>The public types, nested ones included.</summary>
    internal IEnumerable<Type> PublicTypes => Assembly.GetTypes().Where(IsPublic).OrderBy(type => type.FullName, StringComparer.Ordinal);

    internal IEnumerable<string> PackageReferences => Items("PackageReference").Select(Include);

    internal IEnumerable<string> FrameworkReferences => Items("FrameworkReference").Select(Include);

    internal IEnumerable<string> ProjectReferences =>
        Items("ProjectReference").Select(item => System.IO.Path.GetFileNameWithoutExtension(Include(item).Replace('\\', '/')));

    public override string ToString() => Name;

    internal string? Property(string name) =>
        _xml.Descendants().LastOrDefault(element => element.Name.LocalName == name && element.Parent?.Name.LocalName == "PropertyGroup")?.Value.Trim();

    internal IEnumerable<XElement> Items(string kind) => _xml.Descendants().Where(element => element.Name.LocalName == kind);

    private static string Include(XElement item) => (string?)item.Attribute("Include") ?? "";

    private static bool IsPublic(Type type) =>
        type.IsNested ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsPublic(type.DeclaringType!) : type.IsPublic;
}
