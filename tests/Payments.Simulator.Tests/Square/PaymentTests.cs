using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.Square;

internal sealed class PaymentTests : SquareFixture
{
    [Test]
    public async Task A_payment_is_completed_at_once_and_has_an_order_of_its_own()
    {
        var answer = await PayAsync();
        var order = await GetAsync("/v2/orders/" + answer.Text("payment.order_id"));
        Assert.Multiple(() =>
        {
            Assert.That((answer.Status, answer.Text("payment.status")), Is.EqualTo((200, "COMPLETED")));
            Assert.That(answer.Text("payment.reference_id"), Is.EqualTo("A-1"));
            Assert.That(order.Text("order.state"), Is.EqualTo("OPEN"));
            Assert.That(order.Text("order.tenders.0.payment_id"), Is.EqualTo(answer.Text("payment.id")));
            Assert.That(Simulator.TotalsOf("A-1"), Is.EqualTo(new SimulatedTotals(1, 1000, 1000, 0)));
        });
    }

    [Test]
    public async Task A_decline_has_the_failed_payment_beside_its_errors()
    {
        var answer = await PayAsync(Charge(change: body => body["source_id"] = "cnon:card-nonce-rejected-cvv"));
        Assert.Multiple(() =>
        {
            Assert.That((answer.Status, answer.Code), Is.EqualTo((400, "CVV_FAILURE")));
            Assert.That(answer.Text("payment.status"), Is.EqualTo("FAILED"));
            Assert.That(answer.Text("payment.card_details.errors.0.code"), Is.EqualTo("CVV_FAILURE"));
            Assert.That(Simulator.TotalsOf("A-1"), Is.EqualTo(SimulatedTotals.None));
        });
    }

    [Test]
    public async Task A_tip_is_in_the_total_and_not_in_what_was_approved()
    {
        var held = await PayAsync(Charge(change: body => (body["autocomplete"], body["tip_money"]) = (false, Usd(100))));
        Assert.That(
            (held.Text("payment.amount_money.amount"), held.Text("payment.total_money.amount"), held.Text("payment.approved_money.amount")),
            Is.EqualTo(("1000", "1100", "1000")));
        Assert.That(Simulator.TotalsOf("A-1").Authorized, Is.EqualTo(1100));
    }

    [Test]
    public async Task A_hold_is_updated_and_completed_once()
    {
        var held = await PayAsync(Held());
        var id = held.Text("payment.id");
        var change = new JsonObject { ["amount_money"] = Usd(600), ["version_token"] = held.Text("payment.version_token") };
        var update = new JsonObject { ["idempotency_key"] = "u-1", ["payment"] = change };
        var updated = await SendAsync(HttpMethod.Put, $"/v2/payments/{id}", update.ToJsonString());
        var late = await PostAsync($"/v2/payments/{id}/complete", new() { ["version_token"] = held.Text("payment.version_token") });
        var completed = await PostAsync($"/v2/payments/{id}/complete", new() { ["version_token"] = updated.Text("payment.version_token") });
        var again = await PostAsync($"/v2/payments/{id}/complete");
        Assert.Multiple(() =>
        {
            Assert.That(held.Text("payment.status"), Is.EqualTo("APPROVED"));
            Assert.That((updated.Text("payment.amount_money.amount"), updated.Text("payment.approved_money.amount")), Is.EqualTo(("600", "1000")));
            Assert.That(late.Code, Is.EqualTo("VERSION_MISMATCH"));
            Assert.That(completed.Text("payment.status"), Is.EqualTo("COMPLETED"));
            Assert.That((again.Status, again.Code), Is.EqualTo((400, "DELAYED_TRANSACTION_CAPTURED")));
        });
    }

    [Test]
    public async Task A_hold_runs_out_after_its_delay()
    {
        var id = await PaidAsync(Held());
        Time.Advance(TimeSpan.FromDays(7));
        var read = await GetAsync("/v2/payments/" + id);
        var late = await PostAsync($"/v2/payments/{id}/complete");
        Assert.That((read.Text("payment.status"), late.Code), Is.EqualTo(("CANCELED", "DELAYED_TRANSACTION_EXPIRED")));
    }

