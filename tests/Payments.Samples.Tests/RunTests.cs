using System.Text.Json;
using System.Text.RegularExpressions;

namespace Payments.Samples.Tests;

/// <summary>One run as a newcomer starts it, with the traffic written down.</summary>
internal sealed partial class RunTests
{
    // Every provider package is in the sample, and so are the cards.
    private static readonly string[] Subjects =
    [
        .. Repository.Packages.Where(package => package.ProjectReferences.Contains("Payments.Http")).Select(package => package.Name["Payments.".Length..].ToLowerInvariant()),
        "security",
    ];

    private static readonly string[] Secrets = ["sk_test_simulator", "whsec_simulator", "4242424242424242", "4242 4242 4242 4242"];

    private SampleResult _run = null!;
    private string _har = null!;

    [OneTimeSetUp]
    public async Task RunOnceAsync()
    {
        var file = Path.GetTempFileName();
        _run = await SampleProcess.RunAsync(["--har", file]);
        _har = await File.ReadAllTextAsync(file);
        File.Delete(file);
    }

    [Test]
    public void Ends_with_zero_and_says_nothing_on_the_error_stream()
    {
        Assert.That(_run.ExitCode, Is.Zero, _run.All);
        Assert.That(_run.Error, Is.Empty);
    }

    [TestCaseSource(nameof(Subjects))]
    public void Every_step_of_a_subject_is_ok(string subject)
    {
        var outcomes = Row().Matches(_run.Output).Where(row => row.Groups["subject"].Value == subject).Select(row => row.Groups["outcome"].Value).ToArray();
        Assert.That(outcomes, Has.All.AnyOf("ok", "-"), _run.Output);
        Assert.That(outcomes.Count(outcome => outcome == "ok"), Is.GreaterThanOrEqualTo(5), _run.Output);
    }

    [Test]
    public void No_other_subject_is_there() => Assert.That(
        Row().Matches(_run.Output).Select(row => row.Groups["subject"].Value).Distinct(), Is.EquivalentTo(Subjects));

    // A provider that signs nothing has no webhooks to try these on; at least one of the others does.
    [TestCase("its webhooks", "received (Signed)")]
    [TestCase("one that was tampered with", "refused: InvalidSignature")]
    [TestCase("an exact replay", "nothing applied")]
    [TestCase("a replay of an hour ago", "refused: StaleSignature")]
    [TestCase("refund a part", "10 EUR: Completed")]
    [TestCase("refund the rest", "15 EUR: Completed")]
    [TestCase("one more refund", "refused: AlreadyRefunded")]
    [TestCase("the shop's order book", "paid once")]
    [TestCase("mask a card", "visa ************4242")]
    public void Says_what_happened(string step, string what) =>
        Assert.That(_run.Output.Split('\n'), Has.Some.Contains(step).And.Contains(what), _run.Output);

    [Test]
    public void Says_the_totals() => Assert.That(_run.Output, Does.Match(@"(?m)^total +\d+ ok, \d+ skipped, 0 failed, \d+\.\d ms$"));

    [Test]
    public void Has_no_control_characters() => Assert.That(_run.All.Where(c => char.IsControl(c) && c is not ('\n' or '\r')), Is.Empty);

    [Test]
    public void Writes_the_traffic_with_the_provider_of_each_entry()
    {
        using var archive = JsonDocument.Parse(_har);
        var log = archive.RootElement.GetProperty("log");
        Assert.That(log.GetProperty("version").GetString(), Is.EqualTo("1.2"));
        var providers = log.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("_provider").GetString()).ToArray();
        Assert.That(providers, Has.Length.GreaterThanOrEqualTo(5));
        Assert.That(providers.Distinct(), Is.EquivalentTo(Subjects.Except(["security"])));
    }

    [Test]
    public void Shows_no_secret([ValueSource(nameof(Secrets))] string secret)
    {
        Assert.That(_run.All, Does.Not.Contain(secret));
        Assert.That(_har, Does.Not.Contain(secret));
    }

    [Test]
    public void Shows_no_client_secret()
    {
        Assert.That(ClientSecret().IsMatch(_run.All + _har), Is.False);
        Assert.That(_har, Does.Contain("_secret_***"), "there was one to hide");
    }

    [GeneratedRegex(@"^(?<subject>[a-z]+) +(?<step>[a-z' ]+?) +(?<outcome>ok|-|FAILED) +[\d.]+ ms  ", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("_secret_[A-Za-z0-9]|tok_[a-z]{40}")]
    private static partial Regex ClientSecret();
}
