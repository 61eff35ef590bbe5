using System.Text.Json.Nodes;

namespace Payments.BitPay.Tests;

public class CreateTests
{
    [Test]
    public async Task An_invoice_is_made_and_the_payer_is_sent_to_its_page()
    {
        using var bitpay = new BitPayHost().On("POST /invoices", Fixture.Answer("invoice"));
        var payment = await bitpay.Provider.CreatePaymentAsync(Requests.Payment(metadata: new Dictionary<string, string> { ["cart"] = "c-7" }));
        bitpay.AssertSent("invoice");
        Assert.Multiple(() =>
        {
            Assert.That(payment.Reference.ToString(), Is.EqualTo("bitpay:G3viJEJgE8Jk2oekSdgT2A?order=A-1001&related.guid=8f4d0c9e-1b2a-4c3d-9e8f-7a6b5c4d3e2f"));
            Assert.That((payment.Status, payment.ProviderStatus, payment.Amount), Is.EqualTo((PaymentStatus.RequiresAction, "new", new Money(10.5m, "EUR"))));
            Assert.That(((RedirectAction)payment.NextAction!).Url.OriginalString, Is.EqualTo("https://bitpay.com/invoice?id=G3viJEJgE8Jk2oekSdgT2A"));
            Assert.That((payment.Method, payment.ReceivedAmount, payment.TransactionId), Is.EqualTo((PaymentMethod.Cryptocurrency, (Money?)null, (string?)null)));
            Assert.That(payment.CreatedAt, Is.EqualTo(new DateTimeOffset(2021, 5, 11, 11, 53, 0, 748, TimeSpan.Zero)), "Milliseconds, not seconds.");
            Assert.That(payment.AsOf, Is.EqualTo(new DateTimeOffset(2021, 5, 11, 11, 53, 0, 807, TimeSpan.Zero)));
            Assert.That(payment.Metadata, Is.EqualTo(new Dictionary<string, string> { ["cart"] = "c-7" }));
            Assert.That(payment.ToString(), Does.Not.Contain("8nPJSGgi7"), "The invoice's own token is nobody's business.");
        });
    }

    [Test]
    public async Task Everything_that_an_invoice_takes_is_sent()
    {
        using var bitpay = new BitPayHost().On("POST /invoices", Fixture.Answer("invoice"));
        await bitpay.Provider.CreatePaymentAsync(Requests.Payment(
            new Money(1000m, "JPY"), TimeSpan.FromMinutes(5), webhookUrl: new Uri("https://shop.example/other"),
            customer: new PaymentCustomer
            {
                Name = "Ann", Email = "ann@example.com", Phone = "+49 1",
                BillingAddress = new PaymentAddress { Line1 = "1 Street", Line2 = "b", City = "Bonn", Region = "NW", PostalCode = "53111", CountryCode = "DE" },
            },
            extras: new BitPayPaymentExtras { TransactionSpeed = BitPayTransactionSpeed.Low, PaymentCurrencies = ["BTC", "USDC_m"], AutoRedirect = true }));
        bitpay.AssertSent("invoice-full");
    }

    [TestCase("10.5 USD", "10.5")]
    [TestCase("10.50 USD", "10.50")]
    [TestCase("1000 JPY", "1000")]
    [TestCase("0.000006 BTC", "0.000006")]
    [TestCase("0.000006 ETH", "0.000006")]
    [TestCase("1.25 USDC", "1.25")]
    [TestCase("1.25 KWD", "1.25")]
    [TestCase("123456789012.34 USD", "123456789012.34")]
    public async Task Prices_are_plain_numbers(string amount, string expected)
    {
        using var bitpay = new BitPayHost().On("POST /invoices", Fixture.Answer("invoice"));
        await bitpay.Provider.CreatePaymentAsync(Requests.Payment(Money.Parse(amount)));
        Assert.That(bitpay.Sent, Does.Contain($"\"price\":{expected},"));
    }

    [Test]
    [SetCulture("de-DE")]
    public async Task Cultures_change_nothing()
    {
        using var bitpay = new BitPayHost().On("POST /invoices", Fixture.Answer("invoice"));
        await bitpay.Provider.CreatePaymentAsync(Requests.Payment(metadata: new Dictionary<string, string> { ["cart"] = "c-7" }));
        bitpay.AssertSent("invoice");
    }

    [Test]
    public async Task What_BitPay_could_not_carry_out_is_refused_before_sending()
    {
        using var bitpay = new BitPayHost();
        foreach (var request in new[]
        {
            Requests.Payment(new Money(10.5m, "JPY")),
            Requests.Payment(new Money(0.001m, "USD")),
            Requests.Payment(new Money(0.0000001m, "BTC")),
            Requests.Payment(new Money(0m, "USD")),
            Requests.Payment(expiresAfter: TimeSpan.FromMinutes(16)),
            Requests.Payment(expiresAfter: TimeSpan.Zero),
            Requests.Payment(webhookUrl: new Uri("http://shop.example/b")),
            new PaymentRequest { Amount = new Money(1m, "USD"), OrderId = "A-1", PaymentToken = "t" },
            new PaymentRequest { Amount = new Money(1m, "USD"), OrderId = "A-1", Method = PaymentMethod.Card },
            new PaymentRequest { Amount = new Money(1m, "USD"), OrderId = "A-1", Extras = [new BitPayPaymentExtras { AutoRedirect = true }] },
        })
        {
            await Assert.ThrowsAsync<PaymentRequestException>(() => bitpay.Provider.CreatePaymentAsync(request));
        }

        Assert.That(bitpay.Calls, Is.Zero);
    }

