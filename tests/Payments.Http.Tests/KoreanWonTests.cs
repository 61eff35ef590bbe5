namespace Payments.Http.Tests;

internal sealed class KoreanWonTests
{
    [TestCase("0", 0)]
    [TestCase("1", 1)]
    [TestCase("15000.00", 15000)]
    [TestCase("2147483647", 2147483647)]
    public void Whole_won_are_sent_as_they_are(string amount, long won)
    {
        var money = new Money(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), "KRW");
        Assert.That(KoreanWon.ToWire(money, "Amount", "Acme"), Is.EqualTo(won));
        Assert.That(KoreanWon.FromWire(won), Is.EqualTo(money));
    }

    [TestCase("1.5", "KRW", PaymentErrorCode.InvalidAmount, "whole won")]
    [TestCase("-1", "KRW", PaymentErrorCode.InvalidAmount, "not below zero")]
    [TestCase("1", "USD", PaymentErrorCode.UnsupportedCurrency, "Acme takes KRW only")]
    [TestCase("2147483648", "KRW", PaymentErrorCode.AmountTooLarge, "2147483647 won")]
    public void Everything_else_is_refused_with_the_rule(string amount, string currency, PaymentErrorCode code, string rule)
    {
        var money = new Money(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), currency);
        var payment = PaymentReference.From("acme", "p1");
        var refused = Assert.Throws<PaymentRequestException>(() => KoreanWon.ToWire(money, "Amount", "Acme", payment))!;
        Assert.That((refused.Error.Code, refused.Payment, refused.Outcome), Is.EqualTo((code, payment, PaymentOutcome.NeverSent)));
        Assert.That(refused.Message, Does.Contain(rule));
    }

    [Test]
    public void What_did_not_come_is_null() => Assert.That(KoreanWon.FromWire((long?)null), Is.Null);
}
