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

    private const string Rest = "2GG279541U471931P";

    private static string RestCapture(string status, bool isFinal = true) => Fixture.Answer("capture-of-hold", node =>
    {
        (node["id"], node["status"], node["final_capture"], node["amount"]!["value"]) = (Rest, status, isFinal, "12.00");
        node["processor_response"] = new JsonObject { ["response_code"] = "5120" };
    });

    private static PaymentReference Known(decimal taken = 8m, params RelatedId[] captures) => Requests.Held.With(new Payment
    {
        Reference = new PaymentReference("paypal", Requests.OrderId, "A-1001", captures),
        Status = PaymentStatus.Authorized,
        ProviderStatus = "PARTIALLY_CAPTURED",
        Amount = Requests.Total,
        AuthorizedAmount = Requests.Total,
        CapturedAmount = new Money(taken, "USD"),
        CreatedAt = TestClock.Start,
        AsOf = TestClock.Start.AddSeconds(1),
    });

    [TestCase("PAYER_CANNOT_PAY", "CREATED", null)]
    [TestCase("TRANSACTION_REFUSED", "PARTIALLY_CAPTURED", "8.00")]
    [TestCase("PAYER_ACCOUNT_LOCKED_OR_CLOSED", "PARTIALLY_CAPTURED", "8.00")]
    public async Task A_declined_capture_leaves_what_is_held_and_taken(string issue, string hold, string? taken)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.CaptureHold, Requests.Error(issue), 422).On(Requests.GetOrder, Held(hold, capture: taken is null ? null : Part(taken)));
        var payment = await CaptureAsync(paypal, new Money(12m, "USD"));
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.Error!.Kind, payment.Error.ProviderCode), Is.EqualTo((PaymentStatus.Authorized, PaymentErrorKind.Declined, issue)));
            Assert.That((payment.AuthorizedAmount, payment.CapturedAmount), Is.EqualTo(((Money?)Requests.Total, (Money?)new Money(taken is null ? 0m : 8m, "USD"))));
            Assert.That(payment.Facts.OfType<CapturedFact>().Count(), Is.EqualTo(taken is null ? 0 : 1));
        });
    }

    [Test]
    public async Task A_hold_that_was_denied_has_failed()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.CaptureHold, Requests.Error("AUTHORIZATION_DENIED"), 422).On(Requests.GetOrder, Held("DENIED"));
        var payment = await CaptureAsync(paypal, Requests.Total);
        Assert.That((payment.Status, payment.Error!.ProviderCode), Is.EqualTo((PaymentStatus.Failed, "AUTHORIZATION_DENIED")));
    }

    [Test]
    public async Task A_declined_capture_keeps_what_is_known_where_the_order_cannot_be_read()
    {
        using var paypal = new PayPalHost(options => options.MaxRetries = 0);
        paypal.On(Requests.CaptureHold, Requests.Error("TRANSACTION_REFUSED"), 422).On(Requests.GetOrder, "", 503);
        var payment = await CaptureAsync(paypal, new Money(12m, "USD"), payment: Known());
        Assert.That((payment.Status, payment.CapturedAmount, payment.Error!.ProviderCode), Is.EqualTo((PaymentStatus.Authorized, (Money?)new Money(8m, "USD"), "TRANSACTION_REFUSED")));
        Assert.That(payment.AsOf, Is.EqualTo(TestClock.Start.AddSeconds(1)), "it is no news of the payment");
    }

    [Test]
    public async Task A_declined_capture_of_a_payment_that_nothing_is_known_of_is_no_failed_payment()
    {
        using var paypal = new PayPalHost(options => options.MaxRetries = 0);
        paypal.On(Requests.CaptureHold, Requests.Error("TRANSACTION_REFUSED"), 422).On(Requests.GetOrder, "", 503);
        var failed = await Assert.CatchAsync<PaymentException>(() => CaptureAsync(paypal, Requests.Total));
        Assert.That((failed!.Error.Kind, failed.Error.ProviderCode, failed.Outcome), Is.EqualTo((PaymentErrorKind.Declined, "TRANSACTION_REFUSED", PaymentOutcome.Refused)));
    }

    [TestCase("CREATED", null, 0, 200)]
    [TestCase("PARTIALLY_CAPTURED", "8.00", 8, 200)]
    [TestCase("PARTIALLY_CAPTURED", "8.00", 8, 503)]
    public async Task A_capture_that_PayPal_made_and_declined_leaves_them_too(string hold, string? taken, int captured, int status)
    {
        using var paypal = new PayPalHost(options => options.MaxRetries = 0);
        paypal.On(Requests.CaptureHold, RestCapture("DECLINED"), 201).On(Requests.GetOrder, Held(hold, capture: taken is null ? null : Part(taken)), status);
        var payment = await CaptureAsync(paypal, new Money(12m, "USD"), payment: Known());
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.Error?.Kind, payment.Error?.Code), Is.EqualTo((PaymentStatus.Authorized, PaymentErrorKind.Declined, PaymentErrorCode.InsufficientFunds)));
            Assert.That(payment.CapturedAmount, Is.EqualTo(new Money(captured, "USD")));
        });
    }

    [TestCase("PENDING", "4.00")]
    [TestCase("COMPLETED", "4.00")]
    [TestCase("DECLINED", "12.00")]
    public async Task A_capture_that_waits_is_taken_from_what_is_left(string status, string expected)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-authorized", node =>
        {
            var payments = node["purchase_units"]![0]!["payments"]!;
            payments["authorizations"]![0]!["status"] = "PARTIALLY_CAPTURED";
            var waiting = JsonNode.Parse(Part("8.00"))!;
            (waiting["id"], waiting["status"], waiting["amount"]!["value"]) = ("8MC585209K746392H", status, "8.00");
            payments["captures"] = new JsonArray(JsonNode.Parse(Part("8.00")), waiting);
        })).On(Requests.CaptureHold, RestCapture("COMPLETED"), 201).On(Requests.GetOrder, "", 404);
        await CaptureAsync(paypal);
        Assert.That(paypal.Sent, Does.Contain($$"""{"amount":{"currency_code":"USD","value":"{{expected}}"},"final_capture":true}"""));
    }

    [TestCase(true, PaymentStatus.Completed)]
    [TestCase(false, PaymentStatus.Authorized)]
    [TestCase(null, PaymentStatus.Authorized)]
    public async Task A_part_is_no_whole_even_if_the_order_cannot_be_read(bool? isFinal, PaymentStatus expected)
    {
        using var paypal = new PayPalHost(options => options.MaxRetries = 0);
        paypal.On(Requests.CaptureHold, Fixture.Answer("capture-of-hold", node => node["final_capture"] = isFinal), 201).On(Requests.GetOrder, "", 503);
        var payment = await CaptureAsync(paypal, new Money(8m, "USD"), isFinal: isFinal == true, payment: Known(taken: 0m));
        Assert.That((payment.Status, payment.AuthorizedAmount, payment.CapturedAmount), Is.EqualTo((expected, (Money?)Requests.Total, (Money?)new Money(8m, "USD"))));
    }

    [Test]
    public async Task What_was_captured_is_told_even_if_what_is_known_of_the_hold_could_not_be_sent()
    {
        using var paypal = new PayPalHost(options => options.MaxRetries = 0);
        paypal.On(Requests.CaptureHold, Part("8.00"), 201).On(Requests.GetOrder, "", 503);
        var known = Known(taken: 0m).Known! with { AuthorizedAmount = new Money(20.005m, "USD") };
        var payment = await CaptureAsync(paypal, new Money(8m, "USD"), isFinal: false, payment: Requests.Held.With(known));
        Assert.That((payment.Status, payment.AuthorizedAmount, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Authorized, known.AuthorizedAmount, (Money?)new Money(8m, "USD"))));
    }

    [TestCase(true, PaymentStatus.Completed)]
    [TestCase(false, PaymentStatus.Authorized)]
    public async Task A_part_is_no_whole_where_the_order_lags_behind(bool isFinal, PaymentStatus expected)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.CaptureHold, Part("8.00", isFinal), 201).On(Requests.GetOrder, Held("CREATED"));
        var payment = await CaptureAsync(paypal, new Money(8m, "USD"), isFinal);
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((expected, (Money?)new Money(8m, "USD"))));
    }

    [TestCase(false, 20)]
    [TestCase(true, 12)]
    public async Task What_was_taken_before_is_still_taken_even_if_the_order_cannot_be_read(bool isRepeat, int expected)
    {
        using var paypal = new PayPalHost(options => options.MaxRetries = 0);
        paypal.On(Requests.CaptureHold, RestCapture("COMPLETED"), isRepeat ? 200 : 201).On(Requests.GetOrder, "", 503);
        var known = isRepeat ? Known(12m, new RelatedId("capture", Rest)) : Known();
        var payment = await CaptureAsync(paypal, new Money(12m, "USD"), payment: known);
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)new Money(expected, "USD"))));
    }

    [Test]
    public async Task A_void_of_the_rest_cancels_nothing_that_was_taken_even_if_the_order_cannot_be_read()
    {
        using var paypal = new PayPalHost(options => options.MaxRetries = 0);
        paypal.On(Requests.VoidHold, "", 204).On(Requests.GetOrder, "", 503);
        var payment = await CancelAsync(paypal, Known());
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)new Money(8m, "USD"))));
    }

    [TestCase(true, PaymentStatus.Completed)]
    [TestCase(false, PaymentStatus.Authorized)]
    public async Task A_short_answer_to_a_capture_is_filled_with_what_was_asked_for(bool isFinal, PaymentStatus expected)
    {
        using var paypal = new PayPalHost(options => options.MaxRetries = 0);
        paypal.On(Requests.CaptureHold, """{"id":"3C679366HH908993F","status":"COMPLETED","links":[]}""", 201).On(Requests.GetOrder, "", 503);
        var payment = await CaptureAsync(paypal, new Money(8m, "USD"), isFinal);
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((expected, (Money?)new Money(8m, "USD"))));
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

    [Test]
    public async Task Money_that_is_on_its_way_can_be_neither_cancelled_nor_refunded_yet()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-captured", node => node["purchase_units"]![0]!["payments"]!["captures"]![0]!["status"] = "PENDING"));
        var failed = await Assert.ThrowsAsync<PaymentConflictException>(() => CancelAsync(paypal, Requests.Taken));
        Assert.That(failed!.Message, Does.Contain("once it has arrived"));
        Assert.That((failed.Error.Code, failed.Outcome), Is.EqualTo((PaymentErrorCode.InvalidState, PaymentOutcome.NeverSent)));
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
