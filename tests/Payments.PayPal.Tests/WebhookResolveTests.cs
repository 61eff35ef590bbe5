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

    [TestCase("PAYMENT.CAPTURE.REVERSED", "order-refunded", PaymentStatus.Refunded)]
    [TestCase("PAYMENT.CAPTURE.REFUNDED", "order-captured", PaymentStatus.Disputed)]
    public async Task A_refund_that_PayPal_does_not_know_leaves_the_payment_that_was_read(string type, string order, PaymentStatus expected)
    {
        using var paypal = await Webhooks.ReadyAsync();
        paypal.On(Requests.GetCapture, Fixture.Answer("capture")).On(Requests.GetOrder, Fixture.Answer(order, node =>
        {
            var payments = node["purchase_units"]![0]!["payments"]!;
            payments.AsObject().Remove("refunds");
            (payments["captures"]![0]!["status"], payments["captures"]![0]!["status_details"]) = order == "order-refunded"
                ? ("REFUNDED", null)
                : ("PENDING", new JsonObject { ["reason"] = "CHARGEBACK" });
        })).On(Requests.GetRefund, Requests.Error("INVALID_RESOURCE_ID", "RESOURCE_NOT_FOUND"), 404);
        var happened = await ResolveAsync(paypal, Typed("refund", type));
        Assert.That((happened!.Type, happened.Payment?.Status, happened.Refund), Is.EqualTo((PaymentEventType.PaymentUpdated, (PaymentStatus?)expected, (Refund?)null)));
    }

    private static readonly TestCaseData[] Captures =
    [
        new(new Action<JsonNode>(_ => { })) { TestName = "by its link" },
        new(new Action<JsonNode>(refund =>
        {
            refund["links"] = null;
            refund["supplementary_data"] = new JsonObject { ["related_ids"] = new JsonObject { ["capture_id"] = Requests.CaptureId } };
        })) { TestName = "by its related ids" },
    ];

    [TestCaseSource(nameof(Captures))]
    public async Task A_refund_whose_event_names_no_capture_is_read_and_names_it(Action<JsonNode> change)
    {
        using var paypal = await Webhooks.ReadyAsync();
        paypal.On(Requests.GetRefund, Fixture.Answer("refund", change)).On(Requests.GetCapture, Fixture.Answer("capture")).On(Requests.GetOrder, Fixture.Answer("order-refunded"));
        var happened = await ResolveAsync(paypal, Fixture.Event("refund", node => node["resource"]!["links"] = null));
        Assert.That((happened!.Type, happened.Refund?.RefundId, happened.Refund?.Reference), Is.EqualTo((PaymentEventType.RefundUpdated, Requests.RefundId, "R-1")));
        Assert.That((happened.Payment?.Status, happened.Reference?.PaymentId), Is.EqualTo(((PaymentStatus?)PaymentStatus.PartiallyRefunded, Requests.OrderId)));
    }

    [Test]
    public async Task A_refund_that_nobody_names_a_capture_of_tells_of_nothing()
    {
        using var paypal = await Webhooks.ReadyAsync();
        paypal.On(Requests.GetRefund, Fixture.Answer("refund", node => node["links"] = null));
        var happened = await ResolveAsync(paypal, Fixture.Event("refund", node => node["resource"]!["links"] = null));
        Assert.That((happened!.Type, happened.Payment, happened.Refund), Is.EqualTo((PaymentEventType.Other, (Payment?)null, (Refund?)null)));
    }

    private static async Task<PaymentEvent> ReversedAsync(PayPalHost paypal, PaymentStatus? known)
    {
        var webhook = await paypal.Provider.VerifyWebhookAsync(Webhooks.Signed(Fixture.Event("reversal")));
        var named = webhook.References.Single();
        if (known is { } status)
        {
            named = named.With(new Payment
            {
                Reference = named, Status = status, ProviderStatus = "", Amount = Requests.Total, CreatedAt = TestClock.Start.AddMinutes(-5), NextAction = new WaitAction(),
            });
        }

        return (await paypal.Provider.ResolveWebhookAsync(webhook with { References = [named] })).Single();
    }

    [TestCase(PaymentStatus.RequiresConfirmation, PaymentStatus.Cancelled)]
    [TestCase(PaymentStatus.RequiresAction, PaymentStatus.Cancelled)]
    [TestCase(PaymentStatus.Failed, PaymentStatus.Cancelled)]
    [TestCase(PaymentStatus.Completed, null)]
    [TestCase(null, null)]
    public async Task An_approval_that_was_taken_back_ends_an_order_that_is_gone(PaymentStatus? known, PaymentStatus? expected)
    {
        using var paypal = await Webhooks.ReadyAsync();
        paypal.On(Requests.GetOrder, Requests.Error("INVALID_RESOURCE_ID", "RESOURCE_NOT_FOUND"), 404);
        var happened = await ReversedAsync(paypal, known);
        Assert.Multiple(() =>
        {
            Assert.That((happened.Payment?.Status, happened.Payment?.NextAction), Is.EqualTo((expected, (NextAction?)null)));
            Assert.That(happened.Payment?.AsOf, Is.EqualTo(expected is null ? null : (DateTimeOffset?)PayPalHost.AnsweredAt));
            Assert.That(happened.Type, Is.EqualTo(expected is null ? PaymentEventType.Other : PaymentEventType.PaymentUpdated));
        });
    }

    [TestCase("order-new", PaymentStatus.RequiresConfirmation, PaymentStatus.Cancelled)]
    [TestCase("order-new", PaymentStatus.RequiresAction, PaymentStatus.RequiresAction)]
    [TestCase("order-approved", PaymentStatus.RequiresConfirmation, PaymentStatus.RequiresConfirmation)]
    [TestCase("order-captured", PaymentStatus.RequiresConfirmation, PaymentStatus.Completed)]
    public async Task An_approval_that_was_taken_back_is_seen_by_the_order(string order, PaymentStatus known, PaymentStatus expected)
    {
        using var paypal = await Webhooks.ReadyAsync();
        paypal.On(Requests.GetOrder, Fixture.Answer(order));
        var payment = (await ReversedAsync(paypal, known)).Payment!;
        Assert.That((payment.Status, payment.NextAction is null), Is.EqualTo((expected, expected is not PaymentStatus.RequiresAction)));
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

    [TestCase("COMPLETED", DisputeStatus.Closed, PaymentStatus.Completed)]
    [TestCase("REFUNDED", DisputeStatus.Lost, PaymentStatus.Disputed)]
    public async Task A_dispute_that_is_resolved_in_a_way_that_is_not_known_ends_as_the_capture_says(string capture, DisputeStatus expected, PaymentStatus status)
    {
        using var paypal = await Webhooks.ReadyAsync();
        paypal.On(Requests.GetDispute, Fixture.Answer("dispute", node => node["status"] = "RESOLVED")).On(Requests.GetCapture, Fixture.Answer("capture"))
            .On(Requests.GetOrder, Fixture.Answer("order-captured", node => node["purchase_units"]![0]!["payments"]!["captures"]![0]!["status"] = capture));
        var happened = await ResolveAsync(paypal, Typed("dispute", "CUSTOMER.DISPUTE.RESOLVED"));
        Assert.That((happened!.Dispute!.Status, happened.Payment!.Status), Is.EqualTo((expected, status)));
    }

    [Test]
    public async Task A_dispute_over_several_payments_is_told_of_each()
    {
        const string Other = "2GG279541U471931P", OtherOrder = "7AB12345CD678901E", Again = "8MC585209K746392H";
        using var paypal = await Webhooks.ReadyAsync();
        paypal.On(Requests.GetDispute, Fixture.Answer("dispute", node =>
            {
                var transactions = node["disputed_transactions"]!.AsArray();
                foreach (var id in new[] { Other, Again })
                    transactions.Add(new JsonObject { ["seller_transaction_id"] = id });
                transactions.Add(null);
                transactions.Add(new JsonObject { ["seller_transaction_id"] = Other });
            }))
            .On(Requests.GetCapture, Fixture.Answer("capture")).On(Requests.GetOrder, Fixture.Answer("order-captured"))
            .On("GET /v2/payments/captures/" + Other, Fixture.Answer("capture", node =>
                (node["id"], node["supplementary_data"]!["related_ids"]!["order_id"]) = (Other, OtherOrder)))
            .On("GET /v2/checkout/orders/" + OtherOrder, Fixture.Answer("order-captured", node =>
            {
                (node["id"], node["purchase_units"]![0]!["custom_id"]) = (OtherOrder, "A-1002");
                node["purchase_units"]![0]!["payments"]!["captures"]![0]!["id"] = Other;
            }))
            .On("GET /v2/payments/captures/" + Again, Fixture.Answer("capture", node => node["id"] = Again)).On(Requests.GetOrder, Fixture.Answer("order-captured"));
        var events = await paypal.Provider.ProcessWebhookAsync(Webhooks.Signed(Fixture.Event("dispute")));
        Assert.Multiple(() =>
        {
            Assert.That(events.Select(each => each.Payment!.Reference.PaymentId), Is.EqualTo(new[] { Requests.OrderId, OtherOrder }));
            Assert.That(events.Select(each => each.Dispute!.DisputeId), Is.All.EqualTo(Requests.DisputeId));
            Assert.That(events.Select(each => each.Dispute!.Payment.OrderId), Is.EqualTo(new[] { "A-1001", "A-1002" }));
            Assert.That(events.Select(each => each.Dispute!.Amount), Is.All.Null, "PayPal tells the sum of both");
            Assert.That(events.Select(each => each.EventId), Is.Unique.And.Exactly(1).EqualTo("WH-1:CUSTOMER.DISPUTE.CREATED"));
        });
    }

    [Test]
    public async Task A_dispute_that_is_partly_over_another_app_s_payment_has_no_amount_of_ours()
    {
        using var paypal = await Webhooks.ReadyAsync();
        paypal.On(Requests.GetDispute, Fixture.Answer("dispute", node =>
                node["disputed_transactions"]!.AsArray().Insert(0, new JsonObject { ["seller_transaction_id"] = "2GG279541U471931P" })))
            .On("GET /v2/payments/captures/2GG279541U471931P", Requests.Error("INVALID_RESOURCE_ID", "RESOURCE_NOT_FOUND"), 404)
            .On(Requests.GetCapture, Fixture.Answer("capture")).On(Requests.GetOrder, Fixture.Answer("order-captured"));
        var happened = await ResolveAsync(paypal, Fixture.Event("dispute"));
        Assert.That((happened!.Payment!.Status, happened.Dispute!.DisputeId, happened.Dispute.Amount), Is.EqualTo((PaymentStatus.Disputed, Requests.DisputeId, (Money?)null)));
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
