using System.Text.Json.Nodes;

namespace Payments.Toss.Tests;

/// <summary>Walks the documentation's tables, each row written from there.</summary>
public class MappingTests
{
    private static async Task<Payment> ReadAsync(string answer)
    {
        using var toss = new TossHost();
        toss.On("GET /v1/payments/pk_1", answer);
        return await toss.Provider.GetPaymentAsync(Requests.Paid);
    }

    [TestCase("READY", PaymentStatus.RequiresAction, 0)]
    [TestCase("IN_PROGRESS", PaymentStatus.RequiresConfirmation, 0)]
    [TestCase("WAITING_FOR_DEPOSIT", PaymentStatus.Pending, 0)]
    [TestCase("ABORTED", PaymentStatus.Failed, 0)]
    [TestCase("EXPIRED", PaymentStatus.Expired, 0)]
    [TestCase("PENDING", PaymentStatus.Unknown, null)]
    [TestCase("FAILED", PaymentStatus.Unknown, null)]
    [TestCase("teleported", PaymentStatus.Unknown, null)]
    [TestCase("done", PaymentStatus.Unknown, null)]
    [TestCase(null, PaymentStatus.Unknown, null)]
    public async Task A_status_of_what_was_not_paid_means(string? status, PaymentStatus expected, int? taken)
    {
        var payment = await ReadAsync(Fixture.Answer("ready", answer => answer["status"] = status));
        Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((expected, status ?? "")));
        Assert.That((payment.CapturedAmount?.Amount, payment.RefundedAmount?.Amount), Is.EqualTo(((decimal?)taken, (decimal?)taken)));
    }

    [TestCase("DONE", 15000, PaymentStatus.Completed, 0)]
    [TestCase("PARTIAL_CANCELED", 10000, PaymentStatus.PartiallyRefunded, 5000)]
    [TestCase("PARTIAL_CANCELED", 0, PaymentStatus.Refunded, 15000)]
    [TestCase("CANCELED", 0, PaymentStatus.Refunded, 15000)]
    public async Task A_status_of_what_was_paid_means(string status, int balance, PaymentStatus expected, int refunded)
    {
        var payment = await ReadAsync(Fixture.Answer("done", answer => (answer["status"], answer["balanceAmount"]) = (status, balance)));
        Assert.That((payment.Status, payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo((expected, Requests.Won, new Money(refunded, "KRW"))));
    }

    [Test]
    public async Task A_cancelled_payment_that_was_never_approved_was_never_paid()
    {
        var payment = await ReadAsync(Fixture.Answer("waiting", answer => (answer["status"], answer["balanceAmount"]) = ("CANCELED", 0)));
        Assert.That((payment.Status, payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo((PaymentStatus.Cancelled, new Money(0, "KRW"), new Money(0, "KRW"))));
    }

    [TestCase("WAITING_FOR_DEPOSIT", "true", "2026-11-08T10:00:00+09:00", PaymentStatus.Expired)]
    [TestCase("WAITING_FOR_DEPOSIT", "false", "2026-10-01T10:00:00+09:00", PaymentStatus.Pending)]
    [TestCase("WAITING_FOR_DEPOSIT", "null", "2026-10-30T09:00:01", PaymentStatus.Expired)]
    [TestCase("WAITING_FOR_DEPOSIT", "null", "2026-10-30T09:00:03", PaymentStatus.Pending)]
    [TestCase("WAITING_FOR_DEPOSIT", "null", null, PaymentStatus.Pending)]
    [TestCase("DONE", "true", "2026-10-01T10:00:00+09:00", PaymentStatus.Completed)]
    public async Task A_deposit_that_is_overdue_has_expired_and_one_that_came_has_not(string status, string expired, string? due, PaymentStatus expected)
    {
        var payment = await ReadAsync(Fixture.Answer("waiting", answer =>
        {
            (answer["status"], answer["approvedAt"]) = (status, "2026-01-02T10:00:00+09:00");
            (answer["virtualAccount"]!["expired"], answer["virtualAccount"]!["dueDate"]) = (JsonNode.Parse(expired), due);
        }));
        Assert.That(payment.Status, Is.EqualTo(expected));
        Assert.That(payment.NextAction is null, Is.EqualTo(expected != PaymentStatus.Pending));
    }

    [TestCase("DONE", RefundStatus.Completed)]
    [TestCase("IN_PROGRESS", RefundStatus.Pending)]
    [TestCase("ABORTED", RefundStatus.Failed)]
    [TestCase(null, RefundStatus.Completed)]
    [TestCase("teleported", RefundStatus.Unknown)]
    public async Task A_refund_s_status_means(string? status, RefundStatus expected)
    {
        var payment = await ReadAsync(Fixture.Answer("partial", answer => answer["cancels"]![0]!["cancelStatus"] = status));
        var refund = payment.Facts.OfType<RefundFact>().Single().Refund;
        Assert.That((refund.Status, refund.ProviderStatus), Is.EqualTo((expected, status ?? "")));
    }

    [TestCase("카드", "신용", PaymentMethod.CreditCard)]
    [TestCase("카드", "체크", PaymentMethod.DebitCard)]
    [TestCase("카드", "기프트", PaymentMethod.GiftCard)]
    [TestCase("카드", "미확인", PaymentMethod.CreditCard)]
    [TestCase("카드", "새로운", PaymentMethod.Card)]
    [TestCase("카드", null, PaymentMethod.CreditCard)]
    [TestCase("CARD", null, PaymentMethod.CreditCard)]
    [TestCase("CARD", "CREDIT", PaymentMethod.CreditCard)]
    [TestCase("CARD", "a new one", PaymentMethod.Card)]
    [TestCase("간편결제", null, PaymentMethod.DigitalWallet)]
    [TestCase("간편결제", "신용", PaymentMethod.DigitalWallet)]
    [TestCase("EASY_PAY", null, PaymentMethod.DigitalWallet)]
    [TestCase("가상계좌", null, PaymentMethod.VirtualAccount)]
    [TestCase("VIRTUAL_ACCOUNT", null, PaymentMethod.VirtualAccount)]
    [TestCase("계좌이체", null, PaymentMethod.BankTransfer)]
    [TestCase("TRANSFER", null, PaymentMethod.BankTransfer)]
    [TestCase("휴대폰", null, PaymentMethod.MobileCarrier)]
    [TestCase("MOBILE_PHONE", null, PaymentMethod.MobileCarrier)]
    [TestCase("문화상품권", null, PaymentMethod.GiftCard)]
    [TestCase("도서문화상품권", null, PaymentMethod.GiftCard)]
    [TestCase("게임문화상품권", null, PaymentMethod.GiftCard)]
    [TestCase("CULTURE_GIFT_CERTIFICATE", null, PaymentMethod.GiftCard)]
    [TestCase("BOOK_GIFT_CERTIFICATE", null, PaymentMethod.GiftCard)]
    [TestCase("GAME_GIFT_CERTIFICATE", null, PaymentMethod.GiftCard)]
    [TestCase("해외간편결제", null, PaymentMethod.DigitalWallet)]
    [TestCase("FOREIGN_EASY_PAY", null, PaymentMethod.DigitalWallet)]
    [TestCase("새로운수단", null, PaymentMethod.Other)]
    [TestCase(null, null, PaymentMethod.Unspecified)]
    public async Task A_method_in_Korean_and_English_means(string? method, string? cardType, PaymentMethod expected)
    {
        var payment = await ReadAsync(Fixture.Answer("done", answer =>
        {
            answer["method"] = method;
            answer["card"]!["cardType"] = cardType;
        }));
        Assert.That((payment.Method, payment.ProviderMethod), Is.EqualTo((expected, method)));
    }

    [TestCase("""{"provider":"토스페이","amount":0,"discountAmount":0}""", "카드/토스페이")]
    [TestCase("\"토스페이\"", "카드/토스페이")]
    [TestCase("null", "카드")]
    [TestCase("""{"amount":0}""", "카드")]
    [TestCase("7", "카드")]
    public async Task A_wallet_is_an_object_or_its_name_and_stands_beside_the_method(string wallet, string expected)
    {
        var payment = await ReadAsync(Fixture.Answer("done", answer => answer["easyPay"] = JsonNode.Parse(wallet)));
        Assert.That((payment.ProviderMethod, payment.Method), Is.EqualTo((expected, PaymentMethod.CreditCard)), "the method decides");
    }

    [Test]
    public async Task A_foreign_wallet_stands_beside_the_method_too()
    {
        var payment = await ReadAsync(Fixture.Answer("done", answer => (answer["method"], answer["card"], answer["foreignEasyPay"]) = ("해외간편결제", null, new JsonObject { ["provider"] = "PAYPAL" })));
        Assert.That(payment.ProviderMethod, Is.EqualTo("해외간편결제/PAYPAL"));
    }

    // Card companies and banks share codes for different firms.
    [TestCase("3K", "IBK_BC")]
    [TestCase("46", "GWANGJUBANK")]
    [TestCase("71", "LOTTE")]
    [TestCase("30", "KDBBANK")]
    [TestCase("31", "BC")]
    [TestCase("51", "SAMSUNG")]
    [TestCase("38", "SAEMAUL")]
    [TestCase("41", "SHINHAN")]
    [TestCase("62", "SHINHYEOP")]
    [TestCase("36", "CITI")]
    [TestCase("33", "WOORI")]
    [TestCase("W1", "WOORI")]
    [TestCase("37", "POST")]
    [TestCase("39", "SAVINGBANK")]
    [TestCase("35", "JEONBUKBANK")]
    [TestCase("42", "JEJUBANK")]
    [TestCase("15", "KAKAOBANK")]
    [TestCase("3A", "KBANK")]
    [TestCase("24", "TOSSBANK")]
    [TestCase("21", "HANA")]
    [TestCase("61", "HYUNDAI")]
    [TestCase("11", "KOOKMIN")]
    [TestCase("91", "NONGHYEOP")]
    [TestCase("34", "SUHYEOP")]
    [TestCase("6D", "DINERS")]
    [TestCase("6I", "DISCOVER")]
    [TestCase("4M", "MASTER")]
    [TestCase("3C", "UNIONPAY")]
    [TestCase("7A", "AMEX")]
    [TestCase("4J", "JCB")]
    [TestCase("4V", "VISA")]
    [TestCase("ZZ", "ZZ")]
    [TestCase(null, null)]
    public async Task A_card_company_s_code_means(string? code, string? expected) =>
        Assert.That((await ReadAsync(Fixture.Answer("done", answer => answer["card"]!["issuerCode"] = code))).Card!.Brand, Is.EqualTo(expected));

    [TestCase("39", "KYONGNAMBANK")]
    [TestCase("34", "GWANGJUBANK")]
    [TestCase("12", "LOCALNONGHYEOP")]
    [TestCase("32", "BUSANBANK")]
    [TestCase("45", "SAEMAUL")]
    [TestCase("64", "SANLIM")]
    [TestCase("88", "SHINHAN")]
    [TestCase("48", "SHINHYUP")]
    [TestCase("27", "CITI")]
    [TestCase("20", "WOORI")]
    [TestCase("71", "POST")]
    [TestCase("50", "SAVINGBANK")]
    [TestCase("37", "JEONBUKBANK")]
    [TestCase("35", "JEJUBANK")]
    [TestCase("90", "KAKAOBANK")]
    [TestCase("89", "KBANK")]
    [TestCase("92", "TOSSBANK")]
    [TestCase("81", "HANA")]
    [TestCase("54", "HSBC")]
    [TestCase("03", "IBK")]
    [TestCase("06", "KOOKMIN")]
    [TestCase("31", "DAEGUBANK")]
    [TestCase("02", "KDB")]
    [TestCase("11", "NONGHYEOP")]
    [TestCase("23", "SC")]
    [TestCase("07", "SUHYEOP")]
    [TestCase("S0", "S0")]
    public async Task A_bank_s_code_means(string code, string expected) =>
        Assert.That(((BankDepositAction)(await ReadAsync(Fixture.Answer("waiting", answer => answer["virtualAccount"]!["bankCode"] = code))).NextAction!).Bank, Is.EqualTo(expected));

    [TestCase("43301234****1234", "1234")]
    [TestCase("43301234****123*", null)]
    [TestCase("123", null)]
    [TestCase(null, null)]
    public async Task The_last_digits_are_those_that_are_not_masked(string? number, string? expected) =>
        Assert.That((await ReadAsync(Fixture.Answer("done", answer => answer["card"]!["number"] = number))).Card!.Last4, Is.EqualTo(expected));

    [Test]
    public void What_can_be_asked_for_and_what_comes_back_is_claimed()
    {
        using var toss = new TossHost();
        var methods = toss.Provider.Capabilities.PaymentMethods;
        Assert.That(TossMapping.Methods.Values.Concat(TossMapping.CardTypes.Values).Distinct(), Is.SubsetOf(methods));
        Assert.That(TossMapping.Askable.Keys, Is.EquivalentTo(methods.Append(PaymentMethod.Unspecified)));
    }
}
