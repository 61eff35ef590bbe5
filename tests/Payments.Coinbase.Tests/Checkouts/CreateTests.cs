using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Coinbase.Tests.Checkouts;

public class CreateTests
{
    [Test]
    public async Task A_checkout_is_made_and_the_payer_is_sent_to_its_page()
    {
        using var coinbase = new CheckoutsHost().On("POST /api/v1/checkouts", Fixture.Answer("checkout-active"), 201);
        var payment = await coinbase.Provider.CreatePaymentAsync(Requests.Payment(expiresAfter: TimeSpan.FromMinutes(40)));
        coinbase.AssertSent("create");
        Assert.Multiple(() =>
        {
            Assert.That(payment.Reference.ToString(), Is.EqualTo("coinbase:68f7a946db0529ea9b6d3a12?order=A-1001"));
            Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((PaymentStatus.RequiresAction, "ACTIVE")));
            Assert.That(payment.Amount, Is.EqualTo(new Money(100m, "EUR")), "what was asked for, not the USDC that is paid");
            Assert.That(payment.CapturedAmount, Is.EqualTo(new Money(0m, "EUR")));
            Assert.That(payment.ReceivedAmount, Is.Null);
            Assert.That(((RedirectAction)payment.NextAction!).Url.OriginalString, Is.EqualTo("https://payments.coinbase.com/payment-links/pl_x"));
            Assert.That((payment.Method, payment.ProviderMethod), Is.EqualTo((PaymentMethod.Cryptocurrency, "base")));
            Assert.That(payment.Metadata, Is.EqualTo(new Dictionary<string, string> { ["customer"] = "c-7" }));
            Assert.That(payment.CreatedAt, Is.EqualTo(TestClock.Start.AddMilliseconds(1250)));
            Assert.That(payment.AsOf, Is.EqualTo(TestClock.Start.AddMilliseconds(1250)));
        });
    }

    [Test]
    public async Task The_key_is_a_UUID_of_version_4_and_the_same_for_the_same_intention()
    {
        async Task<string> KeyAsync(string key)
        {
            using var coinbase = new CheckoutsHost().On("POST /api/v1/checkouts", Fixture.Answer("checkout-active"), 201);
            await coinbase.Provider.CreatePaymentAsync(new PaymentRequest { Amount = new Money(1m, "USDC"), OrderId = "A-1001", IdempotencyKey = key });
            return coinbase.Headers[0].GetValues("X-Idempotency-Key").Single();
        }

        var first = await KeyAsync("key-1");
        Assert.That(first, Does.Match("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"));
        Assert.That(await KeyAsync("key-1"), Is.EqualTo(first));
        Assert.That(await KeyAsync("key-2"), Is.Not.EqualTo(first));
    }

    [Test]
    public async Task The_sandbox_is_another_path_on_the_same_host()
    {
        using var coinbase = new CheckoutsHost(options => options.Sandbox = true).On("POST /sandbox/api/v1/checkouts", Fixture.Answer("checkout-active"), 201);
        await coinbase.Provider.CreatePaymentAsync(Requests.Payment());
        coinbase.AssertAllCalled();
    }

    [TestCase("de-DE")]
    [TestCase("tr-TR")]
    [TestCase("ar-SA")]
    [TestCase("th-TH")]
    public async Task The_culture_changes_nothing(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            using var coinbase = new CheckoutsHost().On("POST /api/v1/checkouts", Fixture.Answer("checkout-active"), 201);
            var payment = await coinbase.Provider.CreatePaymentAsync(Requests.Payment(expiresAfter: TimeSpan.FromMinutes(40)));
            coinbase.AssertSent("create");
            Assert.That(payment.CreatedAt, Is.EqualTo(TestClock.Start.AddMilliseconds(1250)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestCase("0.01", "USDC", "0.01")]
    [TestCase("100", "USD", "100.00")]
    [TestCase("1234567.8", "GBP", "1234567.80")]
    [TestCase("100000000", "SGD", "100000000.00")]
    public async Task Amounts_are_plain_text_with_two_decimals(string amount, string currency, string expected)
    {
        using var coinbase = new CheckoutsHost().On("POST /api/v1/checkouts", Fixture.Answer("checkout-active"), 201);
        await coinbase.Provider.CreatePaymentAsync(Requests.Payment(new Money(decimal.Parse(amount, CultureInfo.InvariantCulture), currency)));
        var sent = JsonNode.Parse(coinbase.Bodies[0])!;
        Assert.That(((string?)sent["amount"], (string?)sent["currency"], (string?)sent["metadata"]!["orderCurrency"]), Is.EqualTo((expected, currency, currency)));
    }

    [TestCase("0.001", PaymentErrorCode.InvalidAmount)]
    [TestCase("1.000001", PaymentErrorCode.InvalidAmount)]
    [TestCase("0", PaymentErrorCode.InvalidAmount)]
    [TestCase("-1", PaymentErrorCode.InvalidAmount)]
    [TestCase("100000000.01", PaymentErrorCode.AmountTooLarge)]
    public async Task Amounts_that_the_API_could_not_hold_are_refused(string amount, PaymentErrorCode code) =>
        await AssertRefusedAsync(Requests.Payment(new Money(decimal.Parse(amount, CultureInfo.InvariantCulture), "USDC")), code);

    [Test]
    public async Task What_the_API_could_not_carry_out_is_refused_before_sending()
    {
        await AssertRefusedAsync(Requests.Payment(returnUrl: new Uri("http://shop.example/done")));
        await AssertRefusedAsync(Requests.Payment(returnUrl: new Uri("https://shop.example/" + new string('a', 2028))));
        await AssertRefusedAsync(Requests.Payment(metadata: new Dictionary<string, string> { ["orderId"] = "x" }));
        await AssertRefusedAsync(Requests.Payment(metadata: new Dictionary<string, string> { ["orderCurrency"] = "x" }));
        await AssertRefusedAsync(Requests.Payment(metadata: new Dictionary<string, string> { ["k"] = new('v', 101) }));
        await AssertRefusedAsync(Requests.Payment(metadata: Enumerable.Range(0, 19).ToDictionary(i => $"k{i}", _ => "v")));
        await AssertRefusedAsync(Requests.Payment(orderId: new string('A', 101)));
        await AssertRefusedAsync(new PaymentRequest { Amount = new Money(1m, "USDC"), OrderId = "A-1001", PaymentToken = "tok" });
        await AssertRefusedAsync(new PaymentRequest { Amount = new Money(1m, "USDC"), OrderId = "A-1001", Method = PaymentMethod.Card }, PaymentErrorCode.MethodUnavailable);
        await AssertRefusedAsync(new PaymentRequest { Amount = new Money(1m, "USDC"), OrderId = "A-1001", Installments = 3 });
        await AssertRefusedAsync(new PaymentRequest { Amount = new Money(1m, "USDC"), OrderId = "A-1001", Channel = PaymentChannel.PointOfSale });
    }

    [Test]
    public async Task Eighteen_entries_and_a_long_address_are_taken_and_a_long_description_is_cut_at_a_character()
    {
        using var coinbase = new CheckoutsHost().On("POST /api/v1/checkouts", Fixture.Answer("checkout-active"), 201);
        await coinbase.Provider.CreatePaymentAsync(Requests.Payment(
            returnUrl: new Uri("https://shop.example/" + new string('a', 2027)),
            description: new string('x', 499) + "😀",
            metadata: Enumerable.Range(0, 18).ToDictionary(i => $"k{i}", _ => "v")));
        Assert.That((string?)JsonNode.Parse(coinbase.Bodies[0])!["description"], Is.EqualTo(new string('x', 499)));
    }

    [Test]
    public async Task Without_a_description_the_order_is_shown_and_without_addresses_none_are_sent()
    {
        using var coinbase = new CheckoutsHost().On("POST /api/v1/checkouts", Fixture.Answer("checkout-active"), 201);
        await coinbase.Provider.CreatePaymentAsync(new PaymentRequest { Amount = new Money(1m, "USDC"), OrderId = "A-1001", IdempotencyKey = "k" });
        Assert.That(coinbase.Sent, Does.EndWith("""{"amount":"1.00","currency":"USDC","description":"A-1001","metadata":{"orderId":"A-1001","orderCurrency":"USDC"}}"""));
    }

    [Test]
    public async Task What_is_priced_in_USDC_stays_so_though_the_answer_tells_a_fiat_value()
    {
        var answer = Fixture.Answer("checkout-paid", node => node["metadata"]!["orderCurrency"] = "USDC");
        using var coinbase = new CheckoutsHost().On("POST /api/v1/checkouts", answer, 201);
        var payment = await coinbase.Provider.CreatePaymentAsync(Requests.Payment(new Money(108m, "USDC")));
        Assert.That((payment.Amount, payment.CapturedAmount, payment.ReceivedAmount), Is.EqualTo((new Money(108m, "USDC"), (Money?)new Money(108m, "USDC"), (Money?)null)));
    }

    private static async Task AssertRefusedAsync(PaymentRequest request, PaymentErrorCode code = PaymentErrorCode.InvalidRequest)
    {
        using var coinbase = new CheckoutsHost();
        var thrown = (await Assert.ThrowsAsync<PaymentRequestException>(() => coinbase.Provider.CreatePaymentAsync(request)))!;
        Assert.That((thrown.Error.Code, thrown.Outcome, coinbase.Calls), Is.EqualTo((code, PaymentOutcome.NeverSent, 0)));
    }
}
