using System.Text.Json.Nodes;

namespace Payments.Coinbase.Tests.Checkouts;

public class ReadAndCancelTests
{
    private const string Path = "/api/v1/checkouts/68f7a946db0529ea9b6d3a12";

    [Test]
    public async Task A_paid_checkout_tells_what_was_asked_for_and_what_arrived()
    {
        using var coinbase = new CheckoutsHost().On("GET " + Path, Fixture.Answer("checkout-paid"));
        var payment = await coinbase.Provider.GetPaymentAsync(Requests.Checkout);
        Assert.Multiple(() =>
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
            Assert.That((payment.Amount, payment.CapturedAmount), Is.EqualTo((new Money(100m, "EUR"), (Money?)new Money(100m, "EUR"))));
            Assert.That(payment.ReceivedAmount, Is.EqualTo(new Money(108m, "USDC")));
            Assert.That(payment.RefundedAmount, Is.EqualTo(new Money(0m, "EUR")));
            Assert.That(payment.TransactionId, Is.EqualTo("0x3a1b2c3d4e5f"));
            Assert.That(payment.AsOf, Is.EqualTo(TestClock.Start.AddMinutes(5).AddMilliseconds(500)));
            Assert.That(payment.NextAction, Is.Null);
        });
    }

    [Test]
    public async Task Refunds_are_listed_each_with_its_own_state()
    {
        using var coinbase = new CheckoutsHost().On("GET " + Path, Fixture.Answer("checkout-refunds"));
        var payment = await coinbase.Provider.GetPaymentAsync(Requests.Checkout);
        var refunds = payment.Facts.OfType<RefundFact>().Select(fact => fact.Refund).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.PartiallyRefunded));
            Assert.That(payment.RefundedAmount, Is.EqualTo(new Money(25m, "EUR")), "what is done, in the payment's currency");
            Assert.That(refunds.Select(refund => (refund.RefundId, refund.Reference, refund.Status, refund.Amount)), Is.EqualTo(new[]
            {
                ("rf_1", "r-1001", RefundStatus.Completed, new Money(25m, "EUR")),
                ("rf_2", null, RefundStatus.Pending, new Money(10m, "EUR")),
                ("rf_3", "r-1003", RefundStatus.Failed, new Money(5m, "EUR")),
            }));
            Assert.That(payment.Facts.Select(fact => fact.AsOf), Is.All.EqualTo(payment.AsOf));
        });
    }

    [TestCase("REFUNDED", null, "EUR", "100.00 EUR")]
    [TestCase("REFUNDED", "108.00", "USDC", "108.00 USDC")]
    [TestCase("PARTIALLY_REFUNDED", "27.00", "USDC", "27.00 USDC")]
    [TestCase("PARTIALLY_REFUNDED", "27.00", "EUR", null)]
    [TestCase("COMPLETED", null, "EUR", "0 EUR")]
    [TestCase("COMPLETED", "0.00", "USDC", "0 USDC")]
    public async Task Without_a_list_the_total_tells_where_it_is_in_the_payments_currency(string status, string? total, string currency, string? expected)
    {
        var answer = Fixture.Answer("checkout-paid", node =>
        {
            (node["status"], node["refundedAmount"]) = (status, total);
            node["metadata"]!["orderCurrency"] = currency;
        });
        using var coinbase = new CheckoutsHost().On("GET " + Path, answer);
        var payment = await coinbase.Provider.GetPaymentAsync(Requests.Checkout);
        Assert.That(payment.RefundedAmount, Is.EqualTo(expected is null ? (Money?)null : Money.Parse(expected)));
    }

    [Test]
    public async Task A_checkout_that_was_not_made_here_is_taken_at_its_fiat_price_else_at_its_asset()
    {
        async Task<Money> AmountAsync(Action<JsonNode> change)
        {
            using var coinbase = new CheckoutsHost().On("GET " + Path, Fixture.Answer("checkout-paid", change));
            return (await coinbase.Provider.GetPaymentAsync(Requests.Checkout)).Amount;
        }

        Assert.That(await AmountAsync(node => ((JsonObject)node).Remove("metadata")), Is.EqualTo(new Money(100m, "EUR")));
        Assert.That(await AmountAsync(node => node["fiatAmount"] = null), Is.EqualTo(new Money(108m, "USDC")));
        Assert.That(await AmountAsync(node => (node["amount"], node["currency"]) = ("100.00", "EUR")), Is.EqualTo(new Money(100m, "EUR")));
    }

    [Test]
    public async Task Only_the_own_id_finds_a_payment()
    {
        using var coinbase = new CheckoutsHost();
        var byOrder = new PaymentReference("coinbase", null, "A-1001");
        Assert.That(
            (await Assert.ThrowsAsync<PaymentRequestException>(() => coinbase.Provider.GetPaymentAsync(byOrder)))!.Message, Does.Contain("PaymentId of the create call"));
        await Assert.ThrowsAsync<PaymentOperationNotSupportedException>(() => coinbase.Provider.FindPaymentsAsync(new FindPaymentsRequest { OrderId = "A-1001" }));
        await Assert.ThrowsAsync<PaymentOperationNotSupportedException>(() => coinbase.Provider.CapturePaymentAsync(new CaptureRequest { Payment = Requests.Checkout }));
        await Assert.ThrowsAsync<PaymentOperationNotSupportedException>(() => coinbase.Provider.ConfirmPaymentAsync(new ConfirmPaymentRequest { Payment = Requests.Checkout }));
        Assert.That(coinbase.Calls, Is.Zero);
    }

    [Test]
    public async Task An_open_checkout_is_deactivated_without_a_key_and_without_a_body()
    {
        using var coinbase = new CheckoutsHost().On($"POST {Path}/deactivate", Fixture.Answer("checkout-active", node => node["status"] = "DEACTIVATED"));
        var payment = await CancelAsync(coinbase);
        Assert.That((payment.Status, payment.NextAction), Is.EqualTo((PaymentStatus.Cancelled, (NextAction?)null)));
        Assert.That((coinbase.Bodies[0].Length, coinbase.Headers[0].Contains("X-Idempotency-Key")), Is.EqualTo((0, false)));
    }

    [TestCase("DEACTIVATED", PaymentStatus.Cancelled)]
    [TestCase("EXPIRED", PaymentStatus.Expired)]
    public async Task What_has_ended_already_is_success(string status, PaymentStatus expected)
    {
        using var coinbase = new CheckoutsHost()
            .On($"POST {Path}/deactivate", """{"errorType":"invalid_request","errorMessage":"Only ACTIVE checkouts can be deactivated"}""", 400)
            .On("GET " + Path, Fixture.Answer("checkout-active", node => node["status"] = status));
        Assert.That((await CancelAsync(coinbase)).Status, Is.EqualTo(expected));
    }

    [TestCase(400, "COMPLETED", PaymentErrorCode.AlreadyCaptured)]
    [TestCase(200, "COMPLETED", PaymentErrorCode.AlreadyCaptured)]
    [TestCase(200, "PROCESSING", PaymentErrorCode.InvalidState)]
    [TestCase(400, "FAILED", PaymentErrorCode.InvalidState)]
    public async Task A_payer_who_was_faster_wins(int answered, string status, PaymentErrorCode code)
    {
        var now = Fixture.Answer("checkout-paid", node => node["status"] = status);
        using var coinbase = new CheckoutsHost()
            .On($"POST {Path}/deactivate", answered == 200 ? now : """{"errorType":"invalid_request","errorMessage":"no"}""", answered)
            .On("GET " + Path, now);
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => CancelAsync(coinbase)))!;
        Assert.That((thrown.Error.Code, thrown.Outcome), Is.EqualTo((code, PaymentOutcome.Refused)));
        coinbase.AssertAllCalled();
    }

    private static Task<Payment> CancelAsync(CheckoutsHost coinbase) =>
        coinbase.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Checkout, Reason = "changed their mind" });
}
