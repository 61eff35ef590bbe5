using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.Square;

/// <summary>Terminals, refunds, disputes and what is told of them.</summary>
internal sealed class CounterTests : SquareFixture
{
    private Task<Answer> CheckoutAsync(JsonObject? body = null) => PostAsync("/v2/terminals/checkouts", body ?? Checkout());

    [Test]
    public async Task A_checkout_waits_for_the_payer_at_the_device()
    {
        var created = await CheckoutAsync();
        var path = "/v2/terminals/checkouts/" + created.Text("checkout.id");
        await Simulator.PayAsync(created.Text("checkout.id")!);
        var read = await GetAsync(path);
        var payment = await GetAsync("/v2/payments/" + read.Text("checkout.payment_ids.0"));
        Assert.Multiple(() =>
        {
            Assert.That((created.Text("checkout.status"), read.Text("checkout.status")), Is.EqualTo(("PENDING", "COMPLETED")));
            Assert.That((payment.Text("payment.status"), payment.Text("payment.terminal_checkout_id")), Is.EqualTo(("COMPLETED", created.Text("checkout.id"))));
        });
    }

    [Test]
    public async Task Who_goes_and_who_never_comes_end_it()
    {
        var left = (await CheckoutAsync()).Text("checkout.id")!;
        await Simulator.CancelAsync(left);
        var late = (await CheckoutAsync(Checkout(body => body["idempotency_key"] = "k-2"))).Text("checkout.id")!;
        Time.Advance(TimeSpan.FromMinutes(6));
        var (first, second) = (await GetAsync("/v2/terminals/checkouts/" + left), await GetAsync("/v2/terminals/checkouts/" + late));
        Assert.That(
            (first.Text("checkout.status"), first.Text("checkout.cancel_reason"), second.Text("checkout.status"), second.Text("checkout.cancel_reason")),
            Is.EqualTo(("CANCELED", "BUYER_CANCELED", "CANCELED", "TIMED_OUT")));
    }

    [Test]
    public async Task What_a_Terminal_was_asked_for_is_kept_for_30_days()
    {
        var checkout = "/v2/terminals/checkouts/" + (await CheckoutAsync()).Text("checkout.id");
        var refund = "/v2/terminals/refunds/" + (await PostAsync("/v2/terminals/refunds", new()
        {
            ["idempotency_key"] = "r-2",
            ["refund"] = new JsonObject { ["payment_id"] = await PaidAsync(Charge("k-2")), ["amount_money"] = Usd(400), ["reason"] = "Returned", ["device_id"] = "123" },
        })).Text("refund.id");
        Time.Advance(TimeSpan.FromDays(30));
        var last = (await GetAsync(checkout), await GetAsync(refund));
        Time.Advance(TimeSpan.FromMinutes(1));
        var gone = (await GetAsync(checkout), await GetAsync(refund));
        Assert.That((last.Item1.Status, last.Item2.Status, gone.Item1.Code, gone.Item2.Code), Is.EqualTo((200, 200, "NOT_FOUND", "NOT_FOUND")));
    }

    [TestCase("9fa747a2-25ff-48ee-b078-04381f7c828f", "COMPLETED", null)]
    [TestCase("22cd266c-6246-4c06-9983-67f0c26346b0", "COMPLETED", null)]
    [TestCase("841100b9-ee60-4537-9bcf-e30b2ba5e215", "CANCELED", "BUYER_CANCELED")]
    [TestCase("0a956d49-619a-4530-8e5e-8eac603ffc5e", "CANCELED", "TIMED_OUT")]
    public async Task The_sandbox_s_devices_act_by_themselves(string device, string status, string? reason)
    {
        var created = await CheckoutAsync(Checkout(body => body["checkout"]!["device_options"]!["device_id"] = device));
        var read = await GetAsync("/v2/terminals/checkouts/" + created.Text("checkout.id"));
        Assert.That((created.Text("checkout.status"), read.Text("checkout.status"), read.Text("checkout.cancel_reason")), Is.EqualTo(("PENDING", status, reason)));
    }

