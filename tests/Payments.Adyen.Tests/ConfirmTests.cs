namespace Payments.Adyen.Tests;

public class ConfirmTests
{
    private static readonly PaymentReference Open = new("adyen", null, "ord-1001");

    private static ConfirmPaymentRequest Back(PaymentReference payment, Money? amount, params (string Name, string Value)[] parameters) => new()
    {
        Payment = payment,
        Amount = amount,
        ReturnParameters = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value),
        IdempotencyKey = "return-1",
    };

    [Test]
    public async Task What_came_back_is_handed_to_adyen_with_the_data_of_its_action()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments/details", Fixture.Answer("authorised"));
        var known = Requests.Known(PaymentStatus.RequiresAction, Open) with { ProviderState = "Ab02b4c0!data" };
        var payment = await adyen.Provider.ConfirmPaymentAsync(Back(known, null, ("redirectResult", "X6XtfGC3!Y+/="), ("utm", "x")));
        adyen.AssertSent("confirm");
        Assert.That(adyen.Headers[0].GetValues("Idempotency-Key").Single(), Has.Length.EqualTo(43));
        Assert.That((payment.Status, payment.CapturedAmount, payment.TransactionId), Is.EqualTo((PaymentStatus.Completed, (Money?)Requests.Eur, Requests.Psp)));
        Assert.That(payment.Reference.ToString(), Is.EqualTo("adyen:ABCD1234EFGH5678?order=ord-1001&related.psp_reference=ABCD1234EFGH5678"));
    }

    [Test]
    public async Task What_the_component_gave_is_handed_on()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments/details", Fixture.Answer("redirect"));
        var payment = await adyen.Provider.ConfirmPaymentAsync(Back(Open, Requests.Eur, ("details", """{"threeDSResult":"eyJ0"}"""), ("paymentData", "d")));
        Assert.That(adyen.Sent, Does.EndWith("""{"details":{"threeDSResult":"eyJ0"},"paymentData":"d"}"""));
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.RequiresAction), "Another step may follow.");
        Assert.That(payment.NextAction, Is.Not.Null);
    }

    [TestCase("Refused", PaymentStatus.Failed)]
    [TestCase("Cancelled", PaymentStatus.Cancelled)]
    [TestCase("Received", PaymentStatus.Processing)]
    public async Task Another_end_is_an_answer(string result, PaymentStatus expected)
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments/details", $$"""{"resultCode":"{{result}}","pspReference":"{{Requests.Psp}}","merchantReference":"ord-1001"}""");
        var payment = await adyen.Provider.ConfirmPaymentAsync(Back(Open, Requests.Eur, ("payload", "x")));
        Assert.That(payment.Status, Is.EqualTo(expected));
        adyen.AssertAllCalled();
    }

    [Test]
    public async Task Another_amount_than_was_asked_for_is_refused_before_sending()
    {
        using var adyen = new AdyenHost();
        var known = Requests.Known(PaymentStatus.RequiresAction, Open);
        var refused = await Assert.ThrowsAsync<PaymentConflictException>(
            () => adyen.Provider.ConfirmPaymentAsync(Back(known, new Money(5m, "EUR"), ("redirectResult", "r"))));
        Assert.That((refused!.Error.Code, refused.Outcome, adyen.Calls), Is.EqualTo((PaymentErrorCode.Mismatch, PaymentOutcome.NeverSent, 0)));
    }

    [TestCase("merchantReference", "ord-9999")]
    [TestCase("amount", 99)]
    [TestCase("currency", "USD")]
    [TestCase("currency", "KRW")]
    public async Task A_charge_that_does_not_fit_is_reversed(string different, object value)
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments/details", Fixture.Answer("authorised", paid =>
        {
            if (different == "amount")
                paid["amount"]!["value"] = (int)value;
            else if (different == "currency")
                paid["amount"]!["currency"] = (string)value;
            else
                paid["merchantReference"] = (string)value;
        })).On("POST /v72/payments/ABCD1234EFGH5678/reversals", Fixture.Answer("receipt"), 201);
        var refused = await Assert.ThrowsAsync<PaymentConflictException>(() => adyen.Provider.ConfirmPaymentAsync(Back(Open, Requests.Eur, ("redirectResult", "r"))));
        adyen.AssertSent("undo");
        Assert.That((refused!.Error.Code, refused.Outcome), Is.EqualTo((PaymentErrorCode.Mismatch, PaymentOutcome.Refused)));
        Assert.That(
            refused.Payment!.GetRelated("psp_reference"), Is.EqualTo(different == "merchantReference" ? null : Requests.Psp), "Another order's id never becomes this payment's.");
        Assert.That(adyen.Headers.Select(headers => headers.GetValues("Idempotency-Key").Single()).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_charge_that_cannot_be_reversed_is_unclear()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments/details", Fixture.Answer("authorised", paid => paid["merchantReference"] = "ord-9999"))
            .On("POST /v72/payments/ABCD1234EFGH5678/reversals", Fixture.Answer("error"), 422);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => adyen.Provider.ConfirmPaymentAsync(Back(Open, Requests.Eur, ("redirectResult", "r"))));
    }

    [Test]
    public async Task A_refusal_of_another_order_undoes_nothing()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments/details", Fixture.Answer("refused", paid => paid["merchantReference"] = "ord-9999"));
        await Assert.ThrowsAsync<PaymentConflictException>(() => adyen.Provider.ConfirmPaymentAsync(Back(Open, Requests.Eur, ("redirectResult", "r"))));
        Assert.That(adyen.Calls, Is.EqualTo(1));
    }

    // The page's own script may have handed it in: a paid order must not show as failed.
    [Test]
    public async Task A_result_that_was_handed_in_before_is_what_the_webhook_told()
    {
        const string Used = """{"status":422,"errorCode":"704","message":"request already processed or in progress","errorType":"validation"}""";
        using var adyen = new AdyenHost(options => options.MaxRetries = 0);
        adyen.On("POST /v72/payments/details", Used, 422).On("POST /v72/payments/details", Used, 422);
        var paid = await adyen.Provider.ConfirmPaymentAsync(Back(Requests.Known(PaymentStatus.Completed), null, ("redirectResult", "r")));
        Assert.That((paid.Status, paid.IsRemembered), Is.EqualTo((PaymentStatus.Completed, true)));
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(
            () => adyen.Provider.ConfirmPaymentAsync(Back(Requests.Known(PaymentStatus.RequiresAction, Open), null, ("redirectResult", "r"))));
    }

    // Of a direct payment there is one attempt; on a page it may have been another one that failed.
    [TestCase(PaymentStatus.Failed, false, true)]
    [TestCase(PaymentStatus.Cancelled, false, true)]
    [TestCase(PaymentStatus.Authorized, false, true)]
    [TestCase(PaymentStatus.Authorized, true, true)]
    [TestCase(PaymentStatus.Completed, true, true)]
    [TestCase(PaymentStatus.Failed, true, false)]
    [TestCase(PaymentStatus.Processing, false, false)]
    public async Task A_result_that_was_handed_in_before_is_answered_with_any_end_that_was_told(PaymentStatus told, bool isSession, bool isAnswer)
    {
        using var adyen = new AdyenHost(options => options.MaxRetries = 0);
        adyen.On("POST /v72/payments/details", """{"status":422,"errorCode":"704","errorType":"validation"}""", 422);
        var known = Requests.Known(told, isSession ? Requests.InSession : Open);
        var confirm = () => adyen.Provider.ConfirmPaymentAsync(Back(known, null, ("redirectResult", "r")));
        if (isAnswer)
            Assert.That((await confirm()).Status, Is.EqualTo(told));
        else
            await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(confirm);
    }

    // One session can see several attempts, and its result is a picture of one moment.
    [TestCase("refused", PaymentStatus.Failed)]
    [TestCase("canceled", PaymentStatus.Cancelled)]
    [TestCase("expired", PaymentStatus.Expired)]
    public async Task An_old_result_of_a_session_does_not_undo_what_was_paid_since(string status, PaymentStatus expected)
    {
        using var adyen = new AdyenHost();
        adyen.On("GET /v72/sessions/CS0A1B", $$"""{"id":"CS0A1B","status":"{{status}}"}""");
        var late = await adyen.Provider.ConfirmPaymentAsync(Back(Requests.InSession, Requests.Eur, ("sessionResult", "x")));
        Assert.That((late.Status, late.Version), Is.EqualTo((expected, (long?)0)));
        var payment = await Notifications.FoldAsync(adyen, Requests.Known(PaymentStatus.RequiresAction, Requests.InSession), Notifications.Body("AUTHORISATION"), late);
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [Test]
    public async Task A_refused_attempt_in_a_session_does_not_undo_another_and_its_id_is_not_the_payments()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments/details", Fixture.Answer("refused", paid => paid["pspReference"] = "ZZZZREFUSED00000")).On("POST /v72/payments/details", Fixture.Answer("refused"));
        var refused = await adyen.Provider.ConfirmPaymentAsync(Back(Requests.InSession, Requests.Eur, ("redirectResult", "r")));
        Assert.That((refused.Status, refused.Version, refused.Reference), Is.EqualTo((PaymentStatus.Failed, (long?)0, Requests.InSession)));
        var payment = await Notifications.FoldAsync(adyen, Requests.Known(PaymentStatus.RequiresAction, Requests.InSession), Notifications.Body("AUTHORISATION"), refused);
        Assert.That((payment.Status, payment.Reference.GetRelated("psp_reference")), Is.EqualTo((PaymentStatus.Completed, Requests.Psp)));
        var direct = await adyen.Provider.ConfirmPaymentAsync(Back(Open, Requests.Eur, ("redirectResult", "r")));
        Assert.That((direct.Version, direct.Reference.PaymentId), Is.EqualTo(((long?)1, Requests.Psp)), "A direct payment has no other attempt.");
    }

    [TestCase("paymentPending", "Received", false)]
    [TestCase("refused", "Received", false)]
    [TestCase("completed", "Authorised", true)]
    public async Task A_sessions_attempt_names_the_payment_once_it_is_authorised(string status, string result, bool isLearnt)
    {
        using var adyen = new AdyenHost();
        adyen.On("GET /v72/sessions/CS0A1B", Fixture.Answer("session-result", session => (session["status"], session["payments"]![0]!["resultCode"]) = (status, result)));
        var payment = await adyen.Provider.ConfirmPaymentAsync(Back(Requests.InSession, Requests.Eur, ("sessionResult", "x")));
        Assert.That(payment.Reference.GetRelated("psp_reference"), Is.EqualTo(isLearnt ? Requests.Psp : null));
    }

    [Test]
    public async Task A_session_is_read_by_its_result()
    {
        using var adyen = new AdyenHost();
        adyen.On("GET /v72/sessions/CS0A1B", Fixture.Answer("session-result"));
        var payment = await adyen.Provider.ConfirmPaymentAsync(
            Back(Requests.InSession, Requests.Eur, ("sessionId", "CS0A1B"), ("sessionResult", "X3XtfGC9!a+/=")));
        adyen.AssertSent("confirm-session");
        Assert.That((payment.Status, payment.CapturedAmount, payment.TransactionId), Is.EqualTo((PaymentStatus.Completed, (Money?)Requests.Eur, Requests.Psp)));
        Assert.That(payment.Reference.ToString(), Is.EqualTo(
            "adyen:CS0A1B?order=ord-1001&related.checkout_session=CS0A1B&related.psp_reference=ABCD1234EFGH5678"));
        Assert.That((payment.Method, payment.Card?.Brand), Is.EqualTo((PaymentMethod.Card, "visa")));
    }

    // A redirectResult is not a sessionResult.
    [Test]
    public async Task A_bank_that_sends_the_payer_of_a_session_back_is_asked_by_its_details()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments/details", Fixture.Answer("authorised"));
        var payment = await adyen.Provider.ConfirmPaymentAsync(Back(Requests.InSession, Requests.Eur, ("sessionId", "CS0A1B"), ("redirectResult", "r"), ("orderID", "ours")));
        Assert.That(adyen.Sent, Does.EndWith("""{"details":{"redirectResult":"r"}}"""));
        Assert.That(payment.Reference.PaymentId, Is.EqualTo("CS0A1B"));
    }

    [Test]
    public async Task A_session_of_somebody_else_is_no_payment_of_ours()
    {
        using var adyen = new AdyenHost();
        await Assert.ThrowsAsync<PaymentConflictException>(
            () => adyen.Provider.ConfirmPaymentAsync(Back(Requests.InSession, Requests.Eur, ("sessionId", "CS9999"), ("sessionResult", "x"))));
        Assert.That(adyen.Calls, Is.Zero);
        adyen.On("GET /v72/sessions/CS0A1B", Fixture.Answer("session-result", session => session["reference"] = "ord-9999"))
            .On("GET /v72/sessions/CS0A1B", Fixture.Answer("session-result", session => session["payments"]![0]!["amount"]!["value"] = 1));
        foreach (var _ in new[] { "another order", "another amount" })
        {
            var refused = await Assert.ThrowsAsync<PaymentConflictException>(
                () => adyen.Provider.ConfirmPaymentAsync(Back(Requests.InSession, Requests.Eur, ("sessionResult", "x"))));
            Assert.That(refused!.Error.Code, Is.EqualTo(PaymentErrorCode.Mismatch));
        }
    }

    [Test]
    public async Task A_link_is_read_since_there_is_nothing_to_confirm()
    {
        using var adyen = new AdyenHost();
        adyen.On("GET /v72/paymentLinks/PL0A1B", Fixture.Answer("link", link => link["status"] = "completed"));
        var payment = await adyen.Provider.ConfirmPaymentAsync(Back(Requests.Linked, Requests.Eur));
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
        adyen.On("GET /v72/paymentLinks/PL0A1B", Fixture.Answer("link", link => link["status"] = "completed"));
        var refused = await Assert.ThrowsAsync<PaymentConflictException>(() => adyen.Provider.ConfirmPaymentAsync(Back(Requests.Linked, new Money(99m, "EUR"))));
        Assert.That(refused!.Error.Code, Is.EqualTo(PaymentErrorCode.Mismatch));
    }

    [Test]
    public async Task What_is_missing_is_named()
    {
        using var adyen = new AdyenHost();
        var nothing = await Assert.ThrowsAsync<PaymentRequestException>(() => adyen.Provider.ConfirmPaymentAsync(Back(Open, Requests.Eur, ("corr", "x"))));
        Assert.That(nothing!.Message, Does.Contain("redirectResult"));
        var amount = await Assert.ThrowsAsync<PaymentRequestException>(() => adyen.Provider.ConfirmPaymentAsync(Back(Open, null, ("redirectResult", "r"))));
        Assert.That(amount!.Message, Does.Contain("Amount"));
        var session = await Assert.ThrowsAsync<PaymentRequestException>(() => adyen.Provider.ConfirmPaymentAsync(Back(Open, Requests.Eur, ("sessionResult", "r"))));
        Assert.That(session!.Message, Does.Contain("sessionId"));
        await Assert.ThrowsAsync<PaymentRequestException>(() => adyen.Provider.ConfirmPaymentAsync(Back(Open, Requests.Eur, ("details", "[]"))));
        Assert.That(adyen.Calls, Is.Zero);
    }
}
