using Payments.Simulator;

namespace Payments.Coinbase.Tests.Flows;

public class CheckoutsFlows
{
    [TestCase(CoinbaseSignatureForm.EventHeaders)]
    [TestCase(CoinbaseSignatureForm.HookHeader)]
    [TestCase(CoinbaseSignatureForm.BodyOnly)]
    public async Task Every_form_of_webhook_completes_the_payment_once(CoinbaseSignatureForm form)
    {
        await using var shop = await Shop.WithCheckoutsAsync(options => options.SignatureForm = form);
        var created = await shop.CreateAsync();
        await shop.Simulator.PayAsync(created.Reference.PaymentId!);
        var told = (await shop.HearAsync()).Single();
        Assert.That((told.Payment!.Status, told.Payment.ReceivedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)new Money(108m, "USDC"))));
        shop.Clock.Now += TimeSpan.FromSeconds(30);
        shop.Simulator.Resend(shop.Simulator.Webhooks[0].EventId);
        Assert.That(await shop.HearAsync(), Is.Empty, "a redelivery");
    }

    [Test]
    public async Task A_refund_that_fails_gives_its_amount_free_again()
    {
        await using var shop = await Shop.WithCheckoutsAsync();
        var paid = await shop.PayAsync();
        shop.Clock.Now += TimeSpan.FromMinutes(1);
        var refund = await RefundAsync(shop, paid, 60m);
        Assert.That(refund.Status, Is.EqualTo(RefundStatus.Pending));
        await Assert.ThrowsAsync<PaymentConflictException>(() => RefundAsync(shop, paid, 60m));

        shop.Clock.Now += TimeSpan.FromMinutes(1);
        await shop.HearAsync();
        await shop.Simulator.FailRefundAsync(refund.RefundId!);
        var told = (await shop.HearAsync()).Single();
        Assert.That((told.Type, told.Refund!.Status, told.Refund.Reference), Is.EqualTo((PaymentEventType.RefundUpdated, RefundStatus.Failed, refund.Reference)));
        Assert.That((await RefundAsync(shop, paid, 60m)).Status, Is.EqualTo(RefundStatus.Pending));
    }

    [Test]
    public async Task A_refund_whose_webhook_is_lost_is_followed()
    {
        await using var shop = await Shop.WithCheckoutsAsync();
        var paid = await shop.PayAsync();
        shop.Clock.Now += TimeSpan.FromMinutes(1);
        await RefundAsync(shop, paid, 60m);
        shop.Clock.Now += TimeSpan.FromMinutes(1);
        await shop.Simulator.SettlePendingAsync();
        shop.Simulator.TakeWebhooks();
        shop.Clock.Now += TimeSpan.FromHours(1);
        Assert.That(await shop.Reconciler.RunOnceAsync(), Is.EqualTo(new ReconciliationResult(1, 1, 0)));
        shop.Clock.Now += TimeSpan.FromDays(30);
        Assert.That((await shop.Reconciler.RunOnceAsync()).Looked, Is.Zero, "it is done");
    }

    [Test]
    public async Task Two_refunds_that_are_done_at_once_are_both_told()
    {
        await using var shop = await Shop.WithCheckoutsAsync();
        var paid = await shop.PayAsync();
        await shop.HearAsync();
        shop.Clock.Now += TimeSpan.FromMinutes(1);
        var refunds = new[] { await RefundAsync(shop, paid, 30m), await RefundAsync(shop, paid, 70m) };
        shop.Clock.Now += TimeSpan.FromMinutes(1);
        await shop.Simulator.SettlePendingAsync();
        var told = await shop.HearAsync();
        Assert.That(told.Select(each => each.Refund!.RefundId), Is.EqualTo(refunds.Select(refund => refund.RefundId)));
        var read = await shop.Provider.GetPaymentAsync(paid);
        Assert.That((read.Status, read.RefundedAmount), Is.EqualTo((PaymentStatus.Refunded, (Money?)new Money(100m, "EUR"))));
    }

    [Test]
    public async Task The_sandbox_is_apart_and_caps_refunds()
    {
        await using var shop = await Shop.WithCheckoutsAsync(configure: options => options.Sandbox = true);
        var paid = await shop.PayAsync();
        Assert.That(paid.Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(shop.Simulator.Requests.Select(request => request.Path), Is.All.StartsWith("/sandbox/api/v1/checkouts"));
        await Assert.ThrowsAsync<PaymentRequestException>(() => RefundAsync(shop, paid, 60m));
        Assert.That((await RefundAsync(shop, paid, 1.5m)).Status, Is.EqualTo(RefundStatus.Pending));
    }

    [Test]
    public async Task A_token_for_another_address_or_a_wrong_clock_is_refused()
    {
        await using var proxied = await Shop.WithCheckoutsAsync(configure: options => options.SignedBaseAddress = new Uri("https://business.coinbase.com"));
        await Assert.ThrowsAsync<PaymentAuthenticationException>(proxied.CreateAsync);
        await using var late = await Shop.WithCheckoutsAsync(options => options.TimeProvider = new TestClock { Now = TestClock.Start.AddMinutes(-1) });
        await Assert.ThrowsAsync<PaymentAuthenticationException>(late.CreateAsync);
    }

    [Test]
    public async Task The_time_to_pay_counts_from_the_intention()
    {
        await using var shop = await Shop.WithCheckoutsAsync();
        var created = await shop.Provider.CreatePaymentAsync(Requests.Payment(expiresAfter: TimeSpan.FromMinutes(40)));
        shop.Clock.Now += TimeSpan.FromMinutes(39);
        Assert.That((await shop.Provider.GetPaymentAsync(created)).Status, Is.EqualTo(PaymentStatus.RequiresAction));
        shop.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.That((await shop.Provider.GetPaymentAsync(created)).Status, Is.EqualTo(PaymentStatus.Expired));
    }

    [Test]
    public async Task A_refund_of_all_whose_answer_was_lost_is_found_by_the_same_request()
    {
        await using var shop = await Shop.WithCheckoutsAsync();
        var paid = await shop.PayAsync();
        shop.Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.CutAfterActing) { Operation = "POST /api/v1/checkouts/*/refund", Count = 3 });
        var request = new RefundRequest { Payment = paid, Amount = null };
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => shop.Provider.RefundPaymentAsync(request));
        var refund = await shop.Provider.RefundPaymentAsync(request);
        Assert.That((refund.Status, refund.Amount, refund.Reference), Is.EqualTo((RefundStatus.Pending, new Money(100m, "EUR"), request.Reference)));
        Assert.That(shop.Simulator.TotalsOf(paid.Reference.PaymentId!).Refunded, Is.EqualTo(100m));
        Assert.That(await shop.Provider.RefundPaymentAsync(request), Is.EqualTo(refund), "it is remembered from now on");
    }

    private static Task<Refund> RefundAsync(Shop shop, Payment payment, decimal amount) =>
        shop.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, Amount = new Money(amount, "EUR") });
}
