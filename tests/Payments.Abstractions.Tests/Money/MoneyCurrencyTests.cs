using System.Globalization;
using FsCheck.Fluent;

namespace Payments.Abstractions.Tests;

/// <summary>Currencies: the table against ISO 4217, input, and codes that nobody here knows.</summary>
internal sealed class MoneyCurrencyTests
{
    private static IEnumerable<Currency> Fiat => Currency.Known.Where(currency => !currency.IsCrypto);

    [TestCase("USD", 2)]
    [TestCase("EUR", 2)]
    [TestCase("HUF", 2)]
    [TestCase("MGA", 2)]
    [TestCase("MRU", 2)]
    [TestCase("TWD", 2)]
    [TestCase("KRW", 0)]
    [TestCase("JPY", 0)]
    [TestCase("ISK", 0)]
    [TestCase("CLP", 0)]
    [TestCase("VND", 0)]
    [TestCase("UGX", 0)]
    [TestCase("UYI", 0)]
    [TestCase("BHD", 3)]
    [TestCase("KWD", 3)]
    [TestCase("TND", 3)]
    [TestCase("CLF", 4)]
    [TestCase("UYW", 4)]
    [TestCase("XAU", null)]
    [TestCase("XDR", null)]
    [TestCase("XXX", null)]
    public void Exponent_is_that_of_ISO_4217(string code, int? exponent)
    {
        var currency = Currency.Parse(code);
        Assert.That((currency.Exponent, currency.IsCrypto, currency.IsKnown), Is.EqualTo((exponent, false, true)));
    }

    [TestCase("BTC", 8)]
    [TestCase("ETH", 18)]
    [TestCase("USDC", 6)]
    [TestCase("USDT", 6)]
    [TestCase("SOL", 9)]
    [TestCase("XLM", 7)]
    [TestCase("LTC", 8)]
    public void Crypto_assets_count_as_on_their_chain(string code, int exponent)
    {
        var currency = Currency.Parse(code);
        Assert.That((currency.Exponent, currency.IsCrypto, currency.IsKnown), Is.EqualTo(((int?)exponent, true, true)));
    }

    // A code that slips into another row, or that is there twice, changes a count.
    [TestCase(0, 17)]
    [TestCase(2, 143)]
    [TestCase(3, 7)]
    [TestCase(4, 2)]
    [TestCase(null, 13)]
    public void Table_has_as_many_codes_as_ISO_4217_and_the_withdrawn_ones(int? exponent, int count) =>
        Assert.That(Fiat.Count(currency => currency.Exponent == exponent), Is.EqualTo(count));

    [Test]
    public void Codes_are_three_capital_letters_and_unique()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Fiat.Select(currency => currency.Code), Has.All.Matches("^[A-Z]{3}$"));
            Assert.That(Currency.Known.Select(currency => currency.Code), Is.Unique.And.All.Matches("^[A-Z]{3,10}$"));
            Assert.That(Currency.Known.Where(currency => currency.IsCrypto).Select(currency => currency.Exponent), Has.None.Null);
        }
    }

    [TestCase("tr-TR")]
    [TestCase("ar-SA")]
    [TestCase("de-DE")]
    public void Case_of_input_does_not_matter_in_any_culture(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        using (Assert.EnterMultipleScope())
        {
            foreach (var currency in Currency.Known)
            {
                var lower = currency.Code.ToLowerInvariant();
                Assert.That(Currency.Parse(lower), Is.EqualTo(currency));
                Assert.That(Currency.FromCode(lower).Code, Is.EqualTo(currency.Code));
                Assert.That(Currency.FromCode(lower).GetHashCode(), Is.EqualTo(currency.GetHashCode()));
            }
        }
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" ")]
    [TestCase("ZZZ")]
    [TestCase(" USD")]
    [TestCase("USD ")]
    [TestCase("US")]
    [TestCase("USDD")]
    [TestCase("840")]
    [TestCase("ınr")]
    public void Input_that_is_not_known_is_refused(string? code)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Currency.TryParse(code, out var currency), Is.False);
            Assert.That(currency, Is.EqualTo(default(Currency)));
            Assert.That(() => Currency.Parse(code!), Throws.TypeOf<FormatException>());
            Assert.That(() => new Money(1m, code!), Throws.TypeOf<FormatException>());
        }
    }

    [Test]
    public void Inbound_codes_survive() =>
        MoneyGenerators.Holds(
            Gen.Elements("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789._-".AsEnumerable()).NonEmptyListOf().Select(letters => string.Concat(letters)),
            code =>
            {
                var currency = Currency.FromCode(code);
                return string.Equals(currency.Code, code.ToUpperInvariant(), StringComparison.Ordinal)
                    && currency.ToString() == currency.Code
                    && currency == Currency.FromCode(code.ToLowerInvariant())
                    && currency.IsKnown == Currency.TryParse(code, out _)
                    && (currency.IsKnown || currency is { Exponent: null, IsCrypto: false })
                    && Money.Parse(new Money(1.25m, currency).ToString()).Currency == currency;
            });

    [TestCase("")]
    [TestCase(" ")]
    public void An_inbound_code_is_not_empty(string code) => Assert.That(() => Currency.FromCode(code), Throws.ArgumentException);

    [Test]
    public void Nothing_is_not_a_currency() =>
        Assert.That((default(Currency).Code, default(Currency).Exponent, default(Currency).IsKnown, default(Currency) == Currency.USD), Is.EqualTo(("", (int?)null, false, false)));

    [Test]
    public void Shorthands_name_their_currency() =>
        Assert.That(
            new[] { Currency.USD, Currency.EUR, Currency.GBP, Currency.KRW, Currency.JPY, Currency.BTC, Currency.USDC }.Select(currency => currency.Code),
            Is.EqualTo(["USD", "EUR", "GBP", "KRW", "JPY", "BTC", "USDC"]));
}
