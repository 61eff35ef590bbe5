using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.Square;

internal sealed class StrictnessTests : SquareFixture
{
    [TestCase("Bearer other")]
    [TestCase("Basic EAAA-simulator")]
    [TestCase("")]
    public async Task Another_token_is_refused(string authorization)
    {
        var answer = await SendAsync(HttpMethod.Post, "/v2/payments", Charge().ToJsonString(), authorization);
        Assert.That((answer.Status, answer.Code, answer.Text("errors.0.category")), Is.EqualTo((401, "UNAUTHORIZED", "AUTHENTICATION_ERROR")));
    }

    [TestCase("2025-08-20", 200, 0)]
    [TestCase(null, 200, 1)]
    [TestCase("2024-01-18", 200, 1)]
    [TestCase("today", 400, 0)]
    public async Task Another_version_is_noted_and_a_wrong_one_is_refused(string? version, int status, int notes)
    {
        var answer = await SendAsync(HttpMethod.Post, "/v2/payments", Charge().ToJsonString(), version: version);
        Assert.That((answer.Status, Simulator.Requests.Single().Notes.Count), Is.EqualTo((status, notes)));
    }

    [TestCase("""{"surprise":1}""", "UNKNOWN_BODY_PARAMETER", "surprise")]
    [TestCase("""{"amount_money":{"amount":"1000","currency":"USD"}}""", "EXPECTED_INTEGER", "amount_money.amount")]
    [TestCase("""{"amount_money":{"amount":10.5,"currency":"USD"}}""", "EXPECTED_INTEGER", "amount_money.amount")]
    [TestCase("""{"amount_money":{"amount":1000,"currency":"USD","scale":2}}""", "UNKNOWN_BODY_PARAMETER", "amount_money")]
    [TestCase("""{"amount_money":1000}""", "EXPECTED_OBJECT", "amount_money")]
    [TestCase("""{"amount_money":{"amount":1000,"currency":"EUR"}}""", "CURRENCY_MISMATCH", "amount_money.currency")]
    [TestCase("""{"autocomplete":"false"}""", "EXPECTED_BOOLEAN", "autocomplete")]
    [TestCase("""{"reference_id":7}""", "EXPECTED_STRING", "reference_id")]
    [TestCase("""{"reference_id":""}""", "VALUE_EMPTY", "reference_id")]
    [TestCase("""{"idempotency_key":"0123456789012345678901234567890123456789012345"}""", "VALUE_TOO_LONG", "idempotency_key")]
    [TestCase("""{"idempotency_key":null}""", "MISSING_REQUIRED_PARAMETER", "idempotency_key")]
    [TestCase("""{"source_id":"CASH"}""", "MISSING_REQUIRED_PARAMETER", "cash_details")]
    [TestCase("""{"delay_action":"LATER","autocomplete":false}""", "INVALID_ENUM_VALUE", "delay_action")]
    [TestCase("""{"delay_duration":"one day","autocomplete":false}""", "INVALID_VALUE", "delay_duration")]
    [TestCase("""{"delay_duration":"P8D","autocomplete":false}""", "INVALID_VALUE", "delay_duration")]
    [TestCase("""{"delay_duration":"P1D"}""", "CONFLICTING_PARAMETERS", "delay_duration")]
    [TestCase("""{"billing_address":{"street":"Main"}}""", "UNKNOWN_BODY_PARAMETER", "billing_address.street")]
    public async Task A_body_that_is_wrong_is_refused_with_its_field(string change, string code, string field)
    {
        var body = Charge();
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject().ToArray())
            body[name] = value?.DeepClone();
        var answer = await PayAsync(body);
        Assert.That((answer.Status, answer.Code, answer.Text("errors.0.field")), Is.EqualTo((400, code, field)));
        Assert.That(Simulator.TotalsOf("A-1"), Is.EqualTo(SimulatedTotals.None));
    }

    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("source_id=cnon")]
    public async Task A_body_that_is_no_object_is_refused(string body)
    {
        var answer = await SendAsync(HttpMethod.Post, "/v2/payments", body);
        Assert.That((answer.Status, answer.Code), Is.EqualTo((400, "EXPECTED_JSON_BODY")));
    }

    [TestCase("/v2/payments/none")]
    [TestCase("/v2/orders/none")]
    [TestCase("/v2/refunds/none")]
    [TestCase("/v2/disputes/none")]
    [TestCase("/v2/terminals/checkouts/none")]
    [TestCase("/v2/nothing")]
    public async Task What_is_not_there_is_a_404(string path)
    {
        var answer = await GetAsync(path);
        Assert.That((answer.Status, answer.Code), Is.EqualTo((404, "NOT_FOUND")));
    }

    [Test]
    public async Task A_used_token_and_one_that_nobody_made_are_told_apart()
    {
        var used = await PayAsync(Charge(change: body => body["source_id"] = "cnon:card-nonce-already-used"));
        var unknown = await PayAsync(Charge(change: body => body["source_id"] = "cnon:made-up"));
        Assert.That((used.Status, used.Code, unknown.Status, unknown.Code), Is.EqualTo((400, "CARD_TOKEN_USED", 404, "NOT_FOUND")));
    }

    [Test]
    public async Task A_link_has_either_an_order_or_a_quick_payment()
    {
        var both = await LinkAsync(Link(body => body["quick_pay"] = new JsonObject { ["name"] = "Tea", ["price_money"] = Usd(500), ["location_id"] = "L0SIMULATOR" }));
        var neither = await LinkAsync(Link(body => body.Remove("order")));
        var quick = await LinkAsync(Link(body =>
        {
            body.Remove("order");
            body["quick_pay"] = new JsonObject { ["name"] = "Tea", ["price_money"] = Usd(500), ["location_id"] = "L0SIMULATOR" };
        }));
        Assert.That((both.Status, neither.Status, quick.Status), Is.EqualTo((400, 400, 200)));
    }

    [Test]
    public async Task The_same_body_under_the_same_key_is_answered_again()
    {
        var (first, second) = (await PayAsync(), await PayAsync());
        Assert.That((second.Status, second.Json.ToJsonString()), Is.EqualTo((200, first.Json.ToJsonString())));
        Assert.That(Simulator.TotalsOf("A-1").Charges, Is.EqualTo(1));
    }

    [Test]
    public async Task Another_body_under_the_same_key_is_refused()
    {
        await PayAsync();
        var answer = await PayAsync(Charge(change: body => body["amount_money"] = Usd(1001)));
        Assert.That((answer.Status, answer.Code), Is.EqualTo((400, "IDEMPOTENCY_KEY_REUSED")));
        Assert.That(Simulator.TotalsOf("A-1").Charges, Is.EqualTo(1));
    }

    [Test]
    public async Task A_decline_is_kept_under_its_key_and_a_wrong_body_is_not()
    {
        var wrong = await PayAsync(Charge(change: body => body["surprise"] = 1));
        var right = await PayAsync();
        var declined = Charge("k-2", body => body["source_id"] = "cnon:card-nonce-declined");
        var (first, second) = (await PayAsync(declined), await PayAsync(declined));
        Assert.That((wrong.Status, right.Status), Is.EqualTo((400, 200)));
        Assert.That(second.Text("payment.id"), Is.EqualTo(first.Text("payment.id")));
    }

    [Test]
    public async Task A_key_is_told_apart_by_operation()
    {
        var id = await PaidAsync();
        var refund = await PostAsync("/v2/refunds", Refund(id, 100, key: "k-1"));
        Assert.That(refund.Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Faults_have_Squares_form()
    {
        Simulator.Faults.Add(SimulatorFaultKind.RateLimited);
        var limited = await PayAsync();
        Simulator.Faults.Add(SimulatorFaultKind.KeyInUse);
        var inUse = await PayAsync();
        Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.ErrorBeforeActing) { Status = 503 });
        var down = await PayAsync();
        Assert.That(
            (limited.Status, limited.Code, inUse.Status, inUse.Code, down.Status, down.Code),
            Is.EqualTo((429, "RATE_LIMITED", 409, "CONFLICT", 503, "SERVICE_UNAVAILABLE")));
    }
}
