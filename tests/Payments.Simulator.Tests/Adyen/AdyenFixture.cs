using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.Adyen;

/// <summary>One answer as a test looks at it.</summary>
internal sealed record AdyenAnswer(int Status, JsonObject Json, HttpResponseHeaders Headers)
{
    public string? this[string name] => Json[name]?.ToString();
}

/// <summary>A started Adyen simulator for each test, driven in raw HTTP.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal abstract class AdyenFixture
{
    protected const string Order = """
        "merchantAccount":"SimulatorECOM","reference":"A1","amount":{"currency":"EUR","value":1250},"returnUrl":"https://shop.example/back"
        """;

    private static readonly HttpClient Http = new();
    private int _keys;

    protected ManualTime Time { get; } = new();

    protected AdyenSimulatorOptions Options { get; private set; } = null!;

    protected AdyenSimulator Simulator { get; private set; } = null!;

    /// <summary>Whether all requests of the class are valid ones, so that their traffic can be held against the specification.</summary>
    protected virtual bool IsValidTraffic => true;

    [SetUp]
    public async Task StartAsync()
    {
        Options = new AdyenSimulatorOptions { TimeProvider = Time, MultiplePartialCaptures = true };
        Simulator = new AdyenSimulator(Options);
        await Simulator.StartAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (IsValidTraffic)
            await TrafficArchive.KeepAsync(Simulator);
        await Simulator.DisposeAsync();
    }

    protected Task<AdyenAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, null);

    protected Task<AdyenAnswer> PostAsync(string path, string body, string? key = null) => SendAsync(HttpMethod.Post, path, body, key ?? $"key-{++_keys}");

    protected async Task<AdyenAnswer> SendAsync(HttpMethod method, string path, string? body, string? key, string? apiKey = "AQEsimulator")
    {
        using var request = new HttpRequestMessage(method, new Uri(Simulator.BaseAddress, path));
        if (apiKey is not null)
            request.Headers.Add("X-API-Key", apiKey);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request);
        return new((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject(), response.Headers);
    }

    protected Task<AdyenAnswer> PayAsync(string method, string more = "") => PostAsync("/v72/payments", $$"""{{{Order}},"paymentMethod":{{method}}{{more}}}""");

    protected Task<AdyenAnswer> HoldAsync() => PayAsync(AdyenTestMethods.Card, ""","additionalData":{"manualCapture":"true"}""");

    /// <summary>The items that were sent so far, one a message.</summary>
    protected IReadOnlyList<JsonObject> Items => [.. Simulator.Webhooks.Select(w => JsonNode.Parse(w.Body.Span)!["notificationItems"]![0]!["NotificationRequestItem"]!.AsObject())];

    protected IEnumerable<string> Told => Items.Select(item => $"{item["eventCode"]} {item["success"]}");
}
