namespace Payments.Toss.Tests;

/// <summary>What could not be carried out as asked is refused before anything is sent, with the rule.</summary>
public class RuleTests
{
    private static readonly Money Dollars = new(1.50m, "USD");

    private static IEnumerable<TestCaseData> Refusals()
    {
        static TestCaseData Case(string name, PaymentRequest request, string rule, PaymentErrorCode code = PaymentErrorCode.InvalidRequest) =>
            new TestCaseData(request, rule, code, null).SetName(name);
        yield return Case("order too short", Requests.Payment(orderId: "A-100"), "6 to 64");
        yield return Case("order too long", Requests.Payment(orderId: new string('a', 65)), "6 to 64");
        yield return Case("order of other characters", Requests.Payment(orderId: "A=1001"), "6 to 64");
        yield return Case("no return", Requests.Payment(returnUrl: null), "ReturnUrl is missing");
        yield return Case("return into an app", Requests.Payment(returnUrl: "shop://ok"), "http or https");
        yield return Case("zero", Requests.Payment(new Money(0m, "KRW")), "above zero", PaymentErrorCode.InvalidAmount);
        yield return Case("a fraction of a won", Requests.Payment(new Money(15000.5m, "KRW")), "0 decimals", PaymentErrorCode.InvalidAmount);
        yield return Case("a fraction of a yen", Requests.Payment(new Money(0.5m, "JPY")), "0 decimals", PaymentErrorCode.InvalidAmount);
        yield return Case("a fraction of a cent", Requests.Payment(new Money(1.255m, "USD")), "2 decimals", PaymentErrorCode.InvalidAmount);
        yield return Case("a transfer in dollars", Requests.Payment(Dollars, method: PaymentMethod.BankTransfer), "use KRW", PaymentErrorCode.UnsupportedCurrency);
        yield return Case("a deposit in yen", Requests.Payment(new Money(100m, "JPY"), method: PaymentMethod.VirtualAccount), "use KRW", PaymentErrorCode.UnsupportedCurrency);
        yield return Case("a wallet in yen", Requests.Payment(new Money(100m, "JPY"), method: PaymentMethod.DigitalWallet, country: "JP"), "USD", PaymentErrorCode.UnsupportedCurrency);
        yield return Case("PayPal in won", Requests.Payment(extras: new() { ForeignWallet = "PAYPAL" }, country: "KR"), "USD", PaymentErrorCode.UnsupportedCurrency);
        yield return Case("a foreign wallet without a country", Requests.Payment(Dollars, method: PaymentMethod.DigitalWallet), "CountryCode is missing");
        yield return Case("a foreign wallet as a card", Requests.Payment(Dollars, method: PaymentMethod.Card, extras: new() { ForeignWallet = "PAYPAL" }, country: "US"), "ForeignWallet is a wallet");
        yield return Case("a wallet without its name", Requests.Payment(method: PaymentMethod.DigitalWallet), "EasyPay");
        yield return Case("a wallet as a transfer", Requests.Payment(method: PaymentMethod.BankTransfer, extras: new() { EasyPay = "TOSSPAY" }), "ask for Card");
        yield return Case("a wallet and a card company", Requests.Payment(extras: new() { EasyPay = "TOSSPAY", CardCompany = "61" }), "one or the other");
        yield return Case("a wallet and a foreign one", Requests.Payment(Dollars, method: PaymentMethod.DigitalWallet, extras: new() { EasyPay = "TOSSPAY" }, country: "US"), "foreign wallet");
        yield return Case("a card company and a foreign wallet", Requests.Payment(Dollars, extras: new() { ForeignWallet = "PAYPAL", CardCompany = "61" }, country: "US"), "foreign wallet");
        foreach (var method in new[] { PaymentMethod.MobileCarrier, PaymentMethod.GiftCard, PaymentMethod.Card, PaymentMethod.Unspecified })
        {
            yield return Case($"a cash receipt: {method}", Requests.Payment(method: method, extras: new() { CashReceipt = TossCashReceipt.IncomeDeduction }), "CashReceipt is for");
            yield return Case($"escrow: {method}", Requests.Payment(method: method, extras: new() { UseEscrow = true }, items: Requests.Goods), "UseEscrow is for");
        }

        yield return Case("no escrow of a phone bill", Requests.Payment(method: PaymentMethod.MobileCarrier, extras: new() { UseEscrow = false }), "UseEscrow is for");
        yield return Case("a cash receipt of a billing key", Requests.Payment(method: PaymentMethod.BankTransfer, token: "bk_1", customerId: "c_1", extras: new() { CashReceipt = TossCashReceipt.NotIssued }), "CashReceipt is for");
        yield return Case("escrow of a billing key", Requests.Payment(token: "bk_1", customerId: "c_1", extras: new() { UseEscrow = false }), "UseEscrow is for");
        yield return Case("escrow in the server's window", Requests.Payment(method: PaymentMethod.BankTransfer, extras: new() { UseEscrow = true, Flow = TossFlow.HostedWindow }, items: Requests.Goods), "leave it out elsewhere");
        yield return Case("escrow of nothing", Requests.Payment(method: PaymentMethod.BankTransfer, extras: new() { UseEscrow = true }), "Items is missing");
        yield return Case(
            "escrow in another currency", Requests.Payment(method: PaymentMethod.BankTransfer, extras: new() { UseEscrow = true }, items: [new() { Name = "T-shirt", UnitPrice = Dollars }]),
            "payment's currency", PaymentErrorCode.InvalidAmount);
        yield return Case("a method it lacks", Requests.Payment(method: PaymentMethod.Cryptocurrency), "Cryptocurrency", PaymentErrorCode.MethodUnavailable);
        yield return Case("13 instalments", Requests.Payment(new Money(50000m, "KRW"), installments: 13), "2 to 12");
        yield return Case("instalments of little", Requests.Payment(new Money(49999m, "KRW"), installments: 2), "50,000 KRW");
        yield return Case("instalments of a transfer", Requests.Payment(new Money(50000m, "KRW"), method: PaymentMethod.BankTransfer, installments: 2), "card in KRW");
        yield return Case("instalments in dollars", Requests.Payment(new Money(500m, "USD"), installments: 2), "card in KRW");
        yield return Case("expiry of a phone bill", Requests.Payment(method: PaymentMethod.MobileCarrier, expiresAfter: TimeSpan.FromHours(1)), "ExpiresAfter is for");
        yield return Case("91 days", Requests.Payment(method: PaymentMethod.VirtualAccount, expiresAfter: TimeSpan.FromHours(2161)), "2160 hours");
        yield return Case("another tax", Requests.Payment(tax: new PaymentTax { Vat = new Money(1365m, "KRW") }), "Tax.Vat", PaymentErrorCode.InvalidAmount);
        yield return Case("a long e-mail", Requests.Payment(customer: new PaymentCustomer { Email = new string('a', 95) + "@a.com" }), "Customer.Email");
        yield return Case("metadata: too many", Requests.Payment(metadata: Enumerable.Range(0, 6).ToDictionary(i => "k" + i, _ => "v")), "at most 5");
        yield return Case("metadata: key", Requests.Payment(metadata: new() { [new string('k', 41)] = "v" }), "40 characters");
        yield return Case("metadata: brackets", Requests.Payment(metadata: new() { ["a[b]"] = "v" }), "square brackets");
        yield return Case("metadata: value", Requests.Payment(metadata: new() { ["a"] = new string('v', 2001) }), "2000 characters");
        yield return Case("a deposit without a name", Requests.Payment(extras: new() { Bank = "20" }), "Customer.Name is missing");
        yield return Case("a bank for a card", Requests.Payment(method: PaymentMethod.Card, extras: new() { Bank = "20" }, customer: Requests.Customer), "leave Bank out", PaymentErrorCode.MethodUnavailable);
        yield return Case("a deposit in instalments", Requests.Payment(new Money(50000m, "KRW"), extras: new() { Bank = "20" }, customer: Requests.Customer, installments: 2), "Installments");
        yield return Case("an account key without a bank", Requests.Payment(extras: new() { AccountKey = "a" }), "AccountKey goes with Bank");
        yield return Case("a long account key", Requests.Payment(extras: new() { Bank = "20", AccountKey = new string('a', 14) }, customer: Requests.Customer), "13 characters");
        yield return Case("a receipt number on a page", Requests.Payment(method: PaymentMethod.BankTransfer, extras: new() { CashReceipt = TossCashReceipt.IncomeDeduction, CashReceiptNumber = "010" }), "CashReceiptNumber goes with");
        yield return Case("a billing key without its customer", Requests.Payment(token: "bk_1"), "CustomerId is missing");
        yield return Case("a billing key in dollars", Requests.Payment(Dollars, token: "bk_1", customerId: "c_1"), "use KRW", PaymentErrorCode.UnsupportedCurrency);
        yield return Case("a billing key as a deposit", Requests.Payment(method: PaymentMethod.VirtualAccount, token: "bk_1", customerId: "c_1"), "leave Method out", PaymentErrorCode.MethodUnavailable);
        yield return Case("a billing key with an end", Requests.Payment(token: "bk_1", customerId: "c_1", expiresAfter: TimeSpan.FromHours(1)), "ExpiresAfter");
        yield return Case("a billing key with a slash", Requests.Payment(token: "bk/1", customerId: "c_1"), "slash");
        yield return Widget("a method of the widget", Requests.Payment(method: PaymentMethod.Card), "leave Method out", PaymentErrorCode.MethodUnavailable);
        yield return Widget("a wallet of the widget", Requests.Payment(extras: new() { EasyPay = "TOSSPAY" }), "takes Flow only");
        yield return Widget("an end of the widget", Requests.Payment(expiresAfter: TimeSpan.FromHours(1)), "ExpiresAfter is for");
        yield return Widget("instalments of the widget", Requests.Payment(new Money(50000m, "KRW"), installments: 2), "card in KRW");
        yield return Widget("a billing key with the widget's key", Requests.Payment(token: "bk_1", customerId: "c_1"), "'…_sk_…'");
        yield return Widget("a deposit with the widget's key", Requests.Payment(extras: new() { Bank = "20" }, customer: Requests.Customer), "'…_sk_…'");
        yield return new TestCaseData(Requests.Payment(testCode: "REJECT_CARD_PAYMENT"), "test keys", PaymentErrorCode.InvalidRequest, "live_sk_key").SetName("a test code with a live key");
        yield return new TestCaseData(Requests.Payment(testCode: "REJECT_CARD_PAYMENT"), "test keys", PaymentErrorCode.InvalidRequest, "live_gsk_key").SetName("a test code with a live widget key");

        static TestCaseData Widget(string name, PaymentRequest request, string rule, PaymentErrorCode code = PaymentErrorCode.InvalidRequest) =>
            new TestCaseData(request, rule, code, "test_gsk_key").SetName(name);
    }

