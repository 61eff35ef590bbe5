using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.Toss;

/// <summary>The documentation's tables: codes with their HTTP status, banks, times.</summary>
internal sealed class TossTableTests : TossFixture
{
    private const string Account = """{"amount":15000,"orderId":"A-1001","orderName":"T-shirt","customerName":"kim","bank":"20"}""";

    private static string With(string member, string value) => Account[..^1] + $",\"{member}\":{value}}}";

    [TestCase(401, "UNAUTHORIZED_KEY")]
    [TestCase(
        403, "INCORRECT_BASIC_AUTH_FORMAT FORBIDDEN_REQUEST REJECT_CARD_PAYMENT REJECT_CARD_COMPANY REJECT_ACCOUNT_PAYMENT REJECT_TOSSPAY_INVALID_ACCOUNT INVALID_PASSWORD "
        + "EXCEED_MAX_AUTH_COUNT EXCEED_MAX_ONE_DAY_AMOUNT FDS_ERROR NOT_CANCELABLE_PAYMENT NOT_CANCELABLE_AMOUNT NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER EXCEED_MAX_REFUND_DUE "
        + "EXCEED_MAX_REFUND_AMOUNT EXCEED_CANCEL_LIMIT NOT_ALLOWED_PARTIAL_REFUND NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT NOT_ALLOWED_REFUND_BANK NOT_SUPPORTED_REFUND "
        + "NOT_AVAILABLE_BANK FORBIDDEN_CONSECUTIVE_REQUEST")]
    [TestCase(404, "NOT_FOUND NOT_FOUND_PAYMENT NOT_FOUND_PAYMENT_SESSION NOT_FOUND_BILLING NOT_FOUND_METHOD NOT_FOUND_MERCHANT")]
    [TestCase(409, "IDEMPOTENT_REQUEST_PROCESSING")]
    [TestCase(
        500, "FAILED_INTERNAL_SYSTEM_PROCESSING FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING UNKNOWN_PAYMENT_ERROR COMMON_ERROR UNKNOWN_ERROR FAILED_CARD_COMPANY_RESPONSE "
        + "FAILED_METHOD_HANDLING FAILED_METHOD_HANDLING_CANCEL FAILED_REFUND_PROCESS FAILED_PARTIAL_REFUND FAILED_BILL_KEY_AUTH_CREATION FAILED_BILLING_AUTO_CANCEL "
        + "FAILED_DB_PROCESSING")]
    [TestCase(
        400, "EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT NOT_AVAILABLE_PAYMENT NOT_REGISTERED_BUSINESS MAINTAINED_METHOD PROVIDER_ERROR REFUND_REJECTED DUPLICATED_REQUEST UNAPPROVED_ORDER_ID "
        + "USER_ACCOUNT_ON_HOLD INVALID_TEST_CODE")]
    public async Task A_test_code_fails_with_the_status_that_it_is_documented_with(int status, string codes)
    {
        foreach (var code in codes.Split(' '))
        {
            var answer = await SendAsync(HttpMethod.Post, "/v1/payments/confirm", "{}", testCode: code);
            Assert.That((answer.Status, answer.Code), Is.EqualTo((status, code)));
        }
    }

    [Test]
    public async Task A_code_that_is_not_documented_is_no_test_code() =>
        Assert.That((await SendAsync(HttpMethod.Post, "/v1/payments/confirm", "{}", testCode: "TELEPORTED")).Code, Is.EqualTo("INVALID_TEST_CODE"));

