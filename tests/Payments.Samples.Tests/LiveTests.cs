using System.Diagnostics;
using Payments.Simulator;

namespace Payments.Samples.Tests;

/// <summary>Live runs; a simulator of ours is the provider's test host.</summary>
internal sealed class LiveTests
{
    private const string KeyVariable = "PAYMENTS__STRIPE__SECRETKEY";
    private StripeSimulator _stripe = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _stripe = new StripeSimulator();
        await _stripe.StartAsync();
    }

    [TearDown]
    public async Task StopAsync() => await _stripe.DisposeAsync();

    [Test]
    public async Task Without_keys_says_what_to_set()
    {
        var run = await SampleProcess.RunAsync(["--live"]);
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain(KeyVariable).And.Contain("dotnet user-secrets set Payments:Stripe:SecretKey"));
        Assert.That(run.Error, Does.Not.Contain("WEBHOOK"), "a live run takes no webhooks");
    }

    [TestCase("sk_live_1234567890")]
    [TestCase("rk_live_1234567890")]
    public async Task Refuses_keys_that_move_real_money(string key)
    {
        var run = await RunAsync(key);
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain("PAYMENTS_ALLOW_LIVE=1").And.Contain("SecretKey").IgnoreCase);
        Assert.That(run.All, Does.Not.Contain(key));
        Assert.That(_stripe.Requests, Is.Empty);
    }

    [TestCase("Live")]
    [TestCase("production")]
    public async Task Refuses_an_environment_of_real_money_whose_keys_look_like_any(string environment)
    {
        var run = await RunAsync(_stripe.SecretKey, ("PAYMENTS__STRIPE__ENVIRONMENT", environment));
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain("PAYMENTS_ALLOW_LIVE=1").And.Contain("Environment").IgnoreCase);
        Assert.That(_stripe.Requests, Is.Empty);
    }

    [Test]
    public async Task Takes_such_keys_when_it_was_meant()
    {
        var run = await RunAsync("sk_live_1234567890", ("PAYMENTS_ALLOW_LIVE", "1"));
        Assert.That(run.ExitCode, Is.EqualTo(1), "the simulator knows no such key");
        Assert.That(_stripe.Requests, Is.Not.Empty);
        Assert.That(run.All, Does.Not.Contain("sk_live_1234567890"));
    }

    [Test]
    public async Task Refuses_a_key_of_another_kind_before_anything_is_sent()
    {
        var run = await RunAsync("pk_test_1234567890");
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain("publishable"));
        Assert.That(_stripe.Requests, Is.Empty);
    }

    [Test]
    public async Task Stops_where_a_payer_has_to_act()
    {
        var run = await RunAsync(_stripe.SecretKey);
        Assert.That(run.ExitCode, Is.Zero, run.All);
        Assert.That(run.Output, Does.Match($@"(?m)^stripe: open {_stripe.BaseAddress.OriginalString}c/pay/cs_test_\w+ to pay\.\r?$"));
        Assert.That(run.Output, Does.Not.Contain("refund"));
        Assert.That(run.All, Does.Not.Contain(_stripe.SecretKey));
    }

    [Test]
    public async Task Says_what_was_expected_and_goes_on_with_the_next()
    {
        var run = await RunAsync("sk_test_unknown");
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Output, Does.Match("(?m)^stripe +create a payment +FAILED"));
        Assert.That(run.Output, Does.Match("(?m)^ +expected: a payment that is paid or says what comes next\r?$"));
        Assert.That(run.Output, Does.Match("(?m)^ +actual:   PaymentAuthenticationException: "));
        Assert.That(run.Output, Does.Contain("1 failed").And.Match("(?m)^security +mask a card +ok"));
        Assert.That(run.All, Does.Not.Contain("sk_test_unknown"));
    }

    [Test, Platform(Exclude = "Win", Reason = "the signal is sent with kill")]
    public async Task A_stop_lets_the_call_under_way_end_and_begins_no_other()
    {
        _stripe.Faults.Add(new SimulatorFault(SimulatorFaultKind.Latency) { Latency = TimeSpan.FromSeconds(2) });
        using var process = SampleProcess.Start(["--live"], Variables(_stripe.SecretKey));
        while (_stripe.Faults.Waiting > 0)
            await Task.Delay(20);
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await kill.WaitForExitAsync();

        var run = await process.EndAsync();
        Assert.That(run.ExitCode, Is.EqualTo(130), run.All);
        Assert.That(run.Output, Does.Match("(?m)^stripe +create a payment +ok").And.Not.Contain("the same request again"));
        Assert.That(run.Error, Does.StartWith("Stopped."));
        Assert.That(_stripe.Requests, Has.Count.EqualTo(1));
    }

    private Task<SampleResult> RunAsync(string key, params (string Name, string Value)[] further) =>
        SampleProcess.RunAsync(["--live", "--provider", "stripe"], [.. Variables(key), .. further]);

    private (string Name, string Value)[] Variables(string key) =>
        [(KeyVariable, key), ("PAYMENTS__STRIPE__BASEADDRESS", _stripe.BaseAddress.OriginalString)];
}
