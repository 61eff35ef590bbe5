namespace Payments.CoinGate.Tests;

/// <summary>Walks CoinGate's own tables: each word with what it means, written down by hand.</summary>
public class MappingTests
{
    [TestCase("new", PaymentStatus.RequiresAction)]
    [TestCase("pending", PaymentStatus.RequiresAction)]
    [TestCase("confirming", PaymentStatus.Processing)]
    [TestCase("paid", PaymentStatus.Completed)]
    [TestCase("invalid", PaymentStatus.Failed)]
    [TestCase("expired", PaymentStatus.Expired)]
    [TestCase("canceled", PaymentStatus.Cancelled)]
    [TestCase("cancelled", PaymentStatus.Unknown)]
    [TestCase("refunded", PaymentStatus.Refunded)]
    [TestCase("partially_refunded", PaymentStatus.PartiallyRefunded)]
    [TestCase("Paid", PaymentStatus.Unknown)]
    [TestCase("a_new_one", PaymentStatus.Unknown)]
    public async Task A_status_means(string status, PaymentStatus expected)
    {
        using var coingate = new CoinGateHost().OnRead(order => order["status"] = status);
        var payment = await coingate.Provider.GetPaymentAsync(Requests.Bare);
        Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((expected, status)));
        Assert.That(payment.Error is not null, Is.EqualTo(expected is PaymentStatus.Failed));
        Assert.That(payment.NextAction is not null, Is.EqualTo(expected is PaymentStatus.RequiresAction));
    }

    [TestCase("pending", RefundStatus.Pending)]
    [TestCase("processing", RefundStatus.Pending)]
    [TestCase("completed", RefundStatus.Completed)]
    [TestCase("rejected", RefundStatus.Failed)]
    [TestCase("a_new_one", RefundStatus.Unknown)]
    public async Task A_refund_status_means(string status, RefundStatus expected)
    {
        using var coingate = new CoinGateHost();
        coingate.Expect("GET /v2/orders/538/refunds/77", Fixture.Answer("refund", refund => (refund["status"], refund["rejection_type"]) = (status, "shopper")));
        var refund = await coingate.Provider.GetRefundAsync(new RefundReference(Requests.Bare) { RefundId = "77" });
        Assert.That((refund.Status, refund.ProviderStatus, refund.Amount), Is.EqualTo((expected, status, Requests.Euro(4))));
        Assert.That(refund.Error?.ProviderCode, Is.EqualTo(expected is RefundStatus.Failed ? "shopper" : null));
    }

    [TestCase(400, "SomethingElse", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(401, "BadCredentials", PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials)]
    [TestCase(401, "BadAuthToken", PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials)]
    [TestCase(404, "OrderNotFound", PaymentErrorKind.NotFound, PaymentErrorCode.NotFound)]
    [TestCase(404, "RefundNotFound", PaymentErrorKind.NotFound, PaymentErrorCode.NotFound)]
    [TestCase(404, "LedgerAccountNotFound", PaymentErrorKind.NotFound, PaymentErrorCode.NotFound)]
    [TestCase(404, "RecordNotFound", PaymentErrorKind.NotFound, PaymentErrorCode.NotFound)]
    [TestCase(404, "PageNotFound", PaymentErrorKind.NotFound, PaymentErrorCode.NotFound)]
    [TestCase(422, "OrderIsNotValid", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(422, "RefundIsNotValid", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(422, "OrderNotFound", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    public async Task A_reason_means(int status, string reason, PaymentErrorKind kind, PaymentErrorCode code)
    {
        using var coingate = new CoinGateHost();
        coingate.Expect("POST /v2/orders", $$"""{"message":"Words","reason":"{{reason}}"}""", status);
        var failed = (await Assert.CatchAsync<PaymentException>(() => coingate.Provider.CreatePaymentAsync(Requests.Order())))!;
        Assert.That((failed.Error.Kind, failed.Error.Code, failed.Error.ProviderCode, failed.Outcome), Is.EqualTo((kind, code, reason, PaymentOutcome.Refused)));
    }

    [Test]
    public async Task A_quota_is_a_limit_by_its_words_and_is_not_tried_again_at_once()
    {
        using var coingate = new CoinGateHost();
        coingate.Expect("POST /v2/orders", """{"message":"Order is not valid","reason":"OrderIsNotValid","errors":["Order limit exceeded (contact support to increase)"]}""", 422);
        await Assert.ThrowsAsync<PaymentRateLimitedException>(() => coingate.Provider.CreatePaymentAsync(Requests.Order()));
        Assert.That(coingate.Calls, Is.EqualTo(1));
    }

    [TestCase("RateLimitException")]
    [TestCase("RateLimitExceeded")]
    public async Task What_met_the_limit_was_not_carried_out_and_is_sent_again(string reason)
    {
        using var coingate = new CoinGateHost();
        coingate.Expect("POST /v2/orders", $$"""{"message":"Slow down","reason":"{{reason}}"}""", 429);
        coingate.Expect("POST /v2/orders", Fixture.Answer("order-new"));
        Assert.That((await coingate.Provider.CreatePaymentAsync(Requests.Order())).Reference.PaymentId, Is.EqualTo("538"));
    }

    [Test]
    public void What_is_claimed_is_what_can_be_done()
    {
        using var coingate = new CoinGateHost();
        Assert.That(coingate.Provider.Capabilities.Operations, Is.EqualTo(
            PaymentOperations.Create | PaymentOperations.Get | PaymentOperations.Find | PaymentOperations.Refund | PaymentOperations.PartialRefund | PaymentOperations.GetRefund
            | PaymentOperations.Webhooks));
        Assert.That(coingate.Provider.Capabilities.IdempotencyKeyLifetimes, Is.Empty);
    }
}
