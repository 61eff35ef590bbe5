namespace Payments.Simulator.Tests.Toss;

internal sealed class TossPaymentTests : TossFixture
{
    [Test]
    public async Task A_window_is_opened_paid_and_confirmed()
    {
        var opened = await OpenAsync();
        Assert.That((opened.Status, opened.Text("status"), opened.Text("method"), opened.Text("secret")), Is.EqualTo((200, "READY", (string?)null, (string?)null)));
        Assert.That((string?)opened.Json["checkout"]!["url"], Does.EndWith($"/v1/payments/{opened.Text("paymentKey")}/checkout"));

        var back = await Simulator.PayAsync((string)opened.Json["checkout"]!["url"]!);
        Assert.That(back.Url!.OriginalString, Is.EqualTo($"https://shop.example/ok?paymentKey={opened.Text("paymentKey")}&orderId=A-1001&amount=15000"));
        Assert.That((await GetAsync("/v1/payments/orders/A-1001")).Text("status"), Is.EqualTo("IN_PROGRESS"));
        Assert.That(Simulator.TotalsOf("A-1001").Charges, Is.Zero);

        var done = await ConfirmAsync(opened.Text("paymentKey")!);
        Assert.That((done.Text("status"), done.Text("method"), (string?)done.Json["card"]!["cardType"]), Is.EqualTo(("DONE", "카드", "신용")));
        Assert.That(done.Text("secret"), Does.StartWith("ps_"));
        Assert.That((await GetAsync("/v1/payments/" + opened.Text("paymentKey"), "en-US")).Text("method"), Is.EqualTo("CARD"));
        Assert.That(Simulator.TotalsOf("A-1001"), Is.EqualTo(new SimulatedTotals(1, 15000, 15000, 0)));
        Assert.That((await ConfirmAsync(opened.Text("paymentKey")!)).Code, Is.EqualTo("ALREADY_PROCESSED_PAYMENT"));
        Assert.That((await OpenAsync()).Code, Is.EqualTo("DUPLICATED_ORDER_ID"));
    }

    [Test]
    public async Task A_payer_who_gives_up_brings_no_order_and_one_who_is_declined_does()
    {
        var key = (await OpenAsync()).Text("paymentKey")!;
        Assert.That((await Simulator.CancelAsync(key)).Url!.OriginalString, Is.EqualTo("https://shop.example/ng?x=1&code=PAY_PROCESS_CANCELED&message=refused"));
        Assert.That((await Simulator.DeclineAsync(key)).Url!.OriginalString, Does.EndWith("&code=REJECT_CARD_COMPANY&message=refused&orderId=A-1001"));
    }

    [Test]
    public async Task A_confirmation_is_declined_and_the_payment_has_failed()
    {
        var key = (await OpenAsync()).Text("paymentKey")!;
        await Simulator.PlayAsync(key, PayerAction.Pay with { Code = "REJECT_CARD_PAYMENT" });
        var declined = await ConfirmAsync(key);
        Assert.That((declined.Status, declined.Code), Is.EqualTo((403, "REJECT_CARD_PAYMENT")));
        var read = await GetAsync("/v1/payments/" + key);
        Assert.That((read.Text("status"), (string?)read.Json["failure"]!["code"]), Is.EqualTo(("ABORTED", "REJECT_CARD_PAYMENT")));
    }

    [TestCase(31, "READY")]
    [TestCase(11, "IN_PROGRESS")]
    public async Task Time_runs_out(int minutes, string status)
    {
        var key = (await OpenAsync()).Text("paymentKey")!;
        if (status == "IN_PROGRESS")
            await Simulator.PayAsync(key);
        Time.Advance(TimeSpan.FromMinutes(minutes));
        Assert.That((await ConfirmAsync(key)).Code, Is.EqualTo("NOT_FOUND_PAYMENT_SESSION"));
        Assert.That((await GetAsync("/v1/payments/" + key)).Text("status"), Is.EqualTo("EXPIRED"));
    }

    [TestCase("""{"paymentKey":"KEY","orderId":"A-1001","amount":15000,"colour":"red"}""", "INVALID_REQUEST")]
    [TestCase("""{"paymentKey":"KEY","orderId":"A-1001","amount":"15000"}""", "INVALID_REQUEST")]
    [TestCase("""{"paymentKey":"KEY","orderId":"A-1001","amount":15000.00}""", "INVALID_REQUEST")]
    [TestCase("""{"paymentKey":"KEY","orderId":"A-1001","amount":14000}""", "INVALID_REQUEST")]
    [TestCase("""{"paymentKey":"KEY","orderId":"B-2002","amount":15000}""", "FORBIDDEN_REQUEST")]
    [TestCase("""{"orderId":"A-1001","amount":15000}""", "INVALID_REQUIRED_PARAM")]
    [TestCase("""{"paymentKey":"other","orderId":"A-1001","amount":15000}""", "NOT_FOUND_PAYMENT")]
    [TestCase("[]", "INVALID_REQUEST")]
    public async Task A_wrong_confirmation_is_refused(string body, string code)
    {
        var key = (await OpenAsync()).Text("paymentKey")!;
        await Simulator.PayAsync(key);
        Assert.That((await PostAsync("/v1/payments/confirm", body.Replace("KEY", key, StringComparison.Ordinal))).Code, Is.EqualTo(code));
        Assert.That(Simulator.TotalsOf(key).Charges, Is.Zero);
    }

