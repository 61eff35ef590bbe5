using Payments.Simulator;

namespace Payments.Adyen.Tests;

/// <summary>Several payments of one order: an event belongs to the one whose page it names, if that is of the order that is signed.</summary>
public class AttemptTests
{
    [TestCase(AdyenFlow.PaymentLink)]
    [TestCase(AdyenFlow.HostedSession)]
    public async Task The_attempt_that_was_paid_is_paid_and_can_be_refunded(AdyenFlow flow)
    {
        await using var shop = await AdyenShop.OpenAsync(options => options.Flow = flow);
        var first = await shop.CreateAsync(order: "order-77");
        var second = await shop.CreateAsync(order: "order-77");
        await shop.Adyen.DeclineAsync(second.Reference.PaymentId!);
        await shop.HearAsync();
        await shop.Adyen.PayAsync(second.Reference.PaymentId!);
        await shop.HearAsync();
        var paid = await shop.ReadAsync(second);
        Assert.That((paid.Status, paid.Reference.PaymentId), Is.EqualTo((PaymentStatus.Completed, second.Reference.PaymentId)));
        Assert.That((await shop.ReadAsync(first)).Status, Is.EqualTo(PaymentStatus.RequiresAction));

        await shop.Provider.RefundPaymentAsync(new RefundRequest { Payment = paid });
        await shop.DecideAsync();
        Assert.That((await shop.ReadAsync(second)).Status, Is.EqualTo(PaymentStatus.Refunded));
    }

    // The page's id is not signed: it moves no event to another order.
    [TestCase(false)]
    [TestCase(true)]
    public async Task An_event_never_leaves_the_order_that_is_signed(bool isShared)
    {
        await using var shop = await AdyenShop.OpenAsync();
        var paid = await shop.CreateAsync(order: "order-77");
        if (isShared)
            await shop.CreateAsync(order: "order-77");
        var other = await shop.CreateAsync(order: "order-88");
        await shop.Adyen.PayAsync(paid.Reference.PaymentId!);
        await shop.HearChangedAsync(shop.Adyen.TakeWebhooks().Single(), item => item["additionalData"]!["paymentLinkId"] = other.Reference.PaymentId);
        Assert.That((await shop.ReadAsync(other)).Status, Is.EqualTo(PaymentStatus.RequiresAction));
        Assert.That((await shop.ReadAsync(paid)).Status, Is.EqualTo(PaymentStatus.Completed), "Its own link tells so, even where the event could not be placed.");
    }

    // Without a page only the pspReference tells them apart, which the event may bring before the answer does.
    [Test]
    public async Task An_event_that_comes_before_the_answer_is_of_the_payment_that_was_answered()
    {
        await using var shop = await AdyenShop.OpenAsync(options => options.MaxRetries = 0);
        await shop.CreateAsync(token: AdyenTestMethods.RefusedCard(), order: "order-77");
        shop.Adyen.TakeWebhooks();
        shop.Adyen.Faults.Add(SimulatorFaultKind.CutAfterActing, "POST /v72/payments");
        var request = new PaymentRequest
        {
            Amount = new Money(100m, "EUR"), OrderId = "order-77", ReturnUrl = new Uri("https://shop.example/return"), PaymentToken = AdyenTestMethods.Card,
        };
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => shop.Provider.CreatePaymentAsync(request));
        await shop.HearAsync();
        var paid = await shop.Provider.CreatePaymentAsync(request);
        Assert.That((paid.Status, paid.Reference.OrderId), Is.EqualTo((PaymentStatus.Completed, "order-77")));
        await shop.Provider.RefundPaymentAsync(new RefundRequest { Payment = paid });
        await shop.DecideAsync();
        var refunded = await shop.ReadAsync(paid);
        Assert.That((refunded.Status, refunded.Attention), Is.EqualTo((PaymentStatus.Refunded, PaymentAttention.None)));
    }
}
