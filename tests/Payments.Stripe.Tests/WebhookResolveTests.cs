using System.Text.Json.Nodes;

namespace Payments.Stripe.Tests;

public class WebhookResolveTests
{
    private static Task<IReadOnlyList<PaymentEvent>> ResolveAsync(StripeHost stripe, string body) => stripe.Provider.ProcessWebhookAsync(Webhooks.Signed(body));

    [Test]
    public async Task A_settled_intent_needs_no_read()
    {
        using var stripe = new StripeHost();
        var happened = (await ResolveAsync(stripe, Fixture.Event("payment_intent.succeeded"))).Single();
        Assert.Multiple(() =>
        {
            Assert.That((happened.EventId, happened.Type, happened.ProviderEventType), Is.EqualTo(("evt_1:payment_intent.succeeded", PaymentEventType.PaymentUpdated, "payment_intent.succeeded")));
            Assert.That(happened.OccurredAt, Is.EqualTo(TestClock.Start));
            Assert.That(happened.Payment!.Status, Is.EqualTo(PaymentStatus.Completed));
            Assert.That(happened.Payment.AsOf, Is.EqualTo(TestClock.Start));
            Assert.That(happened.Payment.TransactionId, Is.EqualTo("ch_1"));
            Assert.That(happened.Payment.RefundedAmount, Is.Null, "the snapshot does not tell");
            Assert.That(stripe.Calls, Is.Zero);
        });
    }

    [Test]
    public async Task What_verifying_has_read_is_taken_only_for_the_same_body()
    {
        using var stripe = new StripeHost();
        var other = Webhooks.Signed(Fixture.Event("payment_intent.payment_failed")).Body;
        var webhook = await stripe.Provider.VerifyWebhookAsync(Webhooks.Signed(Fixture.Event("payment_intent.succeeded")));
        var stored = webhook with { Parsed = null, Body = webhook.Body.ToArray() };
        var first = (await stripe.Provider.ResolveWebhookAsync(webhook)).Single();
        Assert.Multiple(async () =>
        {
            Assert.That(webhook.Parsed, Is.Not.Null);
            Assert.That((await stripe.Provider.ResolveWebhookAsync(stored)).Single(), Is.EqualTo(first));
            Assert.That((await stripe.Provider.ResolveWebhookAsync(webhook with { Body = other })).Single().Payment!.Status, Is.EqualTo(PaymentStatus.Failed));
        });
    }

