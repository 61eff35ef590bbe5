using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Toss.Tests;

public class CreateTests
{
    private static JsonNode Parameters(Payment payment) => JsonNode.Parse(((ClientSdkAction)payment.NextAction!).Parameters.Reveal())!;

    [Test]
    public async Task By_default_the_page_gets_the_SDK_s_parameters_and_nothing_is_sent()
    {
        using var toss = new TossHost();
        var payment = await toss.Provider.CreatePaymentAsync(Requests.Payment(customerId: "c_1", customer: Requests.Customer, metadata: new() { ["cart"] = "77" }));

        var action = (ClientSdkAction)payment.NextAction!;
        Assert.Multiple(() =>
        {
            Assert.That(toss.Calls, Is.Zero);
            Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((PaymentStatus.RequiresAction, "")));
            Assert.That(payment.Reference.ToString(), Is.EqualTo("toss:A-1001?order=A-1001"), "the order stands for the key until there is one");
            Assert.That((payment.Amount, payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo((Requests.Won, new Money(0, "KRW"), new Money(0, "KRW"))));
            Assert.That(payment.Metadata["cart"], Is.EqualTo("77"));
            Assert.That((action.Sdk, action.ScriptUrl), Is.EqualTo(("tosspayments-sdk", new Uri("https://js.tosspayments.com/v2/standard"))));
            Assert.That(action.Parameters.Reveal(), Is.EqualTo(JsonNode.Parse(Fixture.Text("Requests/sdk.json"))!.ToJsonString(new JsonSerializerOptions())));
            Assert.That(payment.ToString(), Does.Not.Contain("test_ck").And.Not.Contain("kim@example.com"));
        });
    }

    [Test]
    public async Task The_widget_is_told_the_amount_by_itself_and_offers_the_methods()
    {
        using var toss = new TossHost(options => (options.SecretKey, options.ClientKey) = ("test_gsk_key", "test_gck_key"));
        var parameters = Parameters(await toss.Provider.CreatePaymentAsync(Requests.Payment()));
        Assert.Multiple(() =>
        {
            Assert.That(parameters["amount"]!.ToJsonString(), Is.EqualTo("""{"currency":"KRW","value":15000}"""));
            Assert.That(parameters["requestPayment"]!["amount"], Is.Null);
            Assert.That(parameters["requestPayment"]!["method"], Is.Null);
            Assert.That((string?)parameters["clientKey"], Is.EqualTo("test_gck_key"));
            Assert.That(parameters["customerKey"], Is.Null, "a guest");
        });
    }

