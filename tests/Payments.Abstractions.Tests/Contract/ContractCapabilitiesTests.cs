namespace Payments.Abstractions.Tests;

/// <summary>Which currencies may be tried, and what a registration claims.</summary>
internal sealed class ContractCapabilitiesTests
{
    [TestCase(true, "USD", true)]
    [TestCase(true, "usd", true)]
    [TestCase(true, "KRW", false)]
    [TestCase(false, "KRW", true)]
    [TestCase(false, "NEWCOIN", true)]
    [TestCase(true, "NEWCOIN", true)]
    public void A_currency_may_be_used_when_it_is_known_or_the_list_is_open(bool isExhaustive, string code, bool expected) =>
        Assert.That(SupportedCurrencies.Of(isExhaustive, "USD  EUR newcoin ").MayUse(Currency.FromCode(code)), Is.EqualTo(expected));

    [Test]
    public void A_list_is_read_from_codes()
    {
        var currencies = SupportedCurrencies.Of(isExhaustive: true, "usd EUR USD");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(currencies.Known, Is.EquivalentTo([Currency.USD, Currency.EUR]));
            Assert.That(currencies.IsExhaustive, Is.True);
            Assert.That(SupportedCurrencies.Of(isExhaustive: true, "").MayUse(Currency.USD), Is.False);
            Assert.That(() => SupportedCurrencies.Of(isExhaustive: true, null!), Throws.ArgumentNullException);
        }
    }

    [Test]
    public void Claims_with_the_same_content_are_equal()
    {
        PaymentProviderCapabilities one = Make(), same = Make();
        Assert.That(one, Is.EqualTo(same));
    }

    [Test]
    public void Nothing_is_remembered_unless_it_is_said() => Assert.That(Make().IdempotencyKeyLifetimes, Is.Empty);

    private static PaymentProviderCapabilities Make() => new()
    {
        Operations = PaymentOperations.Create,
        Currencies = SupportedCurrencies.Of(isExhaustive: true, "USD EUR"),
        PaymentMethods = new HashSet<PaymentMethod> { PaymentMethod.Card, PaymentMethod.BankTransfer },
    };
}
