namespace Payments.Architecture.Tests;

/// <summary>The code in the README files is code that compiles.</summary>
internal sealed class ReadmeSnippetTests
{
    private static IEnumerable<Snippet> All => Readmes.SelectMany(Snippet.ReadAll).Where(snippet => !snippet.IsIgnored);

    private static IEnumerable<string> Readmes =>
        Repository.Packages.Select(package => $"src/{package.Name}/README.md").Append("README.md").Where(file => File.Exists(Path.Combine(Repository.Root, file)));

    [TestCaseSource(nameof(All))]
    public void Code_in_a_readme_compiles(Snippet snippet) =>
        Findings.AssertNone("The block does not compile (mark it 'csharp ignore' if it is not meant to):", SnippetCompiler.Compile(snippet));

    [Test]
    public void Code_in_a_readme_is_marked_as_csharp() => Findings.AssertNone(
        "Mark a block of C# as csharp, so that it is compiled:",
        from file in Readmes
        from line in File.ReadLines(Path.Combine(Repository.Root, file)).Index()
        where line.Item.TrimStart().ToUpperInvariant() is "```CS" or "```C#" or "~~~CSHARP" or "~~~CS"
        select $"{file}:{line.Index + 1}");

    [TestCase("var money = new Money(10.50m, \"USD\");")]
    [TestCase("using System.Text;\nvar text = new StringBuilder();\ntext.Append(await provider.GetPaymentStatusAsync(reference, cancellationToken));")]
    [TestCase("public sealed class Handler : IPaymentEventHandler\n{\n    public Task HandleAsync(PaymentChange change, CancellationToken cancellationToken) => Task.CompletedTask;\n}")]
    [TestCase("var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddSingleton<Shop>();\n\nsealed class Shop;")]
    [TestCase("public async Task<PaymentStatus> ReadAsync() => (await provider.GetPaymentAsync(reference)).Status;")]
    public void Good_code_compiles(string code) => Assert.That(SnippetCompiler.Compile(new Snippet("README.md", 7, code)), Is.Empty);

    [TestCase("var money = new Money(10.50m, \"USD\");\nmoney.Round();", "README.md:8", "CS1061")]
    [TestCase("await provider.ChargeAsync();", "README.md:7", "CS1061")]
    [TestCase("class Half {", "README.md:7", "CS1513")]
    public void Wrong_code_does_not(string code, string place, string error) =>
        Assert.That(SnippetCompiler.Compile(new Snippet("README.md", 7, code)), Has.Some.StartsWith(place + ":").And.Some.Contains(error));
}
