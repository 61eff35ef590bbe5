using System.Runtime.CompilerServices;

namespace Payments.Http.Tests;

public sealed class ReadmeTests
{
    [Test]
    public void The_readme_shows_the_code_that_compiles_here()
    {
        var tests = Path.GetDirectoryName(Here())!;
        var code = File.ReadAllText(Path.Combine(tests, "ReadmeExample.cs"));
        code = code[code.IndexOf("public sealed class AcmeOptions", StringComparison.Ordinal)..];
        var readme = File.ReadAllText(Path.Combine(tests, "..", "..", "src", "Payments.Http", "README.md"));
        Assert.That(readme, Does.Contain("```csharp\n" + code + "```"));
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
