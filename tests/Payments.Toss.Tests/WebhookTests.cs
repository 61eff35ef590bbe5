using System.Net;

namespace Payments.Toss.Tests;

/// <summary>Payment events are hints: what they say is never believed, only what a read says.</summary>
public class WebhookTests
{
    private const string Read = "GET /v1/payments/pk_1";
    private const string ByOrder = "GET /v1/payments/orders/A-1001";

    private static Task<IReadOnlyList<PaymentEvent>> ResolveAsync(TossHost toss, VerifiedWebhook webhook, PaymentReference? known = null) =>
        toss.Provider.ResolveWebhookAsync(known is null ? webhook : webhook with { References = [webhook.References[0].Complete(known.Known!.Reference).With(known.Known)] });

    [TestCase("payment", "toss:pk_1?order=A-1001")]
    [TestCase("deposit", "toss:?order=A-1001")]
    [TestCase("cancel", "toss:?related.cancel=txrd_a&related.cancel_request=cr_1")]
    public async Task A_payment_event_is_a_hint_that_names_what_it_can(string name, string reference)
    {
        using var toss = new TossHost();
        var webhook = await toss.Provider.VerifyWebhookAsync(Webhooks.Of(Fixture.Event(name)));
        Assert.Multiple(() =>
        {
            Assert.That((webhook.Trust, webhook.Provider), Is.EqualTo((WebhookTrust.Hint, "toss")));
            Assert.That(webhook.EventIds, Is.Empty, "nothing that it could be told apart by is signed");
            Assert.That(webhook.References.Single().ToString(), Is.EqualTo(reference));
            Assert.That(webhook.Acknowledgement, Is.EqualTo(new WebhookAcknowledgement(200)));
            Assert.That(webhook.ToString(), Does.Not.Contain("ps_secret1"));
        });
    }

