using System.Text;
using System.Text.Json.Nodes;
using Payments.Simulator;

namespace Payments.Toss.Tests;

/// <summary>What only shows with the payment memory around the provider.</summary>
public class ShopTests
{
    private static readonly Money Dollars = new(20m, "USD");

    private static PaymentRequest Account() => Requests.Payment(method: PaymentMethod.VirtualAccount, extras: new() { Bank = "20" }, customer: Requests.Customer);

    [Test]
    public async Task The_order_names_the_payment_until_its_key_does_and_both_find_it()
    {
        await using var shop = await TossShop.StartAsync();
        var begun = await shop.Provider.CreatePaymentAsync(Requests.Payment());
        var paid = await shop.PayAsync(begun);
        Assert.That((begun.Reference.PaymentId, paid.Reference.OrderId), Is.EqualTo(("A-1001", "A-1001")));
        Assert.That(paid.Reference.PaymentId, Does.StartWith("pk_"));
        foreach (var reference in new[] { begun.Reference, PaymentReference.From("toss", "A-1001"), PaymentReference.From("toss", paid.Reference.PaymentId!), new PaymentReference("toss", null, "A-1001") })
            Assert.That((await shop.RememberedAsync(reference))?.Status, Is.EqualTo(PaymentStatus.Completed), reference.ToString());
    }

    [Test]
    public async Task A_payer_who_was_declined_at_the_confirmation_pays_the_same_order_with_another_key()
    {
        await using var shop = await TossShop.StartAsync();
        var begun = await shop.Provider.CreatePaymentAsync(Requests.Payment());
        var declined = await shop.PayAsync(begun, PayerAction.Pay with { Code = "REJECT_CARD_PAYMENT" });
        Assert.That((declined.Status, declined.Error!.Code), Is.EqualTo((PaymentStatus.Failed, PaymentErrorCode.InsufficientFunds)));
        var paid = await shop.PayAsync(begun);
        Assert.That((paid.Status, paid.Error), Is.EqualTo((PaymentStatus.Completed, (PaymentError?)null)));
        Assert.That(paid.Reference.PaymentId, Is.Not.EqualTo(declined.Reference.PaymentId));
        shop.Clock.Now += TimeSpan.FromMinutes(1);
        await shop.HearAsync(shop.Told());
        Assert.That((await shop.RememberedAsync(begun.Reference))!.Status, Is.EqualTo(PaymentStatus.Completed), "what is told of the first try comes late");
        var refund = await shop.Provider.RefundPaymentAsync(new RefundRequest { Payment = begun.Reference });
        Assert.That((refund.Status, shop.Simulator.TotalsOf("A-1001")), Is.EqualTo((RefundStatus.Completed, new SimulatedTotals(1, 15000, 15000, 15000))));
    }

