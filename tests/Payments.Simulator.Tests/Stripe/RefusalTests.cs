using System.Text;

namespace Payments.Simulator.Tests.Stripe;

internal sealed class RefusalTests : StripeFixture
{
    protected override bool IsValidTraffic => false;

    [TestCase("amount=2000", "parameter_missing", "currency")]
    [TestCase("amount=20.5&currency=usd", "parameter_invalid_integer", "amount")]
    [TestCase("amount=0&currency=usd", "parameter_invalid_integer", "amount")]
    [TestCase("amount=49&currency=usd", "amount_too_small", "amount")]
    [TestCase("amount=2050&currency=isk", "invalid_charge_amount_no_decimal_compatible", "amount")]
    [TestCase("amount=2001&currency=kwd", "invalid_charge_amount_no_decimal_compatible", "amount")]
    [TestCase("amount=2000&currency=USD", null, "currency")]
    [TestCase("amount=2000&currency=usd&confirm=True", null, "confirm")]
    [TestCase("amount=2000&currency=usd&colour=red", "parameter_unknown", "colour")]
    [TestCase("amount=2000&currency=usd&automatic_payment_methods[colour]=red", "parameter_unknown", "automatic_payment_methods[colour]")]
    [TestCase(
        "amount=2000&currency=usd&payment_method_types[0]=card", "payment_method_types_no_longer_supported", "payment_method_types[0]")]
    [TestCase("amount=2000&currency=usd&description=", "parameter_invalid_empty", "description")]
    [TestCase("amount=2000&currency=usd&capture_method=later", null, "capture_method")]
    [TestCase("amount=2000&currency=usd&return_url=https://shop.example", null, "return_url")]
    [TestCase("amount=2000&currency=usd&confirm=true&payment_method=pm_card_visa", null, "return_url")]
    [TestCase("amount=2000&currency=usd&metadata[a23456789012345678901234567890123456789012]=x", null, "metadata")]
    public async Task Wrong_parameters_are_refused(string form, string? code, string param)
    {
        var fields = form.Split('&').Select(f => f.Split('=', 2)).Select(f => (f[0], f[1])).ToArray();
        var refused = await PostAsync("/v1/payment_intents", fields);
        Assert.Multiple(() =>
        {
            Assert.That(refused.Status, Is.EqualTo(400));
            Assert.That((string?)refused["error"]!["type"], Is.EqualTo("invalid_request_error"));
            Assert.That(refused.ErrorCode, Is.EqualTo(code));
            Assert.That((string?)refused["error"]!["param"], Is.EqualTo(param));
            Assert.That(Simulator.Webhooks, Is.Empty);
        });
    }

    [TestCase("success_url", "parameter_missing", "success_url")]
    [TestCase("mode", "parameter_missing", "mode")]
    [TestCase("line_items[0][quantity]", "parameter_missing", "line_items[0][quantity]")]
    [TestCase("line_items[0][price_data][currency]", "parameter_missing", "line_items[0][price_data][currency]")]
    public async Task A_session_lacks_something(string without, string code, string param)
    {
        var fields = new[]
        {
            ("mode", "payment"), ("success_url", "https://shop.example"), ("line_items[0][quantity]", "1"), (
                "line_items[0][price_data][currency]", "usd"),
            ("line_items[0][price_data][unit_amount]", "2000"), ("line_items[0][price_data][product_data][name]", "Tea"),
        };
        var refused = await PostAsync("/v1/checkout/sessions", [.. fields.Where(f => f.Item1 != without)]);
        Assert.That(refused.ErrorCode, Is.EqualTo(code));
        Assert.That((string?)refused["error"]!["param"], Is.EqualTo(param));
    }

