using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Square.Tests;

public class ReadTests
{
    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string Of(string id, string status, int amount, Action<JsonNode>? change = null) => Fixture.Answer("order-payment", answer =>
    {
        var payment = answer["payment"]!;
        payment["id"] = id;
        payment["status"] = status;
        foreach (var name in new[] { "amount_money", "total_money", "approved_money" })
            payment[name]!["amount"] = amount;
        change?.Invoke(payment);
    });

    private static string Tendered(string state, params string[] ids) => Fixture.Answer("order-paid", answer =>
    {
        answer["order"]!["state"] = state;
        answer["order"]!["tenders"] = new JsonArray([.. ids.Select(id => (JsonNode)new JsonObject { ["id"] = id, ["payment_id"] = id })]);
    });

    [TestCase("p1")]
    [TestCase("payment:p1")]
    public async Task A_payment_is_read_by_its_id(string id)
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Fixture.Answer("payment"));
        var payment = await square.Provider.GetPaymentAsync(PaymentReference.From("square", id));
        Assert.That((payment.Reference.ToString(), payment.Status), Is.EqualTo(("square:p1?order=A-1001", PaymentStatus.Completed)));
    }

    [Test]
    public async Task An_open_page_says_where_it_is()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order")).On("GET /v2/online-checkout/payment-links/l1", Fixture.Answer("link"));
        var payment = await square.Provider.GetPaymentAsync(Requests.Page);
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.Reference), Is.EqualTo((PaymentStatus.RequiresAction, Requests.Page)));
            Assert.That(payment.NextAction, Is.EqualTo(new RedirectAction(new Uri("https://square.link/u/l1"))));
            Assert.That(payment.Metadata, Is.EqualTo(new Dictionary<string, string> { ["cart"] = "77" }));
            Assert.That(payment.AsOf, Is.EqualTo(At("2026-10-30T00:00:00.829Z")));
        });
    }

    [Test]
    public async Task What_is_known_of_a_page_s_address_is_not_read_again()
    {
        using var square = new SquareHost();
        square.On("POST /v2/online-checkout/payment-links", Fixture.Answer("link")).On("GET /v2/orders/o1", Fixture.Answer("order"));
        var created = await square.Provider.CreatePaymentAsync(Requests.Hosted());
        Assert.That((await square.Provider.GetPaymentAsync(created)).NextAction, Is.EqualTo(created.NextAction));
        Assert.That(square.Calls, Is.EqualTo(2));
    }

    [Test]
    public async Task A_page_is_paid_when_its_payments_say_so_although_its_order_stays_open()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order-paid")).On("GET /v2/payments/p2", Fixture.Answer("order-payment"));
        var payment = await square.Provider.GetPaymentAsync(Requests.Page);
        square.AssertSent("read-page");
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((PaymentStatus.Completed, "COMPLETED")));
            Assert.That((payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo(((Money?)new Money(20m, "USD"), (Money?)new Money(0m, "USD"))));
            Assert.That((payment.TransactionId, payment.Method, payment.ProviderMethod), Is.EqualTo(("p2", PaymentMethod.DigitalWallet, "CASH_APP")));
            Assert.That(payment.Reference.ToString(), Is.EqualTo("square:order%3Ao1?order=A-1001&related.order=o1&related.payment_link=l1&related.payment=p2"));
            Assert.That(payment.AsOf, Is.EqualTo(At("2026-10-30T00:05:01Z")), "the newest of order and payments");
            Assert.That((payment.NextAction, payment.Attention), Is.EqualTo(((NextAction?)null, PaymentAttention.None)));
        });
    }

    [TestCase("COMPLETED", 1500, "COMPLETED", 500, PaymentStatus.Completed, 20, PaymentAttention.None)]
    [TestCase("COMPLETED", 1500, "APPROVED", 500, PaymentStatus.Authorized, 15, PaymentAttention.None)]
    [TestCase("COMPLETED", 1500, "PENDING", 500, PaymentStatus.Processing, 15, PaymentAttention.None)]
    [TestCase("COMPLETED", 1500, "FAILED", 500, PaymentStatus.RequiresAction, 15, PaymentAttention.Underpaid)]
    [TestCase("COMPLETED", 1500, "TELEPORTED", 500, PaymentStatus.Unknown, 15, PaymentAttention.None)]
    [TestCase("COMPLETED", 2000, "COMPLETED", 2000, PaymentStatus.Completed, 40, PaymentAttention.Overpaid | PaymentAttention.Multiple)]
    [TestCase("CANCELED", 1500, "COMPLETED", 2000, PaymentStatus.Completed, 20, PaymentAttention.None)]
    [TestCase("FAILED", 2000, "FAILED", 2000, PaymentStatus.Failed, 0, PaymentAttention.None)]
    [TestCase("FAILED", 2000, "CANCELED", 2000, PaymentStatus.Cancelled, 0, PaymentAttention.None)]
    public async Task Several_payments_have_to_cover_the_order(
        string first, int firstAmount, string second, int secondAmount, PaymentStatus expected, int captured, PaymentAttention attention)
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Tendered("OPEN", "p2", "p3")).On("GET /v2/payments/p2", Of("p2", first, firstAmount)).On("GET /v2/payments/p3", Of("p3", second, secondAmount));
        var payment = await square.Provider.GetPaymentAsync(PaymentReference.From("square", "order:o1"));
        Assert.That((payment.Status, payment.CapturedAmount, payment.Attention), Is.EqualTo((expected, (Money?)new Money(captured, "USD"), attention)));
        Assert.That(payment.Error is not null, Is.EqualTo(expected == PaymentStatus.Failed));
    }

    [Test]
    public async Task A_tip_is_taken_and_does_not_count_for_the_order()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order-paid", answer =>
            {
                answer["order"]!["total_money"]!["amount"] = 2300;
                answer["order"]!["total_tip_money"]!["amount"] = 300;
            }))
            .On("GET /v2/payments/p2", Of("p2", "COMPLETED", 2000, payment =>
            {
                payment["tip_money"] = new JsonObject { ["amount"] = 300, ["currency"] = "USD" };
                payment["total_money"]!["amount"] = 2300;
            }));
        var payment = await square.Provider.GetPaymentAsync(Requests.Page);
        Assert.That(
            (payment.Status, payment.Amount, payment.CapturedAmount, payment.Attention),
            Is.EqualTo((PaymentStatus.Completed, new Money(20m, "USD"), (Money?)new Money(23m, "USD"), PaymentAttention.None)));
    }

    [Test]
    public async Task A_payment_that_the_order_does_not_list_yet_counts_when_it_is_known()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order")).On("GET /v2/payments/p2", Fixture.Answer("order-payment"));
        var known = new PaymentReference("square", "order:o1", "A-1001", [new RelatedId("payment", "p2")]);
        Assert.That((await square.Provider.GetPaymentAsync(known)).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [Test]
    public async Task A_Terminal_s_payments_are_looked_at_one_by_one()
    {
        using var square = new SquareHost();
        square.On("GET /v2/terminals/checkouts/c1", Fixture.Answer("checkout", answer =>
            {
                answer["checkout"]!["status"] = "COMPLETED";
                answer["checkout"]!["payment_ids"] = new JsonArray("p2", "p3");
            }))
            .On("GET /v2/payments/p2", Of("p2", "COMPLETED", 2000)).On("GET /v2/payments/p3", Of("p3", "COMPLETED", 610));
        var payment = await square.Provider.GetPaymentAsync(Requests.Terminal);
        Assert.That((payment.Status, payment.CapturedAmount, payment.Reference.PaymentId), Is.EqualTo((PaymentStatus.Completed, (Money?)new Money(26.1m, "USD"), "checkout:c1")));
        Assert.That(SquareIds.PaymentsOf(payment.Reference), Is.EqualTo(new[] { "p2", "p3" }));
    }

    [Test]
    public async Task A_checkout_that_Square_keeps_no_more_is_told_by_its_payments()
    {
        using var square = new SquareHost();
        square.On("GET /v2/terminals/checkouts/c1", SquareHost.Error("NOT_FOUND"), 404)
            .On("GET /v2/payments/p2", Of("p2", "COMPLETED", 2610, payment => payment["refunded_money"] = new JsonObject { ["amount"] = 610, ["currency"] = "USD" }));
        var known = Requests.Terminal.Complete(new PaymentReference("square", null, null, [new RelatedId("payment", "p2")]));
        var payment = await square.Provider.GetPaymentAsync(known);
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((PaymentStatus.PartiallyRefunded, "COMPLETED")));
            Assert.That((payment.Amount, payment.RefundedAmount), Is.EqualTo((new Money(26.1m, "USD"), (Money?)new Money(6.1m, "USD"))));
            Assert.That(payment.Reference, Is.EqualTo(known));
        });
    }

    [Test]
    public async Task A_checkout_without_known_payments_that_is_not_there_is_not_found()
    {
        using var square = new SquareHost();
        square.On("GET /v2/terminals/checkouts/c1", SquareHost.Error("NOT_FOUND"), 404);
        await Assert.ThatAsync(() => square.Provider.GetPaymentAsync(Requests.Terminal), Throws.InstanceOf<PaymentNotFoundException>());
    }

    [TestCase("APPROVED", PaymentStatus.Authorized)]
    [TestCase("CANCELED", PaymentStatus.Cancelled)]
    public async Task A_Terminal_that_only_held_money_says_so(string word, PaymentStatus expected)
    {
        using var square = new SquareHost();
        square.On("GET /v2/terminals/checkouts/c1", Fixture.Answer("checkout", answer =>
            {
                answer["checkout"]!["status"] = "COMPLETED";
                answer["checkout"]!["payment_options"] = new JsonObject { ["autocomplete"] = false };
                answer["checkout"]!["payment_ids"] = new JsonArray("p2");
            }))
            .On("GET /v2/payments/p2", Of("p2", word, 2610));
        var payment = await square.Provider.GetPaymentAsync(Requests.Terminal);
        Assert.That((payment.Status, payment.CaptureMode), Is.EqualTo((expected, CaptureMode.Manual)));
    }

    [Test]
    public async Task Open_disputes_that_are_known_are_read_again()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Fixture.Answer("payment")).On("GET /v2/disputes/d1", Fixture.Answer("dispute"));
        var open = new DisputeFact(new Dispute { DisputeId = "d1", Payment = Requests.Single, Status = DisputeStatus.NeedsResponse, ProviderStatus = "EVIDENCE_REQUIRED" });
        var payment = await square.Provider.GetPaymentAsync(await KnownAsync(open));
        Assert.That((payment.Status, payment.Facts.OfType<DisputeFact>().Single().Version), Is.EqualTo((PaymentStatus.Disputed, (long?)1)));
    }

    private static async Task<PaymentReference> KnownAsync(params PaymentFact[] facts)
    {
        using var earlier = new SquareHost();
        earlier.On("GET /v2/payments/p1", Fixture.Answer("payment"));
        return PaymentReference.FromPayment((await earlier.Provider.GetPaymentAsync(Requests.Single)) with { Facts = facts });
    }

    private static string Refunded(params string[] ids) =>
        Fixture.Answer("payment", answer => answer["payment"]!["refund_ids"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]));

    private static RefundFact Told(string? id, RefundStatus status, params RelatedId[] related) => new(new Refund
    {
        Provider = "square", RefundId = id, Reference = id ?? "R-1", Payment = Requests.Single, Status = status, ProviderStatus = "", Amount = new Money(5m, "USD"), CreatedAt = TestClock.Start,
        Related = related,
    });

    [Test]
    public async Task Refunds_that_the_memory_does_not_know_or_knows_to_be_under_way_are_read_with_the_payment()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Refunded("p1_done", "p1_r1", "p1_new"))
            .On("GET /v2/refunds/p1_r1", Fixture.Answer("refund", answer => answer["refund"]!["status"] = "COMPLETED"))
            .On("GET /v2/refunds/p1_new", Fixture.Answer("refund", answer => answer["refund"]!["id"] = "p1_new"))
            .On("GET /v2/terminals/refunds/tr1", Fixture.Answer("terminal-refund", answer => answer["refund"]!["status"] = "CANCELED"));
        var payment = await square.Provider.GetPaymentAsync(await KnownAsync(
            Told("p1_done", RefundStatus.Completed), Told("p1_r1", RefundStatus.Pending), Told(null, RefundStatus.RequiresAction, new RelatedId("terminal_refund", "tr1"))));
        var facts = payment.Facts.OfType<RefundFact>().ToList();
        Assert.That(
            facts.Select(fact => (fact.Refund.RefundId, fact.Refund.Status)),
            Is.EqualTo(new[] { ("p1_r1", RefundStatus.Completed), ("p1_new", RefundStatus.Pending), ((string?)null, RefundStatus.Cancelled) }));
        Assert.That(facts[0].AsOf, Is.EqualTo(At("2026-10-30T01:00:00.508Z")));
    }

    [Test]
    public async Task A_Terminal_s_refund_whose_end_is_known_is_not_asked_for_again()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Refunded("p1_r9"));
        var waiting = Told(null, RefundStatus.RequiresAction, new RelatedId("terminal_refund", "tr1"));
        var done = new RefundFact(Told("p1_r9", RefundStatus.Completed).Refund with { Reference = "R-1" });
        Assert.That((await square.Provider.GetPaymentAsync(await KnownAsync(waiting, done))).Facts, Is.Empty);
        Assert.That(square.Calls, Is.EqualTo(1));
    }

    [Test]
    public async Task A_Terminal_s_refund_that_Square_keeps_no_more_tells_nothing()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Refunded()).On("GET /v2/terminals/refunds/tr1", SquareHost.Error("NOT_FOUND"), 404);
        var waiting = Told(null, RefundStatus.RequiresAction, new RelatedId("terminal_refund", "tr1"));
        Assert.That((await square.Provider.GetPaymentAsync(await KnownAsync(waiting))).Status, Is.EqualTo(PaymentStatus.Completed));
        square.AssertAllCalled();
    }

    [Test]
    public async Task Without_a_memory_a_payment_is_one_call()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", Refunded("p1_r1"));
        Assert.That((await square.Provider.GetPaymentAsync(Requests.Single)).Facts, Is.Empty);
    }

    [Test]
    public async Task Payments_are_listed_by_time_at_the_location()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments", $$"""{"payments":[{{JsonNode.Parse(Fixture.Answer("payment"))!["payment"]!.ToJsonString()}}],"cursor":"next"}""");
        var found = await square.Provider.FindPaymentsAsync(new FindPaymentsRequest
        {
            CreatedFrom = At("2026-10-30T09:00:00.5+09:00"), CreatedTo = At("2026-10-30T00:00:10.0001Z"), Limit = 20, PageToken = "now",
        });
        square.AssertSent("find-by-time");
        Assert.That(
            (found.Payments.Single().Reference.PaymentId, found.IsConclusive, found.NextPageToken), Is.EqualTo(("p1", false, "next")));
    }

    [Test]
    public async Task What_lies_outside_of_the_time_or_amount_is_left_out()
    {
        using var square = new SquareHost();
        var page = $$"""{"payments":[{{JsonNode.Parse(Fixture.Answer("payment"))!["payment"]!.ToJsonString()}}]}""";
        square.On("GET /v2/payments", page).On("GET /v2/payments", page);
        Assert.That((await square.Provider.FindPaymentsAsync(new FindPaymentsRequest { CreatedTo = At("2026-10-30T00:00:00.577Z") })).Payments, Is.Empty);
        Assert.That((await square.Provider.FindPaymentsAsync(new FindPaymentsRequest { Amount = new Money(12.51m, "USD") })).Payments, Is.Empty);
    }

    [Test]
    public async Task An_order_id_is_looked_for_page_by_page_and_an_order_proves_it()
    {
        using var square = new SquareHost();
        var other = JsonNode.Parse(Fixture.Answer("payment", answer => answer["payment"]!["reference_id"] = "A-9"))!["payment"]!.ToJsonString();
        var ours = JsonNode.Parse(Fixture.Answer("order-payment"))!["payment"]!.ToJsonString();
        square.On("GET /v2/payments", $$"""{"payments":[{{other}}],"cursor":"2"}""").On("GET /v2/payments", $$"""{"payments":[{{ours}}]}""")
            .On("GET /v2/orders/o1", Fixture.Answer("order-paid")).On("GET /v2/payments/p2", Fixture.Answer("order-payment"));
        var payment = await square.Provider.GetPaymentAsync(new PaymentReference("square", null, "A-1001"));
        Assert.That((payment.Reference.PaymentId, payment.Status), Is.EqualTo(("order:o1", PaymentStatus.Completed)));
        square.AssertAllCalled();
    }

    [Test]
    public async Task A_note_alone_proves_nothing()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments", $$"""{"payments":[{{JsonNode.Parse(Fixture.Answer("order-payment"))!["payment"]!.ToJsonString()}}]}""")
            .On("GET /v2/orders/o1", Fixture.Answer("order-paid", answer => answer["order"]!["reference_id"] = "somebody-else"))
            .On("GET /v2/payments/p2", Fixture.Answer("order-payment"));
        Assert.That((await square.Provider.FindPaymentsAsync(new FindPaymentsRequest { OrderId = "A-1001" })).Payments, Is.Empty);
    }

    [Test]
    public async Task A_search_ends_after_some_pages_and_can_go_on()
    {
        using var square = new SquareHost();
        for (var i = 0; i < 5; i++)
            square.On("GET /v2/payments", """{"payments":[],"cursor":"more"}""");
        var found = await square.Provider.FindPaymentsAsync(new FindPaymentsRequest { OrderId = "A-1001" });
        Assert.That((found.Payments.Count, found.NextPageToken, found.IsConclusive), Is.EqualTo((0, "more", false)));
    }

    [Test]
    public async Task Several_payments_of_one_order_id_are_not_guessed_between()
    {
        using var square = new SquareHost();
        var one = JsonNode.Parse(Fixture.Answer("payment"))!["payment"]!.ToJsonString();
        var two = JsonNode.Parse(Fixture.Answer("payment", answer => answer["payment"]!["id"] = "p8"))!["payment"]!.ToJsonString();
        square.On("GET /v2/payments", $$"""{"payments":[{{one}},{{two}}]}""").On("GET /v2/payments", "{}");
        var several = (await Assert.ThrowsAsync<PaymentNotFoundException>(() => square.Provider.GetPaymentAsync(new PaymentReference("square", null, "A-1001"))))!;
        var none = (await Assert.ThrowsAsync<PaymentNotFoundException>(() => square.Provider.GetPaymentAsync(new PaymentReference("square", null, "A-1001"))))!;
        Assert.That((several.Message, none.Message), Is.EqualTo((
            "square: several payments have this order id: give the payment's own id.",
            "square: no payment of the location has this order id, or the list does not show it yet.")));
    }

    [TestCase("p/1")]
    [TestCase("order:..")]
    [TestCase("checkout:a/b")]
    public async Task An_id_never_leaves_its_place_in_the_path(string id)
    {
        using var square = new SquareHost();
        await Assert.ThrowsAsync<PaymentRequestException>(() => square.Provider.GetPaymentAsync(PaymentReference.From("square", id)));
        Assert.That(square.Calls, Is.Zero);
    }

    [SetCulture("ar-SA")]
    [Test]
    public async Task The_culture_changes_nothing()
    {
        using var square = new SquareHost();
        square.On("POST /v2/payments", Fixture.Answer("payment")).On("GET /v2/payments", "{}");
        var payment = await square.Provider.CreatePaymentAsync(Requests.Token());
        await square.Provider.FindPaymentsAsync(new FindPaymentsRequest { CreatedFrom = At("2026-10-30T00:00:00Z") });
        Assert.That(square.Sent, Does.Contain("\"amount\":1250").And.Contain("begin_time=2026-10-30T00:00:00.000Z"));
        Assert.That(payment.CreatedAt, Is.EqualTo(At("2026-10-30T00:00:00.577Z")));
    }
}
