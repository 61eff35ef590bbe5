using System.Globalization;
using System.Text.Json;

namespace Payments.Inicis.Tests;

/// <summary>What the payer's browser is given. Nothing is sent.</summary>
internal sealed class CreateTests
{
    private static readonly InicisPaymentExtras CloseUrl = new() { CloseUrl = new Uri("https://shop.example/close") };

    [Test]
    public async Task The_PC_window_gets_its_signed_fields()
    {
        using var host = new InicisHost();
        var payment = await host.Provider.CreatePaymentAsync(Requests.Payment());
        var sdk = (ClientSdkAction)payment.NextAction!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.RequiresAction));
            Assert.That(payment.Reference, Is.EqualTo(Requests.Order), "There is no transaction yet.");
            Assert.That(payment.Amount, Is.EqualTo(Requests.Amount));
            Assert.That(payment.CapturedAmount, Is.EqualTo(Money.Zero(Currency.KRW)));
            Assert.That(payment.CreatedAt, Is.EqualTo(TestClock.Start));
            Assert.That(sdk.Sdk, Is.EqualTo("INIStdPay"));
            Assert.That(sdk.ScriptUrl!.OriginalString, Is.EqualTo("https://stdpay.inicis.com/stdjs/INIStdPay.js"));
            Assert.That(Parameters(sdk), Is.EqualTo(new Dictionary<string, string>
            {
                ["version"] = "1.0", ["mid"] = "INIpayTest", ["oid"] = "A-1001", ["price"] = "15000", ["timestamp"] = "1793318400000", ["use_chkfake"] = "Y",
                ["signature"] = "503e66b0f7059f2a8258a89d143045264b3beef29747b8af24c0f0ed5e39b0cd",
                ["verification"] = "18dfa83af2253aa4f0761fed38674c8e29409a4e768b69429482c45410a6c6ae",
                ["mKey"] = "3a9503069192f207491d4b19bd743fc249a761ed94246c8c42fed06c3cd15a33",
                ["currency"] = "WON", ["goodname"] = "머그컵 두 개", ["buyername"] = "홍길동", ["buyertel"] = "010-1234-5678",
                ["buyeremail"] = "gildong.hong@example.com", ["returnUrl"] = "https://shop.example/return/A-1001", ["acceptmethod"] = "centerCd(Y)",
                ["merchantData"] = Requests.Mark, ["charset"] = "UTF-8",
            }));
            Assert.That(host.Calls, Is.Zero);
        }
    }

    [Test]
    public async Task The_mobile_page_gets_its_signed_form()
    {
        using var host = new InicisHost();
        var payment = await host.Provider.CreatePaymentAsync(Requests.Payment(channel: PaymentChannel.MobileWeb));
        var form = (FormPostAction)payment.NextAction!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(form.Url.OriginalString, Is.EqualTo("https://mobile.inicis.com/smart/payment/"));
            Assert.That(form.AcceptCharset, Is.EqualTo("EUC-KR"), "P_CHARSET is of what comes back.");
            Assert.That(form.Fields, Is.EqualTo(new Dictionary<string, string>
            {
                ["P_INI_PAYMENT"] = "CARD", ["P_MID"] = "INIpayTest", ["P_OID"] = "A-1001", ["P_AMT"] = "15000", ["P_GOODS"] = "머그컵 두 개", ["P_UNAME"] = "홍길동",
                ["P_MOBILE"] = "010-1234-5678", ["P_EMAIL"] = "gildong.hong@example.com", ["P_NEXT_URL"] = "https://shop.example/return/A-1001",
                ["P_TIMESTAMP"] = "1793318400000",
                ["P_CHKFAKE"] = "GKsceWmntMBOXyAPtvzCo8zUxEQoiehoGiegp5OJDqUga2ZQVr7DOuFRoiVdCcEXhTo5n7AVYOlR4d1R8uMDTQ==",
                ["P_RESERVED"] = "centerCd=Y&amt_hash=Y", ["P_CHARSET"] = "utf8", ["P_NOTI"] = Requests.Mark,
            }));
            Assert.That(host.Calls, Is.Zero);
        }
    }

    [TestCase(PaymentMethod.Card, "Card", "CARD")]
    [TestCase(PaymentMethod.CreditCard, "Card", "CARD")]
    [TestCase(PaymentMethod.DebitCard, "Card", "CARD")]
    [TestCase(PaymentMethod.BankTransfer, "DirectBank", "BANK")]
    [TestCase(PaymentMethod.VirtualAccount, "VBank", "VBANK")]
    [TestCase(PaymentMethod.MobileCarrier, "HPP", "MOBILE")]
    [TestCase(PaymentMethod.GiftCard, "Culture", "CULTURE")]
    public async Task A_method_is_asked_for(PaymentMethod method, string standard, string mobile)
    {
        Assert.That((await WindowAsync(Requests.Payment(method)))["gopaymethod"], Is.EqualTo(standard));
        var page = await PageAsync(Requests.Payment(method, PaymentChannel.App, webhookUrl: new Uri("https://shop.example/notices")));
        Assert.That(page["P_INI_PAYMENT"], Is.EqualTo(mobile));
        Assert.That(page["P_NOTI_URL"], Is.EqualTo("https://shop.example/notices"));
    }

    [Test]
    public async Task A_small_card_payment_is_asked_for_as_such()
    {
        var small = new Money(999m, "KRW");
        Assert.That((await WindowAsync(Requests.Payment(amount: small)))["acceptmethod"], Is.EqualTo("centerCd(Y):below1000:HPP(2)"));
        Assert.That((await WindowAsync(Requests.Payment(PaymentMethod.BankTransfer, amount: small)))["acceptmethod"], Is.EqualTo("centerCd(Y)"));
        Assert.That((await PageAsync(Requests.Payment(channel: PaymentChannel.MobileWeb, amount: small)))["P_RESERVED"], Is.EqualTo("centerCd=Y&amt_hash=Y&below1000=Y"));
        Assert.That((await WindowAsync(Requests.Payment(amount: new Money(1000m, "KRW"))))["acceptmethod"], Does.Not.Contain("below1000"));
    }

    [Test]
    public async Task A_phone_bill_says_what_is_sold()
    {
        Assert.That((await WindowAsync(Requests.Payment(PaymentMethod.MobileCarrier)))["acceptmethod"], Is.EqualTo("centerCd(Y):HPP(2)"));
        Assert.That((await PageAsync(Requests.Payment(PaymentMethod.MobileCarrier, PaymentChannel.MobileWeb)))["P_HPP_METHOD"], Is.EqualTo("2"));
        Assert.That((await PageAsync(Requests.Payment(channel: PaymentChannel.MobileWeb))).ContainsKey("P_HPP_METHOD"), Is.False);
    }

    // 09:00 in Korea and 3 hours and 59 seconds, in whole minutes of Korean time.
    [Test]
    public async Task A_deposit_deadline_is_in_Korean_time()
    {
        var lifetime = TimeSpan.FromHours(63) + TimeSpan.FromSeconds(59);
        Assert.That((await WindowAsync(Requests.Payment(PaymentMethod.VirtualAccount, expiresAfter: lifetime)))["acceptmethod"], Is.EqualTo("centerCd(Y):vbank(202611020000)"));
        var page = await PageAsync(Requests.Payment(
            PaymentMethod.VirtualAccount, PaymentChannel.MobileWeb, expiresAfter: lifetime, webhookUrl: new Uri("https://shop.example/notices")));
        Assert.That((page["P_VBANK_DT"], page["P_VBANK_TM"]), Is.EqualTo(("20261102", "0000")));
    }

    [Test]
    public async Task Instalments_taxes_receipts_and_pages_are_passed_on()
    {
        var tax = new PaymentTax { Vat = new Money(1000m, "KRW"), TaxFree = new Money(4000m, "KRW") };
        var extras = new InicisPaymentExtras { CloseUrl = new Uri("https://shop.example/close"), CashReceipt = true, AppScheme = "shop://" };
        var window = await WindowAsync(Requests.Payment(installments: 3, tax: tax, extras: extras));
        var page = await PageAsync(Requests.Payment(channel: PaymentChannel.App, installments: 3, tax: tax, extras: extras));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((window["quotabase"], window["tax"], window["taxfree"]), Is.EqualTo(("3", "1000", "4000")));
            Assert.That((window["closeUrl"], window["acceptmethod"]), Is.EqualTo(("https://shop.example/close", "centerCd(Y):HPP(2):va_receipt")));
            Assert.That((page["P_QUOTABASE"], page["P_TAX"], page["P_TAXFREE"]), Is.EqualTo(("03", "1000", "4000")));
            Assert.That(page["P_RESERVED"], Is.EqualTo("centerCd=Y&amt_hash=Y&vbank_receipt=Y&app_scheme=shop://"));
        }

        var without = await WindowAsync(Requests.Payment(extras: new InicisPaymentExtras { CashReceipt = false }));
        Assert.That(without["acceptmethod"], Is.EqualTo("centerCd(Y):HPP(2):no_receipt"));
    }

    [TestCase(null, null, null)]
    [TestCase(0, "0", "01")]
    [TestCase(2, "2", "02")]
    [TestCase(12, "12", "12")]
    public async Task A_single_payment_is_asked_for_and_nothing_leaves_it_to_the_payer(int? months, string? window, string? page)
    {
        Assert.That((await WindowAsync(Requests.Payment(installments: months))).GetValueOrDefault("quotabase"), Is.EqualTo(window));
        Assert.That((await PageAsync(Requests.Payment(channel: PaymentChannel.App, installments: months))).GetValueOrDefault("P_QUOTABASE"), Is.EqualTo(page));
    }

    [Test]
    public async Task An_address_that_the_mobile_page_would_refuse_is_left_out()
    {
        var customer = Requests.Payment().Customer! with { Email = "a-b@x.kr" };
        Assert.That(await PageAsync(Requests.Payment(channel: PaymentChannel.MobileWeb, customer: customer)), Does.Not.ContainKey("P_EMAIL"));
    }

    [Test]
    public async Task Display_texts_are_cut_at_a_character()
    {
        var customer = new PaymentCustomer { Name = "가나다라마바사아자차카", Email = "a@b.example", Phone = "1" };
        var window = await WindowAsync(Requests.Payment(description: new string('가', 40), customer: customer));
        Assert.That(window["goodname"], Is.EqualTo(new string('가', 12) + "..."), "36 of 37 bytes, and what says that it goes on.");
        Assert.That(window["buyername"], Is.EqualTo("가나다라마바사아자차"), "30 bytes.");
        var page = await PageAsync(Requests.Payment(channel: PaymentChannel.MobileWeb, description: new string('가', 40), customer: customer));
        Assert.That(page["P_GOODS"], Is.EqualTo(new string('가', 26)), "78 of 80 bytes.");
        Assert.That((await WindowAsync(Requests.Payment(description: " ")))["goodname"], Is.EqualTo("A-1001"));
        Assert.That((await WindowAsync(Requests.Payment(description: new string('a', 40))))["goodname"], Is.EqualTo(new string('a', 40)));
        Assert.That((await WindowAsync(Requests.Payment(description: new string('a', 41))))["goodname"], Is.EqualTo(new string('a', 37) + "..."));
    }

    [Test]
    public async Task Dollars_are_cents()
    {
        var window = await WindowAsync(Requests.Payment(amount: new Money(12.34m, "USD")));
        Assert.That((window["price"], window["currency"]), Is.EqualTo(("1234", "USD")));
    }

    [Test]
    public async Task A_repeat_that_knows_when_it_was_asked_for_is_signed_the_same()
    {
        using var host = new InicisHost();
        var request = new PaymentRequest
        {
            Amount = Requests.Amount, OrderId = "A-1001", Customer = Requests.Payment().Customer, ReturnUrl = new Uri("https://shop.example/r"),
            RequestedAt = TestClock.Start.AddMinutes(-5),
        };
        var first = await host.Provider.CreatePaymentAsync(request);
        host.Clock.Now += TimeSpan.FromHours(1);
        var second = await host.Provider.CreatePaymentAsync(request);
        Assert.That(Parameters(second.NextAction!), Is.EqualTo(Parameters(first.NextAction!)));
    }

    [TestCase("tr-TR")]
    [TestCase("ar-SA")]
    [TestCase("fa-IR")]
    public async Task The_culture_does_not_matter(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            var window = await WindowAsync(Requests.Payment(PaymentMethod.VirtualAccount, expiresAfter: TimeSpan.FromDays(1)));
            Assert.That((window["price"], window["timestamp"], window["acceptmethod"]), Is.EqualTo(("15000", "1793318400000", "centerCd(Y):vbank(202610310900)")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static IEnumerable<TestCaseData> Refusals()
    {
        var customer = Requests.Payment().Customer!;
        yield return Case("OrderId", Requests.Payment(orderId: "주문1"));
        yield return Case("OrderId", Requests.Payment(orderId: new string('A', 41)));
        yield return Case("OrderId", Requests.Payment(orderId: "A 1"));
        yield return Case("begin with a digit", Requests.Payment(channel: PaymentChannel.MobileWeb, orderId: "1001-A"));
        yield return Case("100 KRW", Requests.Payment(amount: new Money(99m, "KRW")), PaymentErrorCode.AmountTooSmall);
        yield return Case("whole won", Requests.Payment(amount: new Money(1000.5m, "KRW")), PaymentErrorCode.InvalidAmount);
        yield return Case("whole cents", Requests.Payment(amount: new Money(1.005m, "USD")), PaymentErrorCode.InvalidAmount);
        yield return Case("KRW and USD", Requests.Payment(amount: new Money(10m, "EUR")), PaymentErrorCode.UnsupportedCurrency);
        yield return Case("by card only", Requests.Payment(PaymentMethod.VirtualAccount, amount: new Money(10m, "USD")), PaymentErrorCode.UnsupportedCurrency);
        yield return Case("KRW only", Requests.Payment(channel: PaymentChannel.MobileWeb, amount: new Money(10m, "USD")), PaymentErrorCode.UnsupportedCurrency);
        yield return Case("ReturnUrl", Requests.Payment(returnUrl: new Uri("http://shop.example/return")));
        yield return Case("CloseUrl", Requests.Payment(returnUrl: new Uri("https://other.example/return"), extras: CloseUrl));
        yield return Case("AppScheme", Requests.Payment(channel: PaymentChannel.App, extras: new InicisPaymentExtras { AppScheme = "shop://&amt_hash=N" }));
        yield return Case("Customer.Name", Requests.Payment(customer: customer with { Name = null }));
        yield return Case("Customer.Name", Requests.Payment(channel: PaymentChannel.MobileWeb, customer: new PaymentCustomer()));
        yield return Case("Customer.Phone", Requests.Payment(customer: customer with { Phone = null }));
        yield return Case("Customer.Email", Requests.Payment(customer: customer with { Email = null }));
        yield return Case("special characters", Requests.Payment(customer: customer with { Email = "a+b@example.com" }));
        yield return Case("leave Method out", Requests.Payment(PaymentMethod.DigitalWallet), PaymentErrorCode.MethodUnavailable);
        yield return Case("no payment method", Requests.Payment(PaymentMethod.Cryptocurrency), PaymentErrorCode.MethodUnavailable);
        yield return Case("ExpiresAfter", Requests.Payment(PaymentMethod.Card, expiresAfter: TimeSpan.FromHours(1)));
        yield return Case("Channel.PointOfSale", Requests.Payment(channel: PaymentChannel.PointOfSale));
        yield return Case("WebhookUrl", Requests.Payment(PaymentMethod.VirtualAccount, PaymentChannel.MobileWeb));

        static TestCaseData Case(string said, PaymentRequest request, PaymentErrorCode code = PaymentErrorCode.InvalidRequest) =>
            new TestCaseData(said, request, code).SetArgDisplayNames(said, request.OrderId, request.Amount.ToString(), request.Method.ToString());
    }

    [TestCaseSource(nameof(Refusals))]
    public async Task What_Inicis_cannot_take_is_refused_with_the_rule(string said, PaymentRequest request, PaymentErrorCode code)
    {
        using var host = new InicisHost();
        var thrown = (await Assert.ThrowsAsync<PaymentRequestException>(() => host.Provider.CreatePaymentAsync(request)))!;
        Assert.That(thrown.Message, Does.Contain(said));
        Assert.That((thrown.Error.Code, thrown.Outcome), Is.EqualTo((code, PaymentOutcome.NeverSent)));
    }

    [Test]
    public async Task Money_cannot_be_held()
    {
        using var host = new InicisHost();
        var thrown = (await Assert.ThrowsAsync<PaymentOperationNotSupportedException>(
            () => host.Provider.CreatePaymentAsync(Requests.Payment(captureMode: CaptureMode.Manual))))!;
        Assert.That(thrown.Operation, Is.EqualTo(PaymentOperations.Capture));
    }

    [Test]
    public async Task A_phone_bill_needs_the_contracts_kind()
    {
        using var host = new InicisHost();
        var thrown = (await Assert.ThrowsAsync<PaymentRequestException>(() => host.Provider.CreatePaymentAsync(Requests.Payment(PaymentMethod.MobileCarrier))))!;
        Assert.That(thrown.Message, Does.Contain("PhoneBill"));
    }

    [Test]
    public async Task A_phone_needs_the_hash_key()
    {
        using var host = new InicisHost(options => options.HashKey = null);
        var thrown = (await Assert.ThrowsAsync<PaymentRequestException>(() => host.Provider.CreatePaymentAsync(Requests.Payment(channel: PaymentChannel.App))))!;
        Assert.That(thrown.Message, Does.Contain("HashKey"));
    }

    [Test]
    public async Task Test_merchants_get_the_test_script()
    {
        using var host = new InicisHost(options => options.Environment = InicisEnvironment.Test);
        var payment = await host.Provider.CreatePaymentAsync(Requests.Payment());
        Assert.That(((ClientSdkAction)payment.NextAction!).ScriptUrl!.Host, Is.EqualTo("stgstdpay.inicis.com"));
    }

    private static async Task<Dictionary<string, string>> WindowAsync(PaymentRequest request) => Parameters(await NextAsync(request));

    private static async Task<IReadOnlyDictionary<string, string>> PageAsync(PaymentRequest request) => ((FormPostAction)await NextAsync(request)).Fields;

    private static async Task<NextAction> NextAsync(PaymentRequest request)
    {
        using var host = new InicisHost(options => options.PhoneBill = InicisPhoneBill.Goods);
        return (await host.Provider.CreatePaymentAsync(request)).NextAction!;
    }

    private static Dictionary<string, string> Parameters(NextAction action) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(((ClientSdkAction)action).Parameters.Reveal())!;
}
