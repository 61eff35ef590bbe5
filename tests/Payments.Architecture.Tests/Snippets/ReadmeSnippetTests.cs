namespace Payments.Architecture.Tests;

/// <summary>The code in the README files is code that compiles.</summary>
internal sealed class ReadmeSnippetTests
{
    private static IEnumerable<Snippet> All => Readmes.SelectMany(Snippet.ReadAll).Where(snippet => !snippet.IsIgnored);

    // A page may show lines of a test or a sample: those are compiled already, and with what stands around them.
    private static IReadOnlyList<string> CompiledElsewhere { get; } =
    [
        .. Repository.Files("tests", "samples")
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) && !file.Contains("/Payments.Architecture.Tests/", StringComparison.Ordinal))
            .Select(Repository.Read),
    ];

    private static IEnumerable<string> Readmes =>
        Repository.Packages.Select(package => $"src/{package.Name}/README.md").Append("README.md").Where(file => File.Exists(Path.Combine(Repository.Root, file)));

    [TestCaseSource(nameof(All))]
    public void Code_in_a_readme_compiles(Snippet snippet)
    {
        if (CompiledElsewhere.Any(snippet.StandsIn))
            Findings.AssertNone("A reader of the page does not know what the block's types live in:", SnippetCompiler.UnknownTypes(snippet));
        else
            Findings.AssertNone("The block does not compile, and no test or sample has its lines (mark it 'csharp ignore' if it is not meant to):", SnippetCompiler.Compile(snippet));
    }

    [TestCase("var b = 2;   // two\n\nvar c = 3;", true)]
    [TestCase("var c = 3;\nvar b = 2;", false)]
    [TestCase("var d = 4;", false)]
    public void Lines_of_another_file_are_found_in_their_order(string code, bool expected) =>
        Assert.That(new Snippet("README.md", 7, code).StandsIn("var a = 1;\n    var b = 2;\nvar c = 3;\n"), Is.EqualTo(expected));

    [Test]
    public void Code_in_a_readme_is_marked_as_csharp() => Findings.AssertNone(
        "Mark a block of C# as csharp, so that it is compiled:",
        from file in Readmes
        from line in File.ReadLines(Path.Combine(Repository.Root, file)).Index()
        where line.Item.TrimStart().ToUpperInvariant() is "```CS" or "```C#" or "~~~CSHARP" or "~~~CS"
        select $"{file}:{line.Index + 1}");

    [TestCase("using Payments;\nvar money = new Money(10.50m, \"USD\");")]
    [TestCase("using System.Text;\nvar text = new StringBuilder();\ntext.Append(await app.Services.GetRequiredService<HttpClient>().GetStringAsync(\"/\"));")]
    [TestCase("using Payments;\npublic sealed class Handler : IPaymentEventHandler\n{\n    public Task HandleAsync(PaymentChange change, CancellationToken cancellationToken) => Task.CompletedTask;\n}")]
    [TestCase("var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddSingleton<Shop>();\n\nsealed class Shop;")]
    [TestCase("public async Task<string> ReadAsync() => await app.Services.GetRequiredService<HttpClient>().GetStringAsync(\"/\");")]
    [TestCase("using System.Text.Json.Serialization;\nvar json = Wire.Default.Int32;\n[JsonSerializable(typeof(int))]\ninternal sealed partial class Wire : JsonSerializerContext;")]
    public void Good_code_compiles(string code) => Assert.That(SnippetCompiler.Compile(new Snippet("README.md", 7, code)), Is.Empty);

    [Test]
    public void Code_goes_on_where_the_page_left_off()
    {
        var first = new Snippet("README.md", 3, "using System.Text;\nvar text = new StringBuilder();");
        var second = new Snippet("README.md", 9, "text.Append(1);\nvar more = new StringBuilder();");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(SnippetCompiler.Compile(second with { Earlier = [first] }), Is.Empty);
            Assert.That(SnippetCompiler.Compile(second), Is.Not.Empty);
        }
    }

    [TestCase("using Payments;\nvar money = new Money(10.50m, \"USD\");\nmoney.Round();", "README.md:9", "CS1061")]
    [TestCase("var money = new Money(10.50m, \"USD\");", "README.md:7", "CS0246")]
    [TestCase("await app.ChargeAsync();", "README.md:7", "CS1061")]
    [TestCase("await provider.GetPaymentAsync(reference);", "README.md:7", "CS0103")]
    [TestCase("class Half {", "README.md:7", "CS1513")]
    public void Wrong_code_does_not(string code, string place, string error) =>
        Assert.That(SnippetCompiler.Compile(new Snippet("README.md", 7, code)), Has.Some.StartsWith(place + ":").And.Some.Contains(error));

    [TestCase("var secrets = new WebhookSecrets(key);", "CS0246")]
    [TestCase("var isGood = HmacSignature.Sha256Hex.Verify(secrets, now, body, signature);", "CS0103")]
    [TestCase("protected override WebhookSecrets Secrets => key;", "CS0246")]
    public void Lines_of_another_file_need_usings_of_their_types(string code, string error)
    {
        var snippet = new Snippet("README.md", 7, code);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(SnippetCompiler.UnknownTypes(snippet), Has.Count.EqualTo(1).And.All.StartsWith($"README.md:7: {error}"));
            Assert.That(SnippetCompiler.UnknownTypes(snippet with { Earlier = [new("README.md", 3, "using Payments.Security;")] }), Is.Empty);
        }
    }
}
