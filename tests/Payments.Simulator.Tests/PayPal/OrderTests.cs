namespace Payments.Simulator.Tests.PayPal;

internal sealed class OrderTests : PayPalFixture
{
    [Test]
    public async Task An_order_is_created_approved_and_captured()
    {
        var created = await CreateAsync();
        var page = created["links"]!.AsArray().Single(link => (string?)link!["rel"] == "payer-action")!;
        var back = await Simulator.PayAsync((string)page["href"]!);
        var approved = await GetAsync($"/v2/checkout/orders/{created.Id}");
        var captured = await PostAsync($"/v2/checkout/orders/{created.Id}/capture");
        Assert.Multiple(() =>
        {
            Assert.That((created.Status, created.Text("status")), Is.EqualTo((201, "PAYER_ACTION_REQUIRED")));
            Assert.That(created.Headers.Contains("Paypal-Debug-Id"), Is.True);
            Assert.That(back.Url!.AbsoluteUri, Is.EqualTo($"https://shop.example/done?a=1&token={created.Id}&PayerID=PAYER23456789"));
            Assert.That((approved.Text("status"), approved.Text("update_time")), Is.EqualTo(("APPROVED", (string?)null)), "an approval leaves no time on the order");
            Assert.That((captured.Status, captured.Text("status")), Is.EqualTo((201, "COMPLETED")));
            Assert.That(captured.Text("update_time"), Is.Not.Null);
            Assert.That((string?)captured.First("captures")["status"], Is.EqualTo("COMPLETED"));
            Assert.That(Simulator.TotalsOf("A1"), Is.EqualTo(new SimulatedTotals(1, 20m, 20m, 0m)));
            Assert.That(EventTypes, Is.EqualTo(new[] { "CHECKOUT.ORDER.APPROVED", "CHECKOUT.ORDER.COMPLETED", "PAYMENT.CAPTURE.COMPLETED" }));
        });
    }

    [Test]
    public async Task A_hold_is_captured_in_parts_and_voided()
    {
        var order = await ApproveAsync("AUTHORIZE");
        var hold = (string)(await PostAsync($"/v2/checkout/orders/{order.Id}/authorize")).First("authorizations")["id"]!;
        var part = await PostAsync($"/v2/payments/authorizations/{hold}/capture", """{"amount":{"currency_code":"USD","value":"8.00"}}""");
        var tooMuch = await PostAsync($"/v2/payments/authorizations/{hold}/capture", """{"amount":{"currency_code":"USD","value":"15.01"}}""");
        var voided = await PostAsync($"/v2/payments/authorizations/{hold}/void");
        var again = await PostAsync($"/v2/payments/authorizations/{hold}/void");
        Assert.That((part.Status, part.Text("status"), (bool)part["final_capture"]!), Is.EqualTo((201, "COMPLETED", false)));
        Assert.That((tooMuch.Status, tooMuch.Issue), Is.EqualTo((422, "MAX_CAPTURE_AMOUNT_EXCEEDED")));
        Assert.That((voided.Status, voided.Text("status")), Is.EqualTo((200, "VOIDED")));
        Assert.That((again.Status, again.Issue), Is.EqualTo((422, "PREVIOUSLY_VOIDED")));
    }

    [Test]
    public async Task A_capture_is_refunded_up_to_what_it_took()
    {
        var order = await ApproveAsync();
        var capture = (string)(await PostAsync($"/v2/checkout/orders/{order.Id}/capture")).First("captures")["id"]!;
        var part = await PostAsync($"/v2/payments/captures/{capture}/refund", """{"amount":{"currency_code":"USD","value":"5.00"},"custom_id":"R1"}""");
        var tooMuch = await PostAsync($"/v2/payments/captures/{capture}/refund", """{"amount":{"currency_code":"USD","value":"15.01"}}""");
        var rest = await PostAsync($"/v2/payments/captures/{capture}/refund");
        var more = await PostAsync($"/v2/payments/captures/{capture}/refund");
        Assert.That((part.Status, part.Text("custom_id")), Is.EqualTo((201, "R1")));
        Assert.That(tooMuch.Issue, Is.EqualTo("REFUND_AMOUNT_EXCEEDED"));
        Assert.That((string?)rest["amount"]!["value"], Is.EqualTo("15.00"));
        Assert.That(more.Issue, Is.EqualTo("CAPTURE_FULLY_REFUNDED"));
        Assert.That((await GetAsync($"/v2/payments/captures/{capture}")).Text("status"), Is.EqualTo("REFUNDED"));
    }

