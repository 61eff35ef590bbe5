using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.Coinbase;

/// <summary>The simulator of Coinbase Commerce in raw HTTP.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CoinbaseCommerceSimulatorTests : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly ManualTime _time = new();
    private CoinbaseCommerceSimulator _simulator = null!;

    [SetUp]
    public Task StartAsync()
    {
        _simulator = new CoinbaseCommerceSimulator(new CoinbaseCommerceSimulatorOptions { TimeProvider = _time });
        return _simulator.StartAsync();
    }

    [TearDown]
    public async Task StopAsync() => await _simulator.DisposeAsync();

    [Test]
    public async Task A_charge_is_made_and_paid_and_both_its_ids_name_it()
    {
        var (status, made) = await SendAsync(HttpMethod.Post, "/charges", Body());
        var charge = made["data"]!;
        Assert.That((status, (string?)charge["timeline"]![0]!["status"], ((string)charge["code"]!).Length), Is.EqualTo((HttpStatusCode.Created, "NEW", 8)));
        Assert.That(made["warnings"], Is.Null);
        Assert.That((await _simulator.PayAsync((string)charge["hosted_url"]!)).Url!.OriginalString, Is.EqualTo("https://shop.example/done"));
        var (_, read) = await SendAsync(HttpMethod.Get, $"/charges/{charge["code"]}");
        Assert.That(read["data"]!["timeline"]!.AsArray().Select(step => (string?)step!["status"]), Is.EqualTo(new[] { "NEW", "PENDING", "COMPLETED" }));
        Assert.That((string?)read["data"]!["payments"]![0]!["value"]!["crypto"]!["amount"], Is.EqualTo("62.50"));
        Assert.That(_simulator.TotalsOf("A-1001"), Is.EqualTo(new SimulatedTotals(1, 50m, 50m, 0m)));
        Assert.That(_simulator.Webhooks.Select(webhook => webhook.EventType), Is.EqualTo(new[] { "charge:created", "charge:pending", "charge:confirmed" }));
    }

    [Test]
    public async Task Two_equal_requests_make_two_charges()
    {
        var first = (await SendAsync(HttpMethod.Post, "/charges", Body())).Json["data"]!["id"]!.GetValue<string>();
        var second = (await SendAsync(HttpMethod.Post, "/charges", Body())).Json["data"]!["id"]!.GetValue<string>();
        Assert.That(second, Is.Not.EqualTo(first));
        var (_, list) = await SendAsync(HttpMethod.Get, $"/charges?limit=1&order=desc&starting_after={second}");
        Assert.That(list["data"]!.AsArray().Select(each => (string?)each!["id"]), Is.EqualTo(new[] { first }));
    }

    [Test]
    public async Task Late_money_is_unresolved_until_the_merchant_says_so()
    {
        var id = (string)(await SendAsync(HttpMethod.Post, "/charges", Body())).Json["data"]!["id"]!;
        _time.Advance(TimeSpan.FromHours(2));
        await _simulator.PayAsync(id);
        Assert.That((await SendAsync(HttpMethod.Post, $"/charges/{id}/cancel")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        var (_, resolved) = await SendAsync(HttpMethod.Post, $"/charges/{id}/resolve");
        Assert.That(
            resolved["data"]!["timeline"]!.AsArray().Select(step => $"{step!["status"]}:{step["context"]}"),
            Is.EqualTo(new[] { "NEW:", "EXPIRED:", "UNRESOLVED:DELAYED", "RESOLVED:" }));
    }

    [Test]
    public async Task Key_version_and_fields_are_looked_at()
    {
        var (status, refused) = await SendAsync(HttpMethod.Get, "/charges", key: "other");
        Assert.That((status, (string?)refused["error"]!["type"]), Is.EqualTo((HttpStatusCode.Unauthorized, "authentication_error")));
        var (_, warned) = await SendAsync(HttpMethod.Post, "/charges", Body(), version: null);
        Assert.That((string?)warned["warnings"]![0], Does.StartWith("Missing X-CC-Version header"));
        foreach (var name in new[] { "name", "description", "pricing_type", "local_price" })
        {
            var body = Body();
            body.Remove(name);
            Assert.That((await SendAsync(HttpMethod.Post, "/charges", body)).Status, Is.EqualTo(HttpStatusCode.BadRequest), name);
        }

        Assert.That((string?)(await SendAsync(HttpMethod.Get, "/charges/NOBODY01")).Json["error"]!["type"], Is.EqualTo("not_found"));
    }

    [Test]
    public void Webhooks_are_signed_over_the_body_alone()
    {
        var signed = _simulator.SignBody("{}"u8.ToArray());
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(CoinbaseCommerceSimulator.DefaultWebhookSecret), "{}"u8);
        Assert.That(signed.Headers["X-CC-Webhook-Signature"], Is.EqualTo(Convert.ToHexStringLower(expected)));
    }

    [Test]
    public async Task A_delivery_that_is_repeated_counts_on_and_keeps_its_event()
    {
        await SendAsync(HttpMethod.Post, "/charges", Body());
        var first = JsonNode.Parse(_simulator.Webhooks[0].Body.Span)!;
        var again = JsonNode.Parse(_simulator.Resend(_simulator.Webhooks[0].EventId).Body.Span)!;
        Assert.That(((int)first["attempt_number"]!, (int)again["attempt_number"]!), Is.EqualTo((1, 2)));
        Assert.That((int)again["id"]!, Is.Not.EqualTo((int)first["id"]!));
        Assert.That(again["event"]!.ToJsonString(), Is.EqualTo(first["event"]!.ToJsonString()));
    }

    [Test]
    public async Task What_failed_on_the_chain_says_why()
    {
        var id = (string)(await SendAsync(HttpMethod.Post, "/charges", Body())).Json["data"]!["id"]!;
        await _simulator.PlayAsync(id, PayerAction.Decline());
        var events = (await SendAsync(HttpMethod.Get, $"/charges/{id}")).Json["data"]!["web3_data"]!;
        Assert.That(events["success_events"]!.AsArray(), Is.Empty);
        Assert.That((string?)events["failure_events"]![0]!["reason"], Is.Not.Empty);
        Assert.That((string?)events["failure_events"]![0]!["tx_hsh"], Does.StartWith("0x"));
    }

    public void Dispose() => _http.Dispose();

    private static JsonObject Body() => new()
    {
        ["name"] = "Two mugs", ["description"] = "Two mugs", ["pricing_type"] = "fixed_price", ["local_price"] = new JsonObject { ["amount"] = "50.00", ["currency"] = "EUR" },
        ["metadata"] = new JsonObject { ["order"] = "A-1001" }, ["redirect_url"] = "https://shop.example/done",
    };

    private async Task<(HttpStatusCode Status, JsonObject Json)> SendAsync(
        HttpMethod method, string path, JsonObject? body = null, string? key = null, string? version = "2018-03-22")
    {
        using var request = new HttpRequestMessage(method, new Uri(_simulator.BaseAddress, path));
        request.Headers.Add("X-CC-Api-Key", key ?? _simulator.ApiKey);
        if (version is not null)
            request.Headers.Add("X-CC-Version", version);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request);
        return (response.StatusCode, (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