    [Test]
    public async Task A_device_id_with_its_prefix_is_not_one()
    {
        var answer = await CheckoutAsync(Checkout(body => body["checkout"]!["device_options"]!["device_id"] = "device:123"));
        Assert.That((answer.Status, answer.Code), Is.EqualTo((404, "NOT_FOUND")));
    }

    [Test]
    public async Task A_refund_waits_and_only_one_waits_at_a_time()
    {
        var id = await PaidAsync();
        var first = await PostAsync("/v2/refunds", Refund(id, 400));
        var second = await PostAsync("/v2/refunds", Refund(id, 100, "r-2"));
        await Simulator.SettlePendingAsync(first.Text("refund.id"));
        var tooMuch = await PostAsync("/v2/refunds", Refund(id, 601, "r-3"));
        var rest = await PostAsync("/v2/refunds", Refund(id, 600, "r-4"));
        var payment = await GetAsync("/v2/payments/" + id);
        Assert.Multiple(() =>
        {
            Assert.That((first.Text("refund.status"), second.Code, tooMuch.Code, rest.Status), Is.EqualTo(("PENDING", "REFUND_ALREADY_PENDING", "REFUND_AMOUNT_INVALID", 200)));
            Assert.That((payment.Text("payment.status"), payment.Text("payment.refunded_money.amount")), Is.EqualTo(("COMPLETED", "1000")));
        });
    }

    [Test]
    public async Task A_refund_has_an_amount_and_a_completed_payment()
    {
        var id = await PaidAsync(Held());
        var early = await PostAsync("/v2/refunds", Refund(id, 400));
        var without = await PostAsync("/v2/refunds", Refund(id, 400, "r-2", body => body.Remove("amount_money")));
        Assert.That((early.Code, without.Code), Is.EqualTo(("REFUND_ERROR_PAYMENT_NEEDS_COMPLETION", "MISSING_REQUIRED_PARAMETER")));
    }

    [Test]
    public async Task An_Interac_card_is_refunded_where_it_is()
    {
        var id = await PaidAsync(Charge(change: body => body["source_id"] = "cnon:card-nonce-interac"));
        var away = await PostAsync("/v2/refunds", Refund(id, 400));
        var there = await PostAsync("/v2/terminals/refunds", new()
        {
            ["idempotency_key"] = "r-2",
            ["refund"] = new JsonObject { ["payment_id"] = id, ["amount_money"] = Usd(400), ["reason"] = "Returned", ["device_id"] = "123" },
        });
        await Simulator.PayAsync(there.Text("refund.id")!);
        var read = await GetAsync("/v2/terminals/refunds/" + there.Text("refund.id"));
        Assert.Multiple(() =>
        {
            Assert.That((away.Status, away.Code), Is.EqualTo((400, "CARD_PRESENCE_REQUIRED")));
            Assert.That((there.Text("refund.status"), read.Text("refund.status")), Is.EqualTo(("PENDING", "COMPLETED")));
        });
        Assert.That((await GetAsync("/v2/refunds/" + read.Text("refund.refund_id"))).Text("refund.status"), Is.EqualTo("COMPLETED"));
    }

    [Test]
    public async Task A_disputed_payment_is_not_refunded_until_it_is_won()
    {
        var id = await PaidAsync(Charge(change: body => body["amount_money"] = Usd(8803)));
        var dispute = await GetAsync("/v2/disputes?states=EVIDENCE_REQUIRED");
        var blocked = await PostAsync("/v2/refunds", Refund(id, 100));
        await Simulator.CloseDisputeAsync(dispute.Text("disputes.0.id")!, won: true);
        var free = await PostAsync("/v2/refunds", Refund(id, 100, "r-2"));
        Assert.That(
            (dispute.Text("disputes.0.reason"), dispute.Text("disputes.0.disputed_payment.payment_id"), blocked.Code, free.Status),
            Is.EqualTo(("DUPLICATE", id, "PAYMENT_NOT_REFUNDABLE_DUE_TO_DISPUTE", 200)));
    }

