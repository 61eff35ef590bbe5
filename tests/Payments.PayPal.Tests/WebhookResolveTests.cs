using System.Text.Json.Nodes;

namespace Payments.PayPal.Tests;

/// <summary>What a webhook tells of is read with our own key; of its body only the ids are used.</summary>
public class WebhookResolveTests
{
    private static async Task<PaymentEvent?> ResolveAsync(PayPalHost paypal, string body) =>
        (await paypal.Provider.ProcessWebhookAsync(Webhooks.Signed(body))).SingleOrDefault();

    private static string Typed(string fixture, string type) => Fixture.Event(fixture, node => node["event_type"] = type);

    [TestCase("order", "CHECKOUT.ORDER.APPROVED", "order-approved", PaymentStatus.RequiresConfirmation)]
    [TestCase("order", "CHECKOUT.ORDER.APPROVED", "order-captured", PaymentStatus.Completed)]
    [TestCase("order", "CHECKOUT.ORDER.COMPLETED", "order-captured", PaymentStatus.Completed)]
    [TestCase("reversal", "CHECKOUT.PAYMENT-APPROVAL.REVERSED", "order-new", PaymentStatus.RequiresAction)]
    [TestCase("authorization", "PAYMENT.AUTHORIZATION.CREATED", "order-authorized", PaymentStatus.Authorized)]
    [TestCase("authorization", "PAYMENT.AUTHORIZATION.VOIDED", "order-authorized", PaymentStatus.Authorized)]
    [TestCase("capture", "PAYMENT.CAPTURE.PENDING", "order-captured", PaymentStatus.Completed)]
    [TestCase("capture", "PAYMENT.CAPTURE.COMPLETED", "order-captured", PaymentStatus.Completed)]
    [TestCase("capture", "PAYMENT.CAPTURE.DECLINED", "order-captured", PaymentStatus.Completed)]
    [TestCase("capture", "PAYMENT.CAPTURE.DENIED", "order-captured", PaymentStatus.Completed)]
    [TestCase("capture-old", "PAYMENT.CAPTURE.COMPLETED", "order-captured", PaymentStatus.Completed)]
    public async Task The_order_is_read_and_decides(string fixture, string type, string order, PaymentStatus expected)
    {
        using var paypal = await Webhooks.ReadyAsync();
        paypal.On(Requests.GetOrder, Fixture.Answer(order));
        var happened = await ResolveAsync(paypal, Typed(fixture, type));
        Assert.Multiple(() =>
        {
            Assert.That((happened!.EventId, happened.Type, happened.ProviderEventType), Is.EqualTo(($"WH-1:{type}", PaymentEventType.PaymentUpdated, type)));
            Assert.That(happened.Payment!.Status, Is.EqualTo(expected));
            Assert.That(happened.OccurredAt, Is.EqualTo(TestClock.Start.AddSeconds(3.12)));
            Assert.That(happened.Reference!.PaymentId, Is.EqualTo(Requests.OrderId));
        });
    }

    [Test]
    public async Task A_capture_of_a_hold_leads_over_the_hold_to_its_order()
    {
        using var paypal = await Webhooks.ReadyAsync();
        paypal.On(Requests.GetHold, Fixture.Answer("authorization")).On(Requests.GetCapture, Fixture.Answer("capture-of-hold")).On(Requests.GetOrder, Fixture.Answer("order-authorized"));
        Assert.That((await ResolveAsync(paypal, Fixture.Event("capture-of-hold")))!.Payment!.Reference.PaymentId, Is.EqualTo(Requests.OrderId));
    }

