using System.Globalization;
using System.Text;

namespace Payments.Coinbase.Tests.Checkouts;

/// <summary>The facts page's tables of words, row by row; and bodies that no page shows.</summary>
public class MappingTests
{
    private const string Path = "/api/v1/checkouts/68f7a946db0529ea9b6d3a12";

    [TestCase("ACTIVE", PaymentStatus.RequiresAction, "0", "0", true)]
    [TestCase("PROCESSING", PaymentStatus.Processing, "0", "0", false)]
    [TestCase("COMPLETED", PaymentStatus.Completed, "100", "0", false)]
    [TestCase("PARTIALLY_REFUNDED", PaymentStatus.PartiallyRefunded, "100", null, false)]
    [TestCase("REFUNDED", PaymentStatus.Refunded, "100", "100", false)]
    [TestCase("DEACTIVATED", PaymentStatus.Cancelled, "0", "0", false)]
    [TestCase("EXPIRED", PaymentStatus.Expired, "0", "0", false)]
    [TestCase("FAILED", PaymentStatus.Failed, "0", "0", false)]
    [TestCase("TELEPORTED", PaymentStatus.Unknown, null, null, false)]
    [TestCase("completed", PaymentStatus.Unknown, null, null, false)]
    public async Task Each_status_has_its_meaning(string status, PaymentStatus expected, string? captured, string? refunded, bool hasPage)
    {
        using var coinbase = new CheckoutsHost().On("GET " + Path, Fixture.Answer("checkout-active", node => node["status"] = status));
        var payment = await coinbase.Provider.GetPaymentAsync(Requests.Checkout);
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((expected, status)));
            Assert.That(payment.CapturedAmount, Is.EqualTo(Euro(captured)));
            Assert.That(payment.RefundedAmount, Is.EqualTo(Euro(refunded)));
            Assert.That(payment.NextAction is not null, Is.EqualTo(hasPage));
            Assert.That(payment.Error?.Kind, Is.EqualTo(expected is PaymentStatus.Failed ? PaymentErrorKind.Declined : (PaymentErrorKind?)null));
        });
    }

    [TestCase("PENDING", RefundStatus.Pending)]
    [TestCase("COMPLETED", RefundStatus.Completed)]
    [TestCase("FAILED", RefundStatus.Failed)]
    [TestCase("TELEPORTED", RefundStatus.Unknown)]
    public async Task Each_status_of_a_refund_has_its_meaning(string status, RefundStatus expected)
    {
        using var coinbase = new CheckoutsHost().On($"POST {Path}/refund", Fixture.Answer("refund", node => node["refund"]!["status"] = status));
        var refund = await coinbase.Provider.RefundPaymentAsync(Requests.Refund(new Money(40m, "EUR")));
        Assert.That((refund.Status, refund.ProviderStatus), Is.EqualTo((expected, status)));
    }

    [TestCase("checkout.payment.success", PaymentEventType.PaymentUpdated)]
    [TestCase("checkout.payment.failed", PaymentEventType.PaymentUpdated)]
    [TestCase("checkout.payment.expired", PaymentEventType.PaymentUpdated)]
    [TestCase("checkout.refund.success", PaymentEventType.RefundUpdated)]
    [TestCase("checkout.refund.failed", PaymentEventType.RefundUpdated)]
    [TestCase("payment_link.payment.success", PaymentEventType.Other)]
    [TestCase("checkout.payment.teleported", PaymentEventType.Other)]
    public async Task Each_event_has_its_meaning(string type, PaymentEventType expected)
    {
        using var coinbase = new CheckoutsHost();
        var events = await coinbase.Provider.ProcessWebhookAsync(Hook0.V1(Fixture.Event("checkout.payment.success", node => node["eventType"] = type)));
        Assert.That((events.Single().Type, events[0].ProviderEventType), Is.EqualTo((expected, type)));
        Assert.That(events[0].Payment is null, Is.EqualTo(expected is PaymentEventType.Other));
        Assert.That(events[0].Reference!.ToString(), Is.EqualTo("coinbase:68f7a946db0529ea9b6d3a12?order=A-1001"));
    }

    [TestCase("""{"id":"c","status":null,"amount":null,"currency":null,"metadata":null,"refunds":null,"createdAt":null,"updatedAt":null}""")]
    [TestCase("""{"id":"c"}""")]
    [TestCase("""{"id":12345,"status":true,"amount":108,"currency":7,"fiatAmount":"1e2","fiatCurrency":"EUR","createdAt":1793318401,"updatedAt":"yesterday"}""")]
    [TestCase("""{"id":"c","metadata":["orderId"],"refunds":{"id":"r"},"settlement":"much","url":5,"refundedAmount":{}}""")]
    [TestCase("""{"id":"c","metadata":{"orderId":17,"a":null,"b":[1],"orderCurrency":{}},"refunds":[null,5,"r",{},{"id":"r","amount":[],"reason":7}],"x":[[[[{}]]]]}""")]
    [TestCase("""{"id":"c","status":"COMPLETED","fiatAmount":"abc","fiatCurrency":"","amount":"1","currency":"NEWCOIN","transactionHash":{}}""")]
    [TestCase("""{"id":"c","url":"http://[bad","status":"ACTIVE","amount":"99999999999999999999999999999999999","currency":"USDC"}""")]
    public async Task An_odd_answer_never_throws(string body)
    {
        using var coinbase = new CheckoutsHost().On("GET /api/v1/checkouts/c", body);
        var payment = await coinbase.Provider.GetPaymentAsync(PaymentReference.From("coinbase", "c"));
        Assert.That(payment.Reference.PaymentId, Is.Not.Null);
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("\"text\"")]
    [TestCase("<html></html>")]
    [TestCase("{\"id\":\"\\ud800\"}")]
    public async Task What_is_no_checkout_cannot_be_read(string body)
    {
        using var coinbase = new CheckoutsHost().On("GET " + Path, body);
        Assert.That((await Assert.CatchAsync<PaymentException>(() => coinbase.Provider.GetPaymentAsync(Requests.Checkout)))!.Error.Code, Is.EqualTo(PaymentErrorCode.InvalidResponse));
        using var creating = new CheckoutsHost(options => options.MaxRetries = 0).On("POST /api/v1/checkouts", body, 201);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => creating.Provider.CreatePaymentAsync(Requests.Payment()));
    }

    [Test]
    public async Task A_deep_answer_cannot_be_read_and_breaks_nothing()
    {
        var body = new StringBuilder("""{"id":"c","refunds":""").Append('[', 5000).ToString();
        using var coinbase = new CheckoutsHost().On("GET " + Path, body);
        await Assert.CatchAsync<PaymentException>(() => coinbase.Provider.GetPaymentAsync(Requests.Checkout));
    }

    private static Money? Euro(string? amount) => amount is null ? null : new Money(decimal.Parse(amount, CultureInfo.InvariantCulture), "EUR");
}