    [TestCase("client_reference_id", 200)]
    [TestCase("payment_intent_data[description]", 1000)]
    [TestCase("payment_intent_data[statement_descriptor_suffix]", 22)]
    [TestCase("line_items[0][price_data][product_data][name]", 5000)]
    public async Task A_text_has_a_greatest_length(string name, int length)
    {
        Task<Answer> CreateAsync(int given) => PostAsync("/v1/checkout/sessions", [.. new Dictionary<string, string>
        {
            ["mode"] = "payment", ["success_url"] = "https://shop.example", ["line_items[0][quantity]"] = "1",
            ["line_items[0][price_data][currency]"] = "usd", ["line_items[0][price_data][unit_amount]"] = "2000",
            ["line_items[0][price_data][product_data][name]"] = "Tea", [name] = new string('x', given),
        }.Select(field => (field.Key, field.Value))]);
        var refused = await CreateAsync(length + 1);
        Assert.That((refused.Status, (string?)refused["error"]!["param"]), Is.EqualTo((400, name)));
        Assert.That((await CreateAsync(length)).Status, Is.EqualTo(200));
    }

    [TestCase("GET", "/v1/payment_intents/pi_missing")]
    [TestCase("GET", "/v1/checkout/sessions/cs_missing")]
    [TestCase("GET", "/v1/refunds/re_missing")]
    [TestCase("POST", "/v1/payment_intents/pi_missing/capture")]
    public async Task What_does_not_exist_is_missing(string method, string path)
    {
        var missing = await SendAsync(new HttpMethod(method), path, form: null);
        Assert.That(missing.Status, Is.EqualTo(404));
        Assert.That(missing.ErrorCode, Is.EqualTo("resource_missing"));
    }

    [Test]
    public async Task An_unknown_path_is_answered_in_Stripes_form()
    {
        var missing = await GetAsync("/v1/unicorns");
        Assert.That(missing.Status, Is.EqualTo(404));
        Assert.That((string?)missing["error"]!["message"], Does.Contain("Unrecognized request URL"));
    }

    [TestCase(null, null)]
    [TestCase("Bearer sk_test_wrong", null)]
    [TestCase("Bearer pk_test_browser", "secret_key_required")]
    public async Task A_wrong_key_is_unauthorized(string? authorization, string? code)
    {
        using var response = await SendRawAsync(HttpMethod.Get, "/v1/payment_intents", form: null, authorization: authorization);
        var body = System.Text.Json.Nodes.JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Multiple(() =>
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(401));
            Assert.That((string?)body["error"]!["code"], Is.EqualTo(code));
            Assert.That(response.Headers.GetValues("Request-Id").Single(), Does.StartWith("req_"));
        });
    }

    [Test]
    public async Task The_key_may_come_as_a_basic_user_name()
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes("sk_test_simulator:"));
        using var response = await SendRawAsync(HttpMethod.Get, "/v1/payment_intents", form: null, authorization: $"Basic {basic}");
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task Every_answer_carries_the_request_id_the_clocks_date_and_what_was_sent()
    {
        var answer = await PostWithKeyAsync("k1", "/v1/payment_intents", ("amount", "2000"), ("currency", "usd"));
        Assert.Multiple(() =>
        {
            Assert.That(answer.Headers.GetValues("Request-Id").Single(), Is.EqualTo(Simulator.Requests[0].RequestId));
            Assert.That(answer.Headers.Date, Is.EqualTo(Time.GetUtcNow()));
            Assert.That(answer.Headers.GetValues("Idempotency-Key").Single(), Is.EqualTo("k1"));
            Assert.That(answer.Headers.GetValues("Stripe-Version").Single(), Is.EqualTo(StripeSimulator.ApiVersion));
        });
    }

    [Test]
    public async Task Another_version_is_noted()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Simulator.BaseAddress, "/v1/payment_intents"));
        request.Headers.Add("Authorization", "Bearer sk_test_simulator");
        using var response = await Http.SendAsync(request);
        Assert.That(Simulator.Requests.Single().Notes.Single(), Does.Contain("Stripe-Version"));
        Assert.That(Simulator.Requests.Single().Operation, Is.EqualTo("GET /v1/payment_intents"));
    }
}
