using System.Net;

namespace Payments.Stripe.Tests;

/// <summary>Walks the error table, and what is repeated.</summary>
public class ErrorTests
{
    private static string Error(string type, string? code, string? decline = null) =>
        $$"""{"error":{"type":"{{type}}","code":{{Quote(code)}},"decline_code":{{Quote(decline)}},"message":"Words of Stripe's."} }""";

    private static string Quote(string? text) => text is null ? "null" : $"\"{text}\"";

    private static async Task<PaymentException> FailAsync(string body, int status, params (string, string)[] headers)
    {
        using var stripe = new StripeHost(options => options.MaxRetries = 0);
        stripe.On("POST /v1/payment_intents", body, status, headers);
        return (await Assert.CatchAsync<PaymentException>(() => stripe.Provider.CreatePaymentAsync(Requests.Token())))!;
    }

    private static string[] ErrorCodes() => [.. StripeMapping.Errors.Keys];

    [TestCaseSource(nameof(ErrorCodes))]
    public async Task Every_code_of_the_table_is_read_by_it(string code)
    {
        using var stripe = new StripeHost(options => options.MaxRetries = 0);
        stripe.On("GET /v1/payment_intents/pi_1", Error("invalid_request_error", code), 400);
        var failed = (await Assert.CatchAsync<PaymentException>(() => stripe.Provider.GetPaymentAsync(Requests.Intent)))!;
        var (kind, normalised) = StripeMapping.Errors[code];
        Assert.That((failed.Error.Kind, failed.Error.Code, failed.Error.ProviderCode), Is.EqualTo((kind, normalised, code)));
    }

    private static string[] DeclineCodes() => [.. StripeMapping.Declines.Keys];

    [TestCaseSource(nameof(DeclineCodes))]
    public async Task Every_decline_of_the_table_is_read_by_it(string code)
    {
        using var stripe = new StripeHost();
        stripe.On("POST /v1/payment_intents", Error("card_error", "card_declined", code), 402);
        var payment = await stripe.Provider.CreatePaymentAsync(Requests.Token());
        Assert.That((payment.Status, payment.Error!.Code), Is.EqualTo((PaymentStatus.Failed, StripeMapping.Declines[code])));
    }

    [TestCase("insufficient_funds", PaymentErrorCode.InsufficientFunds)]
    [TestCase("lost_card", PaymentErrorCode.SuspectedFraud)]
    [TestCase("stolen_card", PaymentErrorCode.SuspectedFraud)]
    [TestCase("fraudulent", PaymentErrorCode.SuspectedFraud)]
    [TestCase("authentication_required", PaymentErrorCode.AuthenticationRequired)]
    [TestCase("card_velocity_exceeded", PaymentErrorCode.LimitExceeded)]
    [TestCase("transaction_not_allowed", PaymentErrorCode.NotPermitted)]
    [TestCase("expired_card", PaymentErrorCode.ExpiredCard)]
    [TestCase("incorrect_cvc", PaymentErrorCode.IncorrectCvv)]
    [TestCase("payment_method_customer_decline", PaymentErrorCode.PayerCancelled)]
    [TestCase("pickup_card", PaymentErrorCode.SuspectedFraud)]
    [TestCase("restricted_card", PaymentErrorCode.SuspectedFraud)]
    [TestCase("merchant_blacklist", PaymentErrorCode.SuspectedFraud)]
    [TestCase("invalid_account", PaymentErrorCode.InvalidCard)]
    [TestCase("withdrawal_count_limit_exceeded", PaymentErrorCode.LimitExceeded)]
    [TestCase("issuer_not_available", PaymentErrorCode.ProcessingError)]
    [TestCase("reenter_transaction", PaymentErrorCode.ProcessingError)]
    [TestCase("card_not_supported", PaymentErrorCode.NotPermitted)]
    [TestCase("service_not_allowed", PaymentErrorCode.NotPermitted)]
    [TestCase("currency_not_supported", PaymentErrorCode.UnsupportedCurrency)]
    [TestCase("a_new_reason", PaymentErrorCode.Declined)]
    public void A_decline_means(string code, PaymentErrorCode expected) =>
        Assert.That(StripeErrors.Decline(new StripeError { Code = "card_declined", DeclineCode = code }).Code, Is.EqualTo(expected));

    [Test]
    public void A_suspicion_is_never_worded_for_the_payer() => Assert.That(
        StripeMapping.PayerMayRead.Where(code => StripeMapping.Declines[code] == PaymentErrorCode.SuspectedFraud), Is.Empty);

    [Test]
    public void Advice_against_another_attempt_is_passed_on() =>
        Assert.That(StripeErrors.Decline(new StripeError { Code = "card_declined", AdviceCode = "do_not_try_again" }).Retry, Is.EqualTo(PaymentRetry.No));

    [TestCase(400, typeof(PaymentRequestException), PaymentOutcome.Refused)]
    [TestCase(401, typeof(PaymentAuthenticationException), PaymentOutcome.Refused)]
    [TestCase(403, typeof(PaymentAuthenticationException), PaymentOutcome.Refused)]
    [TestCase(404, typeof(PaymentNotFoundException), PaymentOutcome.Refused)]
    [TestCase(409, typeof(PaymentOutcomeUnknownException), PaymentOutcome.Unknown)]
    [TestCase(424, typeof(PaymentOutcomeUnknownException), PaymentOutcome.Unknown)]
    [TestCase(429, typeof(PaymentRateLimitedException), PaymentOutcome.Refused)]
    [TestCase(500, typeof(PaymentOutcomeUnknownException), PaymentOutcome.Unknown)]
    [TestCase(503, typeof(PaymentOutcomeUnknownException), PaymentOutcome.Unknown)]
    public async Task A_status_means(int status, Type expected, PaymentOutcome outcome)
    {
        foreach (var body in new[] { Error("api_error", null), """{"error":"plain_text"}""", "<html>Bad gateway</html>", "", """{"error":{"type":7}}""" })
        {
            var failed = await FailAsync(body, status);
            Assert.That(failed, Is.TypeOf(expected), body);
            Assert.That((failed.Outcome, failed.Error.HttpStatus, failed.Error.RequestId), Is.EqualTo((outcome, (HttpStatusCode)status, "req_1")), body);
        }
    }

