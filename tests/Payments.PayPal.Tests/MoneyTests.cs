using System.Globalization;

namespace Payments.PayPal.Tests;

public class MoneyTests
{
    [TestCase("USD", "12.34", "12.34")]
    [TestCase("USD", "10", "10.00")]
    [TestCase("USD", "0.01", "0.01")]
    [TestCase("USD", "1234567.50", "1234567.50")]
    [TestCase("JPY", "500", "500")]
    [TestCase("HUF", "500", "500")]
    [TestCase("TWD", "500.00", "500")]
    [TestCase("EUR", "999999999999999.99", "999999999999999.99")]
    public void Amounts_are_written_by_PayPal_s_own_decimals(string currency, string amount, string expected) => Assert.That(
        PayPalMoney.ToWire(new Money(decimal.Parse(amount, CultureInfo.InvariantCulture), currency)), Is.EqualTo(new PayPalMoney { CurrencyCode = currency, Value = expected }));

    [TestCase("HUF", "500.5")]
    [TestCase("TWD", "0.1")]
    [TestCase("JPY", "1.5")]
    [TestCase("USD", "1.005")]
    [TestCase("USD", "0")]
    [TestCase("USD", "-1")]
    [TestCase("USD", "1000000000000000")]
    public void What_PayPal_could_only_round_is_refused(string currency, string amount) => Assert.That(
        () => PayPalMoney.ToWire(new Money(decimal.Parse(amount, CultureInfo.InvariantCulture), currency)), Throws.TypeOf<PaymentRequestException>());

    [TestCase("100", "100")]
    [TestCase("100.00", "100")]
    [TestCase(".5", "0.5")]
    [TestCase("-3.00", "-3")]
    [TestCase("1.123456789012345", "1.123456789012345")]
    [TestCase("", null)]
    [TestCase("1,5", null)]
    [TestCase("1e3", null)]
    [TestCase("99999999999999999999999999999999", null)]
    [TestCase(null, null)]
    public void Amounts_are_read_leniently(string? text, string? expected) => Assert.That(
        new PayPalMoney { CurrencyCode = "USD", Value = text }.ToMoney(), Is.EqualTo(expected is null ? (Money?)null : new Money(decimal.Parse(expected, CultureInfo.InvariantCulture), "USD")));

    [Test]
    public void Every_currency_that_is_claimed_can_be_written_and_read()
    {
        foreach (var currency in PayPalDefaults.Capabilities.Currencies.Known)
            Assert.That(PayPalMoney.ToWire(new Money(1000m, currency)).ToMoney(), Is.EqualTo(new Money(1000m, currency)));
        Assert.That(PayPalDefaults.Capabilities.Currencies.Known.Select(currency => currency.Code), Is.EquivalentTo(
            "AUD BRL CNY CAD CZK DKK EUR HKD HUF ILS JPY MYR MXN TWD NZD NOK PHP PLN GBP SGD SEK CHF THB USD".Split(' ')));
    }
}
