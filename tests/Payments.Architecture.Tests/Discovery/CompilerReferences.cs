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
}
