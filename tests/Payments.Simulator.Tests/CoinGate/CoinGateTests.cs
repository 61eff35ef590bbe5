using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.CoinGate;

/// <summary>The simulator of CoinGate in raw HTTP.</summary>
internal sealed class CoinGateTests
{
    private static readonly HttpClient Http = new();

    private static readonly Dictionary<string, string> Order = new()
    {
        ["order_id"] = "A-1", ["price_amount"] = "10.50", ["price_currency"] = "EUR", ["receive_currency"] = "EUR", ["title"] = "Tea", ["description"] = "Two teas", ["token"] = "secret",
    };

    [TestCase("Token coingate-simulator-token", 200)]
    [TestCase("Bearer coingate-simulator-token", 200)]
    [TestCase("Token other", 401)]
    [TestCase(null, 401)]
    public async Task The_token_is_checked(string? authorization, int status)
    {
        await using var simulator = await StartAsync();
        Assert.That((await SendAsync(simulator, HttpMethod.Get, "/v2/auth/test", null, authorization)).Status, Is.EqualTo(status));
    }

    [Test]
    public async Task An_order_is_paid_and_told_with_its_token_which_no_read_shows()
    {
        await using var simulator = await StartAsync();
        var (status, body) = await SendAsync(simulator, HttpMethod.Post, "/v2/orders", Order);
        var created = JsonNode.Parse(body)!;
        Assert.That((status, (string?)created["status"], (string?)created["price_amount"], (string?)created["token"]), Is.EqualTo((200, "new", "10.5", "secret")));
        var id = created["id"]!.ToString();
        await simulator.PayAsync(id);
        var read = JsonNode.Parse((await SendAsync(simulator, HttpMethod.Get, "/v2/orders/" + id)).Body)!;
        Assert.That(((string?)read["status"], read["token"]), Is.EqualTo(("paid", (JsonNode?)null)));
        Assert.That((string?)read["underpaid_amount"], Is.EqualTo((string?)read["pay_amount"]), "as in the documentation's examples");
        var told = simulator.Webhooks.Select(webhook => JsonNode.Parse(webhook.Body.Span)!).ToArray();
        Assert.That(told.Select(callback => (string?)callback["status"]), Is.EqualTo(new[] { "pending", "confirming", "paid" }));
        Assert.That(told.Select(callback => (string?)callback["token"]), Is.All.EqualTo("secret"));
    }

    [TestCase("title", "TV", "title")]
    [TestCase("price_amount", "1e3", "price_amount")]
    [TestCase("price_amount", "0", "price_amount")]
    [TestCase("callback_url", "/relative", "Api order base callback_url is not valid")]
    [TestCase("unheard_of", "1", "unheard_of")]
    public async Task What_is_not_valid_is_refused(string field, string value, string error)
    {
        await using var simulator = await StartAsync();
        var (status, body) = await SendAsync(simulator, HttpMethod.Post, "/v2/orders", new Dictionary<string, string>(Order) { [field] = value });
        Assert.That(status, Is.EqualTo(422));
        Assert.That(body, Does.Contain("OrderIsNotValid").And.Contain(error));
    }

