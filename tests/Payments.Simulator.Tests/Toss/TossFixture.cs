using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.Toss;

/// <summary>One answer as a test looks at it.</summary>
internal sealed record TossAnswer(int Status, JsonObject Json)
{
    public string? Text(string name) => (string?)Json[name];

    public string? Code => Text("code");
}

/// <summary>A started Toss Payments simulator for each test, driven in raw HTTP.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal abstract class TossFixture
{
    protected ManualTime Time { get; } = new();

    protected TossSimulator Simulator { get; private set; } = null!;

    private static readonly HttpClient Http = new();

    [SetUp]
    public async Task StartAsync()
    {
        Simulator = new TossSimulator(new TossSimulatorOptions { TimeProvider = Time });
        await Simulator.StartAsync();
    }

    [TearDown]
    public async Task StopAsync() => await Simulator.DisposeAsync();

    protected Task<TossAnswer> GetAsync(string path, string? language = null) => SendAsync(HttpMethod.Get, path, null, language: language);

    protected async Task<TossAnswer> SendAsync(
        HttpMethod method, string path, string? body, string? key = null, string? authorization = null, string? testCode = null, string? language = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Simulator.BaseAddress, path));
        request.Headers.TryAddWithoutValidation("Authorization", authorization ?? "Basic " + Convert.ToBase64String("test_sk_simulator:"u8));
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (testCode is not null)
            request.Headers.Add("TossPayments-Test-Code", testCode);
        if (language is not null)
            request.Headers.Add("Accept-Language", language);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await Http.SendAsync(request);
        return new((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }

    protected Task<TossAnswer> PostAsync(string path, string body, string? key = null) => SendAsync(HttpMethod.Post, path, body, key);

    protected Task<TossAnswer> OpenAsync(string order = "A-1001", string more = "") => PostAsync(
        "/v1/payments",
        $$"""{"method":"CARD","amount":15000,"currency":"KRW","orderId":"{{order}}","orderName":"T-shirt","successUrl":"https://shop.example/ok","failUrl":"https://shop.example/ng?x=1"{{more}}}""");

    protected Task<TossAnswer> ConfirmAsync(string payment, string order = "A-1001", decimal amount = 15000, string? key = null) => PostAsync(
        "/v1/payments/confirm", $$"""{"paymentKey":"{{payment}}","orderId":"{{order}}","amount":{{amount}}}""", key);

    protected async Task<string> PayAsync(string order = "A-1001")
    {
        var key = (await OpenAsync(order)).Text("paymentKey")!;
        await Simulator.PayAsync(key);
        Assert.That((await ConfirmAsync(key, order)).Text("status"), Is.EqualTo("DONE"));
        return key;
    }

    protected Task<TossAnswer> CancelAsync(string payment, string body, string? key = null) => PostAsync($"/v1/payments/{payment}/cancel", body, key);
}