    [Test]
    public async Task A_window_that_runs_out_after_the_second_one_was_paid_changes_nothing()
    {
        await using var shop = await TossShop.StartAsync();
        var begun = await shop.Provider.CreatePaymentAsync(Requests.Payment());
        await shop.AgreeAsync(begun);
        var paid = await shop.PayAsync(begun);
        shop.Clock.Now += TimeSpan.FromMinutes(30);
        await shop.Provider.GetPaymentAsync(begun.Reference);
        var told = shop.Told().ToList();
        await shop.HearAsync(told);
        var remembered = (await shop.RememberedAsync(begun.Reference))!;
        Assert.That(told.Select(webhook => Encoding.UTF8.GetString(webhook.Body.Span)), Has.Some.Contains("EXPIRED"));
        Assert.That((remembered.Status, remembered.CapturedAmount, remembered.Reference.PaymentId), Is.EqualTo((PaymentStatus.Completed, (Money?)Requests.Won, paid.Reference.PaymentId)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_payer_who_comes_back_from_a_second_window_is_confirmed_whatever_became_of_the_first(bool isDeclined)
    {
        await using var shop = await TossShop.StartAsync();
        var begun = await shop.Provider.CreatePaymentAsync(Requests.Payment());
        if (isDeclined)
            await shop.PayAsync(begun, PayerAction.Pay with { Code = "REJECT_CARD_PAYMENT" });
        else
            await shop.AgreeAsync(begun);
        shop.Clock.Now += TimeSpan.FromMinutes(31);
        await shop.Provider.GetPaymentAsync(begun.Reference);
        await shop.HearAsync(shop.Told());
        Assert.That((await shop.RememberedAsync(begun.Reference))!.Status, Is.EqualTo(isDeclined ? PaymentStatus.Failed : PaymentStatus.Expired));

        var query = new Dictionary<string, string>((await shop.AgreeAsync(begun)).ReturnParameters, StringComparer.Ordinal);
        query.Remove("payment_return", out var token);
        var back = await shop.Returns.HandleAsync("toss", token, query);
        Assert.That((back.Result, back.Payment!.Status), Is.EqualTo((PaymentReturnResult.Confirmed, PaymentStatus.Completed)));
    }

    [Test]
    public async Task A_confirmation_whose_answer_is_lost_is_found_although_an_earlier_try_is_known()
    {
        await using var shop = await TossShop.StartAsync();
        var begun = await shop.Provider.CreatePaymentAsync(Requests.Payment());
        await shop.PayAsync(begun, PayerAction.Pay with { Code = "REJECT_CARD_PAYMENT" });
        await shop.HearAsync(shop.Told());
        var agreed = await shop.AgreeAsync(begun);
        shop.Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.CutAfterActing) { Operation = "POST /v1/payments/confirm", Count = 9 });
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => shop.Provider.ConfirmPaymentAsync(agreed));
        shop.Simulator.Faults.Clear();
        shop.Clock.Now += TimeSpan.FromHours(1);
        await shop.Reconciler.RunOnceAsync();
        Assert.That((await shop.RememberedAsync(begun.Reference))!.Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(shop.Simulator.TotalsOf("A-1001").Charges, Is.EqualTo(1));
    }

    [Test]
    public async Task What_the_shop_has_cancelled_is_never_confirmed()
    {
        await using var shop = await TossShop.StartAsync();
        var begun = await shop.Provider.CreatePaymentAsync(Requests.Payment());
        var agreed = await shop.AgreeAsync(begun);
        Assert.That((await shop.Provider.CancelPaymentAsync(new CancelRequest { Payment = begun.Reference })).Status, Is.EqualTo(PaymentStatus.Cancelled));
        Assert.That((await shop.Provider.GetPaymentAsync(begun.Reference)).Status, Is.EqualTo(PaymentStatus.Cancelled));
        shop.Clock.Now += TimeSpan.FromMinutes(11);
        await shop.Provider.GetPaymentAsync(begun.Reference);
        await shop.HearAsync(shop.Told());
        Assert.That((await shop.RememberedAsync(begun.Reference))!.Status, Is.EqualTo(PaymentStatus.Cancelled), "its window has expired, and was told to have");
        foreach (var confirmation in new[] { agreed, await shop.AgreeAsync(begun) })
            Assert.That((await Assert.ThrowsAsync<PaymentConflictException>(() => shop.Provider.ConfirmPaymentAsync(confirmation)))!.Error.Code, Is.EqualTo(PaymentErrorCode.AlreadyCancelled));
        Assert.That(shop.Simulator.TotalsOf("A-1001").Charges, Is.Zero);
    }

    [Test]
    public async Task A_payment_that_nobody_opens_ends_by_itself()
    {
        await using var shop = await TossShop.StartAsync();
        var begun = await shop.Provider.CreatePaymentAsync(Requests.Payment());
        for (var hours = 0; hours < 48; hours += 4)
        {
            await shop.Reconciler.RunOnceAsync();
            Assert.That((await shop.RememberedAsync(begun.Reference))!.Status, Is.EqualTo(hours > 24 ? PaymentStatus.Expired : PaymentStatus.RequiresAction), $"after {hours} hours");
            shop.Clock.Now += TimeSpan.FromHours(4);
        }

        Assert.That((await shop.PayAsync(begun)).Status, Is.EqualTo(PaymentStatus.Completed), "a page that was open for long can still be paid");
    }

    [Test]
    public async Task A_deposit_comes_and_is_taken_back_and_comes_again()
    {
        await using var shop = await TossShop.StartAsync();
        var issued = await shop.Provider.CreatePaymentAsync(Account());
        foreach (var (act, expected) in new (Func<Task>, PaymentStatus)[]
        {
            (() => shop.Simulator.SettlePendingAsync(), PaymentStatus.Completed),
            (() => shop.Simulator.TakeBackDepositAsync("A-1001"), PaymentStatus.Pending),
            (() => shop.Simulator.SettlePendingAsync(), PaymentStatus.Completed),
        })
        {
            await act();
            shop.Clock.Now += TimeSpan.FromMinutes(1);
            await shop.HearAsync(shop.Told());
            var remembered = (await shop.RememberedAsync(issued.Reference))!;
            Assert.That((remembered.Status, remembered.CapturedAmount!.Value.Amount), Is.EqualTo((expected, expected == PaymentStatus.Completed ? 15000m : 0m)));
        }
    }

    [Test]
    public async Task A_deposit_that_is_told_with_another_secret_is_not_even_read()
    {
        await using var shop = await TossShop.StartAsync();
        var issued = await shop.Provider.CreatePaymentAsync(Account());
        await shop.Simulator.SettlePendingAsync();
        var good = shop.Simulator.TakeWebhooks().Last(webhook => webhook.EventType == "DEPOSIT_CALLBACK");
        var forged = JsonNode.Parse(good.Body.Span)!;
        forged["secret"] = "ps_forged";
        var sent = shop.Simulator.Requests.Count;
        await shop.HearAsync(new WebhookRequest { Body = Encoding.UTF8.GetBytes(forged.ToJsonString()), Headers = good.Headers });
        Assert.That((shop.Simulator.Requests.Count, (await shop.RememberedAsync(issued.Reference))!.Status), Is.EqualTo((sent, PaymentStatus.Pending)));
        await shop.HearAsync(new WebhookRequest { Body = good.Body, Headers = good.Headers });
        Assert.That((await shop.RememberedAsync(issued.Reference))!.Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [Test]
    public async Task A_deposit_that_never_comes_is_found_to_have_expired()
    {
        await using var shop = await TossShop.StartAsync();
        var issued = await shop.Provider.CreatePaymentAsync(Account());
        shop.Clock.Now += TimeSpan.FromHours(169);
        shop.Simulator.TakeWebhooks();
        await shop.Reconciler.RunOnceAsync();
        Assert.That((await shop.RememberedAsync(issued.Reference))!.Status, Is.EqualTo(PaymentStatus.Expired), "nobody told");
        Assert.That(shop.Simulator.TakeWebhooks(), Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_refund_that_is_finished_later_is_matched_by_its_event_alone(bool succeeds)
    {
        await using var shop = await TossShop.StartAsync(options => options.Flow = TossFlow.HostedWindow);
        var paid = await shop.PayAsync(await shop.Provider.CreatePaymentAsync(Requests.Payment(Dollars, extras: new() { ForeignWallet = "PAYPAY" }, country: "JP")));
        var request = new RefundRequest { Payment = paid.Reference, Amount = new Money(5m, "USD") };
        Assert.That((await shop.Provider.RefundPaymentAsync(request)).Status, Is.EqualTo(RefundStatus.Pending));
        shop.Simulator.TakeWebhooks();
        shop.Clock.Now += TimeSpan.FromHours(1);
        await shop.Simulator.SettlePendingAsync(succeed: succeeds);
        await shop.HearAsync(shop.Told().Where(webhook => Encoding.UTF8.GetString(webhook.Body.Span).Contains("CANCEL_STATUS_CHANGED", StringComparison.Ordinal)));

        var remembered = (await shop.RememberedAsync(paid.Reference))!;
        var refund = remembered.Facts.OfType<RefundFact>().Single().Refund;
        Assert.That((refund.Status, refund.Reference), Is.EqualTo((succeeds ? RefundStatus.Completed : RefundStatus.Failed, request.Reference)));
        Assert.That((remembered.Status, remembered.RefundedAmount), Is.EqualTo(succeeds ? (PaymentStatus.PartiallyRefunded, new Money(5m, "USD")) : (PaymentStatus.Completed, new Money(0m, "USD"))));
        var all = await shop.Provider.RefundPaymentAsync(new RefundRequest { Payment = paid.Reference });
        Assert.That(all.Amount, Is.EqualTo(new Money(succeeds ? 15m : 20m, "USD")), "what failed can be given back again");
    }

    [Test]
    public async Task Our_reference_of_a_refund_survives_reads_and_events()
    {
        await using var shop = await TossShop.StartAsync();
        var paid = await shop.PayAsync(await shop.Provider.CreatePaymentAsync(Requests.Payment()));
        var request = new RefundRequest { Payment = paid.Reference, Amount = new Money(5000m, "KRW") };
        var refund = await shop.Provider.RefundPaymentAsync(request);
        shop.Clock.Now += TimeSpan.FromMinutes(1);
        await shop.Provider.GetPaymentAsync(paid.Reference);
        await shop.HearAsync(shop.Told());
        var read = await shop.Provider.GetRefundAsync(new RefundReference(paid.Reference) { Reference = request.Reference });
        Assert.That((read.RefundId, read.Reference), Is.EqualTo((refund.RefundId, request.Reference)));
    }

    [Test]
    public async Task Refunds_at_once_that_fit_together_all_go_through()
    {
        await using var shop = await TossShop.StartAsync();
        var paid = await shop.PayAsync(await shop.Provider.CreatePaymentAsync(Requests.Payment()));
        var refunds = await Task.WhenAll(Enumerable.Range(1, 3).Select(i => Task.Run(() => shop.Provider.RefundPaymentAsync(
            new RefundRequest { Payment = paid.Reference, Amount = new Money(i * 1000m, "KRW") }))));
        Assert.That(refunds.Select(refund => refund.Status), Is.All.EqualTo(RefundStatus.Completed));
        Assert.That(refunds.Select(refund => refund.Amount.Amount), Is.EqualTo(new[] { 1000m, 2000m, 3000m }), "each is told of itself");
        Assert.That(shop.Simulator.TotalsOf("A-1001").Refunded, Is.EqualTo(6000m));
    }

    [Test]
    public async Task The_key_brings_a_stored_error_again_and_the_payment_is_confirmed_all_the_same()
    {
        await using var shop = await TossShop.StartAsync();
        var agreed = await shop.AgreeAsync(await shop.Provider.CreatePaymentAsync(Requests.Payment()));

        // Acted, answered 500, and the 500 is what the key is answered with from now on.
        shop.Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.ErrorAfterActing) { Operation = "POST /v1/payments/confirm", Status = 500 });
        var paid = await shop.Provider.ConfirmPaymentAsync(agreed);
        Assert.That((paid.Status, shop.Simulator.TotalsOf("A-1001").Charges), Is.EqualTo((PaymentStatus.Completed, 1)));
    }

    [Test]
    public async Task A_refund_behind_a_stored_error_is_made_once_and_no_more()
    {
        await using var shop = await TossShop.StartAsync();
        var paid = await shop.PayAsync(await shop.Provider.CreatePaymentAsync(Requests.Payment()));
        shop.Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.ErrorAfterActing) { Operation = "POST /v1/payments/*/cancel", Status = 500 });
        var request = new RefundRequest { Payment = paid.Reference, Amount = new Money(5000m, "KRW") };
        for (var tries = 0; tries < 3; tries++)
            await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => shop.Provider.RefundPaymentAsync(request));
        Assert.That(shop.Simulator.TotalsOf("A-1001").Refunded, Is.EqualTo(5000m));
        shop.Clock.Now += TimeSpan.FromHours(1);
        await shop.Reconciler.RunOnceAsync();
        Assert.That((await shop.RememberedAsync(paid.Reference))!.RefundedAmount, Is.EqualTo(new Money(5000m, "KRW")));
    }

