using System.Text.Json.Nodes;

namespace Payments.Square.Tests;

public class WebhookResolveTests
{
    private static Task<IReadOnlyList<PaymentEvent>> ResolveAsync(SquareHost square, string body) => square.Provider.ProcessWebhookAsync(Webhooks.Signed(body));

    /// <summary>As the pipeline does: what the message names is completed by what the memory knows.</summary>
    private static async Task<IReadOnlyList<PaymentEvent>> ResolveKnownAsync(SquareHost square, string body, PaymentReference name)
    {
        var webhook = await square.Provider.VerifyWebhookAsync(Webhooks.Signed(body));
        var known = new Payment
        {
            Reference = name, Status = PaymentStatus.RequiresAction, ProviderStatus = "", Amount = new Money(20m, "USD"), CreatedAt = TestClock.Start,
        };
        return await square.Provider.ResolveWebhookAsync(webhook with { References = [webhook.References[0].Complete(name).With(known)] });
    }

    private static string PagePayment(string status = "COMPLETED") => Fixture.Event("payment.updated", node =>
    {
        node["data"]!["object"]!["payment"] = JsonNode.Parse(Fixture.Answer("order-payment"))!["payment"]!.DeepClone();
        node["data"]!["object"]!["payment"]!["status"] = status;
    });

    [TestCase("payment.created")]
    [TestCase("payment.updated")]
    public async Task A_payment_by_token_tells_all_of_itself(string type)
    {
        using var square = new SquareHost();
        var happened = (await ResolveAsync(square, Fixture.Event("payment.updated", node => node["type"] = type))).Single();
        Assert.Multiple(() =>
        {
            Assert.That((happened.EventId, happened.Type, happened.ProviderEventType), Is.EqualTo(("6a8f5f28-54a1-4eb0-a98a-3111513fd4fc:" + type, PaymentEventType.PaymentUpdated, type)));
            Assert.That(happened.OccurredAt, Is.EqualTo(new DateTimeOffset(2026, 10, 30, 0, 0, 2, 308, TimeSpan.Zero)).Within(TimeSpan.FromMilliseconds(1)), "nine digits of a second");
            Assert.That((happened.Payment!.Status, happened.Payment.Method), Is.EqualTo((PaymentStatus.Completed, PaymentMethod.DebitCard)));
            Assert.That(happened.Payment.AsOf, Is.EqualTo(new DateTimeOffset(2026, 10, 30, 0, 0, 1, 504, TimeSpan.Zero)), "the object's time, not the message's");
            Assert.That(happened.Reference!.ToString(), Is.EqualTo("square:p1?order=A-1001"));
            Assert.That(square.Calls, Is.Zero);
        });
    }

