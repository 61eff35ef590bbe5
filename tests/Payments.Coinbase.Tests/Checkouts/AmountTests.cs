using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Coinbase.Tests.Checkouts;

/// <summary>Which of the amounts in an answer is the host's, and what is known of what was given back.</summary>
public class AmountTests
{
    private const string Path = "/api/v1/checkouts/68f7a946db0529ea9b6d3a12";
    private static readonly Money Price = new(100.5m, "USDC");
    private static readonly PaymentReference Remembered = Requests.Checkout.With(new Payment
    {
        Reference = Requests.Checkout, Status = PaymentStatus.Completed, ProviderStatus = "COMPLETED", Amount = Price, CreatedAt = TestClock.Start,
    });

    [Test]
    public async Task What_the_request_was_in_stays_the_amount_where_the_answer_lacks_our_own_entry()
    {
        using var coinbase = new CheckoutsHost().On("POST /api/v1/checkouts", Fixture.Answer("checkout-usdc"), 201);
        Assert.That((await coinbase.Provider.CreatePaymentAsync(Requests.Payment(Price))).Amount, Is.EqualTo(Price));
        using var dollars = new CheckoutsHost().On("POST /api/v1/checkouts", Fixture.Answer("checkout-usdc"), 201);
        Assert.That((await dollars.Provider.CreatePaymentAsync(Requests.Payment(new Money(100m, "USD")))).Amount, Is.EqualTo(new Money(100m, "USD")));
    }

    [Test]
    public async Task What_is_remembered_tells_the_currency_of_a_read_a_cancel_and_an_event()
    {
        using var coinbase = new CheckoutsHost()
            .On("GET " + Path, Fixture.Answer("checkout-usdc"))
            .On($"POST {Path}/deactivate", Fixture.Answer("checkout-usdc", node => node["status"] = "DEACTIVATED"));
        Assert.That((await coinbase.Provider.GetPaymentAsync(Remembered)).Amount, Is.EqualTo(Price));
        Assert.That((await coinbase.Provider.CancelPaymentAsync(new CancelRequest { Payment = Remembered })).Amount, Is.EqualTo(Price));

        var body = Fixture.Answer("checkout-usdc", node => (node["eventType"], node["status"]) = ("checkout.payment.success", "COMPLETED"));
        var webhook = await coinbase.Provider.VerifyWebhookAsync(Hook0.V1(body));
        var told = (await coinbase.Provider.ResolveWebhookAsync(webhook with { References = [Remembered] })).Single().Payment!;
        Assert.That((told.Amount, told.CapturedAmount, told.ReceivedAmount), Is.EqualTo((Price, (Money?)Price, (Money?)null)));
    }

