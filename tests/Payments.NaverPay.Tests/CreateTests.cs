namespace Payments.NaverPay.Tests;

public class CreateTests
{
    [Test]
    public async Task A_payment_sends_the_payer_to_the_page()
    {
        using var naver = new NaverPayHost(options => options.FinancialId = "financial-1");
        naver.On("v2/reserve", Fixture.Answer("reserve"));

        var payment = await naver.Provider.CreatePaymentAsync(Requests.Page());

        naver.AssertSent("reserve");
        Assert.Multiple(() =>
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.RequiresAction));
            Assert.That(payment.Reference.ToString(), Is.EqualTo("naverpay:R1?order=A-1001&related.reserve=R1"));
            Assert.That((payment.Amount, payment.CapturedAmount), Is.EqualTo((Requests.Won(11000), (Money?)Requests.Won(0))));
            Assert.That((payment.CreatedAt, payment.AsOf), Is.EqualTo((NaverPayHost.AnsweredAt, (DateTimeOffset?)NaverPayHost.AnsweredAt)));
        });
        var headers = naver.Headers[0];
        Assert.Multiple(() =>
        {
            Assert.That(headers.GetValues("X-Naver-Client-Id").Single(), Is.EqualTo("client-1"));
            Assert.That(headers.GetValues("X-Naver-Client-Secret").Single(), Is.EqualTo("client-secret-1"));
            Assert.That(headers.GetValues("X-NaverPay-Chain-Id").Single(), Is.EqualTo("chain-1"));
            Assert.That(headers.GetValues("X-NaverPay-Financial-Id").Single(), Is.EqualTo("financial-1"));
            Assert.That(headers.GetValues("X-NaverPay-Idempotency-Key").Single(), Does.Match("^[A-Za-z0-9_-]{22,64}$"));
        });
    }

    [TestCase(PaymentChannel.Web, "https://test-pay.naver.com/payments/R1")]
    [TestCase(PaymentChannel.MobileWeb, "https://test-m.pay.naver.com/payments/R1")]
    [TestCase(PaymentChannel.App, "https://test-m.pay.naver.com/payments/R1")]
    public async Task The_channel_chooses_the_page(PaymentChannel channel, string page)
    {
        using var naver = new NaverPayHost();
        naver.On("v2/reserve", Fixture.Answer("reserve"));
        var payment = await naver.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = Requests.Won(10), OrderId = "A-1001", ReturnUrl = new Uri("https://shop.example/r"), Channel = channel,
        });
        Assert.That(payment.NextAction, Is.EqualTo(new RedirectAction(new Uri(page)) { MobileUrl = new Uri("https://test-m.pay.naver.com/payments/R1") }));
    }

    [Test]
    public async Task Everything_that_can_be_asked_for_is_sent()
    {
        using var naver = new NaverPayHost();
        naver.On("v2/reserve", Fixture.Answer("reserve"));
        await naver.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = Requests.Won(11000),
            OrderId = "A-1001",
            ReturnUrl = new Uri("https://shop.example/r"),
            Method = PaymentMethod.DigitalWallet,
            Tax = new PaymentTax { TaxFree = Requests.Won(3000) },
            Items =
            [
                new PaymentItem { Name = "한국사", Quantity = 2, UnitPrice = Requests.Won(4000), Sku = "107922211", Category = "BOOK/GENERAL" },
                new PaymentItem { Name = "차", UnitPrice = Requests.Won(3000) },
            ],
            Extras =
            [
                new NaverPayPaymentExtras
                {
                    UseOn = new DateOnly(2026, 12, 24), DeliveryFee = Requests.Won(2500), EnvironmentDeposit = Requests.Won(300), ExtraDeduction = true,
                    PurchaserName = "홍길동", PurchaserBirthday = "20000101", MerchantExtraParameter = "x=1",
                    SubMerchant = new NaverPaySubMerchant
                    {
                        Name = "상점", Id = "S1", BusinessNumber = "1234567890", PayId = "P1", TelephoneNumber = "02-1", CustomerServiceUrl = new Uri("https://s.example/help"),
                    },
                },
            ],
        });
        naver.AssertSent("reserve-full");
    }

    [Test]
    public async Task Naver_pay_states_no_most()
    {
        using var naver = new NaverPayHost();
        naver.On("v2/reserve", Fixture.Answer("reserve"));
        await naver.Provider.CreatePaymentAsync(new PaymentRequest { Amount = Requests.Won(2_147_483_648), OrderId = "A-1001", ReturnUrl = new Uri("https://shop.example/r") });
        Assert.That(naver.Sent, Does.Contain("\"totalPayAmount\":2147483648"));
    }

    private static readonly TestCaseData[] Refusals =
    [
        Case("no page to come back to", "ReturnUrl", PaymentErrorCode.InvalidRequest, returnUrl: null),
        Case("another currency", "KRW only", PaymentErrorCode.UnsupportedCurrency, amount: new Money(10m, "USD")),
        Case("a part of a won", "whole won", PaymentErrorCode.InvalidAmount, amount: new Money(1000.5m, "KRW")),
        Case("too little", "10 won at least", PaymentErrorCode.AmountTooSmall, amount: new Money(9m, "KRW")),
        Case("more than a number can hold", "can count", PaymentErrorCode.AmountTooLarge, amount: new Money(9_007_199_254_740_992m, "KRW")),
        Case("a card", "chooses the means", PaymentErrorCode.MethodUnavailable, method: PaymentMethod.Card),
        Case("a coin", "no payment method", PaymentErrorCode.MethodUnavailable, method: PaymentMethod.Cryptocurrency),
        Case("instalments", "Installments", PaymentErrorCode.InvalidRequest, months: 3),
        Case("an end", "ExpiresAfter", PaymentErrorCode.InvalidRequest, expires: TimeSpan.FromMinutes(5)),
        Case("a token", "PaymentToken", PaymentErrorCode.InvalidRequest, token: "t"),
        Case("a VAT of its own", "Tax.Vat", PaymentErrorCode.InvalidRequest, tax: new PaymentTax { Vat = Requests.Won(1) }),
        Case("parts above the whole", "together", PaymentErrorCode.InvalidAmount, tax: new PaymentTax { TaxFree = Requests.Won(900) }, extras: new NaverPayPaymentExtras { EnvironmentDeposit = Requests.Won(101) }),
        Case("a delivery fee above the whole", "DeliveryFee", PaymentErrorCode.InvalidAmount, extras: new NaverPayPaymentExtras { DeliveryFee = Requests.Won(1001) }),
        Case("a category that is none", "TYPE/ID", PaymentErrorCode.InvalidRequest, items: [new PaymentItem { Name = "a", UnitPrice = Requests.Won(1), Category = "BOOK" }]),
    ];

    private static TestCaseData Case(
        string name, string says, PaymentErrorCode code, Money? amount = null, string? returnUrl = "https://shop.example/r", TimeSpan? expires = null, int? months = null,
        PaymentMethod method = PaymentMethod.Unspecified, string? token = null, PaymentTax? tax = null, ProviderExtras? extras = null, IReadOnlyList<PaymentItem>? items = null) => new TestCaseData(
        new PaymentRequest
        {
            Amount = amount ?? Requests.Won(1000), OrderId = "A-1001", ReturnUrl = returnUrl is null ? null : new Uri(returnUrl), ExpiresAfter = expires, Installments = months,
            Method = method, PaymentToken = token is null ? default(Sensitive<string>?) : new Sensitive<string>(token), Tax = tax, Extras = extras is null ? [] : [extras], Items = items,
        },
        says, code).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Refusals))]
    public async Task What_cannot_be_carried_out_is_refused_before_sending(PaymentRequest request, string says, PaymentErrorCode code)
    {
        using var naver = new NaverPayHost();
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(() => naver.Provider.CreatePaymentAsync(request)))!;
        Assert.That(refused.Message, Does.Contain(says));
        Assert.That((refused.Outcome, refused.Error.Code, naver.Calls), Is.EqualTo((PaymentOutcome.NeverSent, code, 0)));
    }

    [Test]
    public async Task The_least_amount_is_a_hundred_won_when_live()
    {
        using var naver = new NaverPayHost(options => options.Environment = NaverPayEnvironment.Production);
        var request = new PaymentRequest { Amount = Requests.Won(99), OrderId = "A-1001", ReturnUrl = new Uri("https://shop.example/r") };
        Assert.That((await Assert.ThrowsAsync<PaymentRequestException>(() => naver.Provider.CreatePaymentAsync(request)))!.Message, Does.Contain("100 won at least"));
    }

    [Test]
    public async Task The_first_answer_again_is_an_answer()
    {
        using var naver = new NaverPayHost();
        naver.On("v2/reserve", Fixture.Answer("reserve"), 409);
        Assert.That((await naver.Provider.CreatePaymentAsync(Requests.Page())).Reference.PaymentId, Is.EqualTo("R1"));
    }

    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("")]
    [TestCase("<html>")]
    [TestCase("""{"code":"Success"}""")]
    [TestCase("""{"code":"Success","body":"R1"}""")]
    [TestCase("""{"code":"Success","body":{"reserveId":""}}""")]
    [TestCase("""{"code":"Success","body":{"reserveId":[]}}""")]
    public async Task An_answer_without_a_reserve_leaves_the_outcome_open(string body)
    {
        using var naver = new NaverPayHost();
        naver.On("v2/reserve", body);
        Assert.That((await Assert.CatchAsync<PaymentException>(() => naver.Provider.CreatePaymentAsync(Requests.Page())))!.Outcome, Is.EqualTo(PaymentOutcome.Unknown));
    }

    [TestCase("tr-TR")]
    [TestCase("ar-SA")]
    [TestCase("th-TH")]
    public async Task The_host_s_culture_changes_nothing(string culture)
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo(culture);
            using var naver = new NaverPayHost();
            naver.On("v2/reserve", Fixture.Answer("reserve")).OnSearch();
            var created = await naver.Provider.CreatePaymentAsync(Requests.Page());
            await naver.Provider.GetPaymentAsync(created);
            naver.AssertSent("reserve-search");
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
