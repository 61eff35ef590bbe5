namespace Payments.Adyen.Tests;

public class CaptureAndCancelTests
{
    private static Payment Held(PaymentReference? reference = null, decimal? captured = null) =>
        Requests.Known(PaymentStatus.Authorized, reference, CaptureMode.Manual, captured, facts: Requests.Held());

    [Test]
    public async Task A_capture_is_only_received()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments/ABCD1234EFGH5678/captures", Fixture.Answer("receipt"), 201);
        var payment = await adyen.Provider.CapturePaymentAsync(new CaptureRequest { Payment = Held(), Amount = new Money(5m, "EUR") });
        adyen.AssertSent("capture");
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.ProviderStatus, payment.IsRemembered), Is.EqualTo((PaymentStatus.Processing, "received", true)));
            Assert.That(payment.CapturedAmount, Is.Null);
            Assert.That(payment.Facts.Single(), Is.EqualTo(
                new CapturedFact("MOD12345EFGH5678", new Money(5m, "EUR"), MovementState.Pending) { AsOf = AdyenHost.AnsweredAt, Version = 3 }));
        });
    }

    [Test]
    public async Task All_that_is_held_is_captured_by_default()
    {
        using var adyen = new AdyenHost(options => options.MultiplePartialCaptures = true);
        adyen.On("POST /v72/payments/ABCD1234EFGH5678/captures", Fixture.Answer("receipt"), 201);
        await adyen.Provider.CapturePaymentAsync(new CaptureRequest { Payment = Held(captured: 2.50m) });
        Assert.That(adyen.Sent, Does.Contain("\"value\":1000"));
    }

    // What is under way has not failed yet.
    [TestCase(12.50, null, null, PaymentErrorCode.AlreadyCaptured)]
    [TestCase(12.50, 1.00, null, PaymentErrorCode.AmountTooLarge)]
    [TestCase(10.00, 5.00, null, PaymentErrorCode.AmountTooLarge)]
    [TestCase(10.00, null, 250L)]
    [TestCase(10.00, 2.50, 250L)]
    public async Task A_capture_that_is_under_way_is_not_captured_again(decimal underWay, decimal? asked, long? sent, PaymentErrorCode? code = null)
    {
        using var adyen = new AdyenHost(options => options.MultiplePartialCaptures = true);
        var pending = new CapturedFact("MOD00000EFGH5678", new Money(underWay, "EUR"), MovementState.Pending) { AsOf = TestClock.Start, Version = 3 };
        var held = Requests.Known(PaymentStatus.Processing, capture: CaptureMode.Manual, facts: [Requests.Held(), pending]) with { AuthorizedAmount = Requests.Eur };
        if (sent is not null)
            adyen.On("POST /v72/payments/ABCD1234EFGH5678/captures", Fixture.Answer("receipt"), 201);
        var capture = () => adyen.Provider.CapturePaymentAsync(new CaptureRequest { Payment = held, Amount = asked is { } part ? new Money(part, "EUR") : (Money?)null });
        if (sent is null)
            Assert.That((await Assert.ThrowsAsync<PaymentConflictException>(capture))!.Error.Code, Is.EqualTo(code));
        else
            await capture();
        Assert.That(adyen.Calls, Is.EqualTo(sent is null ? 0 : 1));
        if (sent is not null)
            Assert.That(adyen.Sent, Does.Contain($"\"value\":{sent}}}"));
    }

    [Test]
    public async Task Without_a_memory_ids_and_amount_are_enough_and_the_missing_one_is_named()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments/ABCD1234EFGH5678/captures", Fixture.Answer("receipt"), 201);
        var payment = await adyen.Provider.CapturePaymentAsync(new CaptureRequest { Payment = PaymentReference.Parse(Requests.Paid.ToString()), Amount = new Money(5m, "EUR") });
        Assert.That((payment.Status, payment.Reference.OrderId), Is.EqualTo((PaymentStatus.Processing, "ord-1001")));
        var refused = await Assert.ThrowsAsync<PaymentRequestException>(() => adyen.Provider.CapturePaymentAsync(new CaptureRequest { Payment = Requests.Paid }));
        Assert.That(refused!.Message, Does.Contain("Amount"));
    }

    [TestCase(PaymentStatus.Cancelled, PaymentErrorCode.AlreadyCancelled)]
    [TestCase(PaymentStatus.Expired, PaymentErrorCode.Expired)]
    public async Task What_is_not_held_any_more_is_not_captured(PaymentStatus status, PaymentErrorCode code)
    {
        using var adyen = new AdyenHost();
        var refused = await Assert.ThrowsAsync<PaymentConflictException>(
            () => adyen.Provider.CapturePaymentAsync(new CaptureRequest { Payment = Requests.Known(status, capture: CaptureMode.Manual), Amount = Requests.Eur }));
        Assert.That((refused!.Error.Code, adyen.Calls), Is.EqualTo((code, 0)));
    }

    [Test]
    public async Task What_was_captured_already_is_a_success_and_another_amount_is_not()
    {
        using var adyen = new AdyenHost();
        var captured = Requests.Known(PaymentStatus.Completed, capture: CaptureMode.Manual, captured: 5m, facts: Requests.Held()) with { AuthorizedAmount = Requests.Eur };
        Assert.That((await adyen.Provider.CapturePaymentAsync(new CaptureRequest { Payment = captured, Amount = new Money(5m, "EUR") })).Status, Is.EqualTo(PaymentStatus.Completed));
        var refused = await Assert.ThrowsAsync<PaymentConflictException>(
            () => adyen.Provider.CapturePaymentAsync(new CaptureRequest { Payment = captured, Amount = new Money(7m, "EUR") }));
        Assert.That((refused!.Error.Code, adyen.Calls), Is.EqualTo((PaymentErrorCode.AlreadyCaptured, 0)));
    }

    [Test]
    public async Task A_page_whose_payment_nobody_has_told_has_no_id_to_capture_by()
    {
        using var adyen = new AdyenHost();
        var refused = await Assert.ThrowsAsync<PaymentConflictException>(
            () => adyen.Provider.CapturePaymentAsync(new CaptureRequest { Payment = Requests.Linked, Amount = Requests.Eur }));
        Assert.That(refused!.Message, Does.Contain("AUTHORISATION"));
        Assert.That(adyen.Calls, Is.Zero);
    }

    // One page can see several attempts: the one that holds the money is captured.
    [Test]
    public async Task Of_several_attempts_the_authorised_one_is_captured()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments/ABCD1234EFGH5678/captures", Fixture.Answer("receipt"), 201);
        var reference = new PaymentReference(
            "adyen", "PL0A1B", "ord-1001", [new RelatedId("payment_link", "PL0A1B"), new RelatedId("psp_reference", Requests.Psp), new RelatedId("psp_reference", "ZZZZREFUSED")]);
        await adyen.Provider.CapturePaymentAsync(new CaptureRequest { Payment = Held(reference) });
        adyen.AssertAllCalled();
    }

    [Test]
    public async Task A_hold_is_let_go_by_its_id()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments/ABCD1234EFGH5678/cancels", Fixture.Answer("receipt"), 201);
        var payment = await adyen.Provider.CancelPaymentAsync(new CancelRequest { Payment = Held() });
        adyen.AssertSent("cancel");
        Assert.That(payment.Facts.Single(), Is.EqualTo(new VoidedFact("MOD12345EFGH5678", MovementState.Pending) { AsOf = AdyenHost.AnsweredAt, Version = 3 }));
        Assert.That((payment.Status, payment.IsRemembered), Is.EqualTo((PaymentStatus.Processing, true)));
    }

    [Test]
    public async Task What_has_no_id_yet_is_cancelled_by_our_order()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/cancels", Fixture.Answer("receipt"), 201);
        await adyen.Provider.CancelPaymentAsync(new CancelRequest { Payment = new PaymentReference("adyen", null, "ord-1001") });
        adyen.AssertSent("cancel-by-reference");
    }

    [Test]
    public async Task An_open_link_is_closed()
    {
        using var adyen = new AdyenHost();
        adyen.On("PATCH /v72/paymentLinks/PL0A1B", Fixture.Answer("link", link => link["status"] = "expired"));
        var payment = await adyen.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Linked });
        adyen.AssertSent("cancel-link");
        Assert.That(adyen.Headers[0].Contains("Idempotency-Key"), Is.False, "PATCH takes none.");
        Assert.That((payment.Status, payment.NextAction, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Expired, (NextAction?)null, (Money?)new Money(0m, "EUR"))));
    }

    [TestCase("expired", false, "")]
    [TestCase("completed", false, "AlreadyCaptured")]
    [TestCase("completed", true, "void")]
    [TestCase("paymentPending", false, "InvalidRequest")]
    public async Task A_link_that_cannot_be_closed_is_read(string status, bool isHeld, string expected)
    {
        using var adyen = new AdyenHost();
        adyen.On("PATCH /v72/paymentLinks/PL0A1B", Fixture.Answer("error"), 422).On("GET /v72/paymentLinks/PL0A1B", Fixture.Answer("link", link =>
        {
            link["status"] = status;
            link["manualCapture"] = isHeld;
        }));
        if (isHeld)
            adyen.On("POST /v72/cancels", Fixture.Answer("receipt"), 201);
        var cancel = () => adyen.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Linked });
        if (expected is "" or "void")
            Assert.That((await cancel()).Status, Is.EqualTo(isHeld ? PaymentStatus.Processing : PaymentStatus.Expired));
        else
            Assert.That((await Assert.ThrowsAsync(Is.InstanceOf<PaymentException>(), cancel) as PaymentException)!.Error.Code.ToString(), Is.EqualTo(expected));
        adyen.AssertAllCalled();
    }

    [Test]
    public async Task An_unpaid_session_cannot_be_closed()
    {
        using var adyen = new AdyenHost();
        var refused = await Assert.ThrowsAsync<PaymentOperationNotSupportedException>(
            () => adyen.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.InSession }));
        Assert.That((refused!.Outcome, adyen.Calls), Is.EqualTo((PaymentOutcome.NeverSent, 0)));
    }

    [TestCase(PaymentStatus.Cancelled)]
    [TestCase(PaymentStatus.Expired)]
    public async Task What_has_ended_is_a_success(PaymentStatus status)
    {
        using var adyen = new AdyenHost();
        Assert.That((await adyen.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Known(status) })).Status, Is.EqualTo(status));
        Assert.That(adyen.Calls, Is.Zero);
    }

    [TestCase(PaymentStatus.Completed)]
    [TestCase(PaymentStatus.Refunded)]
    [TestCase(PaymentStatus.Disputed)]
    public async Task What_was_taken_is_refunded_not_cancelled(PaymentStatus status)
    {
        using var adyen = new AdyenHost();
        var refused = await Assert.ThrowsAsync<PaymentConflictException>(() => adyen.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Known(status, captured: 12.50m) }));
        Assert.That((refused!.Error.Code, adyen.Calls), Is.EqualTo((PaymentErrorCode.AlreadyCaptured, 0)));
    }

    [TestCase("{}")]
    [TestCase("""{"pspReference":"","status":"received"}""")]
    public async Task A_receipt_without_an_id_is_unclear(string body)
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments/ABCD1234EFGH5678/cancels", body, 201);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => adyen.Provider.CancelPaymentAsync(new CancelRequest { Payment = Held() }));
    }

    [TestCase(false, PaymentOperations.PartialCapture)]
    [TestCase(true, PaymentOperations.MultipleCapture)]
    public void What_the_account_can_do_is_claimed(bool several, PaymentOperations operation)
    {
        using var adyen = new AdyenHost(options => options.MultiplePartialCaptures = several);
        Assert.That(adyen.Provider.Supports(operation), Is.True);
        Assert.That(adyen.Provider.Supports(PaymentOperations.MultipleCapture), Is.EqualTo(several));
    }
}
