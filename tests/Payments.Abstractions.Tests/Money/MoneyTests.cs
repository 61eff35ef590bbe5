using System.Globalization;

namespace Payments.Abstractions.Tests;

/// <summary>Money by example.</summary>
internal sealed class MoneyTests
{
    [TestCase("10.50", "USD", 1050)]
    [TestCase("1000", "KRW", 1000)]
    [TestCase("1000.00", "JPY", 1000)]
    [TestCase("500", "ISK", 500)]
    [TestCase("1.234", "BHD", 1234)]
    [TestCase("1.2345", "CLF", 12345)]
    [TestCase("0.00000001", "BTC", 1)]
    [TestCase("79.10", "USD", 7910)]
    [TestCase("-0.01", "EUR", -1)]
    public void Minor_units_follow_the_currency(string amount, string currency, long minorUnits)
    {
        var money = Of(amount, currency);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(money.ToMinorUnits(), Is.EqualTo(minorUnits));
            Assert.That(Money.FromMinorUnits(minorUnits, Currency.Parse(currency)), Is.EqualTo(money));
        }
    }

    [TestCase("10.505", "USD")]
    [TestCase("1000.5", "KRW")]
    [TestCase("0.5", "JPY")]
    [TestCase("1.2345", "BHD")]
    [TestCase("0.000000001", "BTC")]
    [TestCase("92233720368547758.08", "USD")]
    [TestCase("79228162514264337593543950335", "KRW")]
    public void Nothing_is_rounded(string amount, string currency)
    {
        var money = Of(amount, currency);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => money.ToMinorUnits(), Throws.TypeOf<OverflowException>());
            Assert.That(money.TryToMinorUnits(money.Currency.Exponent!.Value, out var minorUnits), Is.False);
            Assert.That(minorUnits, Is.Zero);
        }
    }

    [Test]
    public void A_providers_own_exponent_is_taken() =>
        Assert.That(
            (Of("500", "ISK").ToMinorUnits(2), Money.FromMinorUnits(50_000, Currency.Parse("ISK"), 2), Of("10", "HUF").ToMinorUnits(0)),
            Is.EqualTo((50_000L, Of("500", "ISK"), 10L)));

    [TestCase(-1)]
    [TestCase(19)]
    public void An_exponent_out_of_range_is_refused(int exponent)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => Of("1", "USD").ToMinorUnits(exponent), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => Money.FromMinorUnits(1, Currency.USD, exponent), Throws.TypeOf<ArgumentOutOfRangeException>());
        }
    }

    [TestCase("XAU")]
    [TestCase("ZZZ")]
    public void A_currency_without_decimals_asks_for_the_exponent(string code)
    {
        var currency = Currency.FromCode(code);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => new Money(1m, currency).ToMinorUnits(), Throws.InvalidOperationException.With.Message.Contains(code));
            Assert.That(() => Money.FromMinorUnits(1, currency), Throws.InvalidOperationException);
            Assert.That(Money.FromMinorUnits(150, currency, 2), Is.EqualTo(new Money(1.5m, currency)));
        }
    }

    // Every long is an amount of minor units, the smallest one as well.
    [TestCase(long.MinValue)]
    [TestCase(long.MaxValue)]
    public void The_ends_of_64_bits_fit(long minorUnits) =>
        Assert.That(Money.FromMinorUnits(minorUnits, Currency.KRW).ToMinorUnits(), Is.EqualTo(minorUnits));

    [Test]
    public void Two_currencies_are_never_mixed()
    {
        Money dollars = new(1m, "USD"), euros = new(1m, "EUR");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => dollars + euros, Throws.InvalidOperationException);
            Assert.That(() => dollars - euros, Throws.InvalidOperationException);
            Assert.That(() => dollars < euros, Throws.InvalidOperationException);
            Assert.That(() => dollars > euros, Throws.InvalidOperationException);
            Assert.That(() => dollars <= euros, Throws.InvalidOperationException);
            Assert.That(() => dollars >= euros, Throws.InvalidOperationException);
            Assert.That(() => dollars.CompareTo(euros), Throws.InvalidOperationException);
            Assert.That(dollars, Is.Not.EqualTo(euros));
        }
    }

    [Test]
    public void Amounts_are_equal_whatever_their_trailing_zeros()
    {
        Money one = new(10.0m, "USD"), other = new(10.00m, "usd");
        Assert.That((one == other, one.GetHashCode() == other.GetHashCode(), one.CompareTo(other)), Is.EqualTo((true, true, 0)));
    }

    [TestCase("1.5", true, false)]
    [TestCase("0.00", false, true)]
    [TestCase("-1", false, false)]
    public void Sign_is_told(string amount, bool positive, bool zero)
    {
        var money = Of(amount, "USD");
        Assert.That((money.IsPositive, money.IsZero), Is.EqualTo((positive, zero)));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("10.50")]
    [TestCase("USD")]
    [TestCase("USD 10.50")]
    [TestCase("10,50 USD")]
    [TestCase("1,000.00 USD")]
    [TestCase("10.50  USD")]
    [TestCase("10.50 USD ")]
    [TestCase(" 10.50 USD")]
    [TestCase("1e3 USD")]
    [TestCase("0x10 USD")]
    [TestCase("NaN USD")]
    [TestCase("10.50 ")]
    [TestCase("(10) USD")]
    [TestCase("79228162514264337593543950336 USD")]
    [TestCase("10 \t")]
    [TestCase("10 \u00a0")]
    public void Other_text_is_no_amount(string? text)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => Money.TryParse(text, out _), Is.False);
            Assert.That(() => Money.Parse(text!), Throws.TypeOf<FormatException>());
        }
    }

    // A 29th decimal does not fit: it must be refused, not dropped.
    [TestCase("0.00000000000000000000000000001 BTC")]
    [TestCase("1.00000000000000000000000000005 BTC")]
    public void Text_that_is_finer_than_a_decimal_is_not_rounded(string text) => Assert.That(() => Money.TryParse(text, out _), Is.False);

    [Test]
    public void An_unknown_code_survives_text()
    {
        var money = Money.Parse("12.5 newcoin");
        Assert.That((money.ToString(), money.Currency.IsKnown), Is.EqualTo(("12.5 NEWCOIN", false)));
    }

    private static Money Of(string amount, string currency) => new(decimal.Parse(amount, CultureInfo.InvariantCulture), currency);
}
