using Microsoft.Extensions.DependencyInjection;
using Payments.Simulator;

namespace Payments.PayPal.Tests;

/// <summary>With the pipeline and its memory, against the simulator: what goes wrong between several calls.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SimulatedTests
{
    private ServiceProvider _services = null!;

    private PayPalSimulator Simulator { get; set; } = null!;

    private IPaymentProvider PayPal => _services.GetRequiredService<IPaymentProvider>();

    [SetUp]
    public async Task StartAsync()
    {
        Simulator = new PayPalSimulator();
        await Simulator.StartAsync();
        _services = Serve(PayPalWebhookVerification.Offline);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _services.DisposeAsync();
        await Simulator.DisposeAsync();
    }

    private ServiceProvider Serve(PayPalWebhookVerification verification)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPayments().AddPayPal(options =>
        {
            options.BaseAddress = Simulator.BaseAddress;
            options.ClientId = Simulator.ClientId;
            options.ClientSecret = Simulator.ClientSecret;
            options.WebhookCertificateRoots.Add(Simulator.RootCertificatePem);
            options.WebhookVerification = verification;
            options.WebhookIds.Add(PayPalSimulator.DefaultWebhookId);
            options.WebhookIds.Add("WEBHOOK_ID");
            options.MaxRetries = 0;
        });
        return services.BuildServiceProvider();
    }

    private async Task<Payment> PaidAsync(CaptureMode mode)
    {
        var created = await PayPal.CreatePaymentAsync(Requests.New(capture: mode));
        await Simulator.PayAsync(created.Reference.PaymentId!);
        return await PayPal.ConfirmPaymentAsync(new ConfirmPaymentRequest { Payment = created, Amount = Requests.Total });
    }

    private Task<Payment> CaptureAsync(Payment payment, decimal amount, bool isFinal = true) =>
        PayPal.CapturePaymentAsync(new CaptureRequest { Payment = payment, Amount = new Money(amount, "USD"), IsFinal = isFinal });

    [TestCase("PAYER_CANNOT_PAY")]
    [TestCase("TRANSACTION_REFUSED")]
    [TestCase("DECLINED")]
    public async Task A_declined_capture_ends_nothing(string issue)
    {
        var held = await PaidAsync(CaptureMode.Manual);
        await CaptureAsync(held, 8m, isFinal: false);
        await Simulator.DeclineNextCaptureAsync(held.Reference.PaymentId!, issue);
        var declined = await CaptureAsync(held, 12m);
        var read = await PayPal.GetPaymentAsync(held.Reference);
        var taken = await CaptureAsync(held, 12m);
        Assert.Multiple(() =>
        {
            Assert.That((declined.Status, declined.Error?.Kind, declined.CapturedAmount), Is.EqualTo((PaymentStatus.Authorized, PaymentErrorKind.Declined, (Money?)new Money(8m, "USD"))));
            Assert.That((read.Status, read.CapturedAmount), Is.EqualTo((PaymentStatus.Authorized, (Money?)new Money(8m, "USD"))));
            Assert.That((taken.Status, taken.CapturedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)Requests.Total)));
            Assert.That(Simulator.TotalsOf("A-1001"), Is.EqualTo(new SimulatedTotals(1, 20m, 20m, 0m)));
        });
    }

    [TestCase(SimulatorFaultKind.ErrorBeforeActing)]
    [TestCase(SimulatorFaultKind.ErrorAfterActing)]
    public async Task A_conflict_that_nothing_explains_makes_no_second_refund(SimulatorFaultKind kind)
    {
        var paid = await PaidAsync(CaptureMode.Automatic);
        Simulator.Faults.Add(new SimulatorFault(kind) { Operation = "POST /v2/payments/captures/*/refund", Status = 409 });
        var request = new RefundRequest { Payment = paid, Amount = new Money(5m, "USD"), Reference = "R-1" };
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => PayPal.RefundPaymentAsync(request));
        var refund = await PayPal.RefundPaymentAsync(request);
        Assert.That(refund.Status, Is.EqualTo(RefundStatus.Completed));
        Assert.That(Simulator.TotalsOf("A-1001"), Is.EqualTo(new SimulatedTotals(1, 20m, 20m, 5m)));
    }

    [Test]
    public async Task A_payer_who_was_declined_is_asked_again_under_the_same_key()
    {
        var created = await PayPal.CreatePaymentAsync(Requests.New());
        var request = new ConfirmPaymentRequest { Payment = created, Amount = Requests.Total, IdempotencyKey = "key-c" };
        await Simulator.DeclineAsync(created.Reference.PaymentId!);
        var declined = await PayPal.ConfirmPaymentAsync(request);
        await Simulator.PayAsync(created.Reference.PaymentId!);
        var paid = await PayPal.ConfirmPaymentAsync(request);
        Assert.That((declined.Status, paid.Status), Is.EqualTo((PaymentStatus.RequiresAction, PaymentStatus.Completed)));
        Assert.That(Simulator.TotalsOf("A-1001").Charges, Is.EqualTo(1));
    }

    [Test]
    public async Task A_part_is_not_refunded_while_a_case_is_open()
    {
        var paid = await PaidAsync(CaptureMode.Automatic);
        await Simulator.OpenInquiryAsync(paid.Reference.PaymentId!);
        var refund = await PayPal.RefundPaymentAsync(new RefundRequest { Payment = paid, Amount = new Money(5m, "USD"), Reference = "R-1" });
        Assert.That((refund.Status, refund.Error?.Code), Is.EqualTo((RefundStatus.Failed, (PaymentErrorCode?)PaymentErrorCode.Disputed)));
    }

    [TestCase(PayPalWebhookVerification.Offline, true)]
    [TestCase(PayPalWebhookVerification.Api, false)]
    public async Task An_event_of_the_Webhooks_Simulator_can_only_be_checked_here(PayPalWebhookVerification verification, bool isGood)
    {
        await using var services = Serve(verification);
        var paypal = services.GetRequiredService<IPaymentProvider>();
        await Simulator.SendTestEventAsync();
        var sent = Simulator.Webhooks.Single();
        var request = new WebhookRequest { Body = sent.Body, Headers = sent.Headers };
        if (!isGood)
        {
            Assert.That((await Assert.ThrowsAsync<WebhookVerificationException>(() => paypal.VerifyWebhookAsync(request)))!.Error.Code, Is.EqualTo(PaymentErrorCode.InvalidSignature));
            return;
        }

        var webhook = await paypal.VerifyWebhookAsync(request);
        Assert.That((await paypal.ResolveWebhookAsync(webhook)).Select(each => (each.Type, each.Payment)), Is.All.EqualTo((PaymentEventType.Other, (Payment?)null)));
    }
}