    [Test]
    public async Task A_shopper_can_be_a_company()
    {
        await using var simulator = await StartAsync();
        var order = new Dictionary<string, string>(Order) { ["shopper[type]"] = "business" };
        foreach (var field in new[] { "name", "code", "address", "postal_code", "city", "country", "incorporation_date", "incorporation_country" })
            order[$"shopper[company_details][{field}]"] = "x";
        Assert.That((await SendAsync(simulator, HttpMethod.Post, "/v2/orders", order)).Status, Is.EqualTo(200));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task What_a_refund_was_made_for_is_told_by_its_callback_and_by_reads_only_if_wanted(bool showsReasons)
    {
        await using var simulator = await StartAsync(showsReasons ? new CoinGateSimulatorOptions { ShowsReasons = true } : null);
        var id = JsonNode.Parse((await SendAsync(simulator, HttpMethod.Post, "/v2/orders", Order)).Body)!["id"]!.ToString();
        await simulator.PayAsync(id);
        var made = await SendAsync(simulator, HttpMethod.Post, $"/v2/orders/{id}/refunds", new()
        {
            ["amount"] = "2", ["address"] = "bc1q", ["reason"] = "broken", ["email"] = "payer@example.com", ["ledger_account_id"] = CoinGateSimulator.LedgerAccountId,
            ["currency_id"] = CoinGateSimulator.RefundCurrencyId.ToString(CultureInfo.InvariantCulture),
            ["platform_id"] = CoinGateSimulator.RefundPlatformId.ToString(CultureInfo.InvariantCulture),
        });
        await simulator.SettlePendingAsync();
        string[] reads = [made.Body, (await SendAsync(simulator, HttpMethod.Get, "/v2/orders/" + id)).Body, (await SendAsync(simulator, HttpMethod.Get, $"/v2/orders/{id}/refunds")).Body];
        Assert.That(reads.Select(read => read.Contains("broken", StringComparison.Ordinal)), Is.All.EqualTo(showsReasons));
        Assert.That((string?)JsonNode.Parse(simulator.Webhooks[^1].Body.Span)!["reason"], Is.EqualTo("broken"));
    }

    [Test]
    public async Task Callbacks_can_be_forms_with_brackets()
    {
        await using var simulator = await StartAsync(new CoinGateSimulatorOptions { PostsForms = true });
        var id = JsonNode.Parse((await SendAsync(simulator, HttpMethod.Post, "/v2/orders", Order)).Body)!["id"]!.ToString();
        await simulator.PayAsync(id);
        var body = Encoding.UTF8.GetString(simulator.Webhooks[^1].Body.Span);
        Assert.That(body, Does.Contain("token=secret").And.Contain("fees%5B%5D%5Bcurrency%5D%5Bsymbol%5D=BTC").And.Contain("is_refundable=true"));
    }

    [Test]
    public async Task A_canceled_order_can_still_be_paid_once()
    {
        await using var simulator = await StartAsync();
        var id = JsonNode.Parse((await SendAsync(simulator, HttpMethod.Post, "/v2/orders", Order)).Body)!["id"]!.ToString();
        await simulator.CancelAsync(id);
        await simulator.PayAsync(id);
        Assert.That(simulator.TotalsOf("A-1"), Is.EqualTo(new SimulatedTotals(1, 10.5m, 10.5m, 0)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => simulator.PayAsync(id));
    }

    [Test]
    public async Task A_refund_needs_everything()
    {
        await using var simulator = await StartAsync();
        var id = JsonNode.Parse((await SendAsync(simulator, HttpMethod.Post, "/v2/orders", Order)).Body)!["id"]!.ToString();
        await simulator.PayAsync(id);
        var (status, body) = await SendAsync(simulator, HttpMethod.Post, $"/v2/orders/{id}/refunds", new() { ["amount"] = "2" });
        Assert.That(status, Is.EqualTo(422));
        foreach (var field in new[] { "address", "reason", "email", "currency_id", "platform_id", "ledger_account_id" })
            Assert.That(body, Does.Contain(field));
    }

    private static async Task<CoinGateSimulator> StartAsync(CoinGateSimulatorOptions? options = null)
    {
        var simulator = new CoinGateSimulator(options);
        await simulator.StartAsync();
        return simulator;
    }

    private static async Task<(int Status, string Body)> SendAsync(
        CoinGateSimulator simulator, HttpMethod method, string path, Dictionary<string, string>? form = null, string? authorization = "Token coingate-simulator-token")
    {
        using var request = new HttpRequestMessage(method, new Uri(simulator.BaseAddress, path)) { Content = form is null ? null : new FormUrlEncodedContent(form) };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await Http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
