using System.Text.Json.Nodes;

namespace Payments.Coinbase.Tests.Commerce;

public class CreateAndFindTests
{
    private const string Path = "/charges/3f2a9c1e-5b7d-4e0f-8a6c-2d1b0c9e8f7a";

    [Test]
    public async Task A_charge_is_made_and_the_payer_is_sent_to_its_page()
    {
        using var coinbase = new CommerceHost().On("POST /charges", Fixture.Answer("charge-new"), 201);
        var payment = await coinbase.Provider.CreatePaymentAsync(Requests.Payment());
        coinbase.AssertSent("charge");
        Assert.Multiple(() =>
        {
            Assert.That(payment.Reference.ToString(), Is.EqualTo("coinbase:3f2a9c1e-5b7d-4e0f-8a6c-2d1b0c9e8f7a?order=A-1001&related.code=66BEOV2A"));
            Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((PaymentStatus.RequiresAction, "NEW")));
            Assert.That((payment.Amount, payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo((new Money(100m, "EUR"), (Money?)new Money(0m, "EUR"), (Money?)new Money(0m, "EUR"))));
            Assert.That(((RedirectAction)payment.NextAction!).Url.OriginalString, Does.StartWith("https://commerce.coinbase.com/pay/"));
            Assert.That(payment.Metadata, Is.EqualTo(new Dictionary<string, string> { ["customer"] = "c-7" }));
            Assert.That((payment.Method, payment.ReceivedAmount, payment.TransactionId), Is.EqualTo((PaymentMethod.Cryptocurrency, (Money?)null, (string?)null)));
            Assert.That(payment.CreatedAt, Is.EqualTo(TestClock.Start.AddSeconds(1)));
        });
    }

    [Test]
    public async Task Every_call_carries_key_and_version_and_no_idempotency_key()
    {
        using var coinbase = new CommerceHost().On("POST /charges", Fixture.Answer("charge-new"), 201).On("GET " + Path, Fixture.Answer("charge-new"));
        await coinbase.Provider.CreatePaymentAsync(Requests.Payment());
        await coinbase.Provider.GetPaymentAsync(Requests.Charge);
        foreach (var headers in coinbase.Headers)
        {
            Assert.That((headers.GetValues("X-CC-Api-Key").Single(), headers.GetValues("X-CC-Version").Single()), Is.EqualTo(("commerce-key", "2018-03-22")));
            Assert.That((headers.Contains("X-Idempotency-Key"), headers.Authorization), Is.EqualTo((false, (System.Net.Http.Headers.AuthenticationHeaderValue?)null)));
        }
    }

    [Test]
    public async Task Texts_are_cut_where_the_page_has_no_more_room()
    {
        using var coinbase = new CommerceHost().On("POST /charges", Fixture.Answer("charge-new"), 201);
        await coinbase.Provider.CreatePaymentAsync(Requests.Payment(description: new string('x', 99) + "😀" + new string('y', 200)));
        var sent = JsonNode.Parse(coinbase.Bodies[0])!;
        Assert.That((((string)sent["name"]!).Length, ((string)sent["description"]!).Length), Is.EqualTo((99, 200)));
    }

    [TestCase("10.5", "USD", "10.50")]
    [TestCase("1000", "JPY", "1000")]
    [TestCase("0.000001", "USDC", "0.000001")]
    public async Task Amounts_have_the_decimals_of_their_currency(string amount, string currency, string expected)
    {
        using var coinbase = new CommerceHost().On("POST /charges", Fixture.Answer("charge-new"), 201);
        await coinbase.Provider.CreatePaymentAsync(Requests.Payment(Money.Parse($"{amount} {currency}")));
        var price = JsonNode.Parse(coinbase.Bodies[0])!["local_price"]!;
        Assert.That(((string?)price["amount"], (string?)price["currency"]), Is.EqualTo((expected, currency)));
    }

    [Test]
    public async Task What_the_API_could_not_carry_out_is_refused_before_sending()
    {
        using var coinbase = new CommerceHost();
        foreach (var request in new[]
        {
            Requests.Payment(expiresAfter: TimeSpan.FromHours(1)),
            Requests.Payment(new Money(10.5m, "JPY")),
            Requests.Payment(new Money(0m, "USD")),
            Requests.Payment(metadata: new Dictionary<string, string> { ["orderId"] = "x" }),
        })
        {
            await Assert.ThrowsAsync<PaymentRequestException>(() => coinbase.Provider.CreatePaymentAsync(request));
        }

        await Assert.ThrowsAsync<PaymentOperationNotSupportedException>(() => coinbase.Provider.RefundPaymentAsync(new RefundRequest { Payment = Requests.Charge }));
        await Assert.ThrowsAsync<PaymentOperationNotSupportedException>(() => coinbase.Provider.GetRefundAsync(new RefundReference(Requests.Charge)));
        await Assert.ThrowsAsync<PaymentOperationNotSupportedException>(() => coinbase.Provider.CapturePaymentAsync(new CaptureRequest { Payment = Requests.Charge }));
        Assert.That(coinbase.Calls, Is.Zero);
    }

    [Test]
    public async Task An_orphan_is_found_by_its_order_among_the_newest_and_finding_nothing_proves_nothing()
    {
        using var coinbase = new CommerceHost().On("GET /charges", List(("c-3", "A-1003"), ("c-1", "A-1001"), ("c-0", null))).On("GET /charges", List(("c-3", "A-1003")));
        var found = await coinbase.Provider.FindPaymentsAsync(new FindPaymentsRequest { OrderId = "A-1001" });
        Assert.That(found.Payments.Single().Reference.PaymentId, Is.EqualTo("c-1"));
        Assert.That((found.IsConclusive, found.NextPageToken), Is.EqualTo((false, (string?)null)));
        var none = await coinbase.Provider.FindPaymentsAsync(new FindPaymentsRequest { OrderId = "A-1001" });
        Assert.That((none.Payments.Count, none.IsConclusive), Is.EqualTo((0, false)));
        Assert.That(coinbase.Sent, Does.StartWith("GET /charges\n  limit=100\n  order=desc\n"));
    }

    [Test]
    public async Task A_full_page_names_the_next_one()
    {
        using var coinbase = new CommerceHost().On("GET /charges", List(("c-3", "A-1003"), ("c-2", "A-1002")));
        var found = await coinbase.Provider.FindPaymentsAsync(new FindPaymentsRequest { Limit = 2, PageToken = "c-4", CreatedFrom = TestClock.Start, CreatedTo = TestClock.Start.AddHours(1) });
        Assert.That((found.Payments.Count, found.NextPageToken), Is.EqualTo((2, "c-2")));
        Assert.That(coinbase.Sent, Is.EqualTo("GET /charges\n  limit=2\n  order=desc\n  starting_after=c-4"));

        using var later = new CommerceHost().On("GET /charges", List(("c-3", "A-1003")));
        Assert.That((await later.Provider.FindPaymentsAsync(new FindPaymentsRequest { CreatedFrom = TestClock.Start.AddHours(1) })).Payments, Is.Empty);
    }

    private static string List(params (string Id, string? Order)[] charges) => new JsonObject
    {
        ["pagination"] = new JsonObject { ["order"] = "desc", ["limit"] = 100, ["total"] = charges.Length },
        ["data"] = new JsonArray([.. charges.Select(charge =>
        {
            var node = JsonNode.Parse(Fixture.Answer("charge-new"))!["data"]!.DeepClone();
            node["id"] = charge.Id;
            node["metadata"]!["orderId"] = charge.Order;
            return node;
        })]),
    }.ToJsonString();
}
