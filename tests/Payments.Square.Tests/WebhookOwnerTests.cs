using System.Text.Json.Nodes;

namespace Payments.Square.Tests;

/// <summary>Whose an event is. Square tells of everything that the seller takes, at every location and by every application.</summary>
public class WebhookOwnerTests
{
    private static Task<IReadOnlyList<PaymentEvent>> ResolveAsync(SquareHost square, string body) => square.Provider.ProcessWebhookAsync(Webhooks.Signed(body));

    private static async Task<IReadOnlyList<PaymentEvent>> ResolveKnownAsync(SquareHost square, string body, PaymentReference name)
    {
        var webhook = await square.Provider.VerifyWebhookAsync(Webhooks.Signed(body));
        var known = new Payment
        {
            Reference = name, Status = PaymentStatus.RequiresAction, ProviderStatus = "", Amount = new Money(20m, "USD"), CreatedAt = TestClock.Start,
        };
        return await square.Provider.ResolveWebhookAsync(webhook with { References = [webhook.References[0].Complete(name).With(known)] });
    }

    private static string OfPage(Action<JsonNode>? change = null) => Fixture.Event("payment.updated", node =>
    {
        var payment = JsonNode.Parse(Fixture.Answer("order-payment"))!["payment"]!.DeepClone();
        change?.Invoke(payment);
        node["data"]!["object"]!["payment"] = payment;
    });

