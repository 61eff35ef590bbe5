using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.Coinbase;

/// <summary>The simulator of checkouts in raw HTTP.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CoinbaseSimulatorTests : IDisposable
{
    private const string Root = "/api/v1/checkouts";

    private readonly HttpClient _http = new();
    private readonly ManualTime _time = new();
    private readonly CoinbaseSimulatorOptions _options = new();
    private CoinbaseSimulator _simulator = null!;
    private int _nonces;

    [SetUp]
    public Task StartAsync()
    {
        _options.TimeProvider = _time;
        _simulator = new CoinbaseSimulator(_options);
        return _simulator.StartAsync();
    }

    [TearDown]
    public async Task StopAsync() => await _simulator.DisposeAsync();

    [Test]
    public async Task A_checkout_is_made_paid_and_refunded()
    {
        var (status, made) = await PostAsync(Root, Body());
        Assert.That((status, (string?)made["status"], (string?)made["amount"], (string?)made["fiatAmount"]), Is.EqualTo((HttpStatusCode.Created, "ACTIVE", "54.00", "50.00")));
        var path = $"{Root}/{made["id"]}";
        Assert.That((await _simulator.PayAsync((string)made["url"]!)).Url!.OriginalString, Is.EqualTo("https://shop.example/done"));
        Assert.That((string?)(await SendAsync(HttpMethod.Get, path)).Json["status"], Is.EqualTo("COMPLETED"));

        var (_, refunded) = await PostAsync(path + "/refund", new() { ["amount"] = "20.00", ["currency"] = "EUR", ["reason"] = "r" });
        Assert.That(((string?)refunded["refund"]!["status"], (string?)refunded["refund"]!["amount"]), Is.EqualTo(("PENDING", "21.60")));
        Assert.That(await _simulator.SettlePendingAsync(), Is.EqualTo(1));
        Assert.That((string?)(await SendAsync(HttpMethod.Get, path)).Json["status"], Is.EqualTo("PARTIALLY_REFUNDED"));
        Assert.That((await PostAsync(path + "/refund", new() { ["amount"] = "30.01", ["currency"] = "EUR" })).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(_simulator.TotalsOf("A-1001"), Is.EqualTo(new SimulatedTotals(1, 50m, 50m, 20m)));
        Assert.That(_simulator.Webhooks.Select(webhook => webhook.EventType), Is.EqualTo(new[] { "checkout.payment.success", "checkout.refund.success" }));
    }

    [Test]
    public async Task Only_a_token_of_this_call_is_taken()
    {
        Assert.That((await SendAsync(HttpMethod.Get, Root, token: "")).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await SendAsync(HttpMethod.Get, Root, token: Token("POST", Root))).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await SendAsync(HttpMethod.Get, Root + "?pageSize=5", token: Token("GET", Root + "?pageSize=5"))).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await SendAsync(HttpMethod.Get, Root, token: Token("GET", Root, host: "business.coinbase.com"))).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await SendAsync(HttpMethod.Get, Root, token: Token("GET", Root, from: 1))).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await SendAsync(HttpMethod.Get, Root, token: Token("GET", Root, from: -120))).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await SendAsync(HttpMethod.Get, Root, token: Token("GET", Root, format: DSASignatureFormat.Rfc3279DerSequence))).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await SendAsync(HttpMethod.Get, Root, token: Token("GET", Root, claim: "uri"))).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        var good = Token("GET", Root);
        Assert.That((await SendAsync(HttpMethod.Get, Root, token: good)).Status, Is.EqualTo(HttpStatusCode.OK));
        var (status, again) = await SendAsync(HttpMethod.Get, Root, token: good);
        Assert.That((status, (string?)again["errorType"]), Is.EqualTo((HttpStatusCode.Unauthorized, "unauthorized")), "used before");
    }

    [TestCase("amount", 50, "a number")]
    [TestCase("amount", "50.001", "three decimals")]
    [TestCase("amount", "1E+2", "an exponent")]
    [TestCase("amount", "0.00", "nothing")]
    [TestCase("currency", "KRW", "a currency")]
    [TestCase("network", "solana", "a network")]
    [TestCase("successRedirectUrl", "http://shop.example", "no https")]
    [TestCase("expiresAt", "2020-01-01T00:00:00Z", "the past")]
    [TestCase("metadata", "x", "no object")]
    [TestCase("orderId", "A-1001", "an unknown field")]
    public async Task A_wrong_field_is_refused(string name, object value, string why)
    {
        var body = Body();
        body[name] = value is int number ? number : (string)value;
        var (status, answer) = await PostAsync(Root, body);
        Assert.That((status, (string?)answer["errorType"]), Is.EqualTo((HttpStatusCode.BadRequest, "invalid_request")), why);
    }

    [Test]
    public async Task A_key_is_remembered_for_a_day_and_has_to_be_a_UUID_of_version_4()
    {
        const string Key = "8e03978e-40d5-43e8-bc93-6894a57f9324";
        Assert.That((await PostAsync(Root, Body(), "order-1")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        var first = (string?)(await PostAsync(Root, Body(), Key)).Json["id"];
        Assert.That((string?)(await PostAsync(Root, Body(), Key)).Json["id"], Is.EqualTo(first));
        var other = Body();
        other["amount"] = "51.00";
        var (status, refused) = await PostAsync(Root, other, Key);
        Assert.That(((int)status, (string?)refused["errorType"]), Is.EqualTo((422, "idempotency_error")));
        _time.Advance(TimeSpan.FromHours(24));
        Assert.That((string?)(await PostAsync(Root, Body(), Key)).Json["id"], Is.Not.EqualTo(first));
    }

    [Test]
    public async Task Checkouts_are_listed_deactivated_and_run_out()
    {
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
            ids.Add((string)(await PostAsync(Root, Body())).Json["id"]!);
        Assert.That((string?)(await PostAsync($"{Root}/{ids[0]}/deactivate", [])).Json["status"], Is.EqualTo("DEACTIVATED"));
        Assert.That((await PostAsync($"{Root}/{ids[0]}/deactivate", [])).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        var (_, page) = await SendAsync(HttpMethod.Get, Root + "?pageSize=2", token: Token("GET", Root));
        Assert.That(page["checkouts"]!.AsArray().Select(each => (string?)each!["id"]), Is.EqualTo(new[] { ids[2], ids[1] }));
        var (_, rest) = await SendAsync(HttpMethod.Get, $"{Root}?pageToken={page["nextPageToken"]}&status=DEACTIVATED", token: Token("GET", Root));
        Assert.That(rest["checkouts"]!.AsArray().Select(each => (string?)each!["id"]), Is.EqualTo(new[] { ids[0] }));
        _time.Advance(TimeSpan.FromHours(25));
        Assert.That((string?)(await SendAsync(HttpMethod.Get, $"{Root}/{ids[1]}")).Json["status"], Is.EqualTo("EXPIRED"));
        Assert.That((await SendAsync(HttpMethod.Get, $"/sandbox{Root}/{ids[1]}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase(CoinbaseSignatureForm.EventHeaders, "t=@,v0=0,h=content-type x-event-id x-event-type,v1=0")]
    [TestCase(CoinbaseSignatureForm.HookHeader, "t=@,h=content-type x-hook0-id,v1=0")]
    [TestCase(CoinbaseSignatureForm.BodyOnly, "t=@,v0=0")]
    public void Webhooks_are_signed_as_the_delivery_engine_does(CoinbaseSignatureForm form, string expected)
    {
        _options.SignatureForm = form;
        var signed = _simulator.SignBody("{}"u8.ToArray());
        var header = signed.Headers["X-Hook0-Signature"];
        var time = _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Assert.That(System.Text.RegularExpressions.Regex.Replace(header.Replace(time, "@", StringComparison.Ordinal), "[0-9a-f]{64}", "0"), Is.EqualTo(expected));
        if (form is not CoinbaseSignatureForm.BodyOnly)
            return;
        var key = Encoding.UTF8.GetBytes(CoinbaseSimulator.DefaultWebhookSecret);
        Assert.That(header, Does.EndWith(Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(time + ".{}")))));
    }

    public void Dispose() => _http.Dispose();

    private static JsonObject Body() => new()
    {
        ["amount"] = "50.00", ["currency"] = "EUR", ["metadata"] = new JsonObject { ["order"] = "A-1001" }, ["successRedirectUrl"] = "https://shop.example/done",
    };

    private Task<(HttpStatusCode Status, JsonObject Json)> PostAsync(string path, JsonObject body, string? key = null) => SendAsync(HttpMethod.Post, path, body, key);

    private async Task<(HttpStatusCode Status, JsonObject Json)> SendAsync(HttpMethod method, string path, JsonObject? body = null, string? key = null, string? token = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_simulator.BaseAddress, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Token(method.Method, path));
        if (key is not null)
            request.Headers.Add("X-Idempotency-Key", key);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request);
        return (response.StatusCode, (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    private string Token(
        string method, string path, string host = "127.0.0.1", int from = 0, string claim = "uris", DSASignatureFormat format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds() + from;
        var nonce = (++_nonces).ToString("D16", CultureInfo.InvariantCulture);
        var call = $"{method} {host}{path}";
        var header = new JsonObject { ["alg"] = "ES256", ["kid"] = _simulator.ApiKeyId, ["typ"] = "JWT", ["nonce"] = nonce };
        var claims = new JsonObject { ["sub"] = _simulator.ApiKeyId, ["iss"] = "cdp", ["nbf"] = now, ["exp"] = now + 120, [claim] = claim == "uris" ? new JsonArray(call) : call };
        var signed = $"{Encode(header.ToJsonString())}.{Encode(claims.ToJsonString())}";
        using var key = ECDsa.Create();
        key.ImportFromPem(_simulator.ApiKeySecret);
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, format))}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