    [Test]
    public async Task A_page_s_payment_leads_to_the_whole_order()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order-paid")).On("GET /v2/payments/p2", Fixture.Answer("order-payment"));
        var happened = (await ResolveKnownAsync(square, PagePayment(), Requests.Page)).Single();
        Assert.That(
            (happened.Payment!.Status, happened.Payment.CapturedAmount, happened.Reference!.PaymentId),
            Is.EqualTo((PaymentStatus.Completed, (Money?)new Money(20m, "USD"), "order:o1")));
    }

    [Test]
    public async Task A_late_message_of_a_page_s_payment_takes_nothing_back()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order-paid")).On("GET /v2/payments/p2", Fixture.Answer("order-payment"));
        var payment = (await ResolveKnownAsync(square, PagePayment("APPROVED"), Requests.Page)).Single().Payment!;
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)new Money(20m, "USD"))), "its time is the order's, so that its state has to be as new");
    }

    [Test]
    public async Task An_order_that_does_not_list_the_payment_yet_is_paid_all_the_same()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order")).On("GET /v2/payments/p2", Fixture.Answer("order-payment"));
        Assert.That((await ResolveKnownAsync(square, PagePayment(), Requests.Page)).Single().Payment!.Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [Test]
    public async Task A_failed_try_on_a_page_leaves_it_open()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order"))
            .On("GET /v2/payments/p2", Fixture.Answer("order-payment", answer => answer["payment"]!["status"] = "FAILED"))
            .On("GET /v2/online-checkout/payment-links/l1", Fixture.Answer("link"));
        var payment = (await ResolveKnownAsync(square, PagePayment("FAILED"), Requests.Page)).Single().Payment!;
        Assert.That((payment.Status, payment.NextAction is RedirectAction), Is.EqualTo((PaymentStatus.RequiresAction, true)));
    }

    [Test]
    public async Task A_host_without_a_memory_finds_its_order_in_Square_s()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order-paid")).On("GET /v2/payments/p2", Fixture.Answer("order-payment"));
        var happened = (await ResolveAsync(square, PagePayment())).Single();
        Assert.That((happened.Reference!.PaymentId, happened.Reference.OrderId, happened.Payment!.Status), Is.EqualTo(("order:o1", "A-1001", PaymentStatus.Completed)));
    }

    [TestCase(200)]
    [TestCase(403)]
    [TestCase(404)]
    public async Task What_the_seller_takes_elsewhere_is_nobody_s_here(int status)
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", status switch
        {
            200 => Fixture.Answer("order-paid", answer => answer["order"]!["reference_id"] = null),
            403 => SquareHost.Error("INSUFFICIENT_SCOPES", "AUTHENTICATION_ERROR"),
            _ => SquareHost.Error("NOT_FOUND"),
        }, status);
        Assert.That(await ResolveAsync(square, PagePayment()), Is.Empty);
    }

    [Test]
    public async Task A_Terminal_s_payment_leads_to_its_checkout()
    {
        using var square = new SquareHost();
        square.On("GET /v2/terminals/checkouts/c1", Fixture.Answer("checkout", answer =>
            {
                answer["checkout"]!["status"] = "COMPLETED";
                answer["checkout"]!["payment_ids"] = new JsonArray("p1");
                answer["checkout"]!["amount_money"]!["amount"] = 1250;
            }))
            .On("GET /v2/payments/p1", Fixture.Answer("payment"));
        var happened = (await ResolveAsync(square, Fixture.Event("payment.updated", node => node["data"]!["object"]!["payment"]!["terminal_checkout_id"] = "c1"))).Single();
        Assert.That((happened.Reference!.PaymentId, happened.Payment!.Status), Is.EqualTo(("checkout:c1", PaymentStatus.Completed)));
    }

    [Test]
    public async Task A_Terminal_s_payment_tells_of_a_checkout_that_Square_keeps_no_more()
    {
        using var square = new SquareHost();
        square.On("GET /v2/terminals/checkouts/c1", SquareHost.Error("NOT_FOUND"), 404).On("GET /v2/payments/p1", Fixture.Answer("payment"));
        var happened = (await ResolveAsync(square, Fixture.Event("payment.updated", node => node["data"]!["object"]!["payment"]!["terminal_checkout_id"] = "c1"))).Single();
        Assert.That((happened.Reference!.ToString(), happened.Payment!.Status), Is.EqualTo(("square:checkout%3Ac1?order=A-1001&related.checkout=c1&related.payment=p1", PaymentStatus.Completed)));
    }

    [Test]
    public async Task A_Terminal_s_payment_without_an_order_id_is_nobody_s_here()
    {
        using var square = new SquareHost();
        var body = Fixture.Event("payment.updated", node =>
        {
            node["data"]!["object"]!["payment"]!["terminal_checkout_id"] = "c1";
            node["data"]!["object"]!["payment"]!["reference_id"] = null;
        });
        Assert.That(await ResolveAsync(square, body), Is.Empty);
        Assert.That(square.Calls, Is.Zero);
    }

    [TestCase("terminal.checkout.created")]
    [TestCase("terminal.checkout.updated")]
    public async Task A_checkout_leads_to_its_payments(string type)
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p3", Fixture.Answer("payment", answer =>
        {
            answer["payment"]!["id"] = "p3";
            answer["payment"]!["total_money"]!["amount"] = 2610;
        }));
        var happened = (await ResolveAsync(square, Fixture.Event("terminal.checkout.updated", node => node["type"] = type))).Single();
        Assert.That((happened.Type, happened.Payment!.Status, happened.Reference!.PaymentId), Is.EqualTo((PaymentEventType.PaymentUpdated, PaymentStatus.Completed, "checkout:c1")));
    }

    [Test]
    public async Task A_checkout_without_payments_tells_of_itself()
    {
        using var square = new SquareHost();
        var body = Fixture.Event("terminal.checkout.updated", node =>
        {
            node["data"]!["object"]!["checkout"]!["status"] = "CANCELED";
            node["data"]!["object"]!["checkout"]!["cancel_reason"] = "TIMED_OUT";
            node["data"]!["object"]!["checkout"]!["payment_ids"] = null;
        });
        Assert.That((await ResolveAsync(square, body)).Single().Payment!.Status, Is.EqualTo(PaymentStatus.Expired));
        Assert.That(square.Calls, Is.Zero);
    }

    [TestCase("order.created")]
    [TestCase("order.updated")]
    public async Task An_order_tells_only_that_it_has_to_be_read(string type)
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order-paid")).On("GET /v2/payments/p2", Fixture.Answer("order-payment"));
        var body = Fixture.Event("order.updated", node =>
        {
            node["type"] = type;
            node["data"]!["object"] = new JsonObject { [type.Replace('.', '_')] = node["data"]!["object"]!["order_updated"]!.DeepClone() };
        });
        var happened = (await ResolveAsync(square, body)).Single();
        Assert.That((happened.Payment!.Status, happened.Reference!.OrderId), Is.EqualTo((PaymentStatus.Completed, "A-1001")));
    }

    [TestCase("refund.created")]
    [TestCase("refund.updated")]
    public async Task A_refund_of_a_known_payment_needs_no_read(string type)
    {
        using var square = new SquareHost();
        var happened = (await ResolveKnownAsync(square, Fixture.Event("refund.updated", node => node["type"] = type), Requests.Single)).Single();
        Assert.Multiple(() =>
        {
            Assert.That((happened.Type, happened.Refund!.RefundId, happened.Refund.Reference, happened.Refund.Status), Is.EqualTo((PaymentEventType.RefundUpdated, "p1_r1", "R-1", RefundStatus.Completed)));
            Assert.That((happened.Reference!.PaymentId, happened.Payment), Is.EqualTo(("p1", (Payment?)null)));
            Assert.That(happened.Refund.AsOf, Is.EqualTo(new DateTimeOffset(2026, 10, 30, 1, 0, 5, 381, TimeSpan.Zero)));
            Assert.That(square.Calls, Is.Zero);
        });
    }

    [Test]
    public async Task A_refund_of_an_unknown_payment_brings_the_payment_along()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Fixture.Answer("payment"));
        var happened = (await ResolveAsync(square, Fixture.Event("refund.updated"))).Single();
        Assert.That((happened.Payment!.Reference.OrderId, happened.Refund!.Payment.PaymentId), Is.EqualTo(("A-1001", "p1")));
    }

    [Test]
    public async Task A_Terminal_s_refund_is_no_refund_yet()
    {
        using var square = new SquareHost();
        var refund = (await ResolveKnownAsync(square, Fixture.Event("terminal.refund.updated"), Requests.Single)).Single().Refund!;
        Assert.That((refund.RefundId, refund.Reference, refund.Status), Is.EqualTo(((string?)null, "R-1", RefundStatus.RequiresAction)), "its data says 'refund' as well, and its id is another one's");
    }

    [TestCase("dispute.created", "EVIDENCE_REQUIRED", PaymentEventType.DisputeOpened)]
    [TestCase("dispute.state.updated", "PROCESSING", PaymentEventType.DisputeUpdated)]
    [TestCase("dispute.state.updated", "WON", PaymentEventType.DisputeClosed)]
    [TestCase("dispute.state.updated", "LOST", PaymentEventType.DisputeClosed)]
    [TestCase("dispute.state.updated", "ACCEPTED", PaymentEventType.DisputeClosed)]
    [TestCase("dispute.state.updated", "INQUIRY_CLOSED", PaymentEventType.DisputeClosed)]
    [TestCase("dispute.state.changed", "WON", PaymentEventType.DisputeClosed)]
    public async Task A_dispute_tells_of_itself(string type, string state, PaymentEventType expected)
    {
        foreach (var member in new[] { "dispute", "object" })
        {
            using var square = new SquareHost();
            var body = Fixture.Event("dispute.state.updated", node =>
            {
                node["type"] = type;
                var dispute = node["data"]!["object"]!["dispute"]!.DeepClone();
                dispute["state"] = state;
                dispute["dispute_id"] = dispute["id"]!.DeepClone();
                if (member == "object")
                    dispute["id"] = null;
                node["data"]!["object"] = new JsonObject { [member] = dispute };
            });
            var happened = (await ResolveKnownAsync(square, body, Requests.Single)).Single();
            Assert.That((happened.Type, happened.Dispute!.DisputeId, happened.Dispute.Version), Is.EqualTo((expected, "d1", (long?)6)), member);
            Assert.That((happened.Payment, square.Calls), Is.EqualTo(((Payment?)null, 0)));
        }
    }

    [TestCase("dispute.evidence.created")]
    [TestCase("dispute.evidence.deleted")]
    [TestCase("dispute.evidence.added")]
    [TestCase("dispute.evidence.removed")]
    [TestCase("device.code.paired")]
    [TestCase("oauth.authorization.revoked")]
    [TestCase("invoice.payment_made")]
    [TestCase("payment.a_new_event")]
    public async Task What_changes_no_payment_is_taken_and_ignored(string type)
    {
        using var square = new SquareHost();
        Assert.That(await ResolveAsync(square, Fixture.Event("payment.updated", node => node["type"] = type)), Is.Empty);
        Assert.That(await ResolveAsync(square, Fixture.Event("test_notification")), Is.Empty);
    }

    [Test]
    public async Task An_object_of_another_shape_is_read_instead()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Fixture.Answer("payment"));
        var body = Fixture.Event("payment.updated", node => node["data"]!["object"]!["payment"] = new JsonObject { ["id"] = "p1", ["status"] = new JsonArray() });
        Assert.That((await ResolveAsync(square, body)).Single().Payment!.Status, Is.EqualTo(PaymentStatus.Completed));

        square.On("GET /v2/payments/another-id", Fixture.Answer("payment"));
        Assert.That(await ResolveAsync(square, Fixture.Event("payment.updated", node => node["data"]!["object"] = "gone")), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_payment_that_pays_a_known_order_of_another_is_matched_by_its_note()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order")).On("GET /v2/payments/p2", Fixture.Answer("order-payment"));
        var body = Fixture.Event("payment.updated", node =>
        {
            node["data"]!["object"]!["payment"] = JsonNode.Parse(Fixture.Answer("order-payment"))!["payment"]!.DeepClone();
            node["data"]!["object"]!["payment"]!["order_id"] = "o-other";
        });
        var webhook = await square.Provider.VerifyWebhookAsync(Webhooks.Signed(body));
        var known = new Payment { Reference = Requests.Page, Status = PaymentStatus.RequiresAction, ProviderStatus = "", Amount = new Money(20m, "USD"), CreatedAt = TestClock.Start };
        var events = await square.Provider.ResolveWebhookAsync(webhook with { References = [webhook.References[0], webhook.References[1].Complete(Requests.Page).With(known)] });
        Assert.That((events.Single().Payment!.Status, events[0].Reference!.PaymentId), Is.EqualTo((PaymentStatus.Completed, "order:o1")));
        square.AssertAllCalled();
    }

    [Test]
    public void Every_event_of_the_page_has_a_row() => Assert.That(SquareMapping.Events.Keys, Is.EquivalentTo(
        ("payment.created payment.updated refund.created refund.updated dispute.created dispute.state.updated dispute.state.changed terminal.checkout.created "
        + "terminal.checkout.updated terminal.refund.created terminal.refund.updated order.created order.updated").Split(' ')));
}
