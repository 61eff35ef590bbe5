namespace Payments.Simulator.Tests.Stripe;

internal sealed class RefundAndDisputeTests : StripeFixture
{
    [Test]
    public async Task Partial_refunds_add_up_to_the_captured_amount_and_no_more()
    {
        var intent = await CreateIntentAsync();
        var first = await RefundAsync(intent.Id, ("amount", "500"), ("reason", "requested_by_customer"), ("metadata[k]", "v"));
        var partly = await GetAsync($"/v1/payment_intents/{intent.Id}?expand[]=latest_charge");
        var tooMuch = await RefundAsync(intent.Id, ("amount", "1501"));
        var rest = await RefundAsync(intent.Id);
        var fully = await GetAsync($"/v1/charges/{rest.Text("charge")}?expand[]=refunds");
        var none = await RefundAsync(intent.Id);
        Assert.Multiple(() =>
        {
            Assert.That(first.Text("status"), Is.EqualTo("succeeded"));
            Assert.That((long)partly["latest_charge"]!["amount_refunded"]!, Is.EqualTo(500));
            Assert.That((bool)partly["latest_charge"]!["refunded"]!, Is.False);
            Assert.That(tooMuch.Status, Is.EqualTo(400));
            Assert.That(tooMuch.ErrorCode, Is.Null);
            Assert.That(rest.Number("amount"), Is.EqualTo(1500));
            Assert.That((bool)fully["refunded"]!, Is.True);
            Assert.That(fully["refunds"]!["data"]!.AsArray(), Has.Count.EqualTo(2));
            Assert.That(none.ErrorCode, Is.EqualTo("charge_already_refunded"));
            Assert.That(Simulator.TotalsOf("A1").Refunded, Is.EqualTo(2000));
            Assert.That(EventTypes.Count(t => t is "charge.refunded"), Is.EqualTo(2));
        });
    }

    [Test]
    public async Task A_refund_is_found_by_intent_and_by_charge()
    {
        var intent = await CreateIntentAsync();
        var refund = await PostAsync("/v1/refunds", ("charge", intent.Text("latest_charge")!));
        var read = await GetAsync($"/v1/refunds/{refund.Id}?expand[]=charge");
        var list = await GetAsync($"/v1/refunds?payment_intent={intent.Id}");
        Assert.That((bool)read["charge"]!["refunded"]!, Is.True);
        Assert.That((string?)list["data"]![0]!["id"], Is.EqualTo(refund.Id));
    }

    [Test]
    public async Task A_hold_cannot_be_refunded()
    {
        var held = await CreateIntentAsync(more: ("capture_method", "manual"));
        Assert.That((await RefundAsync(held.Id)).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task A_voucher_is_refunded_after_the_payer_has_answered()
    {
        var intent = await CreateIntentAsync("pm_konbini");
        await Simulator.PayAsync(intent.Id);
        var refund = await RefundAsync(intent.Id, ("instructions_email", "payer@shop.example"));
        await Simulator.SettlePendingAsync(refund.Id);
        var read = await GetAsync($"/v1/refunds/{refund.Id}");
        Assert.That(refund.Text("status"), Is.EqualTo("requires_action"));
        Assert.That((string?)refund["next_action"]!["type"], Is.EqualTo("display_details"));
        Assert.That(read.Text("status"), Is.EqualTo("succeeded"));
    }

    [Test]
    public async Task A_waiting_refund_can_be_cancelled_once()
    {
        var intent = await CreateIntentAsync("pm_konbini");
        await Simulator.PayAsync(intent.Id);
        var refund = await RefundAsync(intent.Id);
        var cancelled = await PostAsync($"/v1/refunds/{refund.Id}/cancel");
        var again = await PostAsync($"/v1/refunds/{refund.Id}/cancel");
        Assert.That(cancelled.Text("status"), Is.EqualTo("canceled"));
        Assert.That(again.Status, Is.EqualTo(400));
        Assert.That(Simulator.TotalsOf(intent.Id).Refunded, Is.Zero);
    }

    [Test]
    public async Task A_refund_that_succeeded_may_fail_later()
    {
        var intent = await CreateIntentAsync();
        var refund = await RefundAsync(intent.Id);
        await Simulator.FailRefundAsync(refund.Id);
        var read = await GetAsync($"/v1/refunds/{refund.Id}");
        var charge = await GetAsync($"/v1/charges/{refund.Text("charge")}");
        Assert.Multiple(() =>
        {
            Assert.That(read.Text("status"), Is.EqualTo("failed"));
            Assert.That(read.Text("failure_reason"), Is.Not.Null);
            Assert.That(charge.Number("amount_refunded"), Is.Zero);
            Assert.That(EventTypes, Does.Contain("refund.failed"));
        });
    }

    [Test]
    public async Task A_delayed_refund_waits_for_the_bank()
    {
        var intent = await CreateIntentAsync("pm_card_pendingRefund");
        var refund = await RefundAsync(intent.Id);
        await Simulator.SettlePendingAsync(refund.Id, succeed: false);
        Assert.That(refund.Text("status"), Is.EqualTo("pending"));
        Assert.That((await GetAsync($"/v1/refunds/{refund.Id}")).Text("status"), Is.EqualTo("failed"));
    }

    [TestCase(true, "won", "charge.dispute.funds_reinstated")]
    [TestCase(false, "lost", "charge.dispute.closed")]
    public async Task A_dispute_is_opened_and_closed(bool won, string status, string lastEvent)
    {
        var intent = await CreateIntentAsync();
        var id = await Simulator.OpenDisputeAsync(intent.Id, "product_not_received");
        var open = await GetAsync($"/v1/disputes?payment_intent={intent.Id}");
        var blocked = await RefundAsync(intent.Id);
        await Simulator.CloseDisputeAsync(id, won);
        var closed = await GetAsync($"/v1/disputes/{id}?expand[]=charge");
        Assert.Multiple(() =>
        {
            Assert.That((string?)open["data"]![0]!["status"], Is.EqualTo("needs_response"));
            Assert.That((string?)open["data"]![0]!["reason"], Is.EqualTo("product_not_received"));
            Assert.That(blocked.ErrorCode, Is.EqualTo("charge_disputed"));
            Assert.That(closed.Text("status"), Is.EqualTo(status));
            Assert.That((bool)closed["charge"]!["disputed"]!, Is.True);
            Assert.That(EventTypes.Last(), Is.EqualTo(lastEvent));
        });
    }

    [Test]
    public async Task An_inquiry_moves_no_money()
    {
        var intent = await CreateIntentAsync();
        var id = await Simulator.OpenInquiryAsync(intent.Id);
        var refund = await RefundAsync(intent.Id);
        await Simulator.CloseDisputeAsync(id, won: true);
        Assert.That(refund.Text("status"), Is.EqualTo("succeeded"));
        Assert.That((await GetAsync($"/v1/disputes/{id}")).Text("status"), Is.EqualTo("warning_closed"));
        Assert.That(EventTypes, Does.Not.Contain("charge.dispute.funds_withdrawn"));
    }

    private Task<Answer> RefundAsync(string intent, params (string Name, string Value)[] more) =>
        PostAsync("/v1/refunds", [("payment_intent", intent), .. more]);
}
