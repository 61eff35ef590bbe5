using Payments.Simulator;

namespace Payments.Adyen.Tests;

/// <summary>Money that is let go before the account takes it: what the memory makes of it, in the orders in which it is told.</summary>
public class VoidStoryTests
{
    private static readonly Money Nothing = new(0m, "EUR");

    // The answer is lost, the shop lets go by its order, and Adyen promises no order of the two events.
    [TestCase(false)]
    [TestCase(true)]
    public async Task What_was_let_go_before_its_automatic_capture_is_cancelled(bool isVoidFirst)
    {
        await using var shop = await AdyenShop.OpenAsync(options => options.MaxRetries = 0, account => account.CaptureDelay = TimeSpan.FromHours(1));
        shop.Adyen.Faults.Add(SimulatorFaultKind.CutAfterActing, "POST /v72/payments");
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => shop.CreateAsync(token: AdyenTestMethods.Card));
        var order = new PaymentReference("adyen", null, "order-1");
        await shop.Provider.CancelPaymentAsync(new CancelRequest { Payment = order });
        await shop.Adyen.SettlePendingAsync();
        var told = shop.Adyen.TakeWebhooks();
        Assert.That(told.Select(webhook => webhook.EventType), Is.EqualTo(new[] { "AUTHORISATION", "TECHNICAL_CANCEL" }));
        foreach (var webhook in isVoidFirst ? told.Reverse() : told)
            await shop.HearAsync(webhook);

        shop.Pass(minutes: 120);
        var payment = await shop.ReadAsync(order);
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Cancelled, (Money?)Nothing)));
        Assert.That(shop.Adyen.TotalsOf("order-1").Captured, Is.Zero);
    }

    [Test]
    public async Task What_could_not_be_let_go_any_more_is_paid()
    {
        await using var shop = await AdyenShop.OpenAsync(options => options.MaxRetries = 0);
        shop.Adyen.Faults.Add(SimulatorFaultKind.CutAfterActing, "POST /v72/payments");
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => shop.CreateAsync(token: AdyenTestMethods.Card));
        var order = new PaymentReference("adyen", null, "order-1");
        await shop.Provider.CancelPaymentAsync(new CancelRequest { Payment = order });
        await shop.DecideAsync();
        var payment = await shop.ReadAsync(order);
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)new Money(100m, "EUR"))));
    }

    // Such as the package's own reversal of a charge that does not fit.
    [TestCase(false)]
    [TestCase(true)]
    public async Task A_reversal_that_was_a_cancellation_leaves_nothing_paid(bool isVoidFirst)
    {
        using var adyen = new AdyenHost();
        var (authorisation, reversal) = (Notifications.Body("AUTHORISATION"), Notifications.Body(
            "CANCEL_OR_REFUND", psp: "MOVE1234EFGH5678", original: Requests.Psp, change: item => item["additionalData"]!["modification.action"] = "cancel"));
        var payment = await Notifications.FoldAsync(
            adyen, Requests.Known(PaymentStatus.RequiresAction, Requests.Linked), isVoidFirst ? [reversal, authorisation] : [authorisation, reversal]);
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Cancelled, (Money?)Nothing)));
    }

    // An account that takes the money after days leaves it alone where the payment says so.
    [Test]
    public async Task Held_money_stays_held_at_an_account_that_captures_late()
    {
        await using var shop = await AdyenShop.OpenAsync(
            options => options.AccountCaptureMode = CaptureMode.Manual, account => account.CaptureDelay = TimeSpan.FromDays(2));
        var held = await shop.PaidAsync(CaptureMode.Manual);
        shop.Clock.Now += TimeSpan.FromDays(3);
        Assert.That((held.Status, shop.Adyen.TotalsOf(held.Reference.OrderId!).Captured), Is.EqualTo((PaymentStatus.Authorized, 0L)));
    }
}
