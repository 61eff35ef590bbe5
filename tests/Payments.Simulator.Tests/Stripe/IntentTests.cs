namespace Payments.Simulator.Tests.Stripe;

internal sealed class IntentTests : StripeFixture
{
    private static readonly (string, string) Manual = ("capture_method", "manual");

    [Test]
    public async Task A_confirmed_intent_is_charged()
    {
        var intent = await CreateIntentAsync(more: ("expand[]", "latest_charge"));
        Assert.Multiple(() =>
        {
            Assert.That(intent.Text("status"), Is.EqualTo("succeeded"));
            Assert.That(intent.Number("amount_received"), Is.EqualTo(2000));
            Assert.That((bool)intent["latest_charge"]!["captured"]!, Is.True);
            Assert.That((string?)intent["latest_charge"]!["balance_transaction"], Does.StartWith("txn_"));
        });
    }

    [TestCase("pm_card_visa_chargeDeclined", "card_declined", "generic_decline")]
    [TestCase("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds")]
    [TestCase("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card")]
    [TestCase("pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error")]
    public async Task A_declined_card_leaves_an_intent_behind(string method, string code, string declineCode)
    {
        var declined = await CreateIntentAsync(method);
        var error = declined["error"]!;
        var left = await GetAsync($"/v1/payment_intents/{error["payment_intent"]!["id"]}?expand[]=latest_charge");
        Assert.Multiple(() =>
        {
            Assert.That(declined.Status, Is.EqualTo(402));
            Assert.That((string?)error["type"], Is.EqualTo("card_error"));
            Assert.That(declined.ErrorCode, Is.EqualTo(code));
            Assert.That((string?)error["decline_code"], Is.EqualTo(declineCode));
            Assert.That(left.Text("status"), Is.EqualTo("requires_payment_method"));
            Assert.That((string?)left["last_payment_error"]!["code"], Is.EqualTo(code));
            Assert.That((string?)left["latest_charge"]!["status"], Is.EqualTo("failed"));
            Assert.That(Simulator.ChargesMade("A1"), Is.Zero);
        });
    }

    [Test]
    public async Task A_challenge_redirects_and_comes_back()
    {
        var intent = await CreateIntentAsync("pm_card_threeDSecure2Required");
        var url = (string)intent["next_action"]!["redirect_to_url"]!["url"]!;
        var back = await Simulator.PayAsync(url);
        var read = await GetAsync($"/v1/payment_intents/{intent.Id}");
        Assert.Multiple(() =>
        {
            Assert.That(intent.Text("status"), Is.EqualTo("requires_action"));
            Assert.That(
                back.Url!.OriginalString,
                Does.StartWith($"https://shop.example/back?payment_intent={intent.Id}&payment_intent_client_secret={intent.Id}_secret_"));
            Assert.That(back.Url!.Query, Does.EndWith("redirect_status=succeeded"));
            Assert.That(read.Text("status"), Is.EqualTo("succeeded"));
        });
    }

    [Test]
    public async Task A_failed_challenge_can_be_tried_again()
    {
        var intent = await CreateIntentAsync("pm_card_threeDSecure2Required");
        var back = await Simulator.DeclineAsync(intent.Id);
        var failed = await GetAsync($"/v1/payment_intents/{intent.Id}");
        var paid = await PostAsync($"/v1/payment_intents/{intent.Id}/confirm", ("payment_method", "pm_card_mastercard"));
        Assert.Multiple(() =>
        {
            Assert.That(back.Url!.Query, Does.EndWith("redirect_status=failed"));
            Assert.That(failed.Text("status"), Is.EqualTo("requires_payment_method"));
            Assert.That((string?)failed["last_payment_error"]!["code"], Is.EqualTo("payment_intent_authentication_failure"));
            Assert.That(paid.Text("status"), Is.EqualTo("succeeded"));
        });
    }

