using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.KakaoPay;

/// <summary>A started Kakao Pay simulator for each test, driven in raw HTTP.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal abstract class KakaoPayFixture
{
    private static readonly HttpClient Http = new();

    protected ManualTime Time { get; } = new();

    protected KakaoPaySimulator Simulator { get; private set; } = null!;

    /// <summary>The merchant code.</summary>
    protected virtual string Cid => "TC0ONETIME";

    [SetUp]
    public async Task StartAsync()
    {
        var options = new KakaoPaySimulatorOptions { TimeProvider = Time, Cid = Cid, CidSecret = "abcdefghijkl012345678901", Domains = { "shop.example" } };
        Simulator = new KakaoPaySimulator(options);
        await Simulator.StartAsync();
    }

    [TearDown]
    public async Task StopAsync() => await Simulator.DisposeAsync();

    protected JsonObject Order(Action<JsonObject>? change = null) => Body(change, new JsonObject
    {
        ["partner_order_id"] = "A-1", ["partner_user_id"] = "user-17", ["item_name"] = "Tea & cake", ["quantity"] = 1, ["total_amount"] = 11000, ["tax_free_amount"] = 0,
        ["approval_url"] = "https://shop.example/ok?order=A-1", ["cancel_url"] = "https://shop.example/cancel", ["fail_url"] = "https://shop.example/fail",
    });

    protected JsonObject Body(Action<JsonObject>? change, JsonObject body)
    {
        body["cid"] = Cid;
        body["cid_secret"] = "abcdefghijkl012345678901";
        change?.Invoke(body);
        return body;
    }

    protected async Task<(int Status, JsonObject Json)> PostAsync(
        string call, JsonObject body, string authorization = "SECRET_KEY DEV_SIMULATOR_KEY", string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Simulator.BaseAddress, "/online/v1/payment/" + call));
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, contentType);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await Http.SendAsync(request);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }

    protected async Task<string> ReadyAsync(Action<JsonObject>? change = null) => (string)(await PostAsync("ready", Order(change))).Json["tid"]!;

    /// <summary>A payment whose payer has agreed, and the token of the return.</summary>
    protected async Task<(string Tid, string Token)> AgreeAsync(PayerAction? action = null, Action<JsonObject>? change = null)
    {
        var tid = await ReadyAsync(change);
        var back = await Simulator.PlayAsync(tid, action ?? PayerAction.Pay);
        return (tid, back.Url!.Query.Split("pg_token=")[^1]);
    }

    protected Task<(int Status, JsonObject Json)> ApproveAsync(string tid, string token, Action<JsonObject>? change = null) => PostAsync("approve", Body(change, new JsonObject
    {
        ["tid"] = tid, ["partner_order_id"] = "A-1", ["partner_user_id"] = "user-17", ["pg_token"] = token,
    }));

    protected Task<(int Status, JsonObject Json)> CancelAsync(string tid, int amount, Action<JsonObject>? change = null) =>
        PostAsync("cancel", Body(change, new JsonObject { ["tid"] = tid, ["cancel_amount"] = amount, ["cancel_tax_free_amount"] = 0 }));

    protected async Task<JsonObject> ReadAsync(string tid) => (await PostAsync("order", Body(null, new JsonObject { ["tid"] = tid }))).Json;

    protected static int? Code((int Status, JsonObject Json) answer) => (int?)answer.Json["error_code"];
}
