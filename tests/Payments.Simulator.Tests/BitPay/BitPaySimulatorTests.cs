using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.BitPay;

/// <summary>The simulator of BitPay in raw HTTP.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class BitPaySimulatorTests : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly ManualTime _time = new();
    private BitPaySimulator _simulator = null!;

    [SetUp]
    public Task StartAsync()
    {
        _simulator = new BitPaySimulator(new BitPaySimulatorOptions { TimeProvider = _time });
        return _simulator.StartAsync();
    }

    [TearDown]
    public async Task StopAsync() => await _simulator.DisposeAsync();

    [Test]
    public async Task An_invoice_is_made_by_a_POS_token_paid_and_read()
    {
        var (status, made) = await SendAsync(HttpMethod.Post, "/invoices", Body(_simulator.PosToken));
        var id = (string)made["data"]!["id"]!;
        Assert.That((status, (string?)made["facade"], (string?)made["data"]!["status"]), Is.EqualTo((HttpStatusCode.OK, "pos/invoice", "new")));
        Assert.That((await _simulator.PayAsync(id)).Url!.OriginalString, Is.EqualTo("https://shop.example/done"));
        var (_, read) = await SendAsync(HttpMethod.Get, $"/invoices/guid/g-1?token={_simulator.PosToken}");
        Assert.That(((string?)read["data"]!["status"], (string?)read["data"]!["displayAmountPaid"]), Is.EqualTo(("confirmed", "0.001")));
        Assert.That(_simulator.TotalsOf("A-1001"), Is.EqualTo(new SimulatedTotals(1, 50m, 50m, 0m)));
        Assert.That(_simulator.Webhooks.Select(webhook => webhook.EventType), Is.EqualTo(new[] { "invoice_paidInFull", "invoice_confirmed" }));
        var told = _simulator.Webhooks[1];
        Assert.That(told.Headers["x-signature"], Is.EqualTo(Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(_simulator.PosToken), told.Body.Span))));
    }

    [Test]
    public async Task The_merchant_facade_wants_a_signature_over_address_and_body()
    {
        var body = Body(_simulator.MerchantToken);
        Assert.That((await SendAsync(HttpMethod.Post, "/invoices", body)).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await SendAsync(HttpMethod.Post, "/invoices", body, sign: "other")).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await SendAsync(HttpMethod.Post, "/invoices", body, sign: "")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await SendAsync(HttpMethod.Post, "/invoices", Body("nobody"))).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task What_is_confirmed_is_completed_by_the_next_settlement()
    {
        var (_, made) = await SendAsync(HttpMethod.Post, "/invoices", Body(_simulator.PosToken));
        var id = (string)made["data"]!["id"]!;
        await _simulator.PayAsync(id);
        Assert.That(await _simulator.SettlePendingAsync(id), Is.EqualTo(1));
        var (_, read) = await SendAsync(HttpMethod.Get, $"/invoices/guid/g-1?token={_simulator.PosToken}");
        Assert.That(((string?)read["data"]!["status"], _simulator.Webhooks[^1].EventType), Is.EqualTo(("complete", "invoice_completed")));
        Assert.That(await _simulator.SettlePendingAsync(id), Is.Zero);
    }

    [TestCase("ETH", 0.012345, true)]
    [TestCase("ETH", 0.0123456, false)]
    [TestCase("USDC", 10.12, true)]
    [TestCase("USDC", 10.123, false)]
    [TestCase("KWD", 10.505, false)]
    public async Task A_price_has_as_many_decimals_as_BitPay_takes(string currency, double price, bool isTaken)
    {
        var body = Body(_simulator.PosToken);
        (body["currency"], body["price"]) = (currency, (decimal)price);
        Assert.That((await SendAsync(HttpMethod.Post, "/invoices", body)).Status, Is.EqualTo(isTaken ? HttpStatusCode.OK : HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task A_POS_token_neither_lists_nor_refunds()
    {
        foreach (var path in new[] { "/invoices", "/refunds" })
            Assert.That((await SendAsync(HttpMethod.Get, $"{path}?token={_simulator.PosToken}")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [TestCase("colour", "red", "unknown parameter")]
    [TestCase("currency", null, "missing required field")]
    [TestCase("notificationURL", "http://shop.example", "must be an https URL")]
    [TestCase("price", "50", null)]
    public async Task What_is_malformed_is_refused(string name, string? value, string? expected)
    {
        var body = Body(_simulator.PosToken);
        body[name] = value;
        var (status, json) = await SendAsync(HttpMethod.Post, "/invoices", body);
        Assert.That((status, (string?)json["errors"]?[0]?["error"], (string?)json["code"]), Is.EqualTo((HttpStatusCode.BadRequest, expected, expected is null ? "010102" : null)));
    }

    [Test]
    public async Task Too_little_is_given_back_when_the_time_has_run_out()
    {
        var id = (string)(await SendAsync(HttpMethod.Post, "/invoices", Body(_simulator.MerchantToken), sign: "")).Json["data"]!["id"]!;
        await _simulator.PlayAsync(id, PayerAction.PayWrongAmount(20m));
        _time.Advance(TimeSpan.FromMinutes(16));
        var (_, read) = await SendAsync(HttpMethod.Get, $"/invoices/{id}?token={_simulator.MerchantToken}", sign: "");
        var (_, refunds) = await SendAsync(HttpMethod.Get, $"/refunds?invoiceId={id}&token={_simulator.MerchantToken}", sign: "");
        Assert.That(((string?)read["data"]!["status"], (string?)read["data"]!["exceptionStatus"]), Is.EqualTo(("expired", "paidPartial")));
        Assert.That(((string?)refunds["data"]![0]!["type"], (decimal)refunds["data"]![0]!["amount"]!), Is.EqualTo(("underpayment", 20m)));
        Assert.That(_simulator.TotalsOf(id), Is.EqualTo(SimulatedTotals.None));
    }

    [Test]
    public async Task What_was_not_confirmed_can_still_be()
    {
        var id = (string)(await SendAsync(HttpMethod.Post, "/invoices", Body(_simulator.PosToken))).Json["data"]!["id"]!;
        await _simulator.PayLateAsync(id);
        await _simulator.FailToConfirmAsync(id);
        await _simulator.SettlePendingAsync();
        Assert.That(_simulator.Webhooks.Select(webhook => webhook.EventType), Is.EqualTo(new[] { "invoice_paidInFull", "invoice_failedToConfirm", "invoice_confirmed" }));
    }

    public void Dispose() => _http.Dispose();

    private static JsonObject Body(string token) => new()
    {
        ["token"] = token, ["price"] = 50m, ["currency"] = "EUR", ["orderId"] = "A-1001", ["guid"] = "g-1", ["redirectURL"] = "https://shop.example/done",
        ["extendedNotifications"] = true,
    };

    // What is given to sign is put between address and body: only nothing is right.
    private async Task<(HttpStatusCode Status, JsonObject Json)> SendAsync(HttpMethod method, string path, JsonObject? body = null, string? sign = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_simulator.BaseAddress, path));
        var text = body?.ToJsonString() ?? "";
        request.Headers.Add("X-Accept-Version", "2.0.0");
        if (body is not null)
            request.Content = new StringContent(text, Encoding.UTF8, "application/json");
        if (sign is not null)
        {
            using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.CreateFromFriendlyName("secp256k1"), D = Convert.FromHexString(_simulator.PrivateKey) });
            var message = Encoding.UTF8.GetBytes(request.RequestUri!.AbsoluteUri + sign + text);
            request.Headers.Add("X-Identity", _simulator.Identity);
            request.Headers.Add("X-Signature", Convert.ToHexStringLower(key.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));
        }

        using var response = await _http.SendAsync(request);
        return (response.StatusCode, (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
