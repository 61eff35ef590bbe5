using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace Payments.Architecture.Tests;

/// <summary>What a program that uses every package is compiled against: the shared frameworks and the output of this test.</summary>
internal static class CompilerReferences
{
    internal static IReadOnlyList<MetadataReference> All { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(File.Exists)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The source generator of System.Text.Json, as the SDK has it.</summary>
    internal static ISourceGenerator JsonGenerator { get; } = Generator("System.Text.Json.SourceGeneration.JsonSourceGenerator");

    private static ISourceGenerator Generator(string type)
    {
        var path = typeof(CompilerReferences).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "JsonGenerator").Value!;
        return ((IIncrementalGenerator)Activator.CreateInstance(AssemblyLoadContext.Default.LoadFromAssemblyPath(path).GetType(type, throwOnError: true)!)!).AsSourceGenerator();
    }
}