    [Test]
    public async Task With_manual_confirmation_the_server_confirms_once_more()
    {
        var intent = await CreateIntentAsync("pm_card_threeDSecure2Required", more: ("confirmation_method", "manual"));
        await Simulator.PayAsync(intent.Id);
        var passed = await GetAsync($"/v1/payment_intents/{intent.Id}");
        var confirmed = await PostAsync($"/v1/payment_intents/{intent.Id}/confirm");
        Assert.That(passed.Text("status"), Is.EqualTo("requires_confirmation"));
        Assert.That(confirmed.Text("status"), Is.EqualTo("succeeded"));
    }

    [Test]
    public async Task The_browser_pays_with_the_client_secret()
    {
        var intent = await PostAsync(
            "/v1/payment_intents", ("amount", "1500"), ("currency", "eur"), ("automatic_payment_methods[enabled]", "true"));
        await Simulator.PlayAsync(
            intent.Text("client_secret")!, PayerAction.PayWith("pm_card_visa_debit") with { ReturnUrl = "https://shop.example/r" });
        var read = await GetAsync($"/v1/payment_intents/{intent.Id}?expand[]=latest_charge");
        Assert.That(intent.Text("status"), Is.EqualTo("requires_payment_method"));
        Assert.That(read.Text("status"), Is.EqualTo("succeeded"));
        Assert.That((string?)read["latest_charge"]!["payment_method_details"]!["card"]!["funding"], Is.EqualTo("debit"));
    }

    [Test]
    public async Task A_hold_is_captured_in_part_and_the_rest_is_released()
    {
        var held = await CreateIntentAsync(more: Manual);
        var captured = await PostAsync(
            $"/v1/payment_intents/{held.Id}/capture", ("amount_to_capture", "1200"), ("expand[]", "latest_charge"));
        Assert.Multiple(() =>
        {
            Assert.That(held.Text("status"), Is.EqualTo("requires_capture"));
            Assert.That(held.Number("amount_capturable"), Is.EqualTo(2000));
            Assert.That(captured.Text("status"), Is.EqualTo("succeeded"));
            Assert.That(captured.Number("amount"), Is.EqualTo(2000));
            Assert.That(captured.Number("amount_received"), Is.EqualTo(1200));
            Assert.That(captured.Number("amount_capturable"), Is.Zero);
            Assert.That((long)captured["latest_charge"]!["amount_captured"]!, Is.EqualTo(1200));
            Assert.That((long)captured["latest_charge"]!["amount_refunded"]!, Is.Zero);
        });
    }

    [Test]
    public async Task A_hold_is_captured_several_times()
    {
        var held = await CreateIntentAsync(more: Manual);
        var first = await PostAsync($"/v1/payment_intents/{held.Id}/capture", ("amount_to_capture", "500"), ("final_capture", "false"));
        var last = await PostAsync($"/v1/payment_intents/{held.Id}/capture", ("amount_to_capture", "700"));
        Assert.That(first.Text("status"), Is.EqualTo("requires_capture"));
        Assert.That(first.Number("amount_capturable"), Is.EqualTo(1500));
        Assert.That(last.Number("amount_received"), Is.EqualTo(1200));
        Assert.That(Simulator.TotalsOf(held.Id), Is.EqualTo(new SimulatedTotals(1, 2000, 1200, 0)));
    }

    [Test]
    public async Task More_than_the_hold_cannot_be_captured()
    {
        var held = await CreateIntentAsync(more: Manual);
        var refused = await PostAsync($"/v1/payment_intents/{held.Id}/capture", ("amount_to_capture", "2001"));
        Assert.That(refused.Status, Is.EqualTo(400));
        Assert.That(refused.ErrorCode, Is.EqualTo("amount_too_large"));
    }

    [Test]
    public async Task Capturing_twice_is_an_unexpected_state_with_the_intent_in_the_error()
    {
        var intent = await CreateIntentAsync();
        var refused = await PostAsync($"/v1/payment_intents/{intent.Id}/capture");
        Assert.That(refused.ErrorCode, Is.EqualTo("payment_intent_unexpected_state"));
        Assert.That((string?)refused["error"]!["payment_intent"]!["id"], Is.EqualTo(intent.Id));
    }

