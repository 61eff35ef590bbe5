using Payments.Simulator;

namespace Payments.Coinbase.Tests.Flows;

public class CommerceFlows
{
    [Test]
    public async Task Money_that_comes_after_the_time_has_run_out_is_not_lost()
    {
        await using var shop = await Shop.WithCommerceAsync();
        var created = await shop.CreateAsync();
        shop.Clock.Now += TimeSpan.FromHours(2);
        Assert.That((await shop.Provider.GetPaymentAsync(created)).Status, Is.EqualTo(PaymentStatus.Expired));
        shop.Clock.Now += TimeSpan.FromMinutes(1);
        await shop.Simulator.PayLateAsync(created.Reference.PaymentId!);
        var late = (await shop.HearAsync())[^1];
        Assert.That((late.ProviderEventType, late.Payment!.Status, late.Payment.ProviderStatus, late.Payment.Attention), Is.EqualTo(
            ("charge:delayed", PaymentStatus.Processing, "UNRESOLVED:DELAYED", PaymentAttention.Late)));
        Assert.That((await shop.Provider.GetPaymentAsync(created)).Status, Is.EqualTo(PaymentStatus.Processing), "the memory follows");
    }

    [TestCase(60, "UNRESOLVED:UNDERPAID", PaymentAttention.Underpaid)]
    [TestCase(140, "UNRESOLVED:OVERPAID", PaymentAttention.Overpaid)]
    public async Task Another_amount_waits_for_a_person(int amount, string status, PaymentAttention attention)
    {
        await using var shop = await Shop.WithCommerceAsync();
        var created = await shop.CreateAsync();
        await shop.Simulator.PlayAsync(created.Reference.PaymentId!, PayerAction.PayWrongAmount(amount));
        var payment = await shop.Provider.GetPaymentAsync(created);
        Assert.That((payment.Status, payment.ProviderStatus, payment.Attention), Is.EqualTo((PaymentStatus.Processing, status, attention)));
        Assert.That((payment.CapturedAmount, payment.ReceivedAmount), Is.EqualTo(((Money?)null, (Money?)new Money(amount * 1.25m, "USDC"))));
    }

    [Test]
    public async Task An_event_that_is_delivered_again_is_told_once()
    {
        await using var shop = await Shop.WithCommerceAsync();
        await shop.PayAsync();
        var sent = shop.Simulator.Webhooks[^1];
        Assert.That((await shop.HearAsync())[^1].ProviderEventType, Is.EqualTo("charge:confirmed"));
        shop.Clock.Now += TimeSpan.FromMinutes(1);
        var again = shop.Simulator.Resend(sent.EventId);
        Assert.That(again.Body.Span.SequenceEqual(sent.Body.Span), Is.False, "the delivery around the event is another one");
        Assert.That(await shop.HearAsync(), Is.Empty);
    }

    [Test]
    public async Task Who_pays_twice_is_noticed()
    {
        await using var shop = await Shop.WithCommerceAsync();
        var paid = await shop.PayAsync();
        shop.Clock.Now += TimeSpan.FromMinutes(1);
        await shop.Simulator.PayAsync(paid.Reference.PaymentId!);
        Assert.That((await shop.Provider.GetPaymentAsync(paid)).ProviderStatus, Is.EqualTo("UNRESOLVED:MULTIPLE"));
    }

    [Test]
    public async Task Two_steps_within_one_second_end_in_the_later_one()
    {
        await using var shop = await Shop.WithCommerceAsync();
        var created = await shop.CreateAsync();
        await shop.Simulator.PayLateAsync(created.Reference.PaymentId!);
        Assert.That((await shop.Provider.GetPaymentAsync(created)).Status, Is.EqualTo(PaymentStatus.Processing));
        await shop.Simulator.SettlePendingAsync(succeed: false);
        await shop.HearAsync();
        Assert.That((await shop.Provider.GetPaymentAsync(created)).Status, Is.EqualTo(PaymentStatus.Failed));
    }

    [Test]
    public async Task A_charge_whose_answer_was_lost_is_found_and_not_made_again()
    {
        await using var shop = await Shop.WithCommerceAsync();
        shop.Simulator.Faults.Add(SimulatorFaultKind.CutAfterActing, "POST /charges");
        var request = Requests.Payment();
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => shop.Provider.CreatePaymentAsync(request));
        var found = await shop.Provider.CreatePaymentAsync(request);
        Assert.That((found.Status, found.Reference.OrderId), Is.EqualTo((PaymentStatus.RequiresAction, "A-1001")));
        Assert.That(shop.Simulator.Requests.Count(each => each.Method == "POST"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_charge_that_may_never_have_been_made_is_not_made_again_by_itself()
    {
        await using var shop = await Shop.WithCommerceAsync();
        shop.Simulator.Faults.Add(SimulatorFaultKind.CutBeforeActing, "POST /charges");
        var request = Requests.Payment();
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => shop.Provider.CreatePaymentAsync(request));
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => shop.Provider.CreatePaymentAsync(request));
        Assert.That(shop.Simulator.Requests.Count(each => each.Method == "POST"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_product_that_is_gone_is_said_so()
    {
        await using var shop = await Shop.WithCommerceAsync(options => options.IsGone = true);
        var thrown = await Assert.ThrowsAsync<PaymentRequestException>(shop.CreateAsync);
        Assert.That(thrown!.Message, Does.Contain("HTTP 410").And.Contain("Checkouts"));
    }
}
