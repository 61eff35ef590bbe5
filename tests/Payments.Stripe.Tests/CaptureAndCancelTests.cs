using System.Text.Json.Nodes;

namespace Payments.Stripe.Tests;

public class CaptureAndCancelTests
{
    private static string Held() => Fixture.Answer("intent-succeeded", intent =>
    {
        intent["status"] = "requires_capture";
        intent["capture_method"] = "manual";
        intent["amount_capturable"] = 2000;
        intent["amount_received"] = 0;
    });

    private static string Ended(string status) => Fixture.Answer("intent-succeeded", intent =>
    {
        intent["status"] = status;
        intent["amount_received"] = status == "succeeded" ? 2000 : 0;
    });

    [Test]
    public async Task A_part_is_captured_and_the_rest_is_kept()
    {
        using var stripe = new StripeHost();
        stripe.On("POST /v1/payment_intents/pi_1/capture", Fixture.Answer("intent-succeeded", intent =>
        {
            intent["status"] = "requires_capture";
            intent["capture_method"] = "manual";
            intent["amount_capturable"] = 1250;
            intent["amount_received"] = 750;
        }));

        var payment = await stripe.Provider.CapturePaymentAsync(new CaptureRequest { Payment = Requests.Intent, Amount = new Money(7.5m, "USD"), IsFinal = false });

        stripe.AssertSent("capture-part");
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Authorized, new Money(7.5m, "USD"))));
    }

    [Test]
    public async Task A_hosted_payment_is_captured_through_its_intent_and_keeps_its_name()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/checkout/sessions/cs_test_1", Fixture.Answer("session-complete", session => session["payment_intent"]!["status"] = "requires_capture"))
            .On("POST /v1/payment_intents/pi_1/capture", Fixture.Answer("intent-succeeded"));

        var payment = await stripe.Provider.CapturePaymentAsync(new CaptureRequest { Payment = Requests.Session });

        stripe.AssertSent("capture-hosted");
        Assert.That((payment.Reference.PaymentId, payment.Status), Is.EqualTo(("cs_test_1", PaymentStatus.Completed)));
    }

    [Test]
    public async Task Captured_already_with_this_amount_is_success()
    {
        using var stripe = new StripeHost();
        stripe.On("POST /v1/payment_intents/pi_1/capture", Fixture.Answer("error-state"), 400).On("GET /v1/payment_intents/pi_1", Ended("succeeded"));
        var payment = await stripe.Provider.CapturePaymentAsync(new CaptureRequest { Payment = Requests.Intent, Amount = new Money(20m, "USD") });
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [TestCase("succeeded", PaymentErrorCode.AlreadyCaptured)]
    [TestCase("canceled", PaymentErrorCode.AlreadyCancelled)]
    [TestCase("processing", PaymentErrorCode.InvalidState)]
    public async Task A_wrong_state_says_which(string status, PaymentErrorCode expected)
    {
        using var stripe = new StripeHost();
        stripe.On("POST /v1/payment_intents/pi_1/capture", Fixture.Answer("error-state"), 400).On("GET /v1/payment_intents/pi_1", Ended(status));
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(
            () => stripe.Provider.CapturePaymentAsync(new CaptureRequest { Payment = Requests.Intent, Amount = new Money(5m, "USD") })))!;
        Assert.That((conflict.Error.Code, conflict.Outcome), Is.EqualTo((expected, PaymentOutcome.Refused)));
    }

    [Test]
    public async Task An_unpaid_page_has_nothing_to_capture()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/checkout/sessions/cs_test_1", Fixture.Answer("session-open"));
        await Assert.ThrowsAsync<PaymentConflictException>(() => stripe.Provider.CapturePaymentAsync(new CaptureRequest { Payment = Requests.Session }));
        Assert.That(stripe.Calls, Is.EqualTo(1));
    }

    [Test]
    public async Task An_open_page_is_closed()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/checkout/sessions/cs_test_1", Fixture.Answer("session-open"))
            .On("POST /v1/checkout/sessions/cs_test_1/expire", Fixture.Answer("session-open", session => session["status"] = "expired"));
        var payment = await stripe.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Session });
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Expired));
        stripe.AssertAllCalled();
    }

    [Test]
    public async Task An_open_page_that_is_named_by_its_intent_is_closed()
    {
        using var stripe = new StripeHost();
        stripe.On("POST /v1/payment_intents/pi_1/cancel", Fixture.Answer("error-state"), 400)
            .On("GET /v1/payment_intents/pi_1", Pages.Intent("requires_payment_method"))
            .On("GET /v1/checkout/sessions", Pages.Found("requires_payment_method", "open"))
            .On("POST /v1/checkout/sessions/cs_test_1/expire", Fixture.Answer("session-open", session => session["status"] = "expired"));
        var payment = await stripe.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Intent });
        Assert.That((payment.Status, payment.Reference.PaymentId), Is.EqualTo((PaymentStatus.Expired, "cs_test_1")));
        stripe.AssertAllCalled();
    }

    [Test]
    public async Task A_page_that_was_paid_meanwhile_is_told_so()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/checkout/sessions/cs_test_1", Fixture.Answer("session-open"))
            .On("POST /v1/checkout/sessions/cs_test_1/expire", """{"error":{"type":"invalid_request_error","message":"Only open sessions can be expired."}}""", 400)
            .On("GET /v1/checkout/sessions/cs_test_1", Fixture.Answer("session-complete"));
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(() => stripe.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Session })))!;
        Assert.That(conflict.Message, Does.Contain("refund it instead"));
        Assert.That(conflict.Payment!.GetRelated("payment_intent"), Is.EqualTo("pi_1"));
    }

    [Test]
    public async Task The_hold_of_a_page_is_released()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/checkout/sessions/cs_test_1", Fixture.Answer("session-complete", session => session["payment_intent"]!["status"] = "requires_capture"))
            .On("POST /v1/payment_intents/pi_1/cancel", Ended("canceled"));
        var payment = await stripe.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Session, Reason = "abandoned" });
        stripe.AssertSent("cancel-hosted");
        Assert.That((payment.Status, payment.Reference.PaymentId), Is.EqualTo((PaymentStatus.Cancelled, "cs_test_1")));
    }

    [Test]
    public async Task Cancelled_already_is_success()
    {
        using var stripe = new StripeHost();
        stripe.On("POST /v1/payment_intents/pi_1/cancel", Fixture.Answer("error-state"), 400).On("GET /v1/payment_intents/pi_1", Ended("canceled"));
        var payment = await stripe.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Intent, Reason = "no reason of Stripe's" });
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Cancelled));
    }

    [Test]
    public async Task What_is_paid_is_refunded_not_cancelled()
    {
        using var stripe = new StripeHost();
        stripe.On("POST /v1/payment_intents/pi_1/cancel", Fixture.Answer("error-state"), 400).On("GET /v1/payment_intents/pi_1", Ended("succeeded"));
        var conflict = (await Assert.ThrowsAsync<PaymentConflictException>(() => stripe.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Intent })))!;
        Assert.That(conflict.Message, Does.Contain("refund it instead"));
    }

    [Test]
    public async Task A_capture_can_be_declined_while_the_hold_lives_on()
    {
        using var stripe = new StripeHost();
        stripe.On("POST /v1/payment_intents/pi_1/capture", Fixture.Answer("error-declined"), 402).On("GET /v1/payment_intents/pi_1", Held());
        var payment = await stripe.Provider.CapturePaymentAsync(new CaptureRequest { Payment = Requests.Intent });
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.AuthorizedAmount), Is.EqualTo((PaymentStatus.Authorized, (Money?)new Money(20m, "USD"))));
            Assert.That((payment.Error?.Kind, payment.Error?.Code), Is.EqualTo(((PaymentErrorKind?)PaymentErrorKind.Declined, (PaymentErrorCode?)PaymentErrorCode.InsufficientFunds)));
        });
    }

    [Test]
    public async Task A_capture_can_be_declined_and_end_the_payment()
    {
        using var stripe = new StripeHost();
        var declined = JsonNode.Parse(Fixture.Answer("error-declined"))!["error"]!["payment_intent"]!.ToJsonString();
        stripe.On("POST /v1/payment_intents/pi_1/capture", Fixture.Answer("error-declined"), 402).On("GET /v1/payment_intents/pi_1", declined);
        var payment = await stripe.Provider.CapturePaymentAsync(new CaptureRequest { Payment = Requests.Intent });
        Assert.That((payment.Status, payment.Error!.Code), Is.EqualTo((PaymentStatus.Failed, PaymentErrorCode.InsufficientFunds)));
    }

    [Test]
    public async Task A_capture_of_what_is_held_answers_with_totals()
    {
        using var stripe = new StripeHost();
        stripe.On("GET /v1/payment_intents/pi_1", Held());
        var payment = await stripe.Provider.GetPaymentAsync(Requests.Intent);
        Assert.That(
            (payment.AuthorizedAmount, payment.CapturedAmount, payment.RefundedAmount),
            Is.EqualTo((new Money(20m, "USD"), new Money(0m, "USD"), new Money(0m, "USD"))));
    }
}