    [TestCase(",\"colour\":\"red\"", "INVALID_REQUEST")]
    [TestCase(",\"flowMode\":\"DIRECT\"", "INVALID_FLOW_MODE_PARAMETERS")]
    [TestCase(",\"dueDate\":\"2026-01-01\"", "INVALID_DATE")]
    [TestCase(",\"metadata\":{\"a\":1}", "INVALID_REQUEST")]
    public async Task A_wrong_window_is_refused(string more, string code) => Assert.That((await OpenAsync(more: more)).Code, Is.EqualTo(code));

    [Test]
    public async Task A_foreign_wallet_needs_dollars() => Assert.That(
        (await PostAsync("/v1/payments", """{"method":"FOREIGN_EASY_PAY","amount":15000,"orderId":"A-1001","orderName":"x","successUrl":"https://a.example","failUrl":"https://a.example"}""")).Code,
        Is.EqualTo("INVALID_CURRENCY"));

    [TestCase("billing_ok", 200, null)]
    [TestCase("billing_REJECT_CARD_PAYMENT", 403, "REJECT_CARD_PAYMENT")]
    [TestCase("nobodys", 404, "NOT_FOUND_BILLING")]
    public async Task A_billing_key_is_charged_at_once_and_nobody_is_told(string billingKey, int status, string? code)
    {
        var answer = await PostAsync("/v1/billing/" + billingKey, """{"customerKey":"c_1","amount":15000,"orderId":"A-1001","orderName":"x"}""");
        Assert.That((answer.Status, answer.Code, Simulator.Webhooks.Count), Is.EqualTo((status, code, 0)));
        Assert.That(Simulator.TotalsOf("A-1001").Charges, Is.EqualTo(status == 200 ? 1 : 0));
    }

    [TestCase(null, 401, "UNAUTHORIZED_KEY")]
    [TestCase("Basic dGVzdF9za19zaW11bGF0b3I=", 403, "INCORRECT_BASIC_AUTH_FORMAT")]
    [TestCase("Basic test_sk_simulator:", 403, "INCORRECT_BASIC_AUTH_FORMAT")]
    [TestCase("Bearer test_sk_simulator", 403, "INCORRECT_BASIC_AUTH_FORMAT")]
    [TestCase("Basic dGVzdF9za19vdGhlcjo=", 401, "UNAUTHORIZED_KEY")]
    public async Task A_wrong_key_is_refused(string? authorization, int status, string code)
    {
        var answer = await SendAsync(HttpMethod.Get, "/v1/payments/x", null, authorization: authorization ?? "");
        Assert.That(answer.Code, Is.EqualTo(authorization is null ? "INCORRECT_BASIC_AUTH_FORMAT" : code));
        Assert.That(answer.Status, Is.EqualTo(authorization is null ? 403 : status));
    }

    [Test]
    public async Task A_key_brings_the_first_answer_again_whatever_is_asked_for_now()
    {
        var key = (await OpenAsync()).Text("paymentKey")!;
        Assert.That((await ConfirmAsync(key, key: "k1")).Code, Is.EqualTo("NOT_FOUND_PAYMENT_SESSION"), "the payer has not agreed");
        await Simulator.PayAsync(key);
        Assert.That((await ConfirmAsync(key, key: "k1")).Code, Is.EqualTo("NOT_FOUND_PAYMENT_SESSION"), "errors, too");
        Assert.That((await ConfirmAsync(key, key: "k2")).Text("status"), Is.EqualTo("DONE"));
        Assert.That((await ConfirmAsync("another", "B-2002", 1, "k2")).Text("paymentKey"), Is.EqualTo(key));
        Assert.That((await ConfirmAsync(key, key: new string('k', 301))).Code, Is.EqualTo("INVALID_IDEMPOTENCY_KEY"));
        Time.Advance(TimeSpan.FromDays(15));
        Assert.That((await ConfirmAsync(key, key: "k2")).Code, Is.EqualTo("ALREADY_PROCESSED_PAYMENT"), "a key lives for 15 days");
    }

    [TestCase("REJECT_CARD_PAYMENT", 403, "REJECT_CARD_PAYMENT")]
    [TestCase("COMMON_ERROR", 500, "COMMON_ERROR")]
    [TestCase("no such code", 400, "INVALID_TEST_CODE")]
    public async Task A_test_code_makes_it_fail(string asked, int status, string code)
    {
        var answer = await SendAsync(HttpMethod.Get, "/v1/payments/orders/A-1001", null, testCode: asked);
        Assert.That((answer.Status, answer.Code), Is.EqualTo((status, code)));
    }
}
