namespace Payments.Stripe.Tests;

public class RefundTests
{
    [Test]
    public async Task A_part_is_refunded_with_our_reference()
    {
        using var stripe = new StripeHost();
        stripe.On("POST /v1/refunds", Fixture.Answer("refund"));

        var refund = await stripe.Provider.RefundPaymentAsync(new RefundRequest
        {
            Payment = Requests.Intent,
            Amount = new Money(5m, "USD"),
            Reference = "R-1",
            Reason = "The coat did not fit",
            Metadata = new Dictionary<string, string> { ["ticket"] = "9" },
            Extras = [new StripeRefundExtras { ReverseTransfer = true, RefundApplicationFee = false }],
        });

        stripe.AssertSent("refund-part");
        Assert.Multiple(() =>
        {
            Assert.That((refund.RefundId, refund.Reference, refund.Status), Is.EqualTo(("re_1", "R-1", RefundStatus.Completed)));
            Assert.That(refund.Amount, Is.EqualTo(new Money(5m, "USD")));
            Assert.That(refund.Payment.ToString(), Is.EqualTo("stripe:pi_1?order=A-1001&related.payment_intent=pi_1&related.charge=ch_1"));
            Assert.That(refund.Metadata, Is.EqualTo(new Dictionary<string, string> { ["ticket"] = "9" }));
            Assert.That(refund.Origin, Is.EqualTo(RefundOrigin.Merchant));
            Assert.That(refund.AsOf, Is.EqualTo(StripeHost.AnsweredAt));
        });
    }

