using System.Text.Json.Nodes;

namespace Payments.PayPal.Tests;

public class CaptureAndCancelTests
{
    private static Task<Payment> CaptureAsync(PayPalHost paypal, Money? amount = null, bool isFinal = true, PaymentReference? payment = null, params ProviderExtras[] extras) =>
        paypal.Provider.CapturePaymentAsync(new CaptureRequest { Payment = payment ?? Requests.Held, Amount = amount, IsFinal = isFinal, IdempotencyKey = "key-k", Extras = extras });

    private static Task<Payment> CancelAsync(PayPalHost paypal, PaymentReference? payment = null) =>
        paypal.Provider.CancelPaymentAsync(new CancelRequest { Payment = payment ?? Requests.Held });

    private static string Held(string status, string? end = null, string? capture = null) => Fixture.Answer("order-authorized", node =>
    {
        var payments = node["purchase_units"]![0]!["payments"]!;
        payments["authorizations"]![0]!["status"] = status;
        payments["authorizations"]![0]!["expiration_time"] = end ?? "2026-11-28T00:00:01Z";
        if (capture is not null)
            payments["captures"] = new JsonArray(JsonNode.Parse(capture));
    });

    private static string Part(string value, bool isFinal = false) => Fixture.Answer("capture-of-hold", node => (node["amount"]!["value"], node["final_capture"]) = (value, isFinal));