    [Test]
    public async Task Refunds_are_listed_by_what_is_asked_for()
    {
        var done = (await PostAsync("/v2/refunds", Refund(await PaidAsync(), 400))).Text("refund.id");
        await Simulator.SettlePendingAsync(done);
        Time.Advance(TimeSpan.FromHours(1));
        var between = Uri.EscapeDataString(Time.GetUtcNow().ToString("o"));
        Time.Advance(TimeSpan.FromHours(1));
        var cash = Charge("k-2", body => (body["source_id"], body["cash_details"]) = ("CASH", new JsonObject { ["buyer_supplied_money"] = Usd(1000) }));
        var waiting = (await PostAsync("/v2/refunds", Refund(await PaidAsync(cash), 400, "r-2"))).Text("refund.id");

        async Task<string?[]> ListAsync(string query) =>
            [.. (await GetAsync("/v2/refunds" + query)).Json["refunds"]!.AsArray().Select(refund => (string?)refund!["id"])];

        Assert.Multiple(async () =>
        {
            Assert.That(await ListAsync(""), Is.EqualTo(new[] { waiting, done }));
            Assert.That(await ListAsync("?sort_order=ASC"), Is.EqualTo(new[] { done, waiting }));
            Assert.That(await ListAsync("?status=COMPLETED"), Is.EqualTo(new[] { done }));
            Assert.That(await ListAsync("?source_type=CASH"), Is.EqualTo(new[] { waiting }));
            Assert.That(await ListAsync("?location_id=L2"), Is.Empty);
            Assert.That(await ListAsync("?begin_time=" + between), Is.EqualTo(new[] { waiting }));
            Assert.That(await ListAsync("?end_time=" + between), Is.EqualTo(new[] { done }));
        });
        var first = await GetAsync("/v2/refunds?limit=1");
        Assert.That((first.Text("refunds.0.id"), await ListAsync("?limit=1&cursor=" + first.Text("cursor"))), Is.EqualTo((waiting, new[] { done })));
    }

    [Test]
    public async Task A_dispute_s_event_says_where()
    {
        await PaidAsync(Charge(change: body => body["amount_money"] = Usd(8803)));
        var body = JsonNode.Parse(Simulator.TakeWebhooks().Single(each => each.EventType == "dispute.created").Body.Span)!;
        Assert.That(((string?)body["location_id"], (string?)body["data"]!["object"]!["dispute"]!["state"]), Is.EqualTo((Simulator.LocationId, "EVIDENCE_REQUIRED")));
    }

    [Test]
    public async Task Events_are_signed_over_the_address_and_the_body()
    {
        await PayAsync();
        var webhooks = Simulator.TakeWebhooks();
        var payment = webhooks.Single(each => each.EventType == "payment.updated");
        byte[] message = [.. Encoding.UTF8.GetBytes("https://shop.example/webhooks/square"), .. payment.Body.Span];
        var body = JsonNode.Parse(payment.Body.Span)!;
        Assert.Multiple(() =>
        {
            Assert.That(webhooks.Select(each => each.EventType), Is.EqualTo(new[] { "order.created", "payment.created", "order.updated", "payment.updated" }));
            Assert.That(
                payment.Headers["x-square-hmacsha256-signature"],
                Is.EqualTo(Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(SquareSimulator.DefaultSignatureKey), message))));
            Assert.That(payment.Headers.ContainsKey("x-square-signature"), Is.False);
            Assert.That((string?)body["data"]!["object"]!["payment"]!["status"], Is.EqualTo("COMPLETED"));
            Assert.That(Guid.TryParse((string?)body["event_id"], out _), Is.True);
        });
    }

    [Test]
    public async Task An_order_s_event_tells_ids_and_state_only()
    {
        await LinkAsync();
        var body = JsonNode.Parse(Simulator.TakeWebhooks().Single().Body.Span)!;
        Assert.Multiple(() =>
        {
            Assert.That((string?)body["data"]!["type"], Is.EqualTo("order_created"));
            Assert.That(
                body["data"]!["object"]!["order_created"]!.AsObject().Select(member => member.Key),
                Is.EquivalentTo(new[] { "created_at", "location_id", "order_id", "state", "version" }));
        });
    }
}
