using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.NaverPay;

/// <summary>The Naver Pay simulator, driven in raw HTTP.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class NaverPayTests
{
    private static readonly HttpClient Http = new();

    private readonly ManualTime _time = new();

    private NaverPaySimulator Simulator { get; set; } = null!;

    [SetUp]
    public async Task StartAsync()
    {
        Simulator = new NaverPaySimulator(new NaverPaySimulatorOptions { TimeProvider = _time });
        await Simulator.StartAsync();
    }

    [TearDown]
    public async Task StopAsync() => await Simulator.DisposeAsync();

    [Test]
    public async Task A_payment_goes_from_reserve_to_the_last_refund()
    {
        var id = await AgreeAsync();
        Assert.That((await HistoryAsync(id)).Count, Is.Zero, "What is not applied has no movement.");
        Assert.That(Simulator.TotalsOf("A-1").Charges, Is.Zero);

        var (status, applied) = await ApplyAsync(id);
        Assert.Multiple(() =>
        {
            Assert.That((status, Code(applied)), Is.EqualTo((200, "Success")));
            var detail = applied["body"]!["detail"]!;
            Assert.That(((string?)detail["merchantPayKey"], (int)detail["totalPayAmount"]!, (string?)detail["admissionState"]), Is.EqualTo(("A-1", 11000, "SUCCESS")));
            Assert.That((string?)detail["admissionYmdt"], Is.EqualTo("20261102180000"), "Korean time without a zone.");
            Assert.That(applied.ContainsKey("dazRE"), Is.True, "A member that no page lists.");
        });

        var (_, part) = await CancelAsync(id, 5000, ("merchantPayTransactionKey", "R-1"), ("doCompareRest", "1"), ("expectedRestAmount", "6000"));
        var rest = part["body"]!;
        Assert.That(((int)rest["totalRestAmount"]!, (int)rest["applyRestAmount"]!, (int)rest["primaryPayRestAmount"]!, (int)rest["npointRestAmount"]!), Is.EqualTo((6000, 6000, 6000, 0)));
        Assert.That(Code((await CancelAsync(id, 6000)).Json), Is.EqualTo("Success"));
        var history = await HistoryAsync(id);
        Assert.That(history.Select(movement => (string?)movement!["admissionTypeCode"]), Is.EqualTo(new[] { "01", "04", "04" }), "The last part is no full cancel.");
        Assert.That(((string?)history[1]!["merchantPayTransactionKey"], (string?)history[1]!["cancelRequester"]), Is.EqualTo(("R-1", "2")));
        Assert.That(Simulator.TotalsOf(id), Is.EqualTo(new SimulatedTotals(1, 11000, 11000, 11000)));
    }

    [TestCase("X-Naver-Client-Id", 401, "Unauthorized")]
    [TestCase("X-Naver-Client-Secret", 401, "Unauthorized")]
    [TestCase("X-NaverPay-Chain-Id", 200, "InvalidMerchant")]
    public async Task Another_client_or_chain_is_refused(string header, int status, string code)
    {
        var (answered, json) = await SendAsync("v2/reserve", Json(Order()), headers: [(header, "other")]);
        Assert.That((answered, Code(json)), Is.EqualTo((status, code)));
    }

    [TestCase("merchantPayKey", null, "RequireParameter")]
    [TestCase("totalPayAmount", "99", "InvalidParameter")]
    [TestCase("taxScopeAmount", "10999", "InvalidParameter")]
    [TestCase("taxExScopeAmount", null, "RequireParameter")]
    [TestCase("returnUrl", "nowhere", "InvalidParameter")]
    [TestCase("productItems", null, "RequireParameter")]
    public async Task A_wrong_order_is_refused(string field, string? value, string code)
    {
        var order = Order();
        order[field] = value;
        Assert.That(Code((await SendAsync("v2/reserve", Json(order))).Json), Is.EqualTo(code));
    }

    [Test]
    public async Task Reserve_takes_JSON_and_apply_a_form()
    {
        Assert.That((await SendAsync("v2/reserve", Form(("merchantPayKey", "A-1")))).Status, Is.EqualTo(400));
        Assert.That((await SendAsync("v2.2/apply/payment", Json(new JsonObject { ["paymentId"] = "1" }))).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task A_repeat_of_a_key_is_answered_with_409_and_the_first_answer()
    {
        var id = await AgreeAsync();
        var first = await ApplyAsync(id, "key-1");
        var second = await ApplyAsync(id, "key-1");
        Assert.That((first.Status, second.Status, second.Json.ToJsonString()), Is.EqualTo((200, 409, first.Json.ToJsonString())));
        Assert.That(Code((await ApplyAsync(id, "key-2")).Json), Is.EqualTo("AlreadyComplete"));
        await CancelAsync(id, 1000, ("X-NaverPay-Idempotency-Key", "key-3"));
        Assert.That((await CancelAsync(id, 1000, ("X-NaverPay-Idempotency-Key", "key-3"))).Status, Is.EqualTo(409));
        Assert.That(Simulator.TotalsOf(id).Refunded, Is.EqualTo(1000));
        Assert.That((await ApplyAsync(id, "not a key!")).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task Ten_minutes_after_the_payer_agreed_it_is_too_late()
    {
        var id = await AgreeAsync();
        _time.Advance(TimeSpan.FromMinutes(11));
        Assert.That(Code((await ApplyAsync(id)).Json), Is.EqualTo("TimeExpired"));
    }

    [TestCase(null, "NotEnoughAccountBalance", 1)]
    [TestCase("Fail", "Fail", 1)]
    [TestCase("BankMaintenance", "BankMaintenance", 0)]
    [TestCase("apply/OwnerAuthFail", "OwnerAuthFail", 0)]
    public async Task A_decline_is_told_at_the_apply(string? asked, string code, int movements)
    {
        var id = await AgreeAsync(PayerAction.Decline(asked));
        Assert.That(Code((await ApplyAsync(id)).Json), Is.EqualTo(code));
        Assert.That((await HistoryAsync(id)).Count, Is.EqualTo(movements));
        Assert.That(Simulator.TotalsOf(id), Is.EqualTo(SimulatedTotals.None));
    }

    [Test]
    public async Task A_payer_who_fails_or_leaves_brings_no_payment_back()
    {
        var reserve = await ReserveAsync();
        Assert.That((await Simulator.CancelAsync(reserve)).Url!.Query, Is.EqualTo("?order=A-1&resultCode=UserCancel&resultMessage=userCancel"));
        Assert.That((await Simulator.DeclineAsync(reserve, "OwnerAuthFail")).Url!.Query, Is.EqualTo("?order=A-1&resultCode=Fail&resultMessage=OwnerAuthFail"));
        Assert.That((await Simulator.PayAsync(reserve)).Url!.Query, Does.StartWith("?order=A-1&resultCode=Success&paymentId=20261102NP"));
        Assert.That((await Simulator.DeclineAsync(reserve, "paymentTimeExpire")).Url!.Query, Is.EqualTo("?order=A-1&resultCode=Fail&resultMessage=paymentTimeExpire"));
        Assert.That(async () => await Simulator.PayAsync(reserve), Throws.TypeOf<InvalidOperationException>());
    }

    [Test]
    public async Task A_payer_may_agree_in_two_windows_and_each_can_be_charged()
    {
        var reserve = await ReserveAsync();
        var ids = new[] { await AgreeAsync(reserve: reserve), await AgreeAsync(reserve: reserve) };
        foreach (var id in ids)
            Assert.That(Code((await ApplyAsync(id)).Json), Is.EqualTo("Success"));
        Assert.That(Simulator.TotalsOf("A-1"), Is.EqualTo(new SimulatedTotals(2, 22000, 22000, 0)));
    }

    [Test]
    public async Task Refunds_stay_within_what_is_left()
    {
        var id = await AgreeAsync();
        Assert.That(Code((await CancelAsync(id, 1)).Json), Is.EqualTo("InvalidPaymentId"), "It is not paid.");
        await ApplyAsync(id);
        Assert.That(Code((await CancelAsync(id, 11001)).Json), Is.EqualTo("OverRemainAmount"));
        Assert.That(Code((await CancelAsync(id, 5000, ("taxScopeAmount", "4000"))).Json), Is.EqualTo("TaxScopeAmountError"));
        Assert.That(Code((await CancelAsync(id, 5000, ("taxScopeAmount", "4000"), ("taxExScopeAmount", "1000"))).Json), Is.EqualTo("TaxScopeAmtGreaterThanRemainError"));
        Assert.That(Code((await CancelAsync(id, 5000, ("doCompareRest", "1"), ("expectedRestAmount", "1"))).Json), Is.EqualTo("RestAmountDiff"));
        await CancelAsync(id, 11000);
        Assert.That(Code((await CancelAsync(id, 1, ("doCompareRest", "1"), ("expectedRestAmount", "1"))).Json), Is.EqualTo("AlreadyCanceled"), "Before the rest is compared.");
        Assert.That((string?)(await HistoryAsync(id))[1]!["admissionTypeCode"], Is.EqualTo("03"));
    }

    [Test]
    public async Task The_history_is_searched_by_time_in_pages()
    {
        foreach (var _ in Enumerable.Range(0, 3))
            await ApplyAsync(await AgreeAsync());
        var body = new JsonObject { ["startTime"] = "20261102000000", ["endTime"] = "20261103000000", ["approvalType"] = "APPROVAL", ["pageNumber"] = 2, ["rowsPerPage"] = 2 };
        var page = (await SendAsync("v2.2/list/history", Json(body))).Json["body"]!;
        Assert.That(((int)page["totalCount"]!, (int)page["totalPageCount"]!, page["list"]!.AsArray().Count), Is.EqualTo((3, 2, 1)));
        body["endTime"] = "20261204000000";
        Assert.That(Code((await SendAsync("v2.2/list/history", Json(body))).Json), Is.EqualTo("TimeConditionError"));
        body.Remove("endTime");
        Assert.That(Code((await SendAsync("v2.2/list/history", Json(body))).Json), Is.EqualTo("RequireCondition"));
    }

    [Test]
    public async Task A_person_can_pay_on_the_page()
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var page = new Uri(Simulator.BaseAddress, "/payments/" + await ReserveAsync());
        Assert.That(await browser.GetStringAsync(page), Does.Contain("Tea &amp; cake").And.Contain("11,000 won").And.Contain("value=\"cancel\""));
        using var form = new FormUrlEncodedContent([new("action", "pay")]);
        using var response = await browser.PostAsync(page, form);
        Assert.That(response.Headers.Location!.Query, Does.StartWith("?order=A-1&resultCode=Success"));
    }

    [Test]
    public async Task Recorded_traffic_holds_no_secret()
    {
        await ReserveAsync();
        using var archive = new MemoryStream();
        await Simulator.WriteHarAsync(archive);
        var text = Encoding.UTF8.GetString(archive.ToArray());
        Assert.That(text, Does.Contain("merchantPayKey").And.Not.Contain(Simulator.ClientSecret));
    }

    private static JsonObject Order() => new()
    {
        ["merchantPayKey"] = "A-1", ["productName"] = "Tea & cake", ["productCount"] = 1, ["totalPayAmount"] = 11000, ["taxScopeAmount"] = 11000, ["taxExScopeAmount"] = 0,
        ["returnUrl"] = "https://shop.example/r?order=A-1",
        ["productItems"] = new JsonArray(new JsonObject { ["categoryType"] = "ETC", ["categoryId"] = "ETC", ["uid"] = "1", ["name"] = "Tea", ["count"] = 1 }),
    };

    private static string? Code(JsonObject answer) => (string?)answer["code"];

    private static StringContent Json(JsonObject body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private async Task<string> ReserveAsync() => (string)(await SendAsync("v2/reserve", Json(Order()))).Json["body"]!["reserveId"]!;

    private async Task<string> AgreeAsync(PayerAction? action = null, string? reserve = null)
    {
        var back = await Simulator.PlayAsync(reserve ?? await ReserveAsync(), action ?? PayerAction.Pay);
        return back.Url!.Query.Split("paymentId=")[1].Split('&')[0];
    }

    private Task<(int Status, JsonObject Json)> ApplyAsync(string id, string? key = null) =>
        SendAsync("v2.2/apply/payment", Form(("paymentId", id)), key is null ? [] : [("X-NaverPay-Idempotency-Key", key)]);

    private Task<(int Status, JsonObject Json)> CancelAsync(string id, int amount, params (string Name, string Value)[] fields)
    {
        var form = new Dictionary<string, string>
        {
            ["paymentId"] = id, ["cancelAmount"] = $"{amount}", ["cancelReason"] = "test", ["cancelRequester"] = "2", ["taxScopeAmount"] = $"{amount}", ["taxExScopeAmount"] = "0",
        };
        foreach (var (name, value) in fields.Where(field => !field.Name.StartsWith("X-", StringComparison.Ordinal)))
            form[name] = value;
        return SendAsync("v1/cancel", new FormUrlEncodedContent(form), [.. fields.Where(field => field.Name.StartsWith("X-", StringComparison.Ordinal))]);
    }

    private async Task<JsonArray> HistoryAsync(string id) => (await SendAsync("v2.2/list/history/" + id, Json([]))).Json["body"]!["list"]!.AsArray();

    private async Task<(int Status, JsonObject Json)> SendAsync(string call, HttpContent content, (string Name, string Value)[]? headers = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Simulator.BaseAddress, "/naverpay-partner/naverpay/payments/" + call)) { Content = content };
        var all = new Dictionary<string, string>
        {
            ["X-Naver-Client-Id"] = Simulator.ClientId, ["X-Naver-Client-Secret"] = Simulator.ClientSecret, ["X-NaverPay-Chain-Id"] = Simulator.ChainId,
        };
        foreach (var (name, value) in headers ?? [])
            all[name] = value;
        foreach (var (name, value) in all)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Http.SendAsync(request);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }
}