    [TestCase("payment", "L1", 1)]
    [TestCase("payment", "L2", 0)]
    [TestCase("payment", null, 1)]
    [TestCase("checkout", "L1", 1)]
    [TestCase("checkout", "L2", 0)]
    [TestCase("checkout", null, 1)]
    public async Task An_unknown_payment_of_another_location_is_another_registration_s(string what, string? location, int expected)
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p3", Fixture.Answer("payment", answer => answer["payment"]!["id"] = "p3"));
        var events = await ResolveAsync(square, Fixture.Event(what == "payment" ? "payment.updated" : "terminal.checkout.updated", node =>
            node["data"]!["object"]![what]!["location_id"] = location));
        Assert.That(events, Has.Count.EqualTo(expected));
        Assert.That(square.Calls, Is.EqualTo(what == "checkout" ? expected : 0));
    }

    [TestCase("payment.updated")]
    [TestCase("order.updated")]
    public async Task An_unknown_page_of_another_location_is_not_read(string type)
    {
        using var square = new SquareHost();
        var body = type == "order.updated"
            ? Fixture.Event(type, node => node["data"]!["object"]!["order_updated"]!["location_id"] = "L2")
            : OfPage(payment => payment["location_id"] = "L2");
        Assert.That(await ResolveAsync(square, body), Is.Empty);
        Assert.That(square.Calls, Is.Zero);
    }

    [Test]
    public async Task An_order_of_another_location_is_dropped_where_only_the_order_says_so()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order-paid", answer => answer["order"]!["location_id"] = "L2"));
        Assert.That(await ResolveAsync(square, OfPage(payment => payment["location_id"] = null)), Is.Empty);
    }

    [Test]
    public async Task What_was_made_here_at_another_location_is_ours_as_long_as_the_memory_knows_it()
    {
        using var square = new SquareHost();
        var body = Fixture.Event("payment.updated", node => node["data"]!["object"]!["payment"]!["location_id"] = "L2");
        Assert.That((await ResolveKnownAsync(square, body, Requests.Single)).Single().Payment!.Status, Is.EqualTo(PaymentStatus.Completed));
        var asked = Fixture.Event("terminal.checkout.updated", node =>
        {
            node["data"]!["object"]!["checkout"]!["location_id"] = "L2";
            node["data"]!["object"]!["checkout"]!["status"] = "CANCELED";
            node["data"]!["object"]!["checkout"]!["payment_ids"] = null;
        });
        Assert.That((await ResolveKnownAsync(square, asked, Requests.Terminal)).Single().Payment!.Status, Is.EqualTo(PaymentStatus.Cancelled));
    }

    [TestCase("refund.updated", 403)]
    [TestCase("refund.updated", 404)]
    [TestCase("dispute.state.updated", 404)]
    [TestCase("terminal.refund.updated", 404)]
    public async Task What_tells_of_a_payment_that_our_token_may_not_read_is_nobody_s_here(string type, int status)
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", status == 403 ? SquareHost.Error("FORBIDDEN", "AUTHENTICATION_ERROR") : SquareHost.Error("NOT_FOUND"), status);
        Assert.That(await ResolveAsync(square, Fixture.Event(type)), Is.Empty);
        square.AssertAllCalled();
    }

    [Test]
    public async Task A_Terminal_s_payment_of_another_seller_is_nobody_s_here()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p3", SquareHost.Error("NOT_FOUND"), 404);
        Assert.That(await ResolveAsync(square, Fixture.Event("terminal.checkout.updated")), Is.Empty);
    }

    [Test]
    public async Task A_known_payment_that_is_not_there_yet_comes_again()
    {
        using var square = new SquareHost();
        square.On("GET /v2/payments/p1", SquareHost.Error("NOT_FOUND"), 404);
        var body = Fixture.Event("payment.updated", node => node["data"]!["object"]!["payment"] = new JsonObject { ["id"] = "p1" });
        await Assert.ThrowsAsync<PaymentNotFoundException>(() => ResolveKnownAsync(square, body, Requests.Single));
    }

    [Test]
    public async Task A_fault_of_Square_s_is_not_taken_for_a_foreign_payment()
    {
        using var square = new SquareHost(options => options.MaxRetries = 0);
        square.OnError("GET /v2/payments/p1", "INTERNAL_SERVER_ERROR", "API_ERROR", 500);
        await Assert.CatchAsync<PaymentException>(() => ResolveAsync(square, Fixture.Event("refund.updated")));
    }

    [Test]
    public async Task Without_an_order_id_of_its_own_a_page_s_payment_is_found_by_its_order()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order-paid")).On("GET /v2/payments/p2", Fixture.Answer("order-payment"));
        var happened = (await ResolveAsync(square, OfPage(payment => payment["note"] = null))).Single();
        Assert.That((happened.Payment!.Status, happened.Reference!.OrderId), Is.EqualTo((PaymentStatus.Completed, "A-1001")));
    }

    [Test]
    public async Task A_payment_that_pays_a_known_page_by_itself_needs_no_read()
    {
        using var square = new SquareHost();
        var happened = (await ResolveKnownAsync(square, OfPage(payment => payment["note"] = null), Requests.Page)).Single();
        Assert.Multiple(() =>
        {
            Assert.That((happened.Payment!.Status, happened.Payment.CapturedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)new Money(20m, "USD"))));
            Assert.That((happened.Payment.Amount, happened.Payment.Attention), Is.EqualTo((new Money(20m, "USD"), PaymentAttention.None)));
            Assert.That(happened.Payment.Reference.ToString(), Is.EqualTo("square:order%3Ao1?order=A-1001&related.order=o1&related.payment_link=l1&related.payment=p2"));
            Assert.That(square.Calls, Is.Zero);
        });
    }

    [TestCase("COMPLETED", 1500)]
    [TestCase("COMPLETED", 2500)]
    [TestCase("APPROVED", 2000)]
    [TestCase("FAILED", 2000)]
    public async Task What_may_be_a_part_only_leads_to_the_whole_order(string status, int amount)
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order-paid")).On("GET /v2/payments/p2", Fixture.Answer("order-payment"));
        await ResolveKnownAsync(square, OfPage(payment => (payment["status"], payment["total_money"]!["amount"]) = (status, amount)), Requests.Page);
        square.AssertAllCalled();
    }

    [Test]
    public async Task A_second_payment_of_a_known_page_leads_to_the_whole_order()
    {
        using var square = new SquareHost();
        square.On("GET /v2/orders/o1", Fixture.Answer("order-paid")).On("GET /v2/payments/p2", Fixture.Answer("order-payment"))
            .On("GET /v2/payments/p7", Fixture.Answer("order-payment", answer => answer["payment"]!["id"] = "p7"));
        var paid = Requests.Page.Complete(new PaymentReference("square", null, null, [new RelatedId("payment", "p2")]));
        var payment = (await ResolveKnownAsync(square, OfPage(payment => payment["id"] = "p7"), paid)).Single().Payment!;
        Assert.That((payment.CapturedAmount, payment.Attention), Is.EqualTo(((Money?)new Money(40m, "USD"), PaymentAttention.Overpaid | PaymentAttention.Multiple)));
    }
}
