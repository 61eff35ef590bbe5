using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.Stripe;

/// <summary>One answer as a test looks at it.</summary>
internal sealed record Answer(int Status, JsonObject Json, HttpResponseHeaders Headers)
{
    public JsonNode? this[string name] => Json[name];

    public string Id => (string)Json["id"]!;

    public string? Text(string name) => (string?)Json[name];

    public long Number(string name) => (long)Json[name]!;

    public string? ErrorType => (string?)Json["error"]!["type"];

    public string? ErrorCode => (string?)Json["error"]!["code"];
}

/// <summary>A started Stripe simulator for each test, driven in raw HTTP.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal abstract class StripeFixture
{
    protected ManualTime Time { get; } = new();

    protected StripeSimulator Simulator { get; private set; } = null!;

    /// <summary>Whether all requests of the class are valid ones, so that their traffic can be held against the specification.</summary>
    protected virtual bool IsValidTraffic => true;

    [SetUp]
    public async Task StartAsync()
    {
        Simulator = new StripeSimulator(CreateOptions());
        await Simulator.StartAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (IsValidTraffic)
            await TrafficArchive.KeepAsync(Simulator);
        await Simulator.DisposeAsync();
    }

    protected virtual StripeSimulatorOptions CreateOptions() => new() { TimeProvider = Time };

    protected static HttpClient Http { get; } = new();

    protected Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, form: null);

    protected Task<Answer> PostAsync(string path, params (string Name, string Value)[] form) => SendAsync(HttpMethod.Post, path, form);

    protected Task<Answer> PostWithKeyAsync(string key, string path, params (string Name, string Value)[] form) =>
        SendAsync(HttpMethod.Post, path, form, key);

    protected async Task<Answer> SendAsync(
        HttpMethod method, string path, (string Name, string Value)[]? form, string? key = null, CancellationToken cancellationToken = default)
    {
        using var response = await SendRawAsync(method, path, form, key, cancellationToken: cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return new((int)response.StatusCode, JsonNode.Parse(body)!.AsObject(), response.Headers);
    }

    protected async Task<HttpResponseMessage> SendRawAsync(
        HttpMethod method,
        string path,
        (string Name, string Value)[]? form,
        string? key = null,
        string? authorization = "Bearer sk_test_simulator",
        CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(method, new Uri(Simulator.BaseAddress, path));
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.Add("Stripe-Version", StripeSimulator.ApiVersion);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (form is { Length: > 0 })
            request.Content = new FormUrlEncodedContent(form.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)));
        return await Http.SendAsync(request, cancellationToken);
    }

    protected Task<Answer> CreateSessionAsync(string order = "A1", long amount = 2000, params (string Name, string Value)[] more) =>
        PostAsync(
        "/v1/checkout/sessions",
        [
            ("mode", "payment"),
            ("line_items[0][quantity]", "1"),
            ("line_items[0][price_data][currency]", "usd"),
            ("line_items[0][price_data][unit_amount]", $"{amount}"),
            ("line_items[0][price_data][product_data][name]", "Tea & cake"),
            ("success_url", "https://shop.example/done?session={CHECKOUT_SESSION_ID}"),
            ("cancel_url", "https://shop.example/cancelled"),
            ("client_reference_id", order),
            ("payment_intent_data[metadata][order_id]", order),
            .. more,
        ]);

    protected Task<Answer> CreateIntentAsync(string method = "pm_card_visa", long amount = 2000, params (string Name, string Value)[] more) => PostAsync(
        "/v1/payment_intents",
        [
            ("amount", $"{amount}"),
            ("currency", "usd"),
            ("confirm", "true"),
            ("payment_method", method),
            ("return_url", "https://shop.example/back"),
            ("metadata[order_id]", "A1"),
            .. more,
        ]);

    protected IEnumerable<string> EventTypes => Simulator.Webhooks.Select(w => w.EventType);
}