    private static IEnumerable<TestCaseData> Sdk()
    {
        var usd = new Money(1.50m, "USD");
        yield return new TestCaseData(Requests.Payment(method: PaymentMethod.BankTransfer), """{"method":"TRANSFER"}""").SetName("transfer");
        yield return new TestCaseData(Requests.Payment(method: PaymentMethod.MobileCarrier), """{"method":"MOBILE_PHONE"}""").SetName("mobile");
        yield return new TestCaseData(Requests.Payment(method: PaymentMethod.GiftCard), """{"method":"CULTURE_GIFT_CERTIFICATE"}""").SetName("culture");
        yield return new TestCaseData(
            Requests.Payment(method: PaymentMethod.GiftCard, extras: new() { GiftCertificate = TossGiftCertificate.Game }), """{"method":"GAME_GIFT_CERTIFICATE"}""").SetName("game");
        yield return new TestCaseData(
            Requests.Payment(method: PaymentMethod.VirtualAccount, expiresAfter: TimeSpan.FromHours(24), extras: new() { CashReceipt = TossCashReceipt.IncomeDeduction, UseEscrow = false }),
            """{"method":"VIRTUAL_ACCOUNT","virtualAccount":{"dueDate":"2026-10-31T09:00:00","useEscrow":false,"cashReceipt":{"type":"소득공제"}}}""").SetName("virtual account");
        yield return new TestCaseData(
            Requests.Payment(method: PaymentMethod.DigitalWallet, extras: new() { EasyPay = "KAKAOPAY" }), """{"method":"CARD","card":{"flowMode":"DIRECT","easyPay":"KAKAOPAY"}}""").SetName("wallet");
        yield return new TestCaseData(
            Requests.Payment(new Money(50000m, "KRW"), method: PaymentMethod.CreditCard, installments: 3, extras: new() { CardCompany = "61" }),
            """{"method":"CARD","card":{"flowMode":"DIRECT","cardCompany":"61","cardInstallmentPlan":3}}""").SetName("instalments");
        yield return new TestCaseData(Requests.Payment(installments: 0), """{"method":"CARD","card":{"cardInstallmentPlan":0}}""").SetName("at once");
        yield return new TestCaseData(
            Requests.Payment(usd, locale: "en-US"), """{"method":"CARD","amount":{"currency":"USD","value":1.5},"card":{"useInternationalCardOnly":true,"language":"EN"}}""").SetName("dollars");
        yield return new TestCaseData(
            Requests.Payment(new Money(1500m, "JPY"), locale: "fr"), """{"method":"CARD","amount":{"currency":"JPY","value":1500},"card":{"useInternationalCardOnly":true}}""").SetName("yen");
        yield return new TestCaseData(
            Requests.Payment(usd, method: PaymentMethod.DigitalWallet, country: "US"),
            """{"method":"FOREIGN_EASY_PAY","amount":{"currency":"USD","value":1.5},"foreignEasyPay":{"provider":"PAYPAL","country":"US"}}""").SetName("PayPal");
        yield return new TestCaseData(
            Requests.Payment(usd, extras: new() { ForeignWallet = "PAYPAY" }, country: "JP"), """{"method":"FOREIGN_EASY_PAY","foreignEasyPay":{"provider":"PAYPAY","country":"JP"}}""").SetName("another foreign wallet");
        const string Escrow = """
            "escrowProducts":[{"id":"1","name":"T-shirt","code":"ts-1","unitPrice":5000,"quantity":2},{"id":"2","name":"Socks","code":"2","unitPrice":5000,"quantity":1}]
            """;
        yield return new TestCaseData(
            Requests.Payment(method: PaymentMethod.BankTransfer, extras: new() { UseEscrow = true }, items: Requests.Goods), """{"transfer":{"useEscrow":true,""" + Escrow + "}}").SetName("escrow of a transfer");
        yield return new TestCaseData(
            Requests.Payment(method: PaymentMethod.VirtualAccount, items: Requests.Goods), """{"virtualAccount":{""" + Escrow + "}}").SetName("goods for a payer who may choose escrow");
        yield return new TestCaseData(
            Requests.Payment(method: PaymentMethod.BankTransfer, extras: new() { UseEscrow = false }, items: Requests.Goods), """{"transfer":{"useEscrow":false}}""").SetName("no escrow");
        yield return new TestCaseData(Requests.Payment(method: PaymentMethod.Card, items: Requests.Goods), """{"card":null}""").SetName("goods on a card");
        yield return new TestCaseData(Requests.Payment(tax: new PaymentTax { TaxFree = new Money(4000m, "KRW"), Vat = new Money(1000m, "KRW") }), """{"taxFreeAmount":4000}""").SetName("tax");
        yield return new TestCaseData(Requests.Payment(description: new string('가', 99) + "😀😀"), $$"""{"orderName":"{{new string('가', 99)}}"}""").SetName("a name is cut between characters");
        yield return new TestCaseData(Requests.Payment(description: " "), """{"orderName":"A-1001"}""").SetName("no name");
        yield return new TestCaseData(Requests.Payment(customer: new PaymentCustomer { Phone = "12-34" }), """{"orderId":"A-1001"}""").SetName("no phone number");
    }

