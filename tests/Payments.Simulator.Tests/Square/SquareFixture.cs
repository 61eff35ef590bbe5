using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.Square;

/// <summary>A started Square simulator for each test, driven in raw HTTP.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal abstract class SquareFixture
{
    private static readonly HttpClient Http = new();

    protected ManualTime Time { get; } = new();

    protected SquareSimulator Simulator { get; private set; } = null!;

    [SetUp]
    public async Task StartAsync()
    {
        Simulator = new SquareSimulator(new SquareSimulatorOptions { TimeProvider = Time });
        await Simulator.StartAsync();
    }

    [TearDown]
    public async Task StopAsync() => await Simulator.DisposeAsync();

    protected static JsonObject Usd(JsonNode? amount) => new() { ["amount"] = amount, ["currency"] = "USD" };

    protected static JsonObject Charge(string key = "k-1", Action<JsonObject>? change = null) => Body(change, new()
    {
        ["source_id"] = "cnon:card-nonce-ok", ["idempotency_key"] = key, ["amount_money"] = Usd(1000), ["reference_id"] = "A-1",
    });

    protected static JsonObject Held(string key = "k-1") => Charge(key, body => body["autocomplete"] = false);

    protected static JsonObject Link(Action<JsonObject>? change = null) => Body(change, new()
    {
        ["idempotency_key"] = "k-1",
        ["order"] = new JsonObject
        {
            ["location_id"] = "L0SIMULATOR", ["reference_id"] = "A-1",
            ["line_items"] = new JsonArray(new JsonObject { ["name"] = "Tea", ["quantity"] = "2", ["base_price_money"] = Usd(500) }),
        },
        ["checkout_options"] = new JsonObject { ["redirect_url"] = "https://shop.example/return?order=A-1" },
    });

    protected static JsonObject Checkout(Action<JsonObject>? change = null) => Body(change, new()
    {
        ["idempotency_key"] = "k-1",
        ["checkout"] = new JsonObject
        {
            ["amount_money"] = Usd(1000), ["reference_id"] = "A-1", ["device_options"] = new JsonObject { ["device_id"] = "123" },
        },
    });

    protected static JsonObject Refund(string paymentId, int amount, string key = "r-1", Action<JsonObject>? change = null) =>
        Body(change, new() { ["idempotency_key"] = key, ["payment_id"] = paymentId, ["amount_money"] = Usd(amount) });

    private static JsonObject Body(Action<JsonObject>? change, JsonObject body)
    {
        change?.Invoke(body);
        return body;
    }

    protected Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, body: null);

    protected Task<Answer> PostAsync(string path, JsonObject? body = null) => SendAsync(HttpMethod.Post, path, (body ?? []).ToJsonString());

    protected Task<Answer> PayAsync(JsonObject? body = null) => PostAsync("/v2/payments", body ?? Charge());

    protected Task<Answer> LinkAsync(JsonObject? body = null) => PostAsync("/v2/online-checkout/payment-links", body ?? Link());

    protected async Task<string> PaidAsync(JsonObject? body = null) => (await PayAsync(body)).Text("payment.id")!;

    protected async Task<Answer> SendAsync(HttpMethod method, string path, string? body, string authorization = "Bearer EAAA-simulator", string? version = "2025-08-20")
    {
        using var request = new HttpRequestMessage(method, new Uri(Simulator.BaseAddress, path));
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (version is not null)
            request.Headers.TryAddWithoutValidation("Square-Version", version);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request);
        return new((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }
}

/// <summary>One answer as a test looks at it.</summary>
internal sealed record Answer(int Status, JsonObject Json)
{
    public string? Code => (string?)Json["errors"]?[0]!["code"];

    /// <summary>The text or number at a path of names with points between them.</summary>
    public string? Text(string path) => path.Split('.').Aggregate((JsonNode?)Json, (node, name) => int.TryParse(name, out var at) ? node?[at] : node?[name])?.ToString();
}
