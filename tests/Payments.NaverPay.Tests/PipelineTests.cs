using Microsoft.Extensions.DependencyInjection;
using Payments.Simulator;

namespace Payments.NaverPay.Tests;

/// <summary>Naver Pay behind the pipeline and its memory, against the simulator.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PipelineTests
{
    private readonly NaverPaySimulatorOptions _simulated = new();

    private NaverPaySimulator Simulator { get; set; } = null!;

    private ServiceProvider Services { get; set; } = null!;

    private IPaymentProvider Provider => Services.GetRequiredKeyedService<IPaymentProvider>("naverpay");

    [SetUp]
    public async Task StartAsync()
    {
        Simulator = new NaverPaySimulator(_simulated);
        await Simulator.StartAsync();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPayments().AddNaverPay(options =>
        {
            options.BaseAddress = options.PcPageAddress = options.MobilePageAddress = Simulator.BaseAddress;
            (options.ClientId, options.ClientSecret, options.ChainId) = (Simulator.ClientId, Simulator.ClientSecret, Simulator.ChainId);
        });
        Services = services.BuildServiceProvider();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await Services.DisposeAsync();
        await Simulator.DisposeAsync();
    }

    [Test]
    public async Task A_payment_that_the_host_names_by_naver_pay_s_id_is_what_it_was()
    {
        var (created, back) = await AgreeAsync();
        await Provider.ConfirmPaymentAsync(Confirmation(created, back));
        var named = PaymentReference.From("naverpay", back["paymentId"]);
        var read = await Provider.GetPaymentAsync(named);
        Assert.That((read.CapturedAmount, read.Attention), Is.EqualTo(((Money?)Requests.Won(11000), PaymentAttention.None)));

        await Provider.RefundPaymentAsync(new RefundRequest { Payment = named, Amount = Requests.Won(4000) });
        Assert.That((await Provider.GetPaymentAsync(named)).RefundedAmount, Is.EqualTo(Requests.Won(4000)));
        await Provider.RefundPaymentAsync(new RefundRequest { Payment = named });
        var found = (await Provider.FindPaymentsAsync(new FindPaymentsRequest { OrderId = "A-1001" })).Payments.Single();
        Assert.That((await Provider.GetPaymentAsync(found)).Status, Is.EqualTo(PaymentStatus.Refunded));
        Assert.That(Simulator.TotalsOf("A-1001"), Is.EqualTo(new SimulatedTotals(1, 11000, 11000, 11000)));
    }

    [Test]
    public async Task An_order_whose_payer_agreed_in_two_windows_is_charged_once()
    {
        var (created, first) = await AgreeAsync();
        var second = await PlayAsync(created);
        var paid = await Provider.ConfirmPaymentAsync(Confirmation(created, first));
        var again = await Provider.ConfirmPaymentAsync(Confirmation(created, second));
        Assert.That((again.Status, again.TransactionId), Is.EqualTo((PaymentStatus.Completed, paid.TransactionId)));
        Assert.That(Simulator.TotalsOf("A-1001").Charges, Is.EqualTo(1));
    }

    [TestCase(SimulatorFaultKind.CutAfterActing)]
    [TestCase(SimulatorFaultKind.CutBeforeActing)]
    [TestCase(SimulatorFaultKind.KeyInUse)]
    public async Task What_may_have_been_applied_is_looked_up_before_it_is_sent_again(SimulatorFaultKind kind)
    {
        var (created, back) = await AgreeAsync();
        Simulator.Faults.Add(kind, "POST /naverpay-partner/naverpay/payments/v2.2/apply/payment");
        var confirmation = Confirmation(created, back);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => Provider.ConfirmPaymentAsync(confirmation));
        Assert.That(Sent("apply/payment"), Is.EqualTo(1), "It is not sent again by itself.");

        var before = Simulator.Requests.Count;
        Assert.That((await Provider.ConfirmPaymentAsync(confirmation)).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(Simulator.Requests[before].Path, Does.Contain("/list/history"), "The history comes first.");
        Assert.That(Sent("apply/payment"), Is.EqualTo(kind is SimulatorFaultKind.CutAfterActing ? 1 : 2));
        Assert.That(Simulator.TotalsOf("A-1001").Charges, Is.EqualTo(1));
    }

    [TestCase(SimulatorFaultKind.CutAfterActing)]
    [TestCase(SimulatorFaultKind.CutBeforeActing)]
    [TestCase(SimulatorFaultKind.KeyInUse)]
    public async Task What_may_have_been_refunded_is_looked_up_before_it_is_sent_again(SimulatorFaultKind kind)
    {
        var (created, back) = await AgreeAsync();
        await Provider.ConfirmPaymentAsync(Confirmation(created, back));
        Simulator.Faults.Add(kind, "POST /naverpay-partner/naverpay/payments/v1/cancel");
        var request = new RefundRequest { Payment = created.Reference, Amount = Requests.Won(4000) };
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => Provider.RefundPaymentAsync(request));
        Assert.That(Sent("v1/cancel"), Is.EqualTo(1), "It is not sent again by itself.");

        var before = Simulator.Requests.Count;
        Assert.That((await Provider.RefundPaymentAsync(request)).Status, Is.EqualTo(RefundStatus.Completed));
        Assert.That(Simulator.Requests[before].Path, Does.Contain("/list/history"), "The history comes first.");
        Assert.That(Sent("v1/cancel"), Is.EqualTo(kind is SimulatorFaultKind.CutAfterActing ? 1 : 2));
        Assert.That(Simulator.TotalsOf("A-1001").Refunded, Is.EqualTo(4000));
    }

    [TestCase(true, RefundStatus.Completed)]
    [TestCase(false, RefundStatus.Failed)]
    public async Task A_refund_that_takes_time_can_be_read_all_the_while(bool succeeds, RefundStatus expected)
    {
        _simulated.RefundsTakeTime = true;
        var (created, back) = await AgreeAsync();
        await Provider.ConfirmPaymentAsync(Confirmation(created, back));
        var refund = await Provider.RefundPaymentAsync(new RefundRequest { Payment = created.Reference, Amount = Requests.Won(4000) });
        Assert.That(refund.Status, Is.EqualTo(RefundStatus.Pending));
        Assert.That((await Provider.GetRefundAsync(refund)).Status, Is.EqualTo(RefundStatus.Pending), "Naver Pay does not list it yet.");
        await Simulator.SettlePendingAsync(succeed: succeeds);
        Assert.That((await Provider.GetRefundAsync(refund)).Status, Is.EqualTo(expected));
    }

    private int Sent(string call) => Simulator.Requests.Count(request => request.Path.EndsWith(call, StringComparison.Ordinal));

    private async Task<(Payment Created, Dictionary<string, string> Back)> AgreeAsync()
    {
        var created = await Provider.CreatePaymentAsync(Requests.Page());
        return (created, await PlayAsync(created));
    }

    private async Task<Dictionary<string, string>> PlayAsync(Payment created)
    {
        var back = await Simulator.PayAsync(created.Reference.PaymentId!);
        return back.Url!.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
    }

    private static ConfirmPaymentRequest Confirmation(Payment created, Dictionary<string, string> back) =>
        new() { Payment = created.Reference, ReturnParameters = back };
}
