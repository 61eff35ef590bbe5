using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.Inicis;

/// <summary>A started Inicis simulator for each test, driven in raw HTTP by a shop that signs for itself.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal abstract class InicisFixture
{
    protected const string Merchant = "INIpayTest";
    protected const string SignKey = "SU5JTElURV9UUklQTEVERVNfS0VZU1RS";
    protected const string HashKey = "3CB8183A4BE283555ACC8363C0360223";
    protected const string ApiKey = "ItEQKi3rY7uvDS8l";

    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    protected ManualTime Time { get; } = new();

    protected InicisSimulator Simulator { get; private set; } = null!;

    [SetUp]
    public async Task StartAsync()
    {
        Simulator = new InicisSimulator(new InicisSimulatorOptions { TimeProvider = Time });
        await Simulator.StartAsync();
    }

    [TearDown]
    public async Task StopAsync() => await Simulator.DisposeAsync();

    protected string Milliseconds => Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    protected string Seconds => Time.GetUtcNow().ToOffset(TimeSpan.FromHours(9)).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    protected static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    protected static string Sha512(string text) => Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(text)));

    protected Dictionary<string, string> Window(string order = "A-1", string price = "15000", string method = "Card") => new(StringComparer.Ordinal)
    {
        ["version"] = "1.0", ["mid"] = Merchant, ["oid"] = order, ["price"] = price, ["timestamp"] = Milliseconds, ["use_chkfake"] = "Y",
        ["signature"] = Sha256($"oid={order}&price={price}&timestamp={Milliseconds}"),
        ["verification"] = Sha256($"oid={order}&price={price}&signKey={SignKey}&timestamp={Milliseconds}"), ["mKey"] = Sha256(SignKey), ["currency"] = "WON",
        ["goodname"] = "Two mugs", ["buyername"] = "A", ["buyertel"] = "1", ["buyeremail"] = "a@b.example", ["returnUrl"] = "https://shop.example/return",
        ["gopaymethod"] = method, ["acceptmethod"] = "centerCd(Y)", ["charset"] = "UTF-8",
    };

    protected async Task<IReadOnlyDictionary<string, string>> PaidWindowAsync(Dictionary<string, string>? window = null, PayerAction? action = null) =>
        (await Simulator.PlayAsync(Simulator.Open(window ?? Window()), action ?? PayerAction.Pay)).Fields;

    protected Dictionary<string, string> Approval(IReadOnlyDictionary<string, string> back, string? verification = null) => new(StringComparer.Ordinal)
    {
        ["mid"] = Merchant, ["authToken"] = back["authToken"], ["timestamp"] = Milliseconds,
        ["signature"] = Sha256($"authToken={back["authToken"]}&timestamp={Milliseconds}"),
        ["verification"] = verification ?? Sha256($"authToken={back["authToken"]}&signKey={SignKey}&timestamp={Milliseconds}"),
        ["charset"] = "UTF-8", ["format"] = "JSON",
    };

    /// <summary>A payment that was approved; its tid.</summary>
    protected async Task<string> ApprovedAsync(string order = "A-1", string method = "Card")
    {
        var back = await PaidWindowAsync(Window(order, method: method));
        return (string)(await PostAsync("/api/payAuth", Approval(back)))["tid"]!;
    }

    protected async Task<JsonObject> PostAsync(string path, Dictionary<string, string> form) => (JsonObject)JsonNode.Parse(await PostTextAsync(path, form))!;

    protected async Task<string> PostTextAsync(string path, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var response = await Http.PostAsync(new Uri(Simulator.BaseAddress, path), content);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>A call of INIAPI's second version, in a second of its own; <paramref name="hash"/> null signs it as it should be.</summary>
    protected async Task<JsonObject> CallAsync(string type, string data, string? hash = null, string? seconds = null)
    {
        seconds ??= Seconds;
        hash ??= Sha512($"{ApiKey}{Merchant}{type}{seconds}{data}");
        var body = $$"""{"mid":"{{Merchant}}","type":"{{type}}","timestamp":"{{seconds}}","clientIp":"203.0.113.7","data":{{data}},"hashData":"{{hash}}"}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(new Uri(Simulator.BaseAddress, "/v2/pg/" + type), content);
        Time.Advance(TimeSpan.FromSeconds(1));
        return (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    protected static string? Code(JsonObject answer) => (string?)answer["resultCode"];

    protected Task<HttpResponseMessage> BrowseAsync(string path, Dictionary<string, string>? form = null)
    {
        var address = new Uri(Simulator.BaseAddress, path);
        return form is null ? Http.GetAsync(address) : Http.PostAsync(address, new FormUrlEncodedContent(form));
    }

    /// <summary>A form in bytes of its own.</summary>
    protected Task<HttpResponseMessage> BrowseAsync(string path, string form) =>
        Http.PostAsync(new Uri(Simulator.BaseAddress, path), new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded"));
}
