using System.Text;

namespace Payments.Architecture.Tests;

/// <summary>The README's table of providers is written from what they claim, not by hand.</summary>
internal sealed class ProviderTableTests
{
    private const string UpdateVariable = "UPDATE_README";
    private const string Begin = "<!-- providers: written by the tests -->";
    private const string End = "<!-- /providers -->";

    [TestCaseSource(typeof(DependencyRules), nameof(DependencyRules.Providers))]
    public void Provider_says_what_it_can_do(Project provider) => Assert.That(
        ProviderTable.ClaimsOf(provider), Is.Not.Empty, "Its …Defaults class has its capabilities as a static member, or one for each of its APIs.");

    [Test]
    public void Readme_holds_the_table_of_providers()
    {
        var file = Path.Combine(Repository.Root, "README.md");
        var text = File.ReadAllText(file).ReplaceLineEndings("\n");
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        Assert.That(begin, Is.GreaterThan(0).And.LessThan(end), $"The README holds the lines '{Begin}' and '{End}', with the table between them.");

        var table = "\n" + string.Concat(ProviderTable.Rows.Select(row => row + "\n"));
        var now = text[..(begin + Begin.Length)] + "\n" + table + "\n" + text[end..];
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            File.WriteAllText(file, now, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        else
            Assert.That(text, Is.EqualTo(now), $"The table is not what the providers claim. Run the test with {UpdateVariable}=1 and commit the README.");
    }
}
