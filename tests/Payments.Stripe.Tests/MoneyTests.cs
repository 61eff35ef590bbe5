using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Payments.Stripe.Tests;

public class MoneyTests
{
    [TestCase("USD", "12.34", 1234)]
    [TestCase("JPY", "500", 500)]
    [TestCase("KRW", "15000", 15000)]
    [TestCase("MGA", "5", 5)]
    [TestCase("ISK", "100", 10000)]
    [TestCase("UGX", "5", 500)]
    [TestCase("KWD", "1.230", 1230)]
    [TestCase("HUF", "10.45", 1045)]
    [TestCase("COP", "10.45", 1045)]
    [TestCase("IDR", "999999999999.99", 99999999999999)]
    public void Amounts_go_by_Stripe_s_own_decimals(string currency, string amount, long units)
    {
        var money = new Money(decimal.Parse(amount, CultureInfo.InvariantCulture), currency);
        Assert.That(StripeMoney.ToWire(money), Is.EqualTo(units));
        Assert.That(StripeMoney.FromWire(units, currency.ToLower(CultureInfo.InvariantCulture)), Is.EqualTo(money));
    }

    [Test]
    public void Every_amount_comes_back_as_it_went() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>().Filter(units => units >= 0), Gen.Elements(StripeDefaults.Capabilities.Currencies.Known.ToArray()).ToArbitrary(), (units, currency) =>
        {
            var whole = units * 100L;
            return StripeMoney.ToWire(StripeMoney.FromWire(whole, currency.Code)!.Value) == whole;
        }).QuickCheckThrowOnFailure();

    [TestCase("tr-TR")]
    [TestCase("de-DE")]
    [TestCase("ar-SA")]
    [TestCase("th-TH")]
    public async Task The_host_s_culture_changes_nothing(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            using var stripe = new StripeHost();
            stripe.On("POST /v1/checkout/sessions", Fixture.Answer("session-open"));
            var payment = await stripe.Provider.CreatePaymentAsync(new PaymentRequest
            {
                Amount = new Money(1234.5m, "INR"),
                OrderId = "A-1001",
                ReturnUrl = new Uri("https://shop.example/done"),
                ExpiresAfter = TimeSpan.FromHours(1),
            });
            stripe.AssertSent("create-culture");
            Assert.That(payment.CreatedAt, Is.EqualTo(TestClock.Start));
            Assert.That(payment.CreatedAt.Offset, Is.EqualTo(TimeSpan.Zero));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
