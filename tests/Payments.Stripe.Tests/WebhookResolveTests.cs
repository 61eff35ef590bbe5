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
    public async Task A_failed_attempt_on_an_open_page_may_be_repeated_there()
    {
        using var stripe = new StripeHost();
        var session = Fixture.Answer("session-open", node => node["payment_intent"] = JsonNode.Parse(Fixture.Answer("error-declined"))!["error"]!["payment_intent"]!.DeepClone());
        stripe.On("GET /v1/checkout/sessions", $$"""{"data":[{{session}}],"has_more":false}""");
        var payment = (await ResolveAsync(stripe, Fixture.Event("payment_intent.payment_failed"))).Single().Payment!;
        stripe.AssertSent("session-of-intent");
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.Reference.PaymentId), Is.EqualTo((PaymentStatus.RequiresAction, "cs_test_1")));
            Assert.That(payment.NextAction, Is.TypeOf<RedirectAction>());
            Assert.That(payment.Error!.Code, Is.EqualTo(PaymentErrorCode.InsufficientFunds));
        });
    }

    [Test]
    public async Task A_failed_attempt_without_a_page_is_failed()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/checkout/sessions", """{"data":[],"has_more":false}""");
        var payment = (await ResolveAsync(stripe, Fixture.Event("payment_intent.payment_failed"))).Single().Payment!;
        Assert.That((payment.Status, payment.Reference.PaymentId, payment.AsOf), Is.EqualTo((PaymentStatus.Failed, "pi_1", (DateTimeOffset?)TestClock.Start)));
    }

    [TestCase("checkout.session.completed")]
    [TestCase("checkout.session.async_payment_succeeded")]
    [TestCase("checkout.session.async_payment_failed")]
    public async Task A_complete_session_is_read(string type)
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/checkout/sessions/cs_test_1", Fixture.Answer("session-complete", node => node["payment_intent"]!["status"] = "requires_capture"));
        var happened = (await ResolveAsync(stripe, Fixture.Event("checkout.session.completed", node => node["type"] = type))).Single();
        Assert.That((happened.Payment!.Status, happened.Reference!.GetRelated("payment_intent")), Is.EqualTo((PaymentStatus.Authorized, "pi_1")));
        Assert.That(happened.Payment.AsOf, Is.EqualTo(StripeHost.AnsweredAt));
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

    [TestCase("charge.refunded")]
    [TestCase("charge.captured")]
    [TestCase("charge.expired")]
    public async Task A_charge_leads_to_a_read_of_its_intent(string type)
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/payment_intents/pi_1", Fixture.Answer("intent-succeeded", node => node["latest_charge"]!["amount_refunded"] = 500));
        var happened = (await ResolveAsync(stripe, Fixture.Event("charge.refunded", node => node["type"] = type))).Single();
        Assert.That((happened.Payment!.Status, happened.Payment.RefundedAmount), Is.EqualTo((PaymentStatus.PartiallyRefunded, new Money(5m, "USD"))));
    }

    [TestCase("refund.created")]
    [TestCase("refund.updated")]
    [TestCase("refund.failed")]
    [TestCase("charge.refund.updated")]
    public async Task A_refund_comes_with_the_payment_s_totals(string type)
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/payment_intents/pi_1", Fixture.Answer("intent-succeeded", node => node["latest_charge"]!["amount_refunded"] = 500));
        var happened = (await ResolveAsync(stripe, Fixture.Event("refund.updated", node => node["type"] = type))).Single();
        Assert.Multiple(() =>
        {
            Assert.That(happened.Type, Is.EqualTo(PaymentEventType.RefundUpdated));
            Assert.That((happened.Refund!.RefundId, happened.Refund.Reference, happened.Refund.Status), Is.EqualTo(("re_1", "R-1", RefundStatus.Completed)));
            Assert.That(happened.Refund.AsOf, Is.EqualTo(TestClock.Start));
            Assert.That(happened.Refund.Payment.OrderId, Is.EqualTo("A-1001"));
            Assert.That(happened.Payment!.Status, Is.EqualTo(PaymentStatus.PartiallyRefunded));
        });
    }

    [TestCase("charge.dispute.created", PaymentEventType.DisputeOpened, 0)]
    [TestCase("charge.dispute.updated", PaymentEventType.DisputeUpdated, 0)]
    [TestCase("charge.dispute.funds_withdrawn", PaymentEventType.DisputeUpdated, 0)]
    [TestCase("charge.dispute.funds_reinstated", PaymentEventType.DisputeUpdated, 0)]
    [TestCase("charge.dispute.closed", PaymentEventType.DisputeClosed, 1)]
    public async Task A_dispute_is_told_and_its_end_is_read(string type, PaymentEventType expected, int reads)
    {
        using var stripe = new StripeHost();
        if (reads > 0)
            stripe.On("GET /v1/payment_intents/pi_1", Fixture.Answer("intent-succeeded"));
        var happened = (await ResolveAsync(stripe, Fixture.Event("charge.dispute.closed", node => node["type"] = type))).Single();
        Assert.Multiple(() =>
        {
            Assert.That((happened.Type, happened.Dispute!.DisputeId, happened.Dispute.Status), Is.EqualTo((expected, "du_1", DisputeStatus.Won)));
            Assert.That(happened.Dispute.EvidenceDueBy, Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(1794000000)));
            Assert.That(happened.Payment?.Status, Is.EqualTo(reads > 0 ? PaymentStatus.Completed : (PaymentStatus?)null));
            Assert.That(stripe.Calls, Is.EqualTo(reads));
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
