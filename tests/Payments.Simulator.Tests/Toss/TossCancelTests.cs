using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.Toss;

internal sealed class TossCancelTests : TossFixture
{
    private const string Account = """{"amount":15000,"orderId":"A-1001","orderName":"x","customerName":"kim","bank":"20"}""";
    private const string Back = ",\"refundReceiveAccount\":{\"bank\":\"06\",\"accountNumber\":\"0123456789\",\"holderName\":\"kim\"}";

    private (string Type, string? Status)[] Told() => [.. Simulator.TakeWebhooks().Select(webhook =>
    {
        var body = JsonNode.Parse(webhook.Body.Span)!;
        return (webhook.EventType, (string?)(body["data"]?["status"] ?? body["data"]?["cancelStatus"] ?? body["status"]));
    })];

    [Test]
    public async Task Parts_are_given_back_against_the_balance_that_is_expected()
    {
        var key = await PayAsync();
        var part = await CancelAsync(key, """{"cancelReason":"size","cancelAmount":5000,"refundableAmount":15000}""");
        Assert.That((part.Text("status"), (decimal)part.Json["balanceAmount"]!), Is.EqualTo(("PARTIAL_CANCELED", 10000m)));
        Assert.That((string?)part.Json["cancels"]![0]!["transactionKey"], Is.EqualTo(part.Text("lastTransactionKey")));
        Assert.That((await CancelAsync(key, """{"cancelReason":"size","cancelAmount":5000,"refundableAmount":15000}""")).Code, Is.EqualTo("NOT_MATCHES_REFUNDABLE_AMOUNT"));
        Assert.That((await CancelAsync(key, """{"cancelReason":"size","cancelAmount":10001}""")).Code, Is.EqualTo("NOT_CANCELABLE_AMOUNT"));
        Assert.That((await CancelAsync(key, """{"cancelAmount":1}""")).Code, Is.EqualTo("INVALID_REQUIRED_PARAM"));
        Assert.That((await CancelAsync(key, """{"cancelReason":"size"}""")).Text("status"), Is.EqualTo("CANCELED"));
        Assert.That((await CancelAsync(key, """{"cancelReason":"size"}""")).Code, Is.EqualTo("ALREADY_CANCELED_PAYMENT"));
        Assert.That(Simulator.TotalsOf(key), Is.EqualTo(new SimulatedTotals(1, 15000, 15000, 15000)));
    }

    [Test]
    public async Task A_deposit_is_waited_for_comes_is_taken_back_and_is_refunded_to_an_account()
    {
        var issued = await PostAsync("/v1/virtual-accounts", Account);
        var (key, number) = (issued.Text("paymentKey")!, (string)issued.Json["virtualAccount"]!["accountNumber"]!);
        Assert.That(issued.Text("status"), Is.EqualTo("WAITING_FOR_DEPOSIT"));
        await Simulator.PayAsync(key);
        await Simulator.TakeBackDepositAsync(key);
        Assert.That((await GetAsync("/v1/payments/" + key)).Text("status"), Is.EqualTo("WAITING_FOR_DEPOSIT"));
        await Simulator.SettlePendingAsync(key);
        Assert.That((await CancelAsync(key, """{"cancelReason":"x"}""")).Code, Is.EqualTo("INVALID_REFUND_ACCOUNT_INFO"));
        Assert.That((await CancelAsync(key, $$"""{"cancelReason":"x"{{Back.Replace("0123456789", number, StringComparison.Ordinal)}}}""")).Code, Is.EqualTo("INVALID_REFUND_ACCOUNT_NUMBER"));
        var refunded = await CancelAsync(key, $$"""{"cancelReason":"x"{{Back}}}""");
        Assert.That((refunded.Text("status"), (string?)refunded.Json["virtualAccount"]!["refundStatus"]), Is.EqualTo(("CANCELED", "PENDING")));
        await Simulator.SettlePendingAsync(key);
        Assert.That((string?)(await GetAsync("/v1/payments/" + key)).Json["virtualAccount"]!["refundStatus"], Is.EqualTo("COMPLETED"));
        Assert.That(Told(), Is.EqualTo(new (string, string?)[]
        {
            ("DEPOSIT_CALLBACK", "WAITING_FOR_DEPOSIT"), ("DEPOSIT_CALLBACK", "DONE"), ("PAYMENT_STATUS_CHANGED", "DONE"), ("DEPOSIT_CALLBACK", "WAITING_FOR_DEPOSIT"),
            ("DEPOSIT_CALLBACK", "DONE"), ("PAYMENT_STATUS_CHANGED", "DONE"), ("PAYMENT_STATUS_CHANGED", "CANCELED"), ("DEPOSIT_CALLBACK", "CANCELED"),
        }));
    }

