using System.Globalization;

namespace Payments.Adyen.Tests;

/// <summary>Adyen's decimals, which are not ISO's.</summary>
public class MoneyTests
{
    private static async Task<string> SentAsync(decimal amount, string currency)
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/paymentLinks", Fixture.Answer("link"), 201);
        await adyen.Provider.CreatePaymentAsync(Requests.Payment(new Money(amount, currency)));
        return adyen.Sent;
    }

    [TestCase("12.50", "EUR", 1250)]
    [TestCase("12.5", "USD", 1250)]
    [TestCase("1250", "JPY", 1250)]
    [TestCase("1250", "KRW", 1250)]
    [TestCase("1.234", "KWD", 1234)]
    [TestCase("1.234", "BHD", 1234)]
    [TestCase("1.234", "IQD", 1234)]
    [TestCase("1.234", "JOD", 1234)]
    [TestCase("1.234", "LYD", 1234)]
    [TestCase("1.234", "OMR", 1234)]
    [TestCase("1.234", "TND", 1234)]
    // ISO 4217 says none, Adyen two.
    [TestCase("1250", "CLP", 125000)]
    [TestCase("1250", "ISK", 125000)]
    // ISO 4217 says two, Adyen none.
    [TestCase("1250", "CVE", 1250)]
    [TestCase("1250", "IDR", 1250)]
    [TestCase("5", "DJF", 5)]
    [TestCase("5", "GNF", 5)]
    [TestCase("5", "KMF", 5)]
    [TestCase("5", "PYG", 5)]
    [TestCase("5", "RWF", 5)]
    [TestCase("5", "UGX", 5)]
    [TestCase("5", "VND", 5)]
    [TestCase("5", "VUV", 5)]
    [TestCase("5", "XAF", 5)]
    [TestCase("5", "XOF", 5)]
    [TestCase("5", "XPF", 5)]
    [TestCase("90000000000000.01", "EUR", 9000000000000001)]
    public async Task Amounts_on_the_wire(string amount, string currency, long units) => Assert.That(
        await SentAsync(decimal.Parse(amount, CultureInfo.InvariantCulture), currency), Does.Contain($$"""{"currency":"{{currency}}","value":{{units}}}"""));

    [TestCase("12.501", "EUR", PaymentErrorCode.InvalidAmount)]
    [TestCase("12.5", "JPY", PaymentErrorCode.InvalidAmount)]
    [TestCase("12.5", "IDR", PaymentErrorCode.InvalidAmount)]
    [TestCase("12.50", "CVE", PaymentErrorCode.InvalidAmount)]
    [TestCase("1.2345", "KWD", PaymentErrorCode.InvalidAmount)]
    [TestCase("99999999999999999999", "EUR", PaymentErrorCode.InvalidAmount)]
    [TestCase("100", "BIF", PaymentErrorCode.UnsupportedCurrency)]
    [TestCase("1", "USDC", PaymentErrorCode.UnsupportedCurrency)]
    public async Task What_cannot_be_said_exactly_is_refused(string amount, string currency, PaymentErrorCode code)
    {
        using var adyen = new AdyenHost();
        var request = Requests.Payment(new Money(decimal.Parse(amount, CultureInfo.InvariantCulture), currency));
        var refused = await Assert.ThrowsAsync<PaymentRequestException>(() => adyen.Provider.CreatePaymentAsync(request));
        Assert.That((refused!.Error.Code, adyen.Calls), Is.EqualTo((code, 0)));
    }

    [TestCase("CLP", 125000, "1250")]
    [TestCase("IDR", 1250, "1250")]
    [TestCase("KWD", 1234, "1.234")]
    [TestCase("XYZ", 1234, "12.34")]
    public async Task Amounts_that_come_back(string currency, long units, string amount)
    {
        using var adyen = new AdyenHost();
        adyen.On("GET /v72/paymentLinks/PL0A1B", Fixture.Answer("link", link => (link["amount"]!["currency"], link["amount"]!["value"]) = (currency, units)));
        Assert.That((await adyen.Provider.GetPaymentAsync(Requests.Linked)).Amount.Amount, Is.EqualTo(decimal.Parse(amount, CultureInfo.InvariantCulture)));
    }
}