    [Test]
    public async Task What_a_new_payment_names_and_does_not_exist_is_a_wrong_request() =>
        Assert.That(await FailAsync(Error("invalid_request_error", "resource_missing"), 400), Is.TypeOf<PaymentRequestException>());

    [Test]
    public async Task A_key_used_for_another_request_is_said()
    {
        var failed = await FailAsync(Error("idempotency_error", null), 400);
        Assert.That((failed.Error.Kind, failed.Error.Code), Is.EqualTo((PaymentErrorKind.Conflict, PaymentErrorCode.IdempotencyKeyReused)));
    }

    [TestCase("idempotency_error", "idempotency_key_in_use")]
    [TestCase("invalid_request_error", "idempotency_key_in_use")]
    [TestCase("idempotency_error", null)]
    public async Task A_key_in_use_leaves_the_outcome_open(string type, string? code)
    {
        var failed = await FailAsync(Error(type, code), 409);
        Assert.Multiple(() =>
        {
            Assert.That((failed.Error.Kind, failed.Error.Code), Is.EqualTo((PaymentErrorKind.Conflict, PaymentErrorCode.InProgress)));
            Assert.That((failed.Outcome, failed.Error.Retry), Is.EqualTo((PaymentOutcome.Unknown, PaymentRetry.SameRequest)));
        });
    }

    [Test]
    public async Task What_failed_behind_Stripe_is_read_before_it_is_tried_anew()
    {
        var written = await FailAsync(Error("api_error", "a_new_code"), 424);
        using var stripe = new StripeHost(options => options.MaxRetries = 0);
        stripe.On("GET /v1/payment_intents/pi_1", Error("api_error", null), 424);
        var read = (await Assert.CatchAsync<PaymentException>(() => stripe.Provider.GetPaymentAsync(Requests.Intent)))!;
        Assert.Multiple(() =>
        {
            Assert.That((written.Error.Kind, written.Error.Code, written.Error.Retry), Is.EqualTo((PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError, PaymentRetry.AfterReading)));
            Assert.That((read.Error.Kind, read.Outcome, read.Error.Retry), Is.EqualTo((PaymentErrorKind.Unavailable, PaymentOutcome.Refused, PaymentRetry.SameRequest)));
        });
    }

    [Test]
    public async Task A_locked_object_was_not_touched()
    {
        var failed = await FailAsync(Error("invalid_request_error", "lock_timeout"), 429);
        Assert.That((failed.Outcome, failed.Error.Retry), Is.EqualTo((PaymentOutcome.Refused, PaymentRetry.SameRequest)));
    }

    [Test]
    public async Task An_answer_that_cannot_be_read_leaves_the_outcome_open()
    {
        foreach (var body in new[] { "<html>", "{}", "null", """{"id":""}""", """{"id":"pi_1","amount":{}}""" })
            Assert.That((await FailAsync(body, 200)).Outcome, Is.EqualTo(PaymentOutcome.Unknown), body);
    }

    [TestCase(409, null, null, 2)]
    [TestCase(429, null, null, 2)]
    [TestCase(500, null, null, 2)]
    [TestCase(503, null, null, 2)]
    [TestCase(400, null, null, 1)]
    [TestCase(402, null, null, 1)]
    [TestCase(400, "true", null, 2)]
    [TestCase(500, "false", null, 1)]
    [TestCase(500, null, "true", 1)]
    public async Task What_is_repeated_keeps_its_key(int status, string? shouldRetry, string? replayed, int calls)
    {
        using var stripe = new StripeHost();
        List<(string, string)> headers = [];
        if (shouldRetry is not null)
            headers.Add(("Stripe-Should-Retry", shouldRetry));
        if (replayed is not null)
            headers.Add(("Idempotent-Replayed", replayed));
        stripe.On("POST /v1/payment_intents", status == 402 ? Fixture.Answer("error-declined") : Error("api_error", null), status, [.. headers]);
        if (calls == 2)
            stripe.On("POST /v1/payment_intents", Fixture.Answer("intent-succeeded"));
        try
        {
            await stripe.Provider.CreatePaymentAsync(Requests.Token());
        }
        catch (PaymentException) when (calls == 1)
        {
            // What it is, is tested above.
        }

        Assert.That(stripe.Calls, Is.EqualTo(calls));
        Assert.That(stripe.Headers.SelectMany(header => header.GetValues("Idempotency-Key")).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Nothing_secret_is_in_a_message()
    {
        var failed = await FailAsync("""{"error":{"type":"invalid_request_error","code":"secret_key_required","message":"Invalid API Key provided: sk_test_abcdefgh pi_1_secret_xyz1"}}""", 401);
        Assert.That(failed + failed.Error.ToString(), Does.Not.Contain("sk_test_abcdefgh").And.Not.Contain("secret_xyz1"));
    }
}