    [Test]
    public async Task A_payment_event_leads_to_a_read_whose_answer_alone_counts()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("done"));
        var told = (await ResolveAsync(toss, await toss.Provider.VerifyWebhookAsync(Webhooks.Of(Fixture.Event("payment"))))).Single();
        Assert.Multiple(() =>
        {
            Assert.That((told.Type, told.ProviderEventType, told.EventId), Is.EqualTo((PaymentEventType.PaymentUpdated, "PAYMENT_STATUS_CHANGED", "pk_1:DONE:txrd_x")));
            Assert.That(told.Payment!.Amount, Is.EqualTo(Requests.Won), "not the event's");
            Assert.That(told.Reference!.ToString(), Is.EqualTo("toss:pk_1?order=A-1001"));
            Assert.That(told.OccurredAt, Is.EqualTo(new DateTimeOffset(2026, 1, 2, 14, 46, 59, TimeSpan.FromHours(9)).AddTicks(6532700)));
        });
    }

    [TestCase("2026-01-02T14:46:59.6", 6_000_000)]
    [TestCase("2026-01-02T14:46:59.65", 6_500_000)]
    [TestCase("2026-01-02T14:46:59.653", 6_530_000)]
    [TestCase("2026-01-02T14:46:59.6532", 6_532_000)]
    [TestCase("2026-01-02T14:46:59.65327", 6_532_700)]
    [TestCase("2026-01-02T14:46:59.653271", 6_532_710)]
    [TestCase("2026-01-02T14:46:59", 0)]
    [TestCase("2026-01-02T14:46:59+09:00", 0)]
    [TestCase("2026-01-02T05:46:59Z", 0)]
    public async Task A_time_without_an_offset_is_Korean(string text, int ticks)
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("done"));
        var webhook = await toss.Provider.VerifyWebhookAsync(Webhooks.Of(Fixture.Event("payment", body => body["createdAt"] = text)));
        Assert.That((await toss.Provider.ResolveWebhookAsync(webhook))[0].OccurredAt, Is.EqualTo(new DateTimeOffset(2026, 1, 2, 5, 46, 59, TimeSpan.Zero).AddTicks(ticks)));
    }

    [Test]
    public async Task A_refund_is_told_beside_its_payment_with_our_reference()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("partial"));
        var webhook = await toss.Provider.VerifyWebhookAsync(Webhooks.Of(Fixture.Event("payment")));
        var told = await ResolveAsync(toss, webhook, Requests.Known(PaymentStatus.PartiallyRefunded, Requests.Paid, facts: ReadTests.Told("txrd_y", "r-1")));
        Assert.That(told.Select(each => each.Type), Is.EqualTo(new[] { PaymentEventType.PaymentUpdated, PaymentEventType.RefundUpdated }));
        Assert.That((told[1].EventId, told[1].Refund!.Reference, told[1].Payment), Is.EqualTo(("txrd_y:DONE", "r-1", (Payment?)null)));
        Assert.That(told[0].EventId, Is.EqualTo("pk_1:PARTIAL_CANCELED:txrd_y"));
    }

    // A payer who leaves the window and opens it again has two tries of one order, and what is told of the first may come last.
    private static string Try(string key, string answer, string? status = null) =>
        Fixture.Answer(answer, body => (body["paymentKey"], body["status"]) = (key, status ?? (string)body["status"]!));

    private static readonly PaymentReference Second = new("toss", "pk_2", "A-1001", [new RelatedId("payment", "pk_1")]);

    [TestCase("EXPIRED")]
    [TestCase("ABORTED")]
    public async Task An_earlier_try_says_nothing_of_what_the_second_one_has_paid(string status)
    {
        using var toss = new TossHost();
        toss.On(Read, Try("pk_1", "ready", status)).On("GET /v1/payments/pk_2", Try("pk_2", "done"));
        var told = await ResolveAsync(toss, await toss.Provider.VerifyWebhookAsync(Webhooks.Of(Fixture.Event("payment"))), Requests.Known(PaymentStatus.Completed, Second));
        Assert.That((told.Single().Payment!.Status, told[0].Reference!.PaymentId), Is.EqualTo((PaymentStatus.Completed, "pk_2")));
    }

    [TestCase(PaymentStatus.RequiresAction, null)]
    [TestCase(PaymentStatus.Failed, "pk_1")]
    [TestCase(PaymentStatus.Failed, "pk_2")]
    public async Task A_try_that_was_not_paid_leads_to_its_order(PaymentStatus known, string? newest)
    {
        using var toss = new TossHost();
        toss.On(Read, Try("pk_1", "ready", "EXPIRED")).On(ByOrder, Try("pk_2", "done"));
        var told = await ResolveAsync(
            toss, await toss.Provider.VerifyWebhookAsync(Webhooks.Of(Fixture.Event("payment"))), Requests.Known(known, newest is null ? null : new PaymentReference("toss", newest, "A-1001")));
        Assert.That((told.Single().Payment!.Status, told[0].Reference!.PaymentId), Is.EqualTo((PaymentStatus.Completed, "pk_2")));
    }

    [TestCase("EXPIRED", "pk_1", true)]
    [TestCase("EXPIRED", "pk_2", false)]
    [TestCase("EXPIRED", null, true)]
    [TestCase("WAITING_FOR_DEPOSIT", "pk_2", true)]
    public async Task Where_the_order_says_nothing_only_the_newest_try_counts_and_a_deposit_that_is_waited_for(string status, string? newest, bool isTold)
    {
        using var toss = new TossHost();
        toss.On(Read, Try("pk_1", "ready", status)).Fails(ByOrder, "NOT_FOUND_PAYMENT", 404);
        var webhook = await toss.Provider.VerifyWebhookAsync(Webhooks.Of(Fixture.Event("payment")));
        var told = await ResolveAsync(toss, webhook, newest is null ? null : Requests.Known(PaymentStatus.RequiresAction, new PaymentReference("toss", newest, "A-1001")));
        Assert.That(told.Select(each => each.Payment!.ProviderStatus), Is.EqualTo(isTold ? new[] { status } : []));
    }

    [Test]
    public async Task A_deposit_that_is_told_to_be_taken_back_is()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("waiting"));
        var told = await ResolveAsync(toss, await toss.Provider.VerifyWebhookAsync(Webhooks.Of(Fixture.Event("payment"))), Requests.Known(PaymentStatus.Completed, Requests.Paid));
        Assert.That(told.Single().Payment!.Status, Is.EqualTo(PaymentStatus.Pending));
    }

    [TestCase("payment", Read)]
    [TestCase("deposit", ByOrder)]
    public async Task What_Toss_Payments_does_not_know_is_nothing(string name, string call)
    {
        using var toss = new TossHost();
        toss.Fails(call, "NOT_FOUND_PAYMENT", 404);
        Assert.That(await ResolveAsync(toss, await toss.Provider.VerifyWebhookAsync(Webhooks.Of(Fixture.Event(name)))), Is.Empty);
    }

    [Test]
    public async Task A_read_that_fails_is_tried_again_later()
    {
        using var toss = new TossHost();
        toss.Fails(Read, "COMMON_ERROR", 500);
        var webhook = await toss.Provider.VerifyWebhookAsync(Webhooks.Of(Fixture.Event("payment")));
        await Assert.ThrowsAsync<PaymentProviderUnavailableException>(() => toss.Provider.ResolveWebhookAsync(webhook));
    }

    [Test]
    public async Task An_event_that_mixes_two_payments_tells_of_the_one_that_was_read()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("partial", answer => answer["orderId"] = "B-2002"));
        var webhook = await toss.Provider.VerifyWebhookAsync(Webhooks.Of(Fixture.Event("payment")));
        var told = await ResolveAsync(toss, webhook, Requests.Known(PaymentStatus.Cancelled, facts: ReadTests.Told("txrd_y", "r-1")));
        Assert.That(told[0].Reference!.ToString(), Is.EqualTo("toss:pk_1?order=B-2002"));
        Assert.That(told[1].Refund!.Reference, Is.Null, "what was known is of another order");
    }

    // Deposits.

    [TestCase("ps_secret1")]
    [TestCase(null)]
    public async Task A_deposit_s_secret_is_compared_and_the_order_is_read(string? stored)
    {
        using var toss = new TossHost();
        toss.On(ByOrder, Fixture.Answer("done"));
        var webhook = await toss.Provider.VerifyWebhookAsync(Webhooks.Of(Fixture.Event("deposit")));
        var told = await ResolveAsync(toss, webhook, Requests.Known(PaymentStatus.Pending, state: stored is null ? default(Sensitive<string>?) : new Sensitive<string>(stored)));
        Assert.That((told.Single().Payment!.Status, told[0].ProviderEventType), Is.EqualTo((PaymentStatus.Completed, "DEPOSIT_CALLBACK")));
    }

    [TestCase("ps_secret2")]
    [TestCase("ps_secret")]
    [TestCase("ps_secret11")]
    [TestCase("PS_SECRET1")]
    [TestCase("ps_secret\u0661")]
    public async Task Another_secret_than_the_stored_one_leads_to_nothing_not_even_a_read(string claimed)
    {
        using var toss = new TossHost();
        var webhook = await toss.Provider.VerifyWebhookAsync(Webhooks.Of(Fixture.Event("deposit", body => body["secret"] = claimed)));
        Assert.That(await ResolveAsync(toss, webhook, Requests.Known(PaymentStatus.Pending, state: new Sensitive<string>("ps_secret1"))), Is.Empty);
        Assert.That(toss.Calls, Is.Zero);
    }

    [TestCase(PaymentStatus.Failed)]
    [TestCase(PaymentStatus.RequiresAction)]
    public async Task The_secret_of_a_try_that_was_not_paid_is_not_the_next_one_s(PaymentStatus known)
    {
        using var toss = new TossHost();
        toss.On(ByOrder, Fixture.Answer("done")).On(ByOrder, Fixture.Answer("done"));
        var earlier = Requests.Known(known, state: new Sensitive<string>("ps_earlier"));
        Assert.That(await ResolveAsync(toss, await toss.Provider.VerifyWebhookAsync(Webhooks.Of(Fixture.Event("deposit"))), earlier), Has.Count.EqualTo(1));
        var forged = await toss.Provider.VerifyWebhookAsync(Webhooks.Of(Fixture.Event("deposit", body => body["secret"] = "ps_earlier")));
        Assert.That(await ResolveAsync(toss, forged, earlier), Is.Empty, "what is read has another");
    }

    [Test]
    public async Task Where_none_is_stored_the_payment_s_own_decides()
    {
        using var toss = new TossHost();
        toss.On(ByOrder, Fixture.Answer("done")).On(ByOrder, Fixture.Answer("done", answer => answer["secret"] = null));
        var forged = await toss.Provider.VerifyWebhookAsync(Webhooks.Of(Fixture.Event("deposit", body => body["secret"] = "ps_forged")));
        Assert.That(await toss.Provider.ResolveWebhookAsync(forged), Is.Empty);
        Assert.That((await toss.Provider.ResolveWebhookAsync(forged)).Single().Payment!.Status, Is.EqualTo(PaymentStatus.Completed), "it says nothing by itself where the payment has none");
    }

    [TestCase(null)]
    [TestCase("")]
    public async Task No_secret_matches_none(string? claimed)
    {
        using var toss = new TossHost();
        Assert.That(await toss.RefusedAsync(Webhooks.Of(Fixture.Event("deposit", body => body["secret"] = claimed))), Is.EqualTo(PaymentErrorCode.MalformedMessage));
    }

    // Refunds that are finished later.

    [Test]
    public async Task A_cancel_s_event_is_matched_by_the_refund_that_is_remembered()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("partial", answer => (answer["cancels"]![0]!["transactionKey"], answer["cancels"]![0]!["cancelStatus"]) = ("txrd_a", "ABORTED")));
        var webhook = await toss.Provider.VerifyWebhookAsync(Webhooks.Of(Fixture.Event("cancel")));
        var told = await ResolveAsync(toss, webhook, Requests.Known(PaymentStatus.Completed, Requests.Paid, facts: ReadTests.Told("txrd_a", "r-1")));
        var refund = told.Single(each => each.Type == PaymentEventType.RefundUpdated);
        Assert.That((refund.Refund!.Status, refund.Refund.Reference, refund.EventId), Is.EqualTo((RefundStatus.Failed, "r-1", "txrd_a:ABORTED")));
    }

    [Test]
    public async Task A_cancel_s_event_may_name_its_request_alone()
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("partial", answer =>
        {
            var mine = answer["cancels"]![0]!;
            (mine["transactionKey"], mine["cancelStatus"], mine["cancelRequestId"]) = ("txrd_a", "ABORTED", "cr_1");
        }));
        var webhook = await toss.Provider.VerifyWebhookAsync(Webhooks.Of("""{"eventType":"CANCEL_STATUS_CHANGED","data":{"cancelRequestId":"cr_1"}}"""));
        Assert.That(webhook.References.Single().ToString(), Is.EqualTo("toss:?related.cancel_request=cr_1"));
        var refund = (await ResolveAsync(toss, webhook, Requests.Known(PaymentStatus.Completed, Requests.Paid))).Single(each => each.Type == PaymentEventType.RefundUpdated);
        Assert.That((refund.Refund!.RefundId, refund.Refund.Status), Is.EqualTo(("txrd_a", RefundStatus.Failed)));
    }

    [Test]
    public async Task A_cancel_s_event_of_a_payment_that_nobody_remembers_is_nothing()
    {
        using var toss = new TossHost();
        Assert.That(await toss.Provider.ResolveWebhookAsync(await toss.Provider.VerifyWebhookAsync(Webhooks.Of(Fixture.Event("cancel")))), Is.Empty);
        Assert.That(toss.Calls, Is.Zero);
    }

    // What concerns no payment.

    [TestCase("BILLING_DELETED", """{"billingKey":"bk_1","reason":null}""")]
    [TestCase("METHOD_UPDATED", """{"customerKey":"c_1","methodKey":"m_1","status":"ENABLED"}""")]
    [TestCase("CUSTOMER_STATUS_CHANGED", """{"customerKey":"c_1","status":"CREATED","changedAt":"2026-01-01T10:00:00+09:00"}""")]
    [TestCase("ORDER_PAYMENT_STATUS_CHANGED", """{"paymentKey":"pk_1"}""")]
    [TestCase("PAYMENT_CONFIRMED", """{"paymentKey":"pk_1"}""")]
    [TestCase("a.new.event", "[]")]
    public async Task Another_event_is_acknowledged_and_changes_nothing(string type, string data)
    {
        using var toss = new TossHost();
        var webhook = await toss.Provider.VerifyWebhookAsync(Webhooks.Of($$"""{"eventType":"{{type}}","createdAt":"2026-01-02T14:46:59","data":{{data}}}"""));
        Assert.That((webhook.Trust, webhook.References.Count, webhook.Acknowledgement.StatusCode), Is.EqualTo((WebhookTrust.Hint, 0, 200)));
        Assert.That(await toss.Provider.ResolveWebhookAsync(webhook), Is.Empty);
        Assert.That(toss.Calls, Is.Zero);
    }

    [TestCase("")]
    [TestCase("not json")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("\"PAYMENT_STATUS_CHANGED\"")]
    [TestCase("""{"eventType":"PAYMENT_STATUS_CHANGED"}""")]
    [TestCase("""{"eventType":"PAYMENT_STATUS_CHANGED","data":"pk_1"}""")]
    [TestCase("""{"eventType":"PAYMENT_STATUS_CHANGED","data":{"paymentKey":"../orders/x"}}""")]
    [TestCase("""{"eventType":"PAYMENT_STATUS_CHANGED","data":{"paymentKey":".."}}""")]
    [TestCase("""{"eventType":"PAYMENT_STATUS_CHANGED","data":{"paymentKey":"pk 1"}}""")]
    [TestCase("""{"eventType":"PAYMENT_STATUS_CHANGED","data":{"paymentKey":"pk_1","orderId":"a/b"}}""")]
    [TestCase("""{"eventType":"CANCEL_STATUS_CHANGED","data":{"cancelRequestId":""}}""")]
    [TestCase("""{"eventType":"CANCEL_STATUS_CHANGED","data":{"transactionKey":"txrd_a","cancelRequestId":"a b"}}""")]
    [TestCase("""{"secret":"s","status":"DONE","orderId":"A-1001"}""")]
    [TestCase("""{"secret":"s","status":"DONE","transactionKey":"t"}""")]
    [TestCase("""{"eventType":"PAYMENT_STATUS_CHANGED","data":{"paymentKey":"\ud800"}}""")]
    [TestCase("""{"eventType":"a"} {}""")]
    public async Task What_is_no_event_is_refused(string body)
    {
        using var toss = new TossHost();
        Assert.That(await toss.RefusedAsync(Webhooks.Of(body)), Is.EqualTo(PaymentErrorCode.MalformedMessage));
    }

    [Test]
    public async Task Size_and_depth_are_limited()
    {
        using var toss = new TossHost(options => options.MaxWebhookBytes = 1024);
        Assert.That(await toss.RefusedAsync(Webhooks.Of(Fixture.Event("payment").PadRight(1025))), Is.EqualTo(PaymentErrorCode.TooLarge));
        await toss.Provider.VerifyWebhookAsync(Webhooks.Of(Fixture.Event("payment").PadRight(1000)));
        Assert.That(await toss.RefusedAsync(Webhooks.Of("{\"data\":" + new string('[', 900))), Is.EqualTo(PaymentErrorCode.MalformedMessage));
    }

    [TestCase("3.36.173.151", true)]
    [TestCase("::ffff:3.36.173.151", true)]
    [TestCase("115.92.221.122", true)]
    [TestCase("115.92.221.128", false)]
    [TestCase("10.0.0.1", false)]
    [TestCase(null, false)]
    public async Task Addresses_can_be_limited(string? address, bool isTaken)
    {
        using var toss = new TossHost(options => options.WebhookAddresses = ["3.36.173.151", "115.92.221.120/29"]);
        var request = Webhooks.Of(Fixture.Event("payment"), address is null ? null : IPAddress.Parse(address));
        if (isTaken)
            await toss.Provider.VerifyWebhookAsync(request);
        else
            Assert.That(await toss.RefusedAsync(request), Is.EqualTo(PaymentErrorCode.InvalidSignature));
    }
}
