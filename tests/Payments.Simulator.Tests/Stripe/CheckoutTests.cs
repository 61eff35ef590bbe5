namespace Payments.Simulator.Tests.Stripe;

internal sealed class CheckoutTests : StripeFixture
{
    [Test]
    public async Task A_new_session_is_open_and_has_no_intent()
    {
        var session = await CreateSessionAsync();
        Assert.Multiple(() =>
        {
            Assert.That(session.Status, Is.EqualTo(200));
            Assert.That(session.Text("status"), Is.EqualTo("open"));
            Assert.That(session["payment_intent"], Is.Null);
            Assert.That(session.Number("amount_total"), Is.EqualTo(2000));
            Assert.That(session.Text("url"), Is.EqualTo($"{Simulator.BaseAddress}c/pay/{session.Id}"));
            Assert.That(session.Number("created"), Is.EqualTo(Time.GetUtcNow().ToUnixTimeSeconds()));
        });
    }

    [Test]
    public async Task Paying_returns_the_payer_and_completes_session_intent_and_charge()
    {
        var session = await CreateSessionAsync();
        var back = await Simulator.PayAsync(session.Text("url")!);
        var read = await GetAsync($"/v1/checkout/sessions/{session.Id}?expand[]=payment_intent.latest_charge&expand[]=line_items");
        var intent = read["payment_intent"]!;
        Assert.Multiple(() =>
        {
            Assert.That(back.Url!.OriginalString, Is.EqualTo($"https://shop.example/done?session={session.Id}"));
            Assert.That(read.Text("status"), Is.EqualTo("complete"));
            Assert.That(read.Text("payment_status"), Is.EqualTo("paid"));
            Assert.That(read["url"], Is.Null);
            Assert.That((string?)read["line_items"]!["data"]![0]!["description"], Is.EqualTo("Tea & cake"));
            Assert.That((string?)intent["status"], Is.EqualTo("succeeded"));
            Assert.That((string?)intent["metadata"]!["order_id"], Is.EqualTo("A1"));
            Assert.That((string?)intent["latest_charge"]!["payment_method_details"]!["card"]!["last4"], Is.EqualTo("4242"));
            Assert.That(
                EventTypes,
                Is.EqualTo(
                    new[] { "payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "checkout.session.completed" }));
            Assert.That(Simulator.ChargesMade("A1"), Is.EqualTo(1));
            Assert.That(Simulator.TotalsOf(session.Id), Is.EqualTo(new SimulatedTotals(1, 2000, 2000, 0)));
        });
    }

    [Test]
    public async Task A_declined_payer_stays_on_the_page_and_may_try_again()
    {
        var session = await CreateSessionAsync();
        var stays = await Simulator.DeclineAsync(session.Id, "insufficient_funds");
        var open = await GetAsync($"/v1/checkout/sessions/{session.Id}?expand[]=payment_intent");
        var back = await Simulator.PayAsync(session.Id);
        Assert.Multiple(() =>
        {
            Assert.That(stays.Url, Is.Null);
            Assert.That(open.Text("status"), Is.EqualTo("open"));
            Assert.That((string?)open["payment_intent"]!["last_payment_error"]!["decline_code"], Is.EqualTo("insufficient_funds"));
            Assert.That(back.Url, Is.Not.Null);
            Assert.That(Simulator.ChargesMade("A1"), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Cancelling_goes_to_the_cancel_address_and_leaves_the_session_open()
    {
        var session = await CreateSessionAsync();
        var back = await Simulator.CancelAsync(session.Id);
        var read = await GetAsync($"/v1/checkout/sessions/{session.Id}");
        Assert.That(back.Url!.OriginalString, Is.EqualTo("https://shop.example/cancelled"));
        Assert.That(read.Text("status"), Is.EqualTo("open"));
    }

    [TestCase(true, "paid", "checkout.session.async_payment_succeeded")]
    [TestCase(false, "unpaid", "checkout.session.async_payment_failed")]
    public async Task A_delayed_payment_completes_unpaid_and_ends_later(bool succeeds, string paymentStatus, string lastEvent)
    {
        var session = await CreateSessionAsync();
        await Simulator.PayLateAsync(session.Id);
        var waiting = await GetAsync($"/v1/checkout/sessions/{session.Id}?expand[]=payment_intent");
        Assert.That(await Simulator.SettlePendingAsync(session.Id, succeeds), Is.EqualTo(1));
        var ended = await GetAsync($"/v1/checkout/sessions/{session.Id}");
        Assert.Multiple(() =>
        {
            Assert.That(waiting.Text("payment_status"), Is.EqualTo("unpaid"));
            Assert.That((string?)waiting["payment_intent"]!["status"], Is.EqualTo("processing"));
            Assert.That(ended.Text("payment_status"), Is.EqualTo(paymentStatus));
            Assert.That(EventTypes.Last(), Is.EqualTo(lastEvent));
        });
    }

    [Test]
    public async Task A_challenge_stops_the_payer_until_it_is_passed()
    {
        var session = await CreateSessionAsync();
        var stays = await Simulator.PlayAsync(session.Id, PayerAction.StartChallenge);
        var waiting = await GetAsync($"/v1/checkout/sessions/{session.Id}?expand[]=payment_intent");
        var back = await Simulator.PayAsync((string)waiting["payment_intent"]!["next_action"]!["redirect_to_url"]!["url"]!);
        Assert.That(stays.Url, Is.Null);
        Assert.That((string?)waiting["payment_intent"]!["status"], Is.EqualTo("requires_action"));
        Assert.That(back.Url!.Query, Does.Contain(session.Id));
    }

    [Test]
    public async Task An_open_session_can_be_expired_once()
    {
        var session = await CreateSessionAsync();
        var expired = await PostAsync($"/v1/checkout/sessions/{session.Id}/expire");
        var again = await PostAsync($"/v1/checkout/sessions/{session.Id}/expire");
        Assert.That(expired.Text("status"), Is.EqualTo("expired"));
        Assert.That(again.Status, Is.EqualTo(400));
        Assert.That(EventTypes, Does.Contain("checkout.session.expired"));
    }

    [Test]
    public async Task A_session_expires_by_time()
    {
        var session = await CreateSessionAsync();
        Time.Advance(TimeSpan.FromHours(25));
        Assert.That((await GetAsync($"/v1/checkout/sessions/{session.Id}")).Text("status"), Is.EqualTo("expired"));
        Assert.That(async () => await Simulator.PayAsync(session.Id), Throws.InvalidOperationException);
    }

    [Test]
    public async Task A_session_is_found_by_its_intent()
    {
        var session = await CreateSessionAsync();
        await CreateSessionAsync("A2");
        await Simulator.PayAsync(session.Id);
        var intent = (await GetAsync($"/v1/checkout/sessions/{session.Id}")).Text("payment_intent");
        var found = await GetAsync($"/v1/checkout/sessions?payment_intent={intent}");
        var lines = await GetAsync($"/v1/checkout/sessions/{session.Id}/line_items");
        Assert.That((string?)found["data"]![0]!["id"], Is.EqualTo(session.Id));
        Assert.That(found["data"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That((long)lines["data"]![0]!["amount_total"]!, Is.EqualTo(2000));
    }

    [Test]
    public async Task A_held_session_is_unpaid_until_it_is_captured()
    {
        var session = await CreateSessionAsync(more: ("payment_intent_data[capture_method]", "manual"));
        await Simulator.PayAsync(session.Id);
        var held = await GetAsync($"/v1/checkout/sessions/{session.Id}");
        await PostAsync($"/v1/payment_intents/{held.Text("payment_intent")}/capture");
        Assert.That(held.Text("payment_status"), Is.EqualTo("unpaid"));
        Assert.That((await GetAsync($"/v1/checkout/sessions/{session.Id}")).Text("payment_status"), Is.EqualTo("paid"));
    }

    [Test]
    public async Task A_voucher_is_paid_after_the_page_is_complete()
    {
        var session = await CreateSessionAsync();
        await Simulator.PlayAsync(session.Id, PayerAction.PayWith("konbini"));
        var waiting = await GetAsync($"/v1/checkout/sessions/{session.Id}?expand[]=payment_intent");
        await Simulator.PayAsync(session.Id);
        Assert.That(waiting.Text("status"), Is.EqualTo("complete"));
        Assert.That((string?)waiting["payment_intent"]!["next_action"]!["type"], Is.EqualTo("konbini_display_details"));
        Assert.That(EventTypes.Last(), Is.EqualTo("checkout.session.async_payment_succeeded"));
    }

    [Test]
    public void What_the_payer_cannot_do_says_so()
    {
        Assert.That(
            async () => await Simulator.PlayAsync("cs_test_1", PayerAction.PayWrongAmount(1)),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("stripe").And.Message.Contains("PayWrongAmount"));
    }
}
