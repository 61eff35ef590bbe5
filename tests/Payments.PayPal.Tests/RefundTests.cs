using System.Text.Json.Nodes;

namespace Payments.PayPal.Tests;

public class RefundTests
{
    private static readonly Money Five = new(5m, "USD");

    [Test]
    public async Task A_part_is_refunded_with_our_reference()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.RefundCapture, Fixture.Answer("refund"), 201);
        var refund = await paypal.Provider.RefundPaymentAsync(new RefundRequest
        {
            Payment = Requests.Taken, Amount = Five, Reference = "R-1", Reason = "a mug was broken", IdempotencyKey = "key-r", Extras = [new PayPalRefundExtras { InvoiceId = "RF-1" }],
        });
        paypal.AssertSent("refund-part");
        Assert.Multiple(() =>
        {
            Assert.That((refund.RefundId, refund.Reference, refund.Status, refund.Amount), Is.EqualTo((Requests.RefundId, "R-1", RefundStatus.Completed, Five)));
            Assert.That((refund.Origin, refund.CreatedAt, refund.AsOf), Is.EqualTo((RefundOrigin.Merchant, TestClock.Start.AddSeconds(2), (DateTimeOffset?)TestClock.Start.AddSeconds(2))));
            Assert.That(refund.Related.Single(), Is.EqualTo(new RelatedId("capture", Requests.CaptureId)));
            Assert.That(refund.Payment.PaymentId, Is.EqualTo(Requests.OrderId), "the order, which was not refunded itself");
        });
    }

    [Test]
    public async Task All_that_is_left_is_refunded_without_an_amount()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-captured")).On(Requests.RefundCapture, Fixture.Answer("refund"), 201);
        await paypal.Provider.RefundPaymentAsync(Requests.Refund(payment: Requests.Payment));
        Assert.That(paypal.Sent, Does.EndWith("""{"custom_id":"R-1","note_to_payer":"a mug was broken"}"""));
    }

    [Test]
    public async Task A_short_answer_is_enough()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.RefundCapture, """{"id":"1JU08902781691411","status":"PENDING","links":[]}""", 201);
        var refund = await paypal.Provider.RefundPaymentAsync(Requests.Refund(Five));
        Assert.That((refund.Status, refund.Amount, refund.Reference), Is.EqualTo((RefundStatus.Pending, Five, "R-1")));
    }

    [Test]
    public async Task Of_several_captures_the_host_names_one()
    {
        var order = Fixture.Answer("order-captured", node =>
        {
            var captures = node["purchase_units"]![0]!["payments"]!["captures"]!.AsArray();
            captures.Add(captures[0]!.DeepClone());
            captures[1]!["id"] = "2GG279541U471931P";
        });
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, order).On("POST /v2/payments/captures/2GG279541U471931P/refund", Fixture.Answer("refund"), 201);
        var unclear = await Assert.ThrowsAsync<PaymentRequestException>(() => paypal.Provider.RefundPaymentAsync(Requests.Refund(Five, Requests.Payment)));
        Assert.That(unclear!.Message, Does.Contain("CaptureId").And.Contain(Requests.CaptureId).And.Contain("2GG279541U471931P"));
        await paypal.Provider.RefundPaymentAsync(Requests.Refund(Five, Requests.Payment, "2GG279541U471931P"));
        paypal.AssertAllCalled();
    }

    [Test]
    public async Task A_hold_that_was_captured_once_needs_no_name()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-authorized", node =>
        {
            node["purchase_units"]![0]!["payments"]!["authorizations"]![0]!["status"] = "CAPTURED";
            node["purchase_units"]![0]!["payments"]!["captures"] = new JsonArray(JsonNode.Parse(Fixture.Answer("capture-of-hold")));
        })).On(Requests.RefundCapture, Fixture.Answer("refund"), 201);
        Assert.That((await paypal.Provider.RefundPaymentAsync(Requests.Refund(Five, Requests.Held))).Status, Is.EqualTo(RefundStatus.Completed));
    }

    [TestCase("order-authorized", "cancel")]
    [TestCase("order-new", "Nothing was paid")]
    public async Task What_was_not_taken_cannot_be_refunded(string order, string expected)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer(order));
        var failed = await Assert.ThrowsAsync<PaymentConflictException>(() => paypal.Provider.RefundPaymentAsync(Requests.Refund(Five, Requests.Payment)));
        Assert.That(failed!.Message, Does.Contain(expected));
    }

    [TestCase("REFUND_AMOUNT_EXCEEDED", PaymentErrorCode.AmountTooLarge)]
    [TestCase("CAPTURE_FULLY_REFUNDED", PaymentErrorCode.AlreadyRefunded)]
    [TestCase("MAX_NUMBER_OF_REFUNDS_EXCEEDED", PaymentErrorCode.LimitExceeded)]
    [TestCase("REFUND_TIME_LIMIT_EXCEEDED", PaymentErrorCode.Expired)]
    [TestCase("REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK", PaymentErrorCode.Disputed)]
    [TestCase("TRANSACTION_DISPUTED", PaymentErrorCode.Disputed)]
    [TestCase("REFUND_FAILED_INSUFFICIENT_FUNDS", PaymentErrorCode.InsufficientBalance)]
    [TestCase("REFUND_NOT_ALLOWED", PaymentErrorCode.NotPermitted)]
    [TestCase("PARTIAL_REFUND_NOT_ALLOWED", PaymentErrorCode.NotPermitted)]
    [TestCase("REFUND_IS_RESTRICTED", PaymentErrorCode.NotPermitted)]
    [TestCase("PAYER_ACCOUNT_LOCKED_OR_CLOSED", PaymentErrorCode.NotPermitted)]
    [TestCase("PAYER_ACCOUNT_RESTRICTED", PaymentErrorCode.NotPermitted)]
    [TestCase("TRANSACTION_REFUSED", PaymentErrorCode.Declined)]
    [TestCase("PAYEE_ACCOUNT_LOCKED_OR_CLOSED", PaymentErrorCode.MerchantConfiguration)]
    [TestCase("PAYEE_ACCOUNT_RESTRICTED", PaymentErrorCode.MerchantConfiguration)]
    public async Task What_the_business_does_not_allow_is_a_failed_refund(string issue, PaymentErrorCode expected)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.RefundCapture, Requests.Error(issue), 422);
        var refund = await paypal.Provider.RefundPaymentAsync(Requests.Refund(Five));
        Assert.That((refund.Status, refund.Error!.Code, refund.Error.ProviderCode, refund.Reference), Is.EqualTo((RefundStatus.Failed, expected, issue, "R-1")));
    }

    [TestCase("REFUND_CAPTURE_CURRENCY_MISMATCH", typeof(PaymentRequestException))]
    [TestCase("DUPLICATE_INVOICE_ID", typeof(PaymentRequestException))]
    [TestCase("PENDING_CAPTURE", typeof(PaymentConflictException))]
    public async Task Another_refusal_is_a_failed_call(string issue, Type expected)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.RefundCapture, Requests.Error(issue), 422);
        Assert.That(await Assert.CatchAsync<PaymentException>(() => paypal.Provider.RefundPaymentAsync(Requests.Refund(Five))), Is.TypeOf(expected));
    }

    [TestCase("", "1 to 127")]
    [TestCase("R 1", "1 to 127")]
    [TestCase("한국", "1 to 127")]
    [TestCase("A-1001", "must not be the order id")]
    public async Task A_reference_that_could_not_be_found_again_is_refused(string reference, string expected)
    {
        using var paypal = new PayPalHost();
        var refused = await Assert.ThrowsAsync<PaymentRequestException>(() => paypal.Provider.RefundPaymentAsync(new RefundRequest { Payment = Requests.Taken, Reference = reference }));
        Assert.That(refused!.Message, Does.Contain(expected));
        Assert.That(paypal.Calls, Is.Zero);
    }

    [Test]
    public async Task Each_refund_has_an_id_of_its_own_and_a_repeat_the_same()
    {
        using var paypal = new PayPalHost();
        for (var i = 0; i < 3; i++)
            paypal.On(Requests.RefundCapture, Fixture.Answer("refund"), 201);
        await paypal.Provider.RefundPaymentAsync(Requests.Refund(Five));
        await paypal.Provider.RefundPaymentAsync(Requests.Refund(Five));
        await paypal.Provider.RefundPaymentAsync(new RefundRequest { Payment = Requests.Taken, Amount = Five, Reference = "R-2", IdempotencyKey = "key-s" });
        Assert.That(paypal.KeyOf(2), Is.EqualTo(paypal.KeyOf(1)));
        Assert.That(paypal.KeyOf(3), Is.Not.EqualTo(paypal.KeyOf(1)));
    }

    [Test]
    public async Task A_refund_is_read_by_our_reference()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-refunded")).On(Requests.GetOrder, Fixture.Answer("order-refunded"));
        var refund = await paypal.Provider.GetRefundAsync(new RefundReference(Requests.Payment) { Reference = "R-1" });
        Assert.That((refund.RefundId, refund.Amount), Is.EqualTo((Requests.RefundId, Five)));
        await Assert.ThrowsAsync<PaymentNotFoundException>(() => paypal.Provider.GetRefundAsync(new RefundReference(Requests.Payment) { Reference = "R-9" }));
    }

    [TestCase("A-1001", null, RefundOrigin.Unknown)]
    [TestCase(null, null, RefundOrigin.Unknown)]
    [TestCase("R-1", "R-1", RefundOrigin.Merchant)]
    public async Task What_PayPal_gave_back_by_itself_carries_the_order_s_id(string? custom, string? reference, RefundOrigin origin)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetRefund, Fixture.Answer("refund", node => node["custom_id"] = custom));
        var refund = await paypal.Provider.GetRefundAsync(new RefundReference(Requests.Payment) { RefundId = Requests.RefundId });
        Assert.That((refund.Reference, refund.Origin), Is.EqualTo((reference, origin)));
    }
}
