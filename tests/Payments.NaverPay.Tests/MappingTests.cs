namespace Payments.NaverPay.Tests;

/// <summary>Walks Naver Pay's own tables of means and movements, written down by hand; its codes are walked by <see cref="ErrorTests"/>.</summary>
public class MappingTests
{
    [TestCase("CARD", 10000, 1000, PaymentMethod.Card)]
    [TestCase("card", 11000, 0, PaymentMethod.Card)]
    [TestCase("BANK", 11000, 0, PaymentMethod.BankTransfer)]
    [TestCase("", 0, 11000, PaymentMethod.DigitalWallet)]
    [TestCase(null, 0, 11000, PaymentMethod.DigitalWallet)]
    [TestCase("COIN", 11000, 0, PaymentMethod.Other)]
    [TestCase("", 0, 0, PaymentMethod.Unspecified)]
    public async Task Means_are(string? means, int primary, int points, PaymentMethod expected)
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval(movement => (movement["primaryPayMeans"], movement["primaryPayAmount"], movement["npointPayAmount"]) = (means, primary, points)));
        var payment = await naver.Provider.GetPaymentAsync(Requests.Paid);
        Assert.That((payment.Method, payment.ProviderMethod), Is.EqualTo((expected, string.IsNullOrEmpty(means) ? null : means)));
    }

    [TestCase("088", "BANK 088")]
    [TestCase("", "BANK")]
    public async Task A_bank_is_told_by_its_code(string code, string expected)
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval(movement => (movement["primaryPayMeans"], movement["bankCorpCode"]) = ("BANK", code)));
        Assert.That((await naver.Provider.GetPaymentAsync(Requests.Paid)).ProviderMethod, Is.EqualTo(expected));
    }

    [TestCase("giftCardAmount")]
    [TestCase("giftCardPayAmount")]
    public async Task A_gift_card_of_naver_is_the_wallet(string member)
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval(movement => (movement["primaryPayMeans"], movement["npointPayAmount"], movement[member]) = ("", 0, 11000)));
        Assert.That((await naver.Provider.GetPaymentAsync(Requests.Paid)).Method, Is.EqualTo(PaymentMethod.DigitalWallet));
    }

    [TestCase("01", (int)NaverPayMovementKind.Approval)]
    [TestCase("03", (int)NaverPayMovementKind.Refund)]
    [TestCase("04", (int)NaverPayMovementKind.Refund)]
    [TestCase("02", (int)NaverPayMovementKind.Unknown)]
    public void A_type_means(string code, int kind) => Assert.That(NaverPayMapping.Movements.GetValueOrDefault(code), Is.EqualTo((NaverPayMovementKind)kind));

    [TestCase("465887******1234", "1234")]
    [TestCase("465887**********", null)]
    [TestCase("12", null)]
    [TestCase(null, null)]
    public async Task A_card_shows_its_last_digits_where_they_are_told(string? number, string? last4)
    {
        using var naver = new NaverPayHost();
        naver.OnHistory(Movements.Approval(movement => movement["cardNo"] = number));
        Assert.That((await naver.Provider.GetPaymentAsync(Requests.Paid)).Card!.Last4, Is.EqualTo(last4));
    }
}
