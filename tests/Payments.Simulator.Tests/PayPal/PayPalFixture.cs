using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.PayPal;

/// <summary>One answer as a test looks at it.</summary>
internal sealed record Answer(int Status, JsonObject Json, HttpResponseHeaders Headers)
{
    public JsonNode? this[string name] => Json[name];

    public string Id => (string)Json["id"]!;

    public string? Text(string name) => (string?)Json[name];

    public string? Issue => (string?)Json["details"]?[0]?["issue"];

    public JsonObject First(string list) => Json["purchase_units"]![0]!["payments"]![list]![0]!.AsObject();
}

/// <summary>A started PayPal simulator for each test, driven in raw HTTP.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal abstract class PayPalFixture
{
    private string? _token;

    protected ManualTime Time { get; } = new();

    protected PayPalSimulator Simulator { get; private set; } = null!;

    protected static HttpClient Http { get; } = new();

    [SetUp]
    public async Task StartAsync()
    {
        Simulator = new PayPalSimulator(new PayPalSimulatorOptions { TimeProvider = Time });
        await Simulator.StartAsync();
    }

    [TearDown]
    public async Task StopAsync() => await Simulator.DisposeAsync();

    protected async Task<Answer> SignInAsync(string secret = "simulator-client-secret", string grant = "client_credentials")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Simulator.BaseAddress, "/v1/oauth2/token"));
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("simulator-client:" + secret)));
        request.Content = new FormUrlEncodedContent([new("grant_type", grant)]);
        return await SendAsync(request);
    }

    protected Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    protected Task<Answer> PostAsync(string path, string body = "{}", string? key = null) => SendAsync(HttpMethod.Post, path, body, key);

    protected async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, string? key = null, string? token = null, string type = "application/json")
    {
        _token ??= (string)(await SignInAsync())["access_token"]!;
        using var request = new HttpRequestMessage(method, new Uri(Simulator.BaseAddress, path));
        request.Headers.Authorization = new("Bearer", token ?? _token);
        request.Headers.Add("Prefer", "return=representation");
        if (key is not null)
            request.Headers.Add("PayPal-Request-Id", key);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, type);
        return await SendAsync(request);
    }

    protected Task<Answer> CreateAsync(string intent = "CAPTURE", string? key = null, string value = "20.00", string currency = "USD") =>
        PostAsync("/v2/checkout/orders", Order(intent, value, currency), key);

    protected static string Order(string intent = "CAPTURE", string value = "20.00", string currency = "USD", string more = "") => $$$$"""
        {"intent":"{{{{intent}}}}","purchase_units":[{"custom_id":"A1","amount":{"currency_code":"{{{{currency}}}}","value":"{{{{value}}}}"}}],{{{{more}}}}
         "payment_source":{"paypal":{"experience_context":{"return_url":"https://shop.example/done?a=1","cancel_url":"https://shop.example/cart"} }}}
        """;

    protected async Task<Answer> ApproveAsync(string intent = "CAPTURE")
    {
        var order = await CreateAsync(intent);
        await Simulator.PayAsync(order.Id);
        return order;
    }

    protected IEnumerable<string> EventTypes => Simulator.Webhooks.Select(webhook => webhook.EventType);

    private static async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new((int)response.StatusCode, text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject(), response.Headers);
    }
}