    [TestCase("PAYMENT.CAPTURE.REFUNDED")]
    [TestCase("PAYMENT.REFUND.PENDING")]
    [TestCase("PAYMENT.REFUND.FAILED")]
    public async Task A_refund_s_event_carries_a_refund_s_id(string type)
    {
        using var paypal = await Webhooks.ReadyAsync();
        paypal.On(Requests.GetCapture, Fixture.Answer("capture")).On(Requests.GetOrder, Fixture.Answer("order-refunded"));
        var happened = await ResolveAsync(paypal, Typed("refund", type));
        Assert.Multiple(() =>
        {
            Assert.That((happened!.Type, happened.Refund!.RefundId, happened.Refund.Reference), Is.EqualTo((PaymentEventType.RefundUpdated, Requests.RefundId, "R-1")));
            Assert.That((happened.Payment!.Status, happened.Payment.RefundedAmount), Is.EqualTo((PaymentStatus.PartiallyRefunded, (Money?)new Money(5m, "USD"))));
            Assert.That(paypal.Sent, Does.Not.Contain("captures/" + Requests.RefundId));
        });
    }

    [Test]
    public async Task A_refund_that_the_order_does_not_list_is_read_by_itself()
    {
        using var paypal = await Webhooks.ReadyAsync();
        paypal.On(Requests.GetCapture, Fixture.Answer("capture")).On(Requests.GetOrder, Fixture.Answer("order-captured"))
            .On(Requests.GetRefund, Fixture.Answer("refund", node => (node["custom_id"], node["note_to_payer"]) = ("A-1001", "Payment reversed")));
        var happened = await ResolveAsync(paypal, Typed("refund", "PAYMENT.CAPTURE.REVERSED"));
        Assert.That((happened!.Refund!.Origin, happened.Refund.Reference, happened.Type), Is.EqualTo((RefundOrigin.Reversal, (string?)null, PaymentEventType.RefundUpdated)));
    }

    [TestCase("CUSTOMER.DISPUTE.CREATED", PaymentEventType.DisputeOpened)]
    [TestCase("CUSTOMER.DISPUTE.UPDATED", PaymentEventType.DisputeUpdated)]
    [TestCase("CUSTOMER.DISPUTE.RESOLVED", PaymentEventType.DisputeClosed)]
    public async Task A_dispute_is_read_and_so_is_what_is_disputed(string type, PaymentEventType expected)
    {
        using var paypal = await Webhooks.ReadyAsync();
        paypal.On(Requests.GetDispute, Fixture.Answer("dispute")).On(Requests.GetCapture, Fixture.Answer("capture")).On(Requests.GetOrder, Fixture.Answer("order-captured"));
        var happened = await ResolveAsync(paypal, Typed("dispute", type));
        Assert.Multiple(() =>
        {
            Assert.That((happened!.Type, happened.Payment!.Status), Is.EqualTo((expected, PaymentStatus.Disputed)));
            Assert.That((happened.Dispute!.DisputeId, happened.Dispute.Status, happened.Dispute.Reason, happened.Dispute.IsInquiry), Is.EqualTo((Requests.DisputeId, DisputeStatus.NeedsResponse, "UNAUTHORISED", false)));
            Assert.That((happened.Dispute.Amount, happened.Dispute.EvidenceDueBy), Is.EqualTo(((Money?)Requests.Total, (DateTimeOffset?)new DateTimeOffset(2026, 11, 9, 0, 1, 0, TimeSpan.Zero))));
        });
    }

    [Test]
    public async Task A_dispute_that_is_resolved_leaves_the_capture_as_it_is()
    {
        using var paypal = await Webhooks.ReadyAsync();
        paypal.On(Requests.GetDispute, Fixture.Answer("dispute", node => (node["status"], node["dispute_outcome"]) = ("RESOLVED", new JsonObject { ["outcome_code"] = "RESOLVED_SELLER_FAVOUR" })))
            .On(Requests.GetCapture, Fixture.Answer("capture")).On(Requests.GetOrder, Fixture.Answer("order-captured"));
        var happened = await ResolveAsync(paypal, Typed("dispute", "CUSTOMER.DISPUTE.RESOLVED"));
        Assert.That((happened!.Payment!.Status, happened.Dispute!.Status), Is.EqualTo((PaymentStatus.Completed, DisputeStatus.Won)));
    }

