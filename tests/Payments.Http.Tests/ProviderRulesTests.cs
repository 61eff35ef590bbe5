namespace Payments.Http.Tests;

internal sealed class ProviderRulesTests
{
    private static readonly IPaymentProvider Provider = new CardsOnly();

    private static PaymentRequest Request(
        string? token = null, int? installments = null, TimeSpan? expires = null, PaymentChannel channel = default, PaymentMethod method = default) => new()
    {
        Amount = new Money(10m, "EUR"),
        OrderId = "ORDER-1",
        PaymentToken = token is null ? default(Sensitive<string>?) : new Sensitive<string>(token),
        Installments = installments,
        ExpiresAfter = expires,
        Channel = channel,
        Method = method,
    };

    private static readonly (PaymentRequest Request, RequestFeatures Feature, string Field)[] Asked =
    [
        (Request(token: "tok"), RequestFeatures.Token, "PaymentToken"),
        (Request(installments: 3), RequestFeatures.Installments, "Installments"),
        (Request(expires: TimeSpan.FromHours(1)), RequestFeatures.Expiry, "ExpiresAfter"),
        (Request(channel: PaymentChannel.PointOfSale), RequestFeatures.PointOfSale, "Channel.PointOfSale"),
    ];

    [Test]
    public void What_a_provider_cannot_do_is_refused_by_its_name([Range(0, 3)] int which)
    {
        var (request, feature, field) = Asked[which];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                () => ProviderRules.Check(Provider, request, ~feature), Throws.TypeOf<PaymentRequestException>().With.Message.Contains(field));
            Assert.That(() => ProviderRules.Check(Provider, request, feature), Throws.Nothing);
        }
    }

    [TestCase(PaymentMethod.Unspecified)]
    [TestCase(PaymentMethod.Card)]
    [TestCase(PaymentMethod.CreditCard)]
    [TestCase(PaymentMethod.DebitCard)]
    public void Methods_it_has_are_taken_and_credit_means_card(PaymentMethod method) =>
        Assert.That(() => ProviderRules.Check(Provider, Request(method: method, installments: 0), RequestFeatures.None), Throws.Nothing);

    [Test]
    public void A_method_it_lacks_is_refused() => Assert.That(
        () => ProviderRules.Check(Provider, Request(method: PaymentMethod.Cryptocurrency), RequestFeatures.None),
        Throws.TypeOf<PaymentRequestException>().With.Property("Error").Property("Code").EqualTo(PaymentErrorCode.MethodUnavailable));

    [Test]
    public void A_refund_to_another_account_is_refused_unless_it_can_be_done()
    {
        var request = new RefundRequest
        {
            Payment = PaymentReference.From("cards", "p1"),
            BankAccount = new RefundBankAccount { BankCode = "88", AccountNumber = "110123456789", HolderName = "Hong" },
        };
        Assert.That(() => ProviderRules.Check(Provider, request, RequestFeatures.None), Throws.TypeOf<PaymentRequestException>().With.Message.Contains("BankAccount"));
        Assert.That(() => ProviderRules.Check(Provider, request, RequestFeatures.RefundAccount), Throws.Nothing);
    }

    [TestCase(1, "key", "value", true)]
    [TestCase(0, "key", "value", false)]
    [TestCase(1, "long-key", "value", false)]
    [TestCase(1, "", "value", false)]
    [TestCase(1, "key", "long-value", false)]
    public void Metadata_is_kept_whole_or_refused(int maxEntries, string key, string value, bool isKept)
    {
        var metadata = new Dictionary<string, string> { [key] = value };
        Assert.That(
            () => ProviderRules.CheckMetadata("Cards", metadata, maxEntries, maxKeyLength: 4, maxValueLength: 6),
            isKept ? Throws.Nothing : Throws.TypeOf<PaymentRequestException>());
    }

    private sealed class CardsOnly() : PaymentProvider("cards")
    {
        public override PaymentProviderCapabilities Capabilities { get; } = new()
        {
            Operations = PaymentOperations.Create,
            Currencies = SupportedCurrencies.Of(isExhaustive: true, "EUR"),
            PaymentMethods = new HashSet<PaymentMethod> { PaymentMethod.Card },
        };
    }
}
