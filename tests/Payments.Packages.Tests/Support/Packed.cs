using System.Reflection;

namespace Payments.Packages.Tests;

/// <summary>The solution's packages, packed once for all tests into a temporary folder, from what the build of the tests has just built.</summary>
[SetUpFixture]
internal sealed class Packed
{
    private static DirectoryInfo? _temporary;

    /// <summary>A folder of this run, outside of the repository; deleted at its end.</summary>
    internal static string Temporary => _temporary!.FullName;

    /// <summary>Where the packages are: what a host adds as a source.</summary>
    internal static string Folder => Path.Combine(Temporary, "packages");

    /// <summary>A version that no cache can have.</summary>
    internal static string Version => $"{BuildFiles.Version}-{_temporary!.Name.Replace('.', '-')}";

    [OneTimeSetUp]
    public async Task PackAsync()
    {
        _temporary = Directory.CreateTempSubdirectory("packed-");
        Assert.That(Temporary, Does.Not.StartWith(Repository.Root), "A host in the temporary folder would take over the repository's build files.");
        var configuration = typeof(Packed).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

        // Other projects of the solution may still be building: nothing is built and nothing is written beside them.
        await DotNetProcess.RunAsync(
            Repository.Root,
            [
                "pack", "Payments.Abstractions.sln", "--no-build", "--no-restore", "-nologo", "-c", configuration, "-o", Folder,
                $"-p:Version={Version}", $"-p:NuspecOutputPath={Path.Combine(Temporary, "nuspec")}",
            ]);
    }

    [OneTimeTearDown]
    public void Delete() => _temporary?.Delete(recursive: true);
}