    [TestCaseSource(nameof(Refusals))]
    public async Task What_Toss_Payments_could_not_carry_out_is_refused_with_the_rule(object request, string rule, PaymentErrorCode code, string? secretKey)
    {
        using var toss = new TossHost(options => (options.SecretKey, options.ClientKey) = (secretKey ?? options.SecretKey, null));
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(() => toss.Provider.CreatePaymentAsync((PaymentRequest)request)))!;
        Assert.Multiple(() =>
        {
            Assert.That(refused.Message, Does.Contain(rule));
            Assert.That((refused.Outcome, refused.Error.Code), Is.EqualTo((PaymentOutcome.NeverSent, code)));
            Assert.That(toss.Calls, Is.Zero);
        });
    }

    [Test]
    public async Task Money_cannot_be_held()
    {
        using var toss = new TossHost();
        var refused = (await Assert.ThrowsAsync<PaymentOperationNotSupportedException>(() => toss.Provider.CreatePaymentAsync(Requests.Payment(capture: CaptureMode.Manual))))!;
        Assert.That(refused.Operation, Is.EqualTo(PaymentOperations.Capture));
        Assert.That(toss.Calls, Is.Zero);
    }

    [Test]
    public async Task A_test_code_is_refused_with_a_live_key_whatever_it_is_for()
    {
        using var toss = new TossHost(options => (options.SecretKey, options.ClientKey) = ("live_sk_key", "live_ck_key"));
        IReadOnlyList<ProviderExtras> extras = [new TossTestExtras { TestCode = "PROVIDER_ERROR" }];
        var confirm = Requests.Confirm();
        await Assert.ThrowsAsync<PaymentRequestException>(() => toss.Provider.ConfirmPaymentAsync(
            new ConfirmPaymentRequest { Payment = confirm.Payment, Amount = confirm.Amount, ReturnParameters = confirm.ReturnParameters, Extras = extras }));
        await Assert.ThrowsAsync<PaymentRequestException>(() => toss.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Paid, Extras = extras }));
        await Assert.ThrowsAsync<PaymentRequestException>(() => toss.Provider.RefundPaymentAsync(new RefundRequest { Payment = Requests.Paid, Extras = extras }));
        Assert.That(toss.Calls, Is.Zero);
    }

    [TestCase("15000.00", "KRW", "15000")]
    [TestCase("15000", "KRW", "15000")]
    [TestCase("1.50", "USD", "1.5")]
    [TestCase("1.25", "USD", "1.25")]
    [TestCase("2.00", "USD", "2")]
    [TestCase("100.0", "JPY", "100")]
    [TestCase("9999999999999", "KRW", "9999999999999")]
    public async Task An_amount_is_a_plain_number_without_trailing_zeros_in_any_culture(string amount, string currency, string expected)
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo("de-DE");
            using var toss = new TossHost(options => options.Flow = TossFlow.HostedWindow);
            toss.On("POST /v1/payments", Fixture.Answer("ready"));
            await toss.Provider.CreatePaymentAsync(Requests.Payment(new Money(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), currency)));
            Assert.That(toss.Sent, Does.Contain($"\"amount\":{expected},\"currency\":\"{currency}\""));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