    [Test]
    public async Task A_live_key_ignores_the_test_header()
    {
        await using var live = new TossSimulator(new TossSimulatorOptions { TimeProvider = Time, SecretKey = "live_sk_simulator" });
        await live.StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(live.BaseAddress, "/v1/virtual-accounts")) { Content = new StringContent(Account, Encoding.UTF8, "application/json") };
        request.Headers.Add("Authorization", "Basic " + Convert.ToBase64String("live_sk_simulator:"u8));
        request.Headers.Add("TossPayments-Test-Code", "PROVIDER_ERROR");
        using var response = await http.SendAsync(request);
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
    }

    [TestCase("20", "20")]
    [TestCase("WOORI", "20")]
    [TestCase("03", "03")]
    [TestCase("IBK", "03")]
    public async Task A_bank_goes_by_its_code_or_name_and_comes_back_as_its_code(string bank, string code)
    {
        var issued = await PostAsync("/v1/virtual-accounts", Account.Replace("\"20\"", $"\"{bank}\"", StringComparison.Ordinal));
        Assert.That((string?)issued.Json["virtualAccount"]!["bankCode"], Is.EqualTo(code));
    }

    [TestCase("3")]
    [TestCase("woori")]
    [TestCase("BANK_OF_NOWHERE")]
    public async Task Another_bank_is_refused(string bank) =>
        Assert.That((await PostAsync("/v1/virtual-accounts", Account.Replace("\"20\"", $"\"{bank}\"", StringComparison.Ordinal))).Code, Is.EqualTo("INVALID_BANK"));

    [TestCase(null, 168)]
    [TestCase("1", 1)]
    [TestCase("2160", 2160)]
    public async Task A_deposit_waits_for_so_many_hours(string? hours, int expected)
    {
        var issued = await PostAsync("/v1/virtual-accounts", hours is null ? Account : With("validHours", hours));
        Assert.That(DateTimeOffset.Parse((string)issued.Json["virtualAccount"]!["dueDate"]!, null), Is.EqualTo(Time.GetUtcNow().AddHours(expected)).Within(TimeSpan.FromSeconds(1)));
    }

    [TestCase("2161", "EXCEED_MAX_VALID_HOURS")]
    [TestCase("0", "INVALID_REQUEST")]
    [TestCase("1.5", "INVALID_REQUEST")]
    [TestCase("\"24\"", "INVALID_REQUEST")]
    public async Task Hours_that_cannot_be_are_refused(string hours, string code) =>
        Assert.That((await PostAsync("/v1/virtual-accounts", With("validHours", hours))).Code, Is.EqualTo(code));

    [TestCase("[]", null)]
    [TestCase("""[{"id":"1","name":"T-shirt","code":"ts","unitPrice":5000,"quantity":2}]""", null)]
    [TestCase("""[{"id":"1","name":"T-shirt","code":"ts","unitPrice":5000}]""", "INVALID_REQUIRED_PARAM")]
    [TestCase("""[{"id":"1","name":"T-shirt","unitPrice":5000,"quantity":2}]""", "INVALID_REQUIRED_PARAM")]
    [TestCase("""{"id":"1"}""", "INVALID_REQUEST")]
    public async Task Escrow_needs_its_goods(string goods, string? code)
    {
        Assert.That((await PostAsync("/v1/virtual-accounts", With("escrowProducts", goods))).Code, Is.EqualTo(code));
        Assert.That((await PostAsync("/v1/virtual-accounts", With("useEscrow", "true"))).Code, Is.EqualTo("INVALID_REQUIRED_PARAM"));
    }

    [Test]
    public async Task The_payer_s_account_for_refunds_is_told_for_half_an_hour()
    {
        var key = (await OpenAsync()).Text("paymentKey")!;
        await Simulator.PlayAsync(key, PayerAction.PayLate);
        await ConfirmAsync(key);
        Assert.That(await TellsAccountAsync(), Is.True);
        Time.Advance(TimeSpan.FromMinutes(30));
        Assert.That(await TellsAccountAsync(), Is.False);
        async Task<bool> TellsAccountAsync() => (await GetAsync("/v1/payments/" + key)).Json["virtualAccount"]!["refundReceiveAccount"] is JsonObject;
    }

    [Test]
    public async Task A_seller_s_event_is_signed()
    {
        await Simulator.ChangeSellerAsync("KYC_REQUIRED");
        var told = Simulator.TakeWebhooks().Single();
        var body = JsonNode.Parse(told.Body.Span)!;
        Assert.That(((string?)body["eventType"], (string?)body["entityType"], (string?)body["entityBody"]!["status"]), Is.EqualTo(("seller.changed", "seller", "KYC_REQUIRED")));
        Assert.That(told.Headers.Keys, Has.Some.EqualTo("tosspayments-webhook-signature"));
    }
}