    [Test]
    public async Task A_part_is_captured_and_the_rest_is_kept()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.CaptureHold, Part("8.00"), 201).On(Requests.GetOrder, Held("PARTIALLY_CAPTURED", capture: Part("8.00")));
        var payment = await CaptureAsync(paypal, new Money(8m, "USD"), isFinal: false, extras: new PayPalCaptureExtras { InvoiceId = "INV-2", NoteToPayer = "First mug" });
        paypal.AssertSent("capture-part");
        Assert.That((payment.Status, payment.AuthorizedAmount, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Authorized, (Money?)Requests.Total, (Money?)new Money(8m, "USD"))));
        Assert.That(payment.Reference.GetRelated("capture"), Is.EqualTo(Requests.CaptureId));
    }

    [Test]
    public async Task All_that_is_left_is_captured_with_its_amount()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Held("PARTIALLY_CAPTURED", capture: Part("8.00")))
            .On(Requests.CaptureHold, Fixture.Answer("capture-of-hold", node => (node["id"], node["amount"]!["value"], node["final_capture"]) = ("2GG279541U471931P", "12.00", true)), 201)
            .On(Requests.GetOrder, Held("PARTIALLY_CAPTURED", capture: Part("8.00")));
        var payment = await CaptureAsync(paypal);
        Assert.That(paypal.Sent, Does.Contain("""{"amount":{"currency_code":"USD","value":"12.00"},"final_capture":true}"""), "without an amount PayPal would take all once more");
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)Requests.Total)), "the order lags behind the call's own answer");
    }

    [Test]
    public async Task What_was_captured_is_told_even_if_the_order_cannot_be_read()
    {
        using var paypal = new PayPalHost(options => options.MaxRetries = 0);
        paypal.On(Requests.CaptureHold, Part("20.00", isFinal: true), 201).On(Requests.GetOrder, "", 503);
        var payment = await CaptureAsync(paypal, Requests.Total);
        Assert.That((payment.Status, payment.CapturedAmount, payment.Reference.PaymentId), Is.EqualTo((PaymentStatus.Completed, (Money?)Requests.Total, Requests.OrderId)));
    }

    [Test]
    public async Task Captured_already_with_this_amount_is_success()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.CaptureHold, Requests.Error("AUTHORIZATION_ALREADY_CAPTURED"), 422).On(Requests.GetOrder, Held("CAPTURED", capture: Part("20.00", isFinal: true)));
        Assert.That((await CaptureAsync(paypal, Requests.Total)).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [Test]
    public async Task Nothing_left_is_success_without_a_call()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Held("CAPTURED", capture: Part("20.00", isFinal: true)));
        Assert.That((await CaptureAsync(paypal)).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(paypal.ApiCalls, Is.EqualTo(1));
    }

    [TestCase("AUTHORIZATION_ALREADY_CAPTURED", "CAPTURED", "12.00", null, PaymentErrorCode.AlreadyCaptured)]
    [TestCase("AUTHORIZATION_VOIDED", "VOIDED", null, null, PaymentErrorCode.AlreadyCancelled)]
    [TestCase("AUTHORIZATION_EXPIRED", "VOIDED", null, "2026-10-29T00:00:00Z", PaymentErrorCode.Expired)]
    [TestCase("MAX_CAPTURE_AMOUNT_EXCEEDED", "PARTIALLY_CAPTURED", "12.00", null, PaymentErrorCode.AmountTooLarge)]
    [TestCase("MAX_CAPTURE_COUNT_EXCEEDED", "PARTIALLY_CAPTURED", "12.00", null, PaymentErrorCode.LimitExceeded)]
    public async Task What_cannot_be_captured_says_why(string issue, string status, string? captured, string? end, PaymentErrorCode expected)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.CaptureHold, Requests.Error(issue), 422).On(Requests.GetOrder, Held(status, end, captured is null ? null : Part(captured)));
        var failed = await Assert.ThrowsAsync<PaymentConflictException>(() => CaptureAsync(paypal, Requests.Total));
        Assert.That((failed!.Error.Code, failed.Outcome), Is.EqualTo((expected, PaymentOutcome.Refused)));
    }

    [Test]
    public async Task A_declined_capture_is_an_answer()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.CaptureHold, Requests.Error("PAYER_CANNOT_PAY"), 422);
        var payment = await CaptureAsync(paypal, Requests.Total);
        Assert.That((payment.Status, payment.Error!.ProviderCode), Is.EqualTo((PaymentStatus.Failed, "PAYER_CANNOT_PAY")));
    }

    [TestCase("order-captured", "taken at once")]
    [TestCase("order-approved", "not confirmed yet")]
    public async Task What_is_not_held_cannot_be_captured(string order, string expected)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer(order));
        var failed = await Assert.ThrowsAsync<PaymentConflictException>(() => CaptureAsync(paypal, payment: Requests.Payment));
        Assert.That(failed!.Message, Does.Contain(expected));
        Assert.That(paypal.ApiCalls, Is.EqualTo(1));
    }

    [TestCase(200)]
    [TestCase(204)]
    public async Task A_hold_is_voided(int status)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.VoidHold, status == 204 ? "" : Fixture.Answer("authorization", node => node["status"] = "VOIDED"), status).On(Requests.GetOrder, Held("VOIDED"));
        var payment = await CancelAsync(paypal);
        paypal.AssertSent("cancel");
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Cancelled));
        Assert.That(paypal.Headers[1].Contains("PayPal-Request-Id"), Is.False, "PayPal takes none for this call");
    }

    [TestCase(200)]
    [TestCase(204)]
    public async Task A_voided_hold_is_told_even_if_the_order_cannot_be_read(int status)
    {
        using var paypal = new PayPalHost(options => options.MaxRetries = 0);
        paypal.On(Requests.VoidHold, status == 204 ? "" : Fixture.Answer("authorization", node => node["status"] = "VOIDED"), status).On(Requests.GetOrder, "", 503);
        Assert.That((await CancelAsync(paypal)).Status, Is.EqualTo(PaymentStatus.Cancelled));
    }

    [TestCase("PREVIOUSLY_VOIDED", "2026-11-28T00:00:01Z", PaymentStatus.Cancelled)]
    [TestCase("AUTHORIZATION_VOIDED", "2026-11-28T00:00:01Z", PaymentStatus.Cancelled)]
    [TestCase("AUTHORIZATION_EXPIRED", "2026-10-29T00:00:00Z", PaymentStatus.Expired)]
    public async Task Voided_already_is_success(string issue, string end, PaymentStatus expected)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.VoidHold, Requests.Error(issue), 422).On(Requests.GetOrder, Held("VOIDED", end));
        Assert.That((await CancelAsync(paypal)).Status, Is.EqualTo(expected));
    }

    [TestCase("PREVIOUSLY_CAPTURED", "CAPTURED", PaymentErrorCode.AlreadyCaptured)]
    [TestCase("CANNOT_BE_VOIDED", "CREATED", PaymentErrorCode.InvalidState)]
    public async Task What_cannot_be_voided_says_why(string issue, string status, PaymentErrorCode expected)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.VoidHold, Requests.Error(issue), 422).On(Requests.GetOrder, Held(status, capture: status == "CAPTURED" ? Part("20.00", isFinal: true) : null));
        var failed = await Assert.ThrowsAsync<PaymentConflictException>(() => CancelAsync(paypal));
        Assert.That(failed!.Error.Code, Is.EqualTo(expected));
    }

    [Test]
    public async Task Money_that_was_taken_is_refunded_not_cancelled()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-captured"));
        var failed = await Assert.ThrowsAsync<PaymentConflictException>(() => CancelAsync(paypal, Requests.Taken));
        Assert.That(failed!.Message, Does.Contain("refund"));
    }

    [TestCase("order-new")]
    [TestCase("order-approved")]
    public async Task An_order_cannot_be_voided(string order)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer(order));
        var refused = await Assert.ThrowsAsync<PaymentOperationNotSupportedException>(() => CancelAsync(paypal, Requests.Payment));
        Assert.That(refused!.Message, Does.Contain("runs out by itself"));
        Assert.That(paypal.ApiCalls, Is.EqualTo(1), "nothing was posted");
    }

    [Test]
    public async Task A_hold_that_only_the_order_knows_is_found_there()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Held("CREATED")).On(Requests.VoidHold, "", 204).On(Requests.GetOrder, Held("VOIDED"));
        Assert.That((await CancelAsync(paypal, Requests.Payment)).Status, Is.EqualTo(PaymentStatus.Cancelled));
    }
}