    [Test]
    public async Task All_that_is_left_of_a_hosted_payment_is_refunded()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/checkout/sessions/cs_test_1", Fixture.Answer("session-complete")).On("POST /v1/refunds", Fixture.Answer("refund"));
        var refund = await stripe.Provider.RefundPaymentAsync(new RefundRequest { Payment = Requests.Session, Reason = "duplicate", Reference = "R-1" });
        stripe.AssertSent("refund-hosted");
        Assert.That(refund.Payment.PaymentId, Is.EqualTo("cs_test_1"));
    }

    [Test]
    public async Task What_the_payment_is_known_by_saves_the_reading()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/checkout/sessions/cs_test_1", Fixture.Answer("session-complete")).On("POST /v1/refunds", Fixture.Answer("refund"));
        var known = await stripe.Provider.GetPaymentAsync(Requests.Session);
        await stripe.Provider.RefundPaymentAsync(new RefundRequest { Payment = known });
        Assert.That(stripe.Calls, Is.EqualTo(2));
    }

    [TestCase("charge_already_refunded", PaymentErrorCode.AlreadyRefunded)]
    [TestCase("amount_too_large", PaymentErrorCode.AmountTooLarge)]
    [TestCase(null, PaymentErrorCode.AmountTooLarge)]
    [TestCase("balance_insufficient", PaymentErrorCode.InsufficientBalance)]
    [TestCase("insufficient_funds", PaymentErrorCode.InsufficientBalance)]
    [TestCase("charge_disputed", PaymentErrorCode.Disputed)]
    [TestCase("refund_disputed_payment", PaymentErrorCode.Disputed)]
    [TestCase("charge_not_refundable", PaymentErrorCode.NotPermitted)]
    public async Task A_refusal_for_business_reasons_is_a_failed_refund(string? code, PaymentErrorCode expected)
    {
        using var stripe = new StripeHost();
        var codeMember = code is null ? "" : $"\"code\":\"{code}\",";
        stripe.On("POST /v1/refunds", $$"""{"error":{"type":"invalid_request_error",{{codeMember}}"param":"amount","message":"No."} }""", 400);

        var refund = await stripe.Provider.RefundPaymentAsync(new RefundRequest { Payment = Requests.Intent, Amount = new Money(30m, "USD"), Reference = "R-1" });

        Assert.Multiple(() =>
        {
            Assert.That((refund.RefundId, refund.Reference, refund.Status), Is.EqualTo(((string?)null, "R-1", RefundStatus.Failed)));
            Assert.That(refund.Error!.Code, Is.EqualTo(expected));
            Assert.That(refund.Amount, Is.EqualTo(new Money(30m, "USD")));
        });
    }

    [TestCase("pending", RefundStatus.Pending)]
    [TestCase("requires_action", RefundStatus.RequiresAction)]
    [TestCase("succeeded", RefundStatus.Completed)]
    [TestCase("failed", RefundStatus.Failed)]
    [TestCase("canceled", RefundStatus.Cancelled)]
    [TestCase("a_new_status", RefundStatus.Unknown)]
    [TestCase(null, RefundStatus.Unknown)]
    public async Task A_refund_by_its_status(string? status, RefundStatus expected)
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/refunds/re_1", Fixture.Answer("refund", refund =>
        {
            refund["status"] = status;
            refund["failure_reason"] = "insufficient_funds";
        }));
        var refund = await stripe.Provider.GetRefundAsync(new RefundReference(Requests.Session) { RefundId = "re_1" });
        Assert.That((refund.Status, refund.ProviderStatus), Is.EqualTo((expected, status ?? "")));
        Assert.That(refund.Error?.Code, Is.EqualTo(expected == RefundStatus.Failed ? PaymentErrorCode.InsufficientBalance : (PaymentErrorCode?)null));
    }

    [Test]
    public async Task A_refund_is_found_by_our_reference_over_the_pages()
    {
        using var stripe = new StripeHost();
        var other = Fixture.Answer("refund", refund =>
        {
            refund["id"] = "re_0";
            refund["metadata"] = null;
        });
        stripe.On("GET /v1/refunds", $$"""{"data":[{{other}}],"has_more":true}""").On("GET /v1/refunds", $$"""{"data":[{{Fixture.Answer("refund")}}],"has_more":false}""");
        var refund = await stripe.Provider.GetRefundAsync(new RefundReference(Requests.Intent) { Reference = "R-1" });
        stripe.AssertSent("refund-by-reference");
        Assert.That(refund.RefundId, Is.EqualTo("re_1"));
    }

    [Test]
    public async Task A_refund_of_a_charge_without_an_intent_is_found_by_our_reference()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/refunds", $$"""{"data":[{{Fixture.Answer("refund", refund => refund["payment_intent"] = null)}}],"has_more":false}""");
        var refund = await stripe.Provider.GetRefundAsync(new RefundReference(new PaymentReference("stripe", "ch_1")) { Reference = "R-1" });
        Assert.That((refund.RefundId, refund.Payment.PaymentId), Is.EqualTo(("re_1", "ch_1")));
        Assert.That(stripe.Sent.Split('\n')[1].Trim(), Is.EqualTo("charge=ch_1"));
    }

    [Test]
    public async Task A_reference_that_no_refund_has_is_not_found()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/refunds", """{"data":[],"has_more":false}""");
        await Assert.ThrowsAsync<PaymentNotFoundException>(() => stripe.Provider.GetRefundAsync(new RefundReference(Requests.Intent) { Reference = "R-1" }));
    }

    [Test]
    public async Task An_unpaid_page_cannot_be_refunded()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/checkout/sessions/cs_test_1", Fixture.Answer("session-open"));
        await Assert.ThrowsAsync<PaymentConflictException>(() => stripe.Provider.RefundPaymentAsync(new RefundRequest { Payment = Requests.Session }));
    }

    [Test]
    public async Task A_bank_account_is_refused()
    {
        using var stripe = new StripeHost();
        var request = new RefundRequest { Payment = Requests.Intent, BankAccount = new RefundBankAccount { BankCode = "1", AccountNumber = "2", HolderName = "3" } };
        await Assert.ThrowsAsync<PaymentRequestException>(() => stripe.Provider.RefundPaymentAsync(request));
        Assert.That(stripe.Calls, Is.Zero);
    }
}