    [Test]
    public async Task The_widget_s_payment_and_BrandPay_are_confirmed_with_the_widget_s_key()
    {
        await using var shop = await TossShop.StartAsync(secretKey: "test_gsk_shop");
        var begun = await shop.Provider.CreatePaymentAsync(Requests.Payment(customerId: "c_1"));
        Assert.That((await shop.PayAsync(begun)).Status, Is.EqualTo(PaymentStatus.Completed));

        var second = await shop.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = Requests.Won, OrderId = "B-2002", CustomerId = "c_1", ReturnUrl = new Uri("https://shop.example/ok?corr=1"),
        });
        Assert.That((await shop.PayAsync(second, PayerAction.PayWith("BRANDPAY"))).Status, Is.EqualTo(PaymentStatus.Completed), "the memory knows the customer");
        Assert.That(shop.Simulator.Requests.Select(request => request.Operation), Has.Some.EqualTo("POST /v1/brandpay/payments/confirm"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_payout_and_a_seller_are_acknowledged_and_concern_no_payment(bool isPayout)
    {
        await using var shop = await TossShop.StartAsync();
        await (isPayout ? shop.Simulator.ChangePayoutAsync() : shop.Simulator.ChangeSellerAsync());
        var webhook = shop.Told().Single();
        Assert.That((await shop.Webhooks.ReceiveAsync("toss", webhook)).StatusCode, Is.EqualTo(200));
        Assert.That((await shop.Provider.ProcessWebhookAsync(webhook)).Single().Type, Is.EqualTo(PaymentEventType.Other));
        Assert.That(await shop.Provider.ProcessWebhookAsync(webhook), Is.Empty, "applied once");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_key_of_another_order_that_was_paid_never_pays_this_one(bool isOpened)
    {
        await using var shop = await TossShop.StartAsync();
        var cheap = await shop.PayAsync(await shop.Provider.CreatePaymentAsync(Requests.Payment(new Money(100m, "KRW"), "B-2002")));
        var dear = await shop.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = Requests.Won, OrderId = "A-1001", ReturnUrl = new Uri("https://shop.example/ok"), CancelUrl = new Uri("https://shop.example/ng"),
        });
        if (isOpened)
            await shop.AgreeAsync(dear);
        var token = JsonNode.Parse(((ClientSdkAction)dear.NextAction!).Parameters.Reveal())!["requestPayment"]!["successUrl"]!.GetValue<string>().Split("payment_return=")[1];
        var forged = new Dictionary<string, string> { ["paymentKey"] = cheap.Reference.PaymentId!, ["orderId"] = "A-1001", ["amount"] = "15000" };
        await shop.Returns.HandleAsync("toss", token, forged);
        await shop.Provider.GetPaymentAsync(PaymentReference.From("toss", "A-1001"));
        shop.Clock.Now += TimeSpan.FromHours(1);
        await shop.Reconciler.RunOnceAsync();

        var (remembered, other) = ((await shop.RememberedAsync(new PaymentReference("toss", null, "A-1001")))!, (await shop.RememberedAsync(new PaymentReference("toss", null, "B-2002")))!);
        Assert.That((remembered.Status, remembered.CapturedAmount), Is.EqualTo((isOpened ? PaymentStatus.Expired : PaymentStatus.RequiresAction, (Money?)new Money(0m, "KRW"))));
        Assert.That(remembered.Reference.Related.Append(new RelatedId("payment", remembered.Reference.PaymentId!)).Select(related => related.Id), Has.None.EqualTo(cheap.Reference.PaymentId));
        Assert.That((other.Status, other.Reference.OrderId), Is.EqualTo((PaymentStatus.Completed, "B-2002")));
    }
}
