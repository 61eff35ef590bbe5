namespace Payments.KakaoPay.Tests;

public class CreateTests
{
    [Test]
    public async Task A_payment_sends_the_payer_to_the_page_and_keeps_what_the_approval_wants_again()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("ready", Fixture.Answer("ready"));

        var payment = await kakao.Provider.CreatePaymentAsync(Requests.Page());

        kakao.AssertSent("ready");
        Assert.Multiple(() =>
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.RequiresAction));
            Assert.That(payment.Reference.ToString(), Is.EqualTo("kakaopay:T1234567890123456789?order=A-1001"));
            Assert.That(payment.Amount, Is.EqualTo(Requests.Won(11000)));
            Assert.That(payment.CapturedAmount, Is.EqualTo(Requests.Won(0)));
            Assert.That(payment.CreatedAt, Is.EqualTo(new DateTimeOffset(2026, 11, 28, 21, 18, 22, TimeSpan.FromHours(9))), "Kakao Pay writes Korean time.");
            Assert.That(payment.AsOf, Is.EqualTo(KakaoPayHost.AnsweredAt));
            Assert.That(payment.ProviderState!.Value.Reveal(), Is.EqualTo("""{"partner_user_id":"user-17"}"""));
            Assert.That(payment.GetRecurringKey(), Is.Null);
        });
        Assert.That(kakao.Headers[0].Authorization!.ToString(), Is.EqualTo("SECRET_KEY DEV0TEST0KEY"));
    }

    [TestCase(PaymentChannel.Web, "info")]
    [TestCase(PaymentChannel.MobileWeb, "mInfo")]
    [TestCase(PaymentChannel.App, "aInfo")]
    public async Task The_channel_chooses_the_page_and_the_others_are_there(PaymentChannel channel, string page)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("ready", Fixture.Answer("ready"));
        var payment = await kakao.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = Requests.Won(1), OrderId = "A-1001", ReturnUrl = new Uri("https://shop.example/"), Channel = channel,
        });
        const string Pages = "https://online-pay.kakaopay.com/mockup/v1/abc/";
        const string Scheme = "kakaotalk://kakaopay/pg?url=https://online-pay.kakaopay.com/pay/mockup/abc";
        Assert.That(payment.NextAction, Is.EqualTo(new RedirectAction(new Uri(Pages + page))
        {
            MobileUrl = new Uri(Pages + "mInfo"), AppUrl = new Uri(Pages + "aInfo"), AndroidAppUrl = new Uri(Scheme), IosAppUrl = new Uri(Scheme),
        }));
    }

    [Test]
    public async Task Everything_that_can_be_asked_for_is_sent()
    {
        using var kakao = new KakaoPayHost(options => options.CidSecret = "abcdefghijkl012345678901");
        kakao.On("ready", Fixture.Answer("ready"));
        await kakao.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = Requests.Won(11000),
            OrderId = "A-1001",
            CustomerId = "user-17",
            ReturnUrl = new Uri("https://shop.example/return"),
            Method = PaymentMethod.CreditCard,
            Installments = 3,
            Tax = new PaymentTax { TaxFree = Requests.Won(3300), Vat = Requests.Won(700) },
            Items = [new PaymentItem { Name = "초코파이", Quantity = 3, UnitPrice = Requests.Won(3600), Sku = "SKU-1" }],
            Extras =
            [
                new KakaoPayPaymentExtras
                {
                    AvailableCards = ["HANA", "KAKAOBANK"], UseShareInstallment = true, GreenDeposit = Requests.Won(300), ReturnCustomUrl = new Uri("shopapp://paid"),
                },
            ],
        });
        kakao.AssertSent("ready-full");
    }

    [TestCase(PaymentMethod.Unspecified, 0, true)]
    [TestCase(PaymentMethod.CreditCard, 0, true)]
    [TestCase(PaymentMethod.DebitCard, 0, false)]
    [TestCase(PaymentMethod.DigitalWallet, 0, false)]
    [TestCase(PaymentMethod.DebitCard, null, false)]
    public async Task A_number_of_months_is_fixed_only_where_it_would_not_refuse_the_means(PaymentMethod method, int? months, bool isSent)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("ready", Fixture.Answer("ready"));
        await kakao.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = Requests.Won(60000), OrderId = "A-1001", ReturnUrl = new Uri("https://shop.example/r"), Method = method, Installments = months,
        });
        Assert.That(kakao.Sent, isSent ? Does.Contain("\"install_month\":0") : Does.Not.Contain("install_month"));
    }

    [TestCase("1012345678")]
    [TestCase("user-01012345678")]
    [TestCase("0101234567890")]
    public async Task An_id_of_digits_is_no_phone_number(string customerId)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("ready", Fixture.Answer("ready"));
        await kakao.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = Requests.Won(1000), OrderId = "A-1001", CustomerId = customerId, ReturnUrl = new Uri("https://shop.example/r"),
        });
        Assert.That(kakao.Sent, Does.Contain($"\"partner_user_id\":\"{customerId}\""));
    }

    [Test]
    public async Task A_guest_is_named_by_the_order_and_the_item_too()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("ready", Fixture.Answer("ready"));
        var payment = await kakao.Provider.CreatePaymentAsync(new PaymentRequest { Amount = Requests.Won(1), OrderId = "A-1001", ReturnUrl = new Uri("https://shop.example/r") });
        kakao.AssertSent("ready-guest");
        Assert.That(payment.ProviderState!.Value.Reveal(), Is.EqualTo("""{"partner_user_id":"A-1001"}"""));
    }

    [Test]
    public async Task Text_that_is_shown_is_cut_between_characters()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("ready", Fixture.Answer("ready"));
        await kakao.Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = Requests.Won(1), OrderId = "A-1001", ReturnUrl = new Uri("https://shop.example/r"), Description = new string('a', 99) + "😀",
        });
        Assert.That(kakao.Sent, Does.Contain($"\"item_name\":\"{new string('a', 99)}\""));
    }

    private static readonly TestCaseData[] Refusals =
    [
        Case("no page to come back to", "ReturnUrl", PaymentErrorCode.InvalidRequest, returnUrl: null),
        Case("another currency", "KRW only", PaymentErrorCode.UnsupportedCurrency, amount: new Money(10m, "USD")),
        Case("a part of a won", "whole won", PaymentErrorCode.InvalidAmount, amount: new Money(10.5m, "KRW")),
        Case("more than can be counted", "2147483647", PaymentErrorCode.AmountTooLarge, amount: new Money(2147483648m, "KRW")),
        Case("a page in plain text", "https", PaymentErrorCode.InvalidRequest, returnUrl: "http://shop.example/r"),
        Case("a page of another scheme", "https", PaymentErrorCode.InvalidRequest, returnUrl: "ftp://shop.example/r"),
        Case("a long address", "255 bytes", PaymentErrorCode.InvalidRequest, returnUrl: "https://shop.example/" + new string('a', 235)),
        Case("an address of many bytes", "255 bytes", PaymentErrorCode.InvalidRequest, returnUrl: "https://shop.example/" + new string('가', 79)),
        Case("a long order", "OrderId has 1 to 100", PaymentErrorCode.InvalidRequest, order: new string('A', 101)),
        Case("a long payer", "CustomerId has 1 to 100", PaymentErrorCode.InvalidRequest, customer: new string('u', 101)),
        Case("a payer by mail address", "no name, e-mail", PaymentErrorCode.InvalidRequest, customer: "jenny@example.com"),
        Case("a payer by phone number", "phone number", PaymentErrorCode.InvalidRequest, customer: "010-1234-5678"),
        Case("a payer by phone number without hyphens", "phone number", PaymentErrorCode.InvalidRequest, customer: "01012345678"),
        Case("a payer by phone number of a country", "phone number", PaymentErrorCode.InvalidRequest, customer: "+82 10-1234-5678"),
        Case("an end", "ExpiresAfter", PaymentErrorCode.InvalidRequest, expires: TimeSpan.FromMinutes(5)),
        Case("a counter", "PointOfSale", PaymentErrorCode.InvalidRequest, channel: PaymentChannel.PointOfSale),
        Case("thirteen months", "0 to 12 months", PaymentErrorCode.InvalidRequest, months: 13),
        Case("instalments of money", "no instalments", PaymentErrorCode.InvalidRequest, months: 3, method: PaymentMethod.DigitalWallet),
        Case("instalments of a debit card", "no instalments", PaymentErrorCode.InvalidRequest, months: 2, method: PaymentMethod.DebitCard),
        Case("a bank", "no payment method", PaymentErrorCode.MethodUnavailable, method: PaymentMethod.BankTransfer),
        Case("a gift card", "cannot restrict", PaymentErrorCode.MethodUnavailable, method: PaymentMethod.GiftCard),
        Case("parts above the whole", "together", PaymentErrorCode.InvalidAmount, tax: new PaymentTax { TaxFree = Requests.Won(600), Vat = Requests.Won(401) }),
        Case("a tax-free part above the whole", "Tax.TaxFree", PaymentErrorCode.InvalidAmount, tax: new PaymentTax { TaxFree = Requests.Won(1001) }),
        Case("a tax of another currency", "Tax.Vat", PaymentErrorCode.UnsupportedCurrency, tax: new PaymentTax { Vat = new Money(1m, "USD") }),
        Case("an unknown card", "BITCOIN", PaymentErrorCode.InvalidRequest, extras: new KakaoPayPaymentExtras { AvailableCards = ["BC", "BITCOIN"] }),
        Case("a deposit above the whole", "GreenDeposit", PaymentErrorCode.InvalidAmount, extras: new KakaoPayPaymentExtras { GreenDeposit = Requests.Won(1001) }),
        Case("a long number of an item", "Sku", PaymentErrorCode.InvalidRequest, items: [new PaymentItem { Name = "a", UnitPrice = Requests.Won(1), Sku = new string('s', 101) }]),
        Case("too many items", "quantities", PaymentErrorCode.InvalidRequest, items: [.. Enumerable.Repeat(new PaymentItem { Name = "a", UnitPrice = Requests.Won(1), Quantity = int.MaxValue }, 2)]),
    ];

    private static TestCaseData Case(
        string name, string says, PaymentErrorCode code, Money? amount = null, string? returnUrl = "https://shop.example/r", string order = "A-1001", string? customer = null,
        TimeSpan? expires = null, PaymentChannel channel = PaymentChannel.Web, int? months = null, PaymentMethod method = PaymentMethod.Unspecified, PaymentTax? tax = null,
        ProviderExtras? extras = null, IReadOnlyList<PaymentItem>? items = null) => new TestCaseData(
        new PaymentRequest
        {
            Amount = amount ?? Requests.Won(1000), OrderId = order, CustomerId = customer, ReturnUrl = returnUrl is null ? null : new Uri(returnUrl), ExpiresAfter = expires,
            Channel = channel, Installments = months, Method = method, Tax = tax, Extras = extras is null ? [] : [extras], Items = items,
        },
        says, code).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Refusals))]
    public async Task What_cannot_be_carried_out_is_refused_before_sending(PaymentRequest request, string says, PaymentErrorCode code)
    {
        using var kakao = new KakaoPayHost();
        var refused = (await Assert.ThrowsAsync<PaymentRequestException>(() => kakao.Provider.CreatePaymentAsync(request)))!;
        Assert.That(refused.Message, Does.Contain(says));
        Assert.That((refused.Outcome, refused.Error.Code, kakao.Calls), Is.EqualTo((PaymentOutcome.NeverSent, code, 0)));
    }

    [Test]
    public async Task A_developer_s_own_machine_may_be_returned_to()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("ready", Fixture.Answer("ready"));
        await kakao.Provider.CreatePaymentAsync(new PaymentRequest { Amount = Requests.Won(1), OrderId = "A-1001", ReturnUrl = new Uri("http://localhost:5000/r") });
        Assert.That(kakao.Sent, Does.Contain("http://localhost:5000/r"));
    }

    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("")]
    [TestCase("<html>")]
    [TestCase("""{"tid":"T1"}""")]
    [TestCase("""{"tid":"","next_redirect_pc_url":"https://a.example/"}""")]
    [TestCase("""{"tid":"T1","next_redirect_pc_url":"no address"}""")]
    public async Task An_answer_without_a_page_leaves_the_outcome_open(string body)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("ready", body);
        Assert.That((await Assert.CatchAsync<PaymentException>(() => kakao.Provider.CreatePaymentAsync(Requests.Page())))!.Outcome, Is.EqualTo(PaymentOutcome.Unknown));
    }

    [Test]
    public async Task Another_page_stands_in_for_one_that_is_missing()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("ready", """{"tid":7,"next_redirect_pc_url":null,"next_redirect_app_url":"https://a.example/app","extra":[1],"created_at":false}""");
        var payment = await kakao.Provider.CreatePaymentAsync(Requests.Page());
        Assert.That(((RedirectAction)payment.NextAction!).Url.OriginalString, Is.EqualTo("https://a.example/app"));
        Assert.That((payment.Reference.PaymentId, payment.CreatedAt), Is.EqualTo(("7", KakaoPayHost.AnsweredAt)));
    }
}
