using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Payments.Samples.ConsoleApp;
using Payments.Samples.Tests.Acorn;

namespace Payments.Samples.Tests;

/// <summary>The scenario names no provider: it follows the capabilities of one that it has never seen.</summary>
internal sealed class ScenarioTests
{
    private const PaymentOperations Least = PaymentOperations.Create | PaymentOperations.Confirm | PaymentOperations.Get;

    [Test]
    public async Task Confirms_what_the_payer_agreed_to_and_refunds_the_whole_where_parts_cannot_be()
    {
        var (report, text) = await RunAsync(new AcornSimulator(), Least | PaymentOperations.Refund);
        Assert.That(report.HasFailures, Is.False, text);
        Assert.That(text, Does.Contain("25000 KRW: RequiresAction, FormPostAction"));
        Assert.That(text, Does.Match("confirm it +ok.+Completed"));
        Assert.That(text, Does.Match("its webhooks +- .+the reconciler reads"));
        Assert.That(text, Does.Match("refund it +ok").And.Not.Contain("refund a part"));
        Assert.That(text, Does.Match("one more refund +ok.+refused"));
    }

    [Test]
    public async Task Shows_that_a_missing_operation_says_so()
    {
        var (report, text) = await RunAsync(new AcornSimulator(), Least);
        Assert.That(report.HasFailures, Is.False, text);
        Assert.That(text, Does.Match("refund +ok.+not supported"));
    }

    [Test]
    public async Task Takes_hints_for_hints()
    {
        var (report, text) = await RunAsync(new AcornSimulator { SendsHints = true }, Least | PaymentOperations.Webhooks);
        Assert.That(report.HasFailures, Is.False, text);
        Assert.That(text, Does.Match(@"its webhooks +ok.+1 received \(Hint\)").And.Not.Contain("tampered"));
    }

    [Test]
    public async Task Ends_at_the_first_step_that_is_not_as_it_should_be()
    {
        var (report, text) = await RunAsync(new AcornSimulator(), Least | PaymentOperations.Refund, cheats: true);
        Assert.That(report.HasFailures, Is.True);
        Assert.That(text, Does.Contain("expected: 25000 KRW given back").And.Contain("actual:   1 KRW: Completed"));
        Assert.That(text, Does.Not.Contain("one more refund"));
    }

    [Test]
    public async Task Ends_where_a_person_has_to_pay_when_there_is_no_simulator()
    {
        var (report, text) = await RunAsync(new AcornSimulator(), Least, isLive: true);
        Assert.That(report.HasFailures, Is.False, text);
        Assert.That(text, Does.Contain("acorn: a page of yours has to post a form to https://acorn.example/pay."));
    }

    [Test]
    public void Begins_nothing_once_it_was_stopped() => Assert.That(
        () => RunAsync(new AcornSimulator(), Least, stop: new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());

    private static async Task<(Report Report, string Text)> RunAsync(
        AcornSimulator server, PaymentOperations operations, bool cheats = false, bool isLive = false, CancellationToken stop = default)
    {
        await using var simulator = server;
        var acorn = SampleProvider.Of(
            "Acorn", server, _ => [], (payments, _) => payments.AddProvider("acorn", (_, _) => new AcornProvider(server, operations) { CheatsOnRefunds = cheats }));
        var services = new ServiceCollection().AddSingleton<OrderBook>();
        acorn.Register(services.AddPayments().AddEventHandler<OrderBookHandler>(), new ConfigurationBuilder().Build());
        await using var host = services.BuildServiceProvider();

        var text = new StringWriter();
        var report = new PlainReport(text);
        await new Scenario(acorn, isLive ? null : server, host, report).RunAsync(stop);
        report.Finish();
        return (report, text.ToString());
    }
}
