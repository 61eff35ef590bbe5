namespace Payments.KakaoPay.Tests;

/// <summary>Walks Kakao Pay's own tables: each word with what it means, written down by hand.</summary>
public class MappingTests
{
    [TestCase("READY", PaymentStatus.RequiresAction)]
    [TestCase("SEND_TMS", PaymentStatus.RequiresAction)]
    [TestCase("OPEN_PAYMENT", PaymentStatus.RequiresAction)]
    [TestCase("SELECT_METHOD", PaymentStatus.RequiresAction)]
    [TestCase("ARS_WAITING", PaymentStatus.RequiresAction)]
    [TestCase("AUTH_PASSWORD", PaymentStatus.RequiresConfirmation)]
    [TestCase("ISSUED_SID", PaymentStatus.Unknown)]
    [TestCase("SUCCESS_PAYMENT", PaymentStatus.Completed)]
    [TestCase("PART_CANCEL_PAYMENT", PaymentStatus.PartiallyRefunded)]
    [TestCase("CANCEL_PAYMENT", PaymentStatus.Refunded)]
    [TestCase("FAIL_AUTH_PASSWORD", PaymentStatus.Failed)]
    [TestCase("QUIT_PAYMENT", PaymentStatus.Cancelled)]
    [TestCase("FAIL_PAYMENT", PaymentStatus.Failed)]
    [TestCase("ready", PaymentStatus.Unknown)]
    [TestCase("A_NEW_ONE", PaymentStatus.Unknown)]
    public async Task A_status_means(string status, PaymentStatus expected)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", Fixture.Answer("order-ready", order => order["status"] = status));
        var payment = await kakao.Provider.GetPaymentAsync(Requests.Bare);
        Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((expected, status)));
        Assert.That(payment.Error is not null, Is.EqualTo(expected is PaymentStatus.Failed or PaymentStatus.Cancelled));
    }

    [Test]
    public async Task A_key_issued_without_a_charge_is_complete()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", KeyIssued(0));
        var payment = await kakao.Provider.GetPaymentAsync(Requests.Bare);
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)Requests.Won(0))));
    }

    [TestCase(null)]
    [TestCase(0)]
    public async Task A_key_issued_does_not_pay_an_order(int? total)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("ready", Fixture.Answer("ready")).On("order", KeyIssued(total));
        var payment = await kakao.Provider.GetPaymentAsync(await kakao.Provider.CreatePaymentAsync(Requests.Page()));
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Unknown, (Money?)null)));
    }

    private static string KeyIssued(int? total) => Fixture.Answer("order-paid", order => (order["status"], order["amount"]!["total"]) = ("ISSUED_SID", total));

    [Test]
    public async Task A_key_issued_with_an_amount_is_not_known()
    {
        using var kakao = new KakaoPayHost();
        kakao.On("order", Fixture.Answer("order-paid", order => order["status"] = "ISSUED_SID"));
        Assert.That((await kakao.Provider.GetPaymentAsync(Requests.Bare)).Status, Is.EqualTo(PaymentStatus.Unknown));
    }

    [Test]
    public void What_can_be_asked_for_and_what_comes_back_is_claimed() => Assert.That(
        KakaoPayMapping.Askable.Keys.Concat(KakaoPayMapping.CardTypes.Values).Distinct(), Is.EquivalentTo(KakaoPayDefaults.Capabilities.PaymentMethods));

    [TestCase("MONEY", null, PaymentMethod.DigitalWallet)]
    [TestCase("CARD", "신용", PaymentMethod.CreditCard)]
    [TestCase("CARD", "체크", PaymentMethod.DebitCard)]
    [TestCase("CARD", "기프트", PaymentMethod.GiftCard)]
    [TestCase("CARD", "법인", PaymentMethod.Card)]
    [TestCase("CARD", null, PaymentMethod.Card)]
    [TestCase("COIN", null, PaymentMethod.Other)]
    [TestCase(null, null, PaymentMethod.Unspecified)]
    public async Task A_method_means(string? type, string? cardType, PaymentMethod expected)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("approve", Fixture.Answer("approval-card", approval =>
        {
            approval["payment_method_type"] = type;
            approval["card_info"]!["card_type"] = cardType;
        }));
        var payment = await kakao.Provider.ConfirmPaymentAsync(Requests.Confirm(amount: Requests.Won(11000)));
        Assert.That((payment.Method, payment.ProviderMethod), Is.EqualTo((expected, type)));
    }

    [TestCase(PaymentMethod.DigitalWallet, "MONEY")]
    [TestCase(PaymentMethod.Card, "CARD")]
    [TestCase(PaymentMethod.CreditCard, "CARD")]
    [TestCase(PaymentMethod.DebitCard, "CARD")]
    [TestCase(PaymentMethod.Unspecified, null)]
    public async Task A_method_can_be_asked_for(PaymentMethod method, string? sent)
    {
        using var kakao = new KakaoPayHost();
        kakao.On("ready", Fixture.Answer("ready"));
        await kakao.Provider.CreatePaymentAsync(new PaymentRequest { Amount = Requests.Won(1), OrderId = "A-1001", ReturnUrl = new Uri("https://shop.example/r"), Method = method });
        Assert.That(kakao.Sent, sent is null ? Does.Not.Contain("payment_method_type") : Does.Contain($"\"payment_method_type\":\"{sent}\""));
    }

    [Test]
    public void What_is_claimed_is_what_can_be_done()
    {
        using var kakao = new KakaoPayHost();
        var claims = kakao.Provider.Capabilities;
        Assert.Multiple(() =>
        {
            Assert.That(claims.Operations, Is.EqualTo(
                PaymentOperations.Create | PaymentOperations.Confirm | PaymentOperations.Get | PaymentOperations.Refund | PaymentOperations.PartialRefund | PaymentOperations.GetRefund));
            Assert.That(claims.Currencies.Known, Is.EquivalentTo(new[] { Currency.KRW }));
            Assert.That(claims.Currencies.IsExhaustive, Is.True);
            Assert.That(claims.PaymentMethods, Is.EquivalentTo(new[]
            {
                PaymentMethod.DigitalWallet, PaymentMethod.Card, PaymentMethod.CreditCard, PaymentMethod.DebitCard, PaymentMethod.GiftCard,
            }));
            Assert.That(claims.IdempotencyKeyLifetimes, Is.Empty);
            Assert.That(claims.NeedsDurableStore, Is.True);
        });
    }
}