    [TestCase("BTC BCH ETH LTC DOGE XRP WBTC APE SHIB EUROC", 6)]
    [TestCase("USDC DAI BUSD GUSD PAX BHD IQD JOD KWD LYD OMR TND CLF", 2)]
    public async Task A_price_finer_than_BitPays_precision_is_refused(string codes, int decimals)
    {
        using var bitpay = new BitPayHost();
        foreach (var code in codes.Split(' '))
        {
            var finer = new Money(new decimal(1, 0, 0, false, (byte)(decimals + 1)), Currency.FromCode(code));
            var thrown = await Assert.CatchAsync<PaymentException>(() => bitpay.Provider.CreatePaymentAsync(Requests.Payment(finer)));
            Assert.That((thrown is PaymentRequestException, thrown!.Error.Code), Is.EqualTo((true, PaymentErrorCode.InvalidAmount)), code);
        }

        Assert.That(bitpay.Calls, Is.Zero);
    }

    [Test]
    public async Task After_an_unclear_call_our_guid_finds_what_was_made()
    {
        using var bitpay = new BitPayHost().On("POST /invoices", "", 502);
        var guid = await GuidAsync();
        bitpay.On($"GET /invoices/guid/{guid}?token=pos-token", Fixture.Answer("invoice"));
        var payment = await bitpay.Provider.CreatePaymentAsync(Requests.Payment());
        Assert.That((payment.Reference.PaymentId, bitpay.Calls), Is.EqualTo((Requests.InvoiceId, 2)));
    }

    [Test]
    public async Task What_is_not_found_after_an_unclear_call_stays_unclear_and_is_not_sent_again()
    {
        using var bitpay = new BitPayHost().On("POST /invoices", "", 502).On($"GET /invoices/guid/{await GuidAsync()}", """{"status":"error","code":"020101","error":"Invoice not found"}""", 404);
        var thrown = await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => bitpay.Provider.CreatePaymentAsync(Requests.Payment()));
        Assert.That((thrown!.Payment!.GetRelated("guid"), bitpay.Calls), Is.EqualTo((await GuidAsync(), 2)));
    }

    [Test]
    public async Task A_guid_alone_names_an_invoice_and_an_order_does_not()
    {
        using var bitpay = new BitPayHost().On("GET /invoices/guid/g-1?token=pos-token", Fixture.Answer("invoice"));
        var payment = await bitpay.Provider.GetPaymentAsync(new PaymentReference("bitpay", null, null, [new RelatedId("guid", "g-1")]));
        Assert.That(payment.Reference.PaymentId, Is.EqualTo(Requests.InvoiceId));
        bitpay.On("GET /invoices/guid/g-1?token=pos-token", Fixture.Answer("invoice"));
        var known = await bitpay.Provider.GetPaymentAsync(new PaymentReference("bitpay", null, "A-1001", [new RelatedId("guid", "g-1")]).With(payment));
        Assert.That((known.Reference.PaymentId, known.Reference.OrderId), Is.EqualTo((Requests.InvoiceId, "A-1001")));
        await Assert.ThrowsAsync<PaymentRequestException>(() => bitpay.Provider.GetPaymentAsync(new PaymentReference("bitpay", null, "A-1001")));
    }

    [Test]
    public async Task A_list_is_searched_by_days_and_order_and_proves_nothing()
    {
        var list = new JsonObject { ["data"] = new JsonArray(JsonNode.Parse(Fixture.Answer("invoice"))!["data"]!.DeepClone(), JsonNode.Parse(Fixture.Answer("invoice", node => node["data"]!["orderId"] = "A-1"))!["data"]!.DeepClone()) };
        using var bitpay = BitPayHost.Merchant().On("GET /invoices", list.ToJsonString());
        var found = await bitpay.Provider.FindPaymentsAsync(new FindPaymentsRequest
        {
            OrderId = "A-1001", CreatedFrom = new DateTimeOffset(2021, 5, 11, 0, 0, 0, TimeSpan.Zero), CreatedTo = new DateTimeOffset(2021, 5, 12, 0, 0, 0, TimeSpan.Zero), Limit = 2,
        });
        Assert.That((found.Payments.Single().Reference.PaymentId, found.IsConclusive, found.NextPageToken), Is.EqualTo((Requests.InvoiceId, false, "2")));
        Assert.That(bitpay.Sent, Is.EqualTo("GET /invoices\n  dateStart=2021-05-10\n  dateEnd=2021-05-13\n  orderId=A-1001\n  limit=2\n  token=pos-token"));
    }

    private static async Task<string> GuidAsync()
    {
        using var bitpay = new BitPayHost().On("POST /invoices", Fixture.Answer("invoice"));
        await bitpay.Provider.CreatePaymentAsync(Requests.Payment());
        return (string)JsonNode.Parse(bitpay.Bodies[0])!["guid"]!;
    }
}