    [Test]
    public async Task A_repeat_shows_the_latest_state_and_a_decline_is_repeated()
    {
        var created = await CreateAsync(key: "k1");
        await Simulator.DeclineAsync(created.Id);
        var again = await CreateAsync(key: "k1");
        var declined = await PostAsync($"/v2/checkout/orders/{created.Id}/capture", key: "k2");
        await Simulator.PayAsync(created.Id);
        var still = await PostAsync($"/v2/checkout/orders/{created.Id}/capture", key: "k2");
        var captured = await PostAsync($"/v2/checkout/orders/{created.Id}/capture", key: "k3");
        var other = await PostAsync($"/v2/checkout/orders/{created.Id}/capture", key: "k4");
        Assert.Multiple(() =>
        {
            Assert.That((again.Status, again.Id, again.Text("status")), Is.EqualTo((200, created.Id, "APPROVED")));
            Assert.That((declined.Status, declined.Issue), Is.EqualTo((422, "INSTRUMENT_DECLINED")));
            Assert.That((string?)declined["links"]![0]!["rel"], Is.EqualTo("redirect"));
            Assert.That(still.Issue, Is.EqualTo("INSTRUMENT_DECLINED"), "the old answer, whatever has happened since");
            Assert.That(captured.Status, Is.EqualTo(201));
            Assert.That(other.Issue, Is.EqualTo("ORDER_ALREADY_CAPTURED"));
        });
    }

    [Test]
    public async Task A_dispute_holds_the_money_and_ends_with_it_or_without()
    {
        var order = await ApproveAsync();
        var capture = (string)(await PostAsync($"/v2/checkout/orders/{order.Id}/capture")).First("captures")["id"]!;
        var dispute = await Simulator.OpenDisputeAsync(order.Id);
        Assert.That((string?)(await GetAsync($"/v2/payments/captures/{capture}"))["status_details"]!["reason"], Is.EqualTo("CHARGEBACK"));
        await Simulator.CloseDisputeAsync(dispute, won: false);
        Assert.That((await GetAsync($"/v1/customer/disputes/{dispute}"))["dispute_outcome"]!["outcome_code"]!.GetValue<string>(), Is.EqualTo("RESOLVED_BUYER_FAVOUR"));
        Assert.That((await GetAsync($"/v2/payments/captures/{capture}")).Text("status"), Is.EqualTo("REFUNDED"));
        Assert.That(EventTypes.TakeLast(3), Is.EqualTo(new[] { "CUSTOMER.DISPUTE.CREATED", "PAYMENT.CAPTURE.REVERSED", "CUSTOMER.DISPUTE.RESOLVED" }));
    }

    [Test]
    public async Task An_order_that_ran_out_is_gone()
    {
        var order = await CreateAsync();
        Time.Advance(TimeSpan.FromHours(3));
        var gone = await GetAsync($"/v2/checkout/orders/{order.Id}");
        Assert.That((gone.Status, gone.Text("name"), gone.Issue), Is.EqualTo((404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID")));
    }

    [TestCase("CAPTURE", "20", "USD", "", 201, null)]
    [TestCase("CAPTURE", "2000", "HUF", "", 201, null)]
    [TestCase("CAPTURE", "2000.00", "HUF", "", 422, "DECIMAL_PRECISION")]
    [TestCase("CAPTURE", "20.001", "USD", "", 422, "DECIMAL_PRECISION")]
    [TestCase("CAPTURE", "0", "USD", "", 422, "CANNOT_BE_ZERO_OR_NEGATIVE")]
    [TestCase("CAPTURE", "2,0", "USD", "", 400, "INVALID_PARAMETER_SYNTAX")]
    [TestCase("CAPTURE", "20", "KRW", "", 422, "INVALID_CURRENCY_CODE")]
    [TestCase("SALE", "20", "USD", "", 400, "INVALID_PARAMETER_VALUE")]
    [TestCase("CAPTURE", "20", "USD", "\"metadata\":{},", 400, "INVALID_PARAMETER_SYNTAX")]
    public async Task A_body_is_checked(string intent, string value, string currency, string more, int status, string? issue)
    {
        var answer = await PostAsync("/v2/checkout/orders", Order(intent, value, currency, more));
        Assert.That((answer.Status, answer.Issue), Is.EqualTo((status, issue)));
    }
}