    [Test]
    public async Task A_failed_attempt_on_our_page_may_be_repeated_there()
    {
        using var stripe = new StripeHost();
        var body = Fixture.Event("payment_intent.payment_failed", node => node["data"]!["object"]!["metadata"]!["payment_flow"] = "hosted_page");
        var payment = (await ResolveAsync(stripe, body)).Single().Payment!;
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.NextAction), Is.EqualTo((PaymentStatus.RequiresAction, (NextAction?)null)));
            Assert.That(payment.Error!.Code, Is.EqualTo(PaymentErrorCode.InsufficientFunds));
            Assert.That(stripe.Calls, Is.Zero);
        });
    }

    [Test]
    public async Task A_failed_attempt_without_a_page_is_failed()
    {
        using var stripe = new StripeHost();
        var payment = (await ResolveAsync(stripe, Fixture.Event("payment_intent.payment_failed"))).Single().Payment!;
        Assert.That((payment.Status, payment.Reference.PaymentId, payment.AsOf), Is.EqualTo((PaymentStatus.Failed, "pi_1", (DateTimeOffset?)TestClock.Start)));
        Assert.That(stripe.Calls, Is.Zero);
    }

    [TestCase("checkout.session.completed", "paid", PaymentStatus.Completed)]
    [TestCase("checkout.session.completed", "unpaid", PaymentStatus.Processing)]
    [TestCase("checkout.session.completed", "no_payment_required", PaymentStatus.Completed)]
    [TestCase("checkout.session.async_payment_succeeded", "paid", PaymentStatus.Completed)]
    public async Task A_complete_session_of_ours_tells_all(string type, string paymentStatus, PaymentStatus expected)
    {
        using var stripe = new StripeHost();
        var body = Fixture.Event("checkout.session.completed", node =>
        {
            node["type"] = type;
            node["data"]!["object"]!["payment_status"] = paymentStatus;
        });
        var happened = (await ResolveAsync(stripe, body)).Single();
        Assert.That((happened.Payment!.Status, happened.Reference!.GetRelated("payment_intent")), Is.EqualTo((expected, "pi_1")));
        Assert.That((stripe.Calls, happened.Payment.AsOf), Is.EqualTo((0, (DateTimeOffset?)TestClock.Start)));
    }

    [Test]
    public async Task A_payment_that_failed_late_is_read_for_its_reason()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/checkout/sessions/cs_test_1", Fixture.Answer("session-complete", session =>
        {
            session["payment_status"] = "unpaid";
            session["payment_intent"]!["status"] = "requires_payment_method";
            session["payment_intent"]!["amount_received"] = 0;
            session["payment_intent"]!["last_payment_error"] = JsonNode.Parse("""{"type":"card_error","code":"card_declined","decline_code":"insufficient_funds"}""");
        }));
        var body = Fixture.Event("checkout.session.completed", node =>
        {
            node["type"] = "checkout.session.async_payment_failed";
            node["data"]!["object"]!["payment_status"] = "unpaid";
        });
        var payment = (await ResolveAsync(stripe, body)).Single().Payment!;
        Assert.That((payment.Status, payment.Error?.Code), Is.EqualTo((PaymentStatus.Failed, (PaymentErrorCode?)PaymentErrorCode.InsufficientFunds)));
    }

    private static string SessionFor(string? mode) => Fixture.Event("checkout.session.completed", node =>
    {
        var session = node["data"]!["object"]!;
        session["mode"] = mode;
        session["payment_status"] = "no_payment_required";
        session["payment_intent"] = null;
        session["amount_total"] = null;
    });

    [TestCase("setup", 0)]
    [TestCase("subscription", 0)]
    [TestCase("a_new_mode", 0)]
    [TestCase("payment", 1)]
    [TestCase(null, 1)]
    public async Task Only_a_session_for_a_payment_tells_of_one(string? mode, int events)
    {
        using var stripe = new StripeHost();
        Assert.That(await ResolveAsync(stripe, SessionFor(mode)), Has.Count.EqualTo(events));
        Assert.That(stripe.Calls, Is.Zero);
    }

    [Test]
    public async Task A_session_for_something_else_is_no_event_when_it_had_to_be_read()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/checkout/sessions/cs_test_1", Fixture.Answer("session-complete", session => session["mode"] = "setup"));
        var body = Fixture.Event("thin", node =>
        {
            node["type"] = "v1.checkout.session.completed";
            node["related_object"] = JsonNode.Parse("""{"id":"cs_test_1","type":"checkout.session"}""");
        });
        Assert.That(await ResolveAsync(stripe, body), Is.Empty);
        stripe.AssertAllCalled();
    }

    [TestCase("capture_mode")]
    [TestCase("order_id")]
    public async Task A_complete_session_that_may_only_be_held_is_read(string key)
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/checkout/sessions/cs_test_1", Fixture.Answer("session-complete", node => node["payment_intent"]!["status"] = "requires_capture"));
        var body = Fixture.Event("checkout.session.completed", node =>
        {
            var metadata = node["data"]!["object"]!["metadata"]!.AsObject();
            if (!metadata.Remove(key))
                metadata[key] = "manual";
        });
        var happened = (await ResolveAsync(stripe, body)).Single();
        Assert.That((happened.Payment!.Status, happened.Payment.AsOf), Is.EqualTo((PaymentStatus.Authorized, (DateTimeOffset?)StripeHost.AnsweredAt)));
    }

    [Test]
    public async Task An_expired_session_needs_no_read()
    {
        using var stripe = new StripeHost();
        var body = Fixture.Event("checkout.session.completed", node =>
        {
            node["type"] = "checkout.session.expired";
            node["data"]!["object"] = JsonNode.Parse(Fixture.Answer("session-open", session => session["status"] = "expired"));
        });
        Assert.That((await ResolveAsync(stripe, body)).Single().Payment!.Status, Is.EqualTo(PaymentStatus.Expired));
    }

    [TestCase("charge.refunded", PaymentStatus.PartiallyRefunded)]
    [TestCase("charge.captured", PaymentStatus.PartiallyRefunded)]
    [TestCase("charge.expired", PaymentStatus.Expired)]
    public async Task A_charge_tells_of_its_intent(string type, PaymentStatus expected)
    {
        using var stripe = new StripeHost();
        var happened = (await ResolveAsync(stripe, Fixture.Event("charge.refunded", node => node["type"] = type))).Single();
        Assert.Multiple(() =>
        {
            Assert.That((happened.Payment!.Status, happened.Payment.RefundedAmount), Is.EqualTo((expected, new Money(5m, "USD"))));
            Assert.That((happened.Reference!.PaymentId, happened.Reference.GetRelated("charge")), Is.EqualTo(("pi_1", "ch_1")));
            Assert.That(stripe.Calls, Is.Zero);
        });
    }

    [TestCase("needs_response", PaymentStatus.Disputed)]
    [TestCase("won", PaymentStatus.PartiallyRefunded)]
    public async Task A_charge_that_was_disputed_is_read(string dispute, PaymentStatus expected)
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/payment_intents/pi_1", Fixture.Answer("intent-succeeded", intent =>
        {
            intent["latest_charge"]!["disputed"] = true;
            intent["latest_charge"]!["amount_refunded"] = 500;
        })).On("GET /v1/disputes", $$"""{"object":"list","has_more":false,"data":[{{Fixture.Answer("dispute", node => node["status"] = dispute)}}]}""");
        var happened = (await ResolveAsync(stripe, Fixture.Event("charge.refunded", node => node["data"]!["object"]!["disputed"] = true))).Single();
        Assert.That((happened.Payment!.Status, happened.Payment.RefundedAmount), Is.EqualTo((expected, new Money(5m, "USD"))));
    }

    [TestCase("refund.created")]
    [TestCase("refund.updated")]
    [TestCase("refund.failed")]
    [TestCase("charge.refund.updated")]
    public async Task A_refund_tells_of_itself(string type)
    {
        using var stripe = new StripeHost();
        var happened = (await ResolveAsync(stripe, Fixture.Event("refund.updated", node => node["type"] = type))).Single();
        Assert.Multiple(() =>
        {
            Assert.That(happened.Type, Is.EqualTo(PaymentEventType.RefundUpdated));
            Assert.That((happened.Refund!.RefundId, happened.Refund.Reference, happened.Refund.Status), Is.EqualTo(("re_1", "R-1", RefundStatus.Completed)));
            Assert.That(happened.Refund.AsOf, Is.EqualTo(TestClock.Start));
            Assert.That((happened.Reference!.PaymentId, happened.Payment), Is.EqualTo(("pi_1", (Payment?)null)));
            Assert.That(stripe.Calls, Is.Zero);
        });
    }

    [TestCase("charge.dispute.created", PaymentEventType.DisputeOpened)]
    [TestCase("charge.dispute.updated", PaymentEventType.DisputeUpdated)]
    [TestCase("charge.dispute.funds_withdrawn", PaymentEventType.DisputeUpdated)]
    [TestCase("charge.dispute.funds_reinstated", PaymentEventType.DisputeUpdated)]
    [TestCase("charge.dispute.closed", PaymentEventType.DisputeClosed)]
    public async Task A_dispute_tells_of_itself(string type, PaymentEventType expected)
    {
        using var stripe = new StripeHost();
        var happened = (await ResolveAsync(stripe, Fixture.Event("charge.dispute.closed", node => node["type"] = type))).Single();
        Assert.Multiple(() =>
        {
            Assert.That((happened.Type, happened.Dispute!.DisputeId, happened.Dispute.Status), Is.EqualTo((expected, "du_1", DisputeStatus.Won)));
            Assert.That(happened.Dispute.EvidenceDueBy, Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(1794000000)));
            Assert.That((happened.Payment, stripe.Calls), Is.EqualTo(((Payment?)null, 0)));
        });
    }

    [TestCase("charge.succeeded")]
    [TestCase("charge.updated")]
    [TestCase("charge.a_new_event")]
    public async Task What_changes_nothing_still_names_its_payment(string type)
    {
        using var stripe = new StripeHost();
        var happened = (await ResolveAsync(stripe, Fixture.Event("charge.refunded", node => node["type"] = type))).Single();
        Assert.That((happened.Type, happened.Payment, happened.Reference!.PaymentId), Is.EqualTo((PaymentEventType.Other, (Payment?)null, "pi_1")));
        Assert.That(stripe.Calls, Is.Zero);
    }

    [Test]
    public async Task What_concerns_no_payment_is_no_event()
    {
        using var stripe = new StripeHost();
        Assert.That(await ResolveAsync(stripe, Fixture.Event("customer.created")), Is.Empty);
    }

    [Test]
    public async Task A_thin_event_is_fetched_by_kind_and_id_and_is_its_snapshot_s_twin()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/checkout/sessions", """{"data":[],"has_more":false}""").On("GET /v1/payment_intents/pi_1", Fixture.Answer("intent-succeeded"));
        var happened = (await ResolveAsync(stripe, Fixture.Event("thin", node => node["related_object"]!["url"] = "https://evil.example/"))).Single();
        Assert.Multiple(() =>
        {
            Assert.That((happened.EventId, happened.ProviderEventType), Is.EqualTo(("evt_1:payment_intent.succeeded", "v1.payment_intent.succeeded")));
            Assert.That(happened.OccurredAt, Is.EqualTo(new DateTimeOffset(2026, 10, 30, 0, 0, 0, 123, TimeSpan.Zero)));
            Assert.That(happened.Payment!.Status, Is.EqualTo(PaymentStatus.Completed));
        });
    }

    [Test]
    public async Task A_charge_is_a_charge_whatever_its_id_begins_with()
    {
        using var stripe = new StripeHost();
        var charge = JsonNode.Parse(Fixture.Answer("intent-succeeded"))!["latest_charge"]!;
        charge["payment_intent"] = null;
        charge["id"] = "new_1";
        stripe.On("GET /v1/charges/new_1", charge.ToJsonString());
        var body = Fixture.Event("thin", node =>
        {
            node["type"] = "v1.charge.captured";
            node["related_object"] = JsonNode.Parse("""{"id":"new_1","type":"charge"}""");
        });
        var happened = (await ResolveAsync(stripe, body)).Single();
        Assert.That((happened.Payment!.Status, happened.Reference!.PaymentId), Is.EqualTo((PaymentStatus.Completed, "new_1")));
    }

    [Test]
    public async Task A_snapshot_of_another_shape_is_read_instead()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/checkout/sessions", """{"data":[],"has_more":false}""").On("GET /v1/payment_intents/pi_1", Fixture.Answer("intent-succeeded"));
        var body = Fixture.Event("payment_intent.succeeded", node => node["data"]!["object"]!["payment_method_types"] = "card");
        Assert.That((await ResolveAsync(stripe, body)).Single().Payment!.Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [Test]
    public void Every_event_of_the_page_has_a_row() => Assert.That(StripeMapping.Events.Keys, Is.SupersetOf(
        ("payment_intent.succeeded payment_intent.processing payment_intent.requires_action payment_intent.amount_capturable_updated payment_intent.payment_failed "
        + "payment_intent.canceled payment_intent.created payment_intent.partially_funded checkout.session.completed checkout.session.async_payment_succeeded "
        + "checkout.session.async_payment_failed checkout.session.expired charge.succeeded charge.captured charge.pending charge.failed charge.expired charge.updated "
        + "charge.refunded refund.created refund.updated refund.failed charge.refund.updated charge.dispute.created charge.dispute.updated charge.dispute.closed "
        + "charge.dispute.funds_withdrawn charge.dispute.funds_reinstated").Split(' ')));
}
