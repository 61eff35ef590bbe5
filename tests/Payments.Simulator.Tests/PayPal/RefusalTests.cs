namespace Payments.Simulator.Tests.PayPal;

/// <summary>What PayPal refuses although the request is well-formed, and orders of several units.</summary>
internal sealed class RefusalTests : PayPalFixture
{
    private const string Twelve = """{"amount":{"currency_code":"USD","value":"12.00"},"final_capture":true}""";

    private async Task<string> HoldAsync(string orderId) => (string)(await PostAsync($"/v2/checkout/orders/{orderId}/authorize")).First("authorizations")["id"]!;

    [TestCase("PAYER_CANNOT_PAY", 422)]
    [TestCase("DECLINED", 201)]
    public async Task A_capture_of_a_hold_can_be_declined_and_the_hold_stays(string issue, int status)
    {
        var order = await ApproveAsync("AUTHORIZE");
        var hold = await HoldAsync(order.Id);
        await PostAsync($"/v2/payments/authorizations/{hold}/capture", """{"amount":{"currency_code":"USD","value":"8.00"}}""");
        await Simulator.DeclineNextCaptureAsync(order.Id, issue);
        var declined = await PostAsync($"/v2/payments/authorizations/{hold}/capture", Twelve);
        var held = await GetAsync($"/v2/payments/authorizations/{hold}");
        var again = await PostAsync($"/v2/payments/authorizations/{hold}/capture", Twelve);
        Assert.Multiple(() =>
        {
            Assert.That((declined.Status, declined.Issue ?? declined.Text("status")), Is.EqualTo((status, issue)));
            Assert.That(held.Text("status"), Is.EqualTo("PARTIALLY_CAPTURED"));
            Assert.That((again.Status, again.Text("status")), Is.EqualTo((201, "COMPLETED")), "it was the next one only");
            Assert.That(Simulator.TotalsOf("A1"), Is.EqualTo(new SimulatedTotals(1, 20m, 20m, 0m)));
        });
    }

    [Test]
    public async Task No_part_is_refunded_while_a_case_is_open_but_all_is()
    {
        var order = await ApproveAsync();
        var capture = (string)(await PostAsync($"/v2/checkout/orders/{order.Id}/capture")).First("captures")["id"]!;
        await Simulator.OpenInquiryAsync(order.Id);
        var part = await PostAsync($"/v2/payments/captures/{capture}/refund", """{"amount":{"currency_code":"USD","value":"5.00"}}""");
        var all = await PostAsync($"/v2/payments/captures/{capture}/refund");
        Assert.That((part.Status, part.Issue), Is.EqualTo((422, "TRANSACTION_DISPUTED")));
        Assert.That((all.Status, all.Text("status")), Is.EqualTo((201, "COMPLETED")));
    }

    [Test]
    public async Task A_conflict_can_come_without_a_reason()
    {
        Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.ErrorBeforeActing) { Operation = "POST /v2/checkout/orders", Status = 409 });
        var conflict = await CreateAsync(key: "k1");
        var again = await CreateAsync(key: "k1");
        Assert.That((conflict.Status, conflict.Text("name"), conflict["details"]), Is.EqualTo((409, "RESOURCE_CONFLICT", (System.Text.Json.Nodes.JsonNode?)null)));
        Assert.That(again.Status, Is.EqualTo(201), "nothing was done");
    }

    private static string Two(string intent = "CAPTURE", string first = "a", string second = "b", string currency = "USD") => $$$"""
        {"intent":"{{{intent}}}","purchase_units":[
          {"reference_id":"{{{first}}}","custom_id":"A1","amount":{"currency_code":"USD","value":"12.00"}},
          {"reference_id":"{{{second}}}","custom_id":"A2","amount":{"currency_code":"{{{currency}}}","value":"8.00"}}]}
        """;

    [Test]
    public async Task Several_units_are_captured_each_by_itself()
    {
        var order = await PostAsync("/v2/checkout/orders", Two());
        await Simulator.PayAsync(order.Id);
        var captured = await PostAsync($"/v2/checkout/orders/{order.Id}/capture");
        var captures = captured["purchase_units"]!.AsArray().Select(unit => unit!["payments"]!["captures"]!.AsArray().Single()!).ToArray();
        var refund = await PostAsync($"/v2/payments/captures/{captures[1]["id"]}/refund");
        Assert.Multiple(() =>
        {
            Assert.That(captures.Select(capture => ((string)capture["amount"]!["value"]!, (string)capture["custom_id"]!)), Is.EqualTo(new[] { ("12.00", "A1"), ("8.00", "A2") }));
            Assert.That((refund.Text("custom_id"), (string)refund["amount"]!["value"]!), Is.EqualTo(("A2", "8.00")));
            Assert.That(Simulator.TotalsOf(order.Id), Is.EqualTo(new SimulatedTotals(2, 20m, 20m, 8m)));
        });
    }

    [TestCase("AUTHORIZE", "a", "b", "USD", "UNSUPPORTED_INTENT")]
    [TestCase("CAPTURE", "a", "a", "USD", "DUPLICATE_REFERENCE_ID")]
    [TestCase("CAPTURE", "a", "b", "EUR", "MULTI_CURRENCY_ORDER")]
    public async Task Several_units_have_rules(string intent, string first, string second, string currency, string issue)
    {
        var answer = await PostAsync("/v2/checkout/orders", Two(intent, first, second, currency));
        Assert.That((answer.Status, answer.Issue), Is.EqualTo((422, issue)));
    }

    [Test]
    public async Task Of_several_units_each_has_a_name()
    {
        var answer = await PostAsync("/v2/checkout/orders", Two().Replace("\"reference_id\":\"b\",", "", StringComparison.Ordinal));
        Assert.That((answer.Status, answer.Issue), Is.EqualTo((422, "REFERENCE_ID_REQUIRED")));
    }
}