    [TestCaseSource(nameof(Sdk))]
    public async Task The_SDK_is_asked_for(object request, string expected)
    {
        using var toss = new TossHost();
        var asked = Parameters(await toss.Provider.CreatePaymentAsync((PaymentRequest)request))["requestPayment"]!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(expected)!.AsObject())
            Assert.That(JsonNode.DeepEquals(asked[name], value), Is.True, $"{name}: {asked[name]?.ToJsonString()}");
        Assert.That(asked.ContainsKey("customerMobilePhone"), Is.False);
    }

    [Test]
    public async Task A_window_is_opened_by_the_server_and_the_payer_is_sent_to_it()
    {
        using var toss = new TossHost();
        toss.On("POST /v1/payments", Fixture.Answer("ready"));
        var payment = await toss.Provider.CreatePaymentAsync(Requests.Payment(
            method: PaymentMethod.Card, extras: new() { Flow = TossFlow.HostedWindow, UseEscrow = false }, customer: Requests.Customer, metadata: new() { ["cart"] = "77" }));

        toss.AssertSent("window");
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((PaymentStatus.RequiresAction, "READY")));
            Assert.That(payment.NextAction, Is.EqualTo(new RedirectAction(new Uri("https://api.tosspayments.com/v1/payments/pk_1/checkout"))));
            Assert.That(payment.Reference.ToString(), Is.EqualTo("toss:pk_1?order=A-1001"));
            Assert.That(payment.AsOf, Is.EqualTo(TossHost.AnsweredAt));
            Assert.That(payment.CreatedAt, Is.EqualTo(new DateTimeOffset(2026, 1, 1, 10, 0, 0, TimeSpan.FromHours(9))));
            Assert.That(toss.Headers[0].Authorization!.ToString(), Is.EqualTo("Basic dGVzdF9za19rZXk6"), "the colon after the key is encoded, too");
            Assert.That(toss.KeyOf(0), Has.Length.EqualTo(43));
            Assert.That(toss.Headers[0].Contains("Accept-Language"), Is.False);
        });
    }

    [Test]
    public async Task The_window_can_be_the_registration_s_own_way()
    {
        using var toss = new TossHost(options => (options.Flow, options.AcceptLanguage) = (TossFlow.HostedWindow, "en-US"));
        toss.On("POST /v1/payments", Fixture.Answer("ready"));
        await toss.Provider.CreatePaymentAsync(Requests.Payment(new Money(1.50m, "USD"), method: PaymentMethod.DigitalWallet, country: "US"));
        toss.AssertSent("window-foreign");
        Assert.That(toss.Headers[0].AcceptLanguage.ToString(), Is.EqualTo("en-US"));
    }

    [Test]
    public async Task A_virtual_account_is_issued_without_a_page()
    {
        using var toss = new TossHost();
        toss.On("POST /v1/virtual-accounts", Fixture.Answer("waiting"));
        var payment = await toss.Provider.CreatePaymentAsync(Requests.Payment(
            method: PaymentMethod.VirtualAccount, customer: Requests.Customer, expiresAfter: TimeSpan.FromDays(7), returnUrl: null,
            extras: new() { Bank = "20", AccountKey = "acc-1", CashReceipt = TossCashReceipt.ProofOfExpense, CashReceiptNumber = "1234567890" }));

        toss.AssertSent("virtual-account");
        var deposit = (BankDepositAction)payment.NextAction!;
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.Method), Is.EqualTo((PaymentStatus.Pending, PaymentMethod.VirtualAccount)));
            Assert.That((deposit.Bank, deposit.AccountNumber, deposit.AccountHolder), Is.EqualTo(("WOORI", "X6505636518308", (string?)null)), "the name there is the payer's");
            Assert.That(deposit.DueAt, Is.EqualTo(new DateTimeOffset(2026, 11, 8, 10, 0, 0, TimeSpan.FromHours(9))));
            Assert.That((payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo((new Money(0, "KRW"), new Money(0, "KRW"))));
            Assert.That(payment.ProviderState!.Value.Reveal(), Is.EqualTo("ps_secret1"));
            Assert.That(payment.ToString(), Does.Not.Contain("ps_secret1"));
        });
    }

    [Test]
    public async Task An_account_that_is_issued_at_once_can_be_paid_by_escrow()
    {
        using var toss = new TossHost();
        toss.On("POST /v1/virtual-accounts", Fixture.Answer("waiting"));
        await toss.Provider.CreatePaymentAsync(Requests.Payment(extras: new() { Bank = "20", UseEscrow = true }, customer: new PaymentCustomer { Name = "kim" }, items: Requests.Goods));
        Assert.That(toss.Sent, Does.EndWith(
            """
            "customerName":"kim","bank":"20","useEscrow":true,"escrowProducts":[{"id":"1","name":"T-shirt","code":"ts-1","unitPrice":5000,"quantity":2},{"id":"2","name":"Socks","code":"2","unitPrice":5000,"quantity":1}]}
            """.TrimEnd()));
    }

    [Test]
    public async Task A_due_date_counts_from_the_intention_not_from_the_repeat()
    {
        using var toss = new TossHost();
        var asked = Requests.Payment(method: PaymentMethod.VirtualAccount, expiresAfter: TimeSpan.FromHours(1));
        var request = new PaymentRequest
        {
            Amount = asked.Amount, OrderId = asked.OrderId, Method = asked.Method, ReturnUrl = asked.ReturnUrl, ExpiresAfter = asked.ExpiresAfter,
            RequestedAt = TestClock.Start.AddMinutes(-30),
        };
        var parameters = Parameters(await toss.Provider.CreatePaymentAsync(request));
        Assert.That((string?)parameters["requestPayment"]!["virtualAccount"]!["dueDate"], Is.EqualTo("2026-10-30T09:30:00"));
    }

    [Test]
    public async Task A_billing_key_is_charged_at_once()
    {
        using var toss = new TossHost();
        toss.On("POST /v1/billing/billing%20key", Fixture.Answer("done"));
        var payment = await toss.Provider.CreatePaymentAsync(Requests.Payment(token: "billing key", customerId: "c_1", returnUrl: null, customer: Requests.Customer));

        toss.AssertSent("billing");
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.CapturedAmount, payment.TransactionId), Is.EqualTo((PaymentStatus.Completed, Requests.Won, "txrd_x")));
            Assert.That(payment.Card, Is.EqualTo(new PaymentCard { Brand = "HYUNDAI", Last4 = "1234", Installments = 3, ApprovalCode = "00000123" }));
            Assert.That((payment.Method, payment.ProviderMethod), Is.EqualTo((PaymentMethod.CreditCard, "카드")));
            Assert.That(payment.ReceiptUrl, Is.EqualTo(new Uri("https://dashboard.tosspayments.com/receipt/1")));
            Assert.That(payment.Metadata, Is.EqualTo(new Dictionary<string, string> { ["cart"] = "77" }));
        });
    }

    [Test]
    public async Task A_decline_is_an_answer()
    {
        using var toss = new TossHost();
        toss.Fails("POST /v1/billing/bk_1", "REJECT_CARD_PAYMENT", 403);
        var payment = await toss.Provider.CreatePaymentAsync(Requests.Payment(token: "bk_1", customerId: "c_1"));
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.Amount, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Failed, Requests.Won, new Money(0, "KRW"))));
            Assert.That((payment.Error!.Kind, payment.Error.Code, payment.Error.Retry), Is.EqualTo((PaymentErrorKind.Declined, PaymentErrorCode.InsufficientFunds, PaymentRetry.NewAttempt)));
            Assert.That((payment.Error.ProviderCode, payment.Error.ProviderMessage), Is.EqualTo(("REJECT_CARD_PAYMENT", "Words of Toss Payments'.")));
            Assert.That(payment.Reference.ToString(), Is.EqualTo("toss:?order=A-1001"));
        });
    }

    [Test]
    public async Task A_billing_key_that_does_not_exist_is_a_wrong_request_and_is_not_repeated_in_words()
    {
        using var toss = new TossHost();
        toss.Fails("POST /v1/billing/bk_canary", "NOT_FOUND_BILLING", 404);
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(() => toss.Provider.CreatePaymentAsync(Requests.Payment(token: "bk_canary", customerId: "c_1"))))!;
        Assert.That((refused.Outcome, refused.Error.Code), Is.EqualTo((PaymentOutcome.Refused, PaymentErrorCode.NotFound)));
        Assert.That(refused.ToString(), Does.Not.Contain("canary"));
    }

    [Test]
    public async Task After_a_failure_that_says_nothing_the_order_is_read_and_found()
    {
        using var toss = new TossHost();
        toss.Fails("POST /v1/billing/bk_1", "FAILED_INTERNAL_SYSTEM_PROCESSING", 500).On("GET /v1/payments/orders/A-1001", Fixture.Answer("done"));
        var payment = await toss.Provider.CreatePaymentAsync(Requests.Payment(token: "bk_1", customerId: "c_1"));
        Assert.That((payment.Status, payment.Reference.PaymentId), Is.EqualTo((PaymentStatus.Completed, "pk_1")));
        toss.AssertAllCalled();
    }

    [Test]
    public async Task After_a_failure_that_did_nothing_it_is_tried_once_more_under_another_key()
    {
        using var toss = new TossHost();
        toss.Fails("POST /v1/billing/bk_1", "PROVIDER_ERROR").Fails("GET /v1/payments/orders/A-1001", "NOT_FOUND_PAYMENT", 404).On("POST /v1/billing/bk_1", Fixture.Answer("done"));
        var payment = await toss.Provider.CreatePaymentAsync(Requests.Payment(token: "bk_1", customerId: "c_1"));
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(toss.KeyOf(2), Is.Not.EqualTo(toss.KeyOf(0)), "the first key would bring the error again");
    }

    [Test]
    public async Task A_first_call_that_was_carried_out_after_all_is_found_by_the_second()
    {
        using var toss = new TossHost();
        toss.Fails("POST /v1/billing/bk_1", "PROVIDER_ERROR").Fails("GET /v1/payments/orders/A-1001", "NOT_FOUND_PAYMENT", 404)
            .Fails("POST /v1/billing/bk_1", "DUPLICATED_ORDER_ID").On("GET /v1/payments/orders/A-1001", Fixture.Answer("done"));
        Assert.That((await toss.Provider.CreatePaymentAsync(Requests.Payment(token: "bk_1", customerId: "c_1"))).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [TestCase(500)]
    [TestCase(401)]
    [TestCase(429)]
    public async Task An_order_that_cannot_be_read_is_not_charged_again(int status)
    {
        using var toss = new TossHost();
        toss.Fails("POST /v1/billing/bk_1", "PROVIDER_ERROR").Fails("GET /v1/payments/orders/A-1001", "COMMON_ERROR", status);
        var unknown = (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => toss.Provider.CreatePaymentAsync(Requests.Payment(token: "bk_1", customerId: "c_1"))))!;
        Assert.That((unknown.Error.ProviderCode, toss.Calls), Is.EqualTo(("PROVIDER_ERROR", 2)));
    }

    [TestCase("totalAmount", 14000)]
    [TestCase("mId", "another")]
    public async Task An_order_that_was_charged_otherwise_is_not_charged_again(string member, object value)
    {
        using var toss = new TossHost(options => options.MerchantId = "shop1");
        toss.Fails("POST /v1/billing/bk_1", "PROVIDER_ERROR").On("GET /v1/payments/orders/A-1001", Other(member, value));
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => toss.Provider.CreatePaymentAsync(Requests.Payment(token: "bk_1", customerId: "c_1")));
        Assert.That(toss.Calls, Is.EqualTo(2));
    }

    [TestCase("totalAmount", 14000)]
    [TestCase("orderId", "B-2002")]
    [TestCase("currency", "USD")]
    [TestCase("mId", "another")]
    public async Task A_charge_that_is_not_what_was_asked_for_goes_back(string member, object value)
    {
        using var toss = new TossHost(options => options.MerchantId = "shop1");
        toss.On("POST /v1/billing/bk_1", Other(member, value)).On("POST /v1/payments/pk_1/cancel", Fixture.Answer("partial"));
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(() => toss.Provider.CreatePaymentAsync(Requests.Payment(token: "bk_1", customerId: "c_1"))))!;
        Assert.That((conflict.Error.Code, conflict.Outcome), Is.EqualTo((PaymentErrorCode.Mismatch, PaymentOutcome.Refused)));
        toss.AssertAllCalled();
    }

    [Test]
    public async Task One_key_for_two_orders_is_two_keys_at_Toss_Payments_so_that_neither_gets_the_other_s_answer()
    {
        using var toss = new TossHost();
        foreach (var (order, amount) in new[] { ("A-1001", 15000), ("A-1001", 15000), ("B-2002", 15000), ("A-1001", 14000) })
        {
            toss.On("POST /v1/billing/bk_1", Fixture.Answer("done", answer => (answer["orderId"], answer["totalAmount"]) = (order, amount)));
            await toss.Provider.CreatePaymentAsync(Requests.Payment(new Money(amount, "KRW"), order, token: "bk_1", customerId: "c_1"));
        }

        Assert.That(toss.KeyOf(1), Is.EqualTo(toss.KeyOf(0)));
        Assert.That(new[] { toss.KeyOf(0), toss.KeyOf(2), toss.KeyOf(3) }, Is.Unique);
    }

    private static string Other(string member, object value) => Fixture.Answer("done", answer => answer[member] = value is int number ? number : (string)value);

    [TestCase("FAILED_INTERNAL_SYSTEM_PROCESSING", 500)]
    [TestCase("UNAUTHORIZED_KEY", 401)]
    [TestCase("FORBIDDEN_CONSECUTIVE_REQUEST", 403)]
    public async Task What_the_first_call_left_open_stays_open_whatever_the_second_fails_with(string code, int status)
    {
        using var toss = new TossHost();
        toss.Fails("POST /v1/billing/bk_1", "PROVIDER_ERROR").Fails("GET /v1/payments/orders/A-1001", "NOT_FOUND_PAYMENT", 404).Fails("POST /v1/billing/bk_1", code, status);
        var unknown = (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => toss.Provider.CreatePaymentAsync(Requests.Payment(token: "bk_1", customerId: "c_1"))))!;
        Assert.That(unknown.Error.ProviderCode, Is.EqualTo("PROVIDER_ERROR"));
    }

    [Test]
    public async Task An_order_that_was_paid_before_is_a_conflict()
    {
        using var toss = new TossHost();
        toss.Fails("POST /v1/billing/bk_1", "DUPLICATED_ORDER_ID");
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(() => toss.Provider.CreatePaymentAsync(Requests.Payment(token: "bk_1", customerId: "c_1"))))!;
        Assert.That((conflict.Error.Code, conflict.Outcome), Is.EqualTo((PaymentErrorCode.DuplicateOrder, PaymentOutcome.Refused)));
    }

    [Test]
    public async Task A_test_code_goes_along_as_a_header()
    {
        using var toss = new TossHost();
        toss.Fails("POST /v1/billing/bk_1", "REJECT_CARD_COMPANY", 403);
        await toss.Provider.CreatePaymentAsync(Requests.Payment(token: "bk_1", customerId: "c_1", testCode: "REJECT_CARD_COMPANY"));
        Assert.That(toss.Headers[0].GetValues("TossPayments-Test-Code"), Is.EqualTo(new[] { "REJECT_CARD_COMPANY" }));
    }

    [Test]
    public async Task Giving_up_before_the_parameters_are_made_is_told()
    {
        using var toss = new TossHost();
        await Assert.CatchAsync<OperationCanceledException>(() => toss.Provider.CreatePaymentAsync(Requests.Payment(), new CancellationToken(canceled: true)));
    }
}