    [Test]
    public async Task What_the_message_says_of_a_disputed_payment_is_not_believed()
    {
        using var paypal = await Webhooks.ReadyAsync();
        paypal.On(Requests.GetDispute, Fixture.Answer("dispute")).On(Requests.GetCapture, Fixture.Answer("capture")).On(Requests.GetOrder, Fixture.Answer("order-captured"));
        var happened = await ResolveAsync(paypal, Fixture.Event("dispute", node => node["resource"]!["disputed_transactions"]![0]!["seller_transaction_id"] = "SOMEBODY0ELSE0000"));
        Assert.That(happened!.Payment!.Reference.GetRelated("capture"), Is.EqualTo(Requests.CaptureId));
        Assert.That(paypal.Sent, Does.Not.Contain("SOMEBODY"));
    }

    [Test]
    public async Task Another_body_with_the_same_checksum_only_leads_to_a_read()
    {
        using var paypal = await Webhooks.ReadyAsync();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-new"));
        var happened = await ResolveAsync(paypal, Fixture.Event("capture", node => node["resource"]!["amount"]!["value"] = "99999.00"));
        Assert.That((happened!.Payment!.Status, happened.Payment.Amount), Is.EqualTo((PaymentStatus.RequiresAction, Requests.Total)));
    }

    [TestCase("PAYMENT.SALE.COMPLETED")]
    [TestCase("BILLING.SUBSCRIPTION.CREATED")]
    [TestCase("conformance.unheard_of")]
    public async Task An_event_that_tells_nothing_here_changes_nothing(string type)
    {
        using var paypal = await Webhooks.ReadyAsync();
        Assert.That(await ResolveAsync(paypal, Typed("sale", type)), Is.Null);
        Assert.That(paypal.Calls, Is.EqualTo(1), "but for the certificate nothing was fetched");
    }

    [Test]
    public async Task What_PayPal_does_not_know_is_told_of_as_nothing()
    {
        using var paypal = await Webhooks.ReadyAsync();
        paypal.On(Requests.GetOrder, Requests.Error("INVALID_RESOURCE_ID", "RESOURCE_NOT_FOUND"), 404).On(Requests.GetCapture, Requests.Error("INVALID_RESOURCE_ID", "RESOURCE_NOT_FOUND"), 404);
        var happened = await ResolveAsync(paypal, Fixture.Event("capture"));
        Assert.That((happened!.Type, happened.Payment), Is.EqualTo((PaymentEventType.Other, (Payment?)null)));
    }

    private static readonly TestCaseData[] Oddities =
    [
        new("capture", new Action<JsonNode>(body => body["resource"] = null)),
        new("capture", new Action<JsonNode>(body => body["resource"] = "x")),
        new("capture", new Action<JsonNode>(body => body["resource"]!["id"] = 7)),
        new("capture", new Action<JsonNode>(body => body["resource"]!["id"] = "../../v1/oauth2/token")),
        new("capture-old", new Action<JsonNode>(body => body["resource"]!["links"] = new JsonArray(null, 7, new JsonObject { ["rel"] = "up", ["href"] = "x" }))),
        new("order", new Action<JsonNode>(body => body["resource"]!["id"] = new string('A', 65))),
        new("refund", new Action<JsonNode>(body => body["resource"]!["links"] = "x")),
        new("dispute", new Action<JsonNode>(body => body["resource"]!["dispute_id"] = null)),
        new("dispute", new Action<JsonNode>(body => body["resource"]!["disputed_transactions"] = new JsonArray())),
    ];

    [TestCaseSource(nameof(Oddities))]
    public async Task An_odd_event_ends_as_a_payment_error_at_most(string fixture, Action<JsonNode> change)
    {
        using var paypal = await Webhooks.ReadyAsync();
        Exception? thrown = null;
        try
        {
            await ResolveAsync(paypal, Fixture.Event(fixture, change));
        }
        catch (Exception exception)
        {
            thrown = exception;
        }

        Assert.That(thrown, Is.Null.Or.InstanceOf<PaymentException>());
        Assert.That(paypal.Sent, Does.Not.Contain(".."));
    }
}
