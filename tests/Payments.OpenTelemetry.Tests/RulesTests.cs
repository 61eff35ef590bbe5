using System.Text.RegularExpressions;

namespace Payments.OpenTelemetry.Tests;

/// <summary>The alert rules: their syntax, their behaviour by promtool, and that none is without a test and a runbook.</summary>
internal sealed partial class RulesTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Rules");

    private static string Rules => File.ReadAllText(Path.Combine(Folder, "payments.rules.yml"));

    private static IEnumerable<string> Alerts => AlertName().Matches(Rules).Select(match => match.Groups["name"].Value);

    [TestCase("minutes.test.yml")]
    [TestCase("days.test.yml")]
    [Category("Prometheus")]
    public async Task Alerts_fire_when_they_should_and_only_then(string file)
    {
        var (code, output) = await Tool.RunAsync(Tool.Find("promtool"), Folder, "test", "rules", file);
        Assert.That(code, Is.Zero, output);
    }

    [Test]
    [Category("Prometheus")]
    public async Task Rules_are_well_formed()
    {
        var (code, output) = await Tool.RunAsync(Tool.Find("promtool"), Folder, "check", "rules", "payments.rules.yml");
        Assert.That(code, Is.Zero, output);
    }

    [TestCaseSource(nameof(Alerts))]
    public void Alert_is_tested_both_ways(string alert)
    {
        var tests = string.Concat(Directory.EnumerateFiles(Folder, "*.test.yml").Select(File.ReadAllText));
        var checks = tests.Split('\n').Where(line => line.Contains($"alertname=\"{alert}\"", StringComparison.Ordinal)).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(checks, Has.Some.Contains("value: 1"), "It fires in no test.");
            Assert.That(checks, Has.Some.Contains("exp_samples: []"), "It is quiet in no test.");
        }
    }

    [TestCaseSource(nameof(Alerts))]
    public void Alert_says_how_bad_it_is_and_what_to_do(string alert)
    {
        var rule = Rules[Rules.IndexOf($"- alert: {alert}\n", StringComparison.Ordinal)..];
        var next = rule.IndexOf("- alert:", 1, StringComparison.Ordinal);
        rule = next < 0 ? rule : rule[..next];
        Assert.That(rule, Does.Match(@"severity: (critical|warning) \}").And.Match("summary: \".{10,}\"").And.Match("description: \".{10,}\"").And.Match("runbook: \".{60,}\""));
    }

    [GeneratedRegex(@"- alert: (?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AlertName();
}
