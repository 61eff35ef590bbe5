namespace Payments.Samples.Tests;

internal sealed class ArgumentTests
{
    [TestCase("stripe")]
    [TestCase("STRIPE")]
    public async Task Runs_one_provider(string name)
    {
        var run = await SampleProcess.RunAsync(["--provider", name]);
        Assert.That(run.ExitCode, Is.Zero, run.All);
        Assert.That(run.Output, Does.StartWith("stripe "));
    }

    [Test]
    public async Task Refuses_an_unknown_provider_and_lists_those_that_are_there()
    {
        var run = await SampleProcess.RunAsync(["--provider", "acorn"]);
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Output, Is.Empty);
        Assert.That(run.Error, Does.Contain("'acorn'").And.Contain("stripe"));
    }

    [TestCase("--provider")]
    [TestCase("--har")]
    [TestCase("--provider", "--live")]
    [TestCase("--providers")]
    [TestCase("stripe")]
    [TestCase("--live", "--har", "traffic.har")]
    public async Task Refuses_what_it_does_not_understand(params string[] arguments)
    {
        var run = await SampleProcess.RunAsync(arguments);
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Output, Is.Empty);
        Assert.That(run.Error, Is.Not.Empty);
    }

    [Test]
    public async Task Helps()
    {
        var run = await SampleProcess.RunAsync(["--help"]);
        Assert.That(run.ExitCode, Is.Zero);
        foreach (var word in new[] { "--provider", "--har", "--live", "--help", "stripe", "PAYMENTS__STRIPE__SECRETKEY", "PAYMENTS_ALLOW_LIVE", "NO_COLOR" })
            Assert.That(run.Output, Does.Contain(word));
    }

    [Test]
    public async Task Says_that_the_traffic_could_not_be_written()
    {
        var run = await SampleProcess.RunAsync(["--har", Path.Combine(Path.GetTempPath(), "payments-no-such-folder", "traffic.har")]);
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("could not be written"));
    }
}