    [Test]
    public async Task A_hold_is_released_by_cancelling()
    {
        var held = await CreateIntentAsync(more: Manual);
        var cancelled = await PostAsync($"/v1/payment_intents/{held.Id}/cancel", ("cancellation_reason", "requested_by_customer"));
        var again = await PostAsync($"/v1/payment_intents/{held.Id}/cancel");
        Assert.Multiple(() =>
        {
            Assert.That(cancelled.Text("status"), Is.EqualTo("canceled"));
            Assert.That(cancelled.Text("cancellation_reason"), Is.EqualTo("requested_by_customer"));
            Assert.That(again.ErrorCode, Is.EqualTo("payment_intent_unexpected_state"));
            Assert.That(EventTypes.Last(), Is.EqualTo("payment_intent.canceled"));
        });
    }

    [Test]
    public async Task A_hold_lapses_after_its_window()
    {
        var held = await CreateIntentAsync(more: Manual);
        Time.Advance(TimeSpan.FromDays(8));
        var late = await PostAsync($"/v1/payment_intents/{held.Id}/capture");
        var read = await GetAsync($"/v1/payment_intents/{held.Id}");
        Assert.That(late.ErrorCode, Is.EqualTo("charge_expired_for_capture"));
        Assert.That(read.Text("cancellation_reason"), Is.EqualTo("expired"));
        Assert.That(EventTypes, Does.Contain("charge.expired"));
    }

    [Test]
    public async Task The_list_is_newest_first_with_cursors()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
            ids.Insert(0, (await CreateIntentAsync()).Id);
        var first = await GetAsync("/v1/payment_intents?limit=2");
        var second = await GetAsync($"/v1/payment_intents?limit=3&starting_after={ids[1]}&created[gte]=0");
        Assert.That(Ids(first), Is.EqualTo(ids[..2]));
        Assert.That((bool)first["has_more"]!, Is.True);
        Assert.That(Ids(second), Is.EqualTo(ids[2..]));
        Assert.That((bool)second["has_more"]!, Is.False);
    }

    [TestCase("metadata['order_id']:'A1'", 2)]
    [TestCase("metadata['order_id']:'A1' AND status:'succeeded'", 1)]
    [TestCase("metadata['order_id']:'A2'", 0)]
    [TestCase("amount>1000 AND amount<=2000", 2)]
    [TestCase("-status:'succeeded' OR currency:'eur'", 1)]
    public async Task Search_finds_by_metadata_status_and_amount(string query, int count)
    {
        await CreateIntentAsync();
        await CreateIntentAsync(more: Manual);
        var found = await GetAsync($"/v1/payment_intents/search?query={Uri.EscapeDataString(query)}");
        Assert.That(found.Text("object"), Is.EqualTo("search_result"));
        Assert.That(Ids(found), Has.Count.EqualTo(count));
    }

    [Test]
    public async Task Events_are_kept_and_can_be_read()
    {
        var intent = await CreateIntentAsync();
        var events = await GetAsync("/v1/events?types[]=payment_intent.succeeded");
        var read = await GetAsync($"/v1/events/{events["data"]![0]!["id"]}");
        Assert.Multiple(() =>
        {
            Assert.That(read.Text("type"), Is.EqualTo("payment_intent.succeeded"));
            Assert.That(read.Text("api_version"), Is.EqualTo(StripeSimulator.ApiVersion));
            Assert.That((string?)read["data"]!["object"]!["id"], Is.EqualTo(intent.Id));
            Assert.That((string?)read["request"]!["id"], Does.StartWith("req_"));
        });
    }

    private static List<string> Ids(Answer list) => [.. list["data"]!.AsArray().Select(i => (string)i!["id"]!)];
}