    [Test]
    public async Task Our_own_entry_comes_before_what_is_remembered_and_a_price_where_nothing_tells()
    {
        var answer = Fixture.Answer("checkout-usdc", node => node["metadata"]!["orderCurrency"] = "USD");
        using var coinbase = new CheckoutsHost().On("GET " + Path, answer).On("GET " + Path, Fixture.Answer("checkout-usdc"));
        Assert.That((await coinbase.Provider.GetPaymentAsync(Remembered)).Amount, Is.EqualTo(new Money(100m, "USD")));
        Assert.That((await coinbase.Provider.GetPaymentAsync(Requests.Checkout)).Amount, Is.EqualTo(new Money(100m, "USD")));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_refund_is_told_in_the_currency_that_it_was_asked_for_in(bool isRemembered)
    {
        using var coinbase = new CheckoutsHost().On($"POST {Path}/refund", Refunded(25m));
        var refund = await coinbase.Provider.RefundPaymentAsync(new RefundRequest
        {
            Payment = isRemembered ? Remembered : Requests.Checkout, Amount = new Money(25m, "USDC"), Reference = "r-1001",
        });
        Assert.That(refund.Amount, Is.EqualTo(new Money(25m, "USDC")));
    }

    [Test]
    public async Task What_was_refunded_of_a_payment_in_the_asset_is_not_refunded_again()
    {
        await using var shop = new PipelineHost();
        shop.Answers(Fixture.Answer("checkout-usdc"), 201).Answers(Fixture.Answer("checkout-usdc", Paid)).Answers(Refunded(25m));
        var created = await shop.Provider.CreatePaymentAsync(Requests.Payment(Price));
        await shop.Provider.GetPaymentAsync(created);
        await shop.Provider.RefundPaymentAsync(new RefundRequest { Payment = created.Reference, Amount = new Money(25m, "USDC") });
        var thrown = await Assert.ThrowsAsync<PaymentConflictException>(() =>
            shop.Provider.RefundPaymentAsync(new RefundRequest { Payment = created.Reference, Amount = new Money(80m, "USDC") }));
        Assert.That((thrown!.Error.Code, shop.Calls), Is.EqualTo((PaymentErrorCode.AmountTooLarge, 3)));
    }

    // Straight out of a read, and after the memory knew it as waiting for the payer.
    [TestCase("ACTIVE", PaymentStatus.RequiresAction)]
    [TestCase("PROCESSING", PaymentStatus.Processing)]
    [TestCase("COMPLETED", PaymentStatus.Completed)]
    [TestCase("PARTIALLY_REFUNDED", PaymentStatus.PartiallyRefunded)]
    [TestCase("REFUNDED", PaymentStatus.Refunded)]
    [TestCase("DEACTIVATED", PaymentStatus.Cancelled)]
    [TestCase("EXPIRED", PaymentStatus.Expired)]
    [TestCase("FAILED", PaymentStatus.Failed)]
    [TestCase("TELEPORTED", PaymentStatus.Unknown)]
    public async Task Each_status_keeps_its_meaning_in_the_pipeline(string status, PaymentStatus expected)
    {
        void Later(JsonNode node) => (node["status"], node["updatedAt"]) = (status, "2026-10-30T00:05:00Z");
        foreach (var isCreated in new[] { false, true })
        {
            await using var shop = new PipelineHost();
            if (isCreated)
                await shop.Answers(Fixture.Answer("checkout-active"), 201).Provider.CreatePaymentAsync(Requests.Payment());
            var read = await shop.Answers(Fixture.Answer("checkout-active", Later)).Provider.GetPaymentAsync(Requests.Checkout);
            Assert.That((read.Status, read.ProviderStatus), Is.EqualTo((expected, status)), isCreated ? "known" : "new");
        }
    }

    [TestCase("""[{"id":"rf_1","amount":"10.00","currency":"USDC","status":"PENDING"}]""", null, null)]
    [TestCase("null", "0.00", null)]
    [TestCase("null", "25.00", "25")]
    [TestCase("""[{"id":"rf_1","amount":"10.00","currency":"USDC","status":"COMPLETED"}]""", null, "10")]
    [TestCase("""[{"id":"rf_1","amount":"10.00","currency":"USDC","status":"COMPLETED"}]""", "25.00", "25")]
    public async Task What_was_partly_given_back_is_what_is_told_and_never_nothing(string refunds, string? total, string? expected)
    {
        var answer = Fixture.Answer("checkout-usdc", node =>
        {
            (node["status"], node["refunds"], node["refundedAmount"]) = ("PARTIALLY_REFUNDED", JsonNode.Parse(refunds), total);
            node["metadata"]!["orderCurrency"] = "USDC";
        });
        using var coinbase = new CheckoutsHost().On("GET " + Path, answer);
        var payment = await coinbase.Provider.GetPaymentAsync(Requests.Checkout);
        Assert.That(payment.RefundedAmount, Is.EqualTo(expected is null ? (Money?)null : Money.Parse(expected + " USDC")));
        Assert.That(payment.CapturedAmount, Is.EqualTo(Price));
    }

    [TestCase("25.00", "null", "75.50")]
    [TestCase("25.00", """[{"id":"rf_1","amount":"10.00","currency":"USDC","status":"COMPLETED"}]""", "75.50")]
    [TestCase("25.00", """[{"id":"rf_1","amount":"40.00","currency":"USDC","status":"PENDING"}]""", "60.50")]
    public async Task All_is_what_neither_the_total_nor_the_list_has_given_back(string total, string refunds, string left)
    {
        using var coinbase = new CheckoutsHost()
            .On("GET " + Path, Fixture.Answer("checkout-usdc", node =>
            {
                (node["status"], node["refundedAmount"], node["refunds"]) = ("PARTIALLY_REFUNDED", total, JsonNode.Parse(refunds));
                node["metadata"]!["orderCurrency"] = "USDC";
            }))
            .On($"POST {Path}/refund", Refunded(1m));
        await coinbase.Provider.RefundPaymentAsync(Requests.Refund(null, reason: null));
        Assert.That(coinbase.Sent, Does.EndWith($$"""{"amount":"{{left}}","currency":"USDC","reason":"[ref r-1001]"}"""));
    }

    [TestCase(null)]
    [TestCase("27.00")]
    public async Task All_of_what_nobody_tells_is_asked_for_by_its_amount(string? total)
    {
        using var coinbase = new CheckoutsHost()
            .On("GET " + Path, Fixture.Answer("checkout-paid", node => (node["status"], node["refundedAmount"]) = ("PARTIALLY_REFUNDED", total)));
        var thrown = await Assert.ThrowsAsync<PaymentRequestException>(() => coinbase.Provider.RefundPaymentAsync(Requests.Refund(null)));
        Assert.That(thrown!.Message, Does.Contain("Amount"));
        Assert.That(coinbase.Calls, Is.EqualTo(1));
    }

    private static void Paid(JsonNode node) => (node["status"], node["updatedAt"]) = ("COMPLETED", "2026-10-30T00:05:00Z");

    private static string Refunded(decimal amount) => Fixture.Answer("refund", node =>
    {
        node["checkout"] = JsonNode.Parse(Fixture.Answer("checkout-usdc", Paid));
        var text = amount.ToString("F2", CultureInfo.InvariantCulture);
        (node["refund"]!["amount"], node["refund"]!["fiatAmount"], node["refund"]!["fiatCurrency"]) = (text, text, "USD");
    });
}