    [Test]
    public async Task What_was_made_under_a_key_is_cancelled_by_it_and_nothing_is_a_success()
    {
        var id = await PaidAsync(Held());
        var none = await PostAsync("/v2/payments/cancel", new() { ["idempotency_key"] = "k-2" });
        var one = await PostAsync("/v2/payments/cancel", new() { ["idempotency_key"] = "k-1" });
        var read = await GetAsync("/v2/payments/" + id);
        Assert.Multiple(() =>
        {
            Assert.That((none.Status, none.Json.ToJsonString()), Is.EqualTo((200, "{}")));
            Assert.That((one.Status, one.Json.ToJsonString()), Is.EqualTo((200, "{}")));
            Assert.That(read.Text("payment.status"), Is.EqualTo("CANCELED"));
        });
    }

    [Test]
    public async Task A_debit_of_a_bank_comes_later()
    {
        var id = await PaidAsync(Charge(change: body => body["source_id"] = "bnon:bank-nonce-ok"));
        var pending = await GetAsync("/v2/payments/" + id);
        await Simulator.SettlePendingAsync(id);
        var settled = await GetAsync("/v2/payments/" + id);
        Assert.That((pending.Text("payment.status"), settled.Text("payment.status")), Is.EqualTo(("PENDING", "COMPLETED")));
    }

    [Test]
    public async Task A_page_that_is_paid_leaves_its_order_open()
    {
        var link = await LinkAsync();
        var (id, orderId) = (link.Text("payment_link.id")!, link.Text("payment_link.order_id"));
        var draft = await GetAsync("/v2/orders/" + orderId);
        var back = await Simulator.PayAsync(id);
        var order = await GetAsync("/v2/orders/" + orderId);
        var payment = await GetAsync("/v2/payments/" + order.Text("order.tenders.0.payment_id"));
        var delete = await SendAsync(HttpMethod.Delete, "/v2/online-checkout/payment-links/" + id, body: null);
        Assert.Multiple(() =>
        {
            Assert.That((draft.Text("order.state"), draft.Text("order.tenders")), Is.EqualTo(("DRAFT", (string?)null)));
            Assert.That(order.Text("order.state"), Is.EqualTo("OPEN"));
            Assert.That((payment.Text("payment.status"), payment.Text("payment.reference_id")), Is.EqualTo(("COMPLETED", (string?)null)));
            Assert.That(back.Url, Is.EqualTo(new Uri("https://shop.example/return?order=A-1")));
            Assert.That(delete.Status, Is.EqualTo(400));
        });
    }

    [Test]
    public async Task A_deleted_page_has_a_cancelled_order()
    {
        var link = await LinkAsync();
        var path = "/v2/online-checkout/payment-links/" + link.Text("payment_link.id");
        var delete = await SendAsync(HttpMethod.Delete, path, body: null);
        var order = await GetAsync("/v2/orders/" + link.Text("payment_link.order_id"));
        var gone = await GetAsync(path);
        Assert.Multiple(() =>
        {
            Assert.That(delete.Text("cancelled_order_id"), Is.EqualTo(link.Text("payment_link.order_id")));
            Assert.That(order.Text("order.state"), Is.EqualTo("CANCELED"));
            Assert.That((gone.Status, gone.Code), Is.EqualTo((404, "NOT_FOUND")));
        });
    }

    [Test]
    public async Task A_gift_card_pays_a_part_and_a_card_the_rest()
    {
        var link = await LinkAsync();
        var id = link.Text("payment_link.id")!;
        var first = await Simulator.PlayAsync(id, new(PayerActionKind.PayWrongAmount) { Amount = 300 });
        var second = await Simulator.PayAsync(id);
        var order = await GetAsync("/v2/orders/" + link.Text("payment_link.order_id"));
        Assert.Multiple(() =>
        {
            Assert.That((first.Url, second.Url is null), Is.EqualTo(((Uri?)null, false)));
            Assert.That((order.Text("order.tenders.0.amount_money.amount"), order.Text("order.tenders.1.amount_money.amount")), Is.EqualTo(("300", "700")));
        });
    }
}