    [Test]
    public async Task What_is_waited_for_is_cancelled_whole_and_what_is_overdue_tells_nobody()
    {
        var key = (await PostAsync("/v1/virtual-accounts", Account)).Text("paymentKey")!;
        Assert.That((await CancelAsync(key, """{"cancelReason":"x","cancelAmount":1}""")).Code, Is.EqualTo("NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT"));
        var cancelled = await CancelAsync(key, """{"cancelReason":"x"}""");
        Assert.That((cancelled.Text("status"), cancelled.Text("approvedAt")), Is.EqualTo(("CANCELED", (string?)null)));
        Assert.That(Simulator.TotalsOf(key), Is.EqualTo(SimulatedTotals.None));

        var other = (await PostAsync("/v1/virtual-accounts", Account.Replace("A-1001", "B-2002", StringComparison.Ordinal))).Text("paymentKey")!;
        Simulator.TakeWebhooks();
        Time.Advance(TimeSpan.FromHours(169));
        var read = await GetAsync("/v1/payments/" + other);
        Assert.That((read.Text("status"), (bool)read.Json["virtualAccount"]!["expired"]!, Told().Length), Is.EqualTo(("WAITING_FOR_DEPOSIT", true, 0)));
    }

    [TestCase(true, "DONE", "CANCELED")]
    [TestCase(false, "ABORTED", "DONE")]
    public async Task A_foreign_wallet_s_refund_is_finished_later(bool succeeds, string cancelStatus, string status)
    {
        var key = (await PostAsync(
            "/v1/payments",
            """{"method":"FOREIGN_EASY_PAY","provider":"PAYPAY","country":"JP","amount":1.5,"currency":"USD","orderId":"A-1001","orderName":"x","successUrl":"https://a.example","failUrl":"https://a.example"}"""))
            .Text("paymentKey")!;
        await Simulator.PayAsync(key);
        await ConfirmAsync(key, amount: 1.5m);
        var asked = await CancelAsync(key, """{"cancelReason":"x","currency":"USD"}""");
        Assert.That((asked.Text("status"), (string?)asked.Json["cancels"]![0]!["cancelStatus"]), Is.EqualTo(("DONE", "IN_PROGRESS")));
        Simulator.TakeWebhooks();
        Assert.That(await Simulator.SettlePendingAsync(succeed: succeeds), Is.EqualTo(1));
        Assert.That((await GetAsync("/v1/payments/" + key)).Text("status"), Is.EqualTo(status));
        Assert.That(Told()[^1], Is.EqualTo(("CANCEL_STATUS_CHANGED", cancelStatus)));
        Assert.That(Simulator.TotalsOf(key).Refunded, Is.EqualTo(succeeds ? 1.5m : 0));
    }

    [Test]
    public async Task Payment_events_are_not_signed_and_payouts_are()
    {
        await PayAsync();
        var payment = Simulator.TakeWebhooks().Single();
        Assert.That(payment.Headers.Keys, Does.Contain("tosspayments-webhook-transmission-id").And.Not.Contain("tosspayments-webhook-signature"));
        Assert.That((string?)JsonNode.Parse(payment.Body.Span)!["createdAt"], Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{5}$"), "Korean time without an offset");

        Simulator.Options.WebhookSecrets.Add(TossSimulator.DefaultSecurityKey);
        Simulator.Options.WebhookSecrets.Add(new string('f', 64));
        await Simulator.ChangePayoutAsync("FAILED");
        var payout = Simulator.TakeWebhooks().Single();
        byte[] message = [.. payout.Body.Span, .. Encoding.UTF8.GetBytes(":" + payout.Headers["tosspayments-webhook-transmission-time"])];
        var expected = new[] { TossSimulator.DefaultSecurityKey, new string('f', 64) }
            .Select(key => "v1:" + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromHexString(key), message)));
        Assert.That(payout.Headers["tosspayments-webhook-signature"], Is.EqualTo(string.Join(',', expected)));
    }

    [Test]
    public async Task The_browser_s_SDK_makes_a_payment_known()
    {
        Assert.That((await GetAsync("/v1/payments/orders/A-1001")).Code, Is.EqualTo("NOT_FOUND_PAYMENT"));
        PayerAction Pay(string clientKey) => PayerAction.Pay with
        {
            SdkParameters = """
                {"clientKey":"KEY","requestPayment":{"method":"CARD","amount":{"currency":"USD","value":1.25},"orderId":"A-1001","orderName":"x",
                "successUrl":"https://shop.example/ok?a=b","failUrl":"https://shop.example/ng","card":{"useInternationalCardOnly":true}}}
                """.Replace("KEY", clientKey, StringComparison.Ordinal),
        };
        var back = await Simulator.PlayAsync("A-1001", Pay("test_ck_simulator"));
        var read = await GetAsync("/v1/payments/orders/A-1001");
        Assert.That(back.Url!.OriginalString, Is.EqualTo($"https://shop.example/ok?a=b&paymentKey={read.Text("paymentKey")}&orderId=A-1001&amount=1.25"));
        var refused = (await Assert.ThrowsAsync<InvalidOperationException>(() => Simulator.PlayAsync("A-1001", Pay("live_ck_simulator"))))!;
        Assert.That(refused.Message, Does.Contain("INVALID_API_KEY"));
    }
}
