using System.Net;

namespace Payments.Coinbase.Tests.Checkouts;

public class ErrorTests
{
    private const string Path = "/api/v1/checkouts/68f7a946db0529ea9b6d3a12";

    // The words of the specification's example.
    private const string AtWork = """{"errorType":"already_exists","errorMessage":"Another request with the same idempotency key is currently processing."}""";
    private const string Exists = """{"errorType":"already_exists","errorMessage":"The resource already exists."}""";

    // The facts page's table, row by row.
    [TestCase(400, "invalid_request", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(400, "invalid_signature", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(400, "guest_permission_denied", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(400, "guest_region_forbidden", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(400, "guest_transaction_limit", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(400, "guest_transaction_count", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(400, "otp_verification_expired", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(400, "metadata_too_many_entries", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(400, "metadata_key_too_long", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(400, "metadata_value_too_long", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(400, "not_found", PaymentErrorKind.NotFound, PaymentErrorCode.NotFound)]
    [TestCase(404, "not_found", PaymentErrorKind.NotFound, PaymentErrorCode.NotFound)]
    [TestCase(401, "unauthorized", PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials)]
    [TestCase(402, "payment_method_required", PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration)]
    [TestCase(402, "payment_required", PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration)]
    [TestCase(403, "forbidden", PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied)]
    [TestCase(403, "policy_violation", PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied)]
    [TestCase(409, "already_exists", PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState)]
    [TestCase(409, "idempotency_key_already_exists", PaymentErrorKind.Conflict, PaymentErrorCode.InProgress)]
    [TestCase(422, "idempotency_error", PaymentErrorKind.Conflict, PaymentErrorCode.IdempotencyKeyReused)]
    [TestCase(429, "rate_limit_exceeded", PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited)]
    [TestCase(429, "account_limit_exceeded", PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited)]
    [TestCase(400, "faucet_limit_exceeded", PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited)]
    [TestCase(400, "daily_amount_limit_exceeded", PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited)]
    [TestCase(408, "timed_out", PaymentErrorKind.Unavailable, PaymentErrorCode.Timeout)]
    [TestCase(499, "client_closed_request", PaymentErrorKind.Unavailable, PaymentErrorCode.Timeout)]
    [TestCase(504, "timed_out", PaymentErrorKind.Unavailable, PaymentErrorCode.Timeout)]
    [TestCase(500, "internal_server_error", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    [TestCase(502, "bad_gateway", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    [TestCase(503, "service_unavailable", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    [TestCase(503, "endpoint_unavailable", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    [TestCase(400, "refund_expired", PaymentErrorKind.Conflict, PaymentErrorCode.Expired)]
    [TestCase(400, "no_refundable_balance", PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyRefunded)]
    [TestCase(400, "insufficient_balance", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InsufficientBalance)]
    [TestCase(400, "payment_session_already_authorized", PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState)]
    [TestCase(400, "payment_session_already_canceled", PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyCancelled)]
    [TestCase(403, "entity_not_configured_for_payment_acceptance", PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration)]
    [TestCase(400, "something_of_2029", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(403, "something_of_2029", PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied)]
    [TestCase(503, "something_of_2029", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    public async Task Each_error_has_its_meaning(int status, string type, PaymentErrorKind kind, PaymentErrorCode code)
    {
        var error = await ErrorOfAsync(status, $$"""{"errorType":"{{type}}","errorMessage":"Nothing helps.","correlationId":"c-9","errorLink":"https://docs"}""");
        Assert.That((error.Kind, error.Code, error.ProviderCode), Is.EqualTo((kind, code, type)));
        Assert.That((error.ProviderMessage, error.RequestId, error.HttpStatus), Is.EqualTo(("Nothing helps.", "c-9", (HttpStatusCode)status)));
    }

    [Test]
    public async Task A_message_alone_tells_of_an_unknown_id()
    {
        Assert.That((await ErrorOfAsync(400, """{"errorMessage":"Checkout not found"}""")).Kind, Is.EqualTo(PaymentErrorKind.NotFound));
        Assert.That((await ErrorOfAsync(400, """{"errorMessage":"Checkout is odd"}""")).Kind, Is.EqualTo(PaymentErrorKind.InvalidRequest));
    }

    [TestCase(400, "invalid_request", "Checkout not found", PaymentErrorKind.NotFound)]
    [TestCase(400, "invalid_request", "Checkout not found.", PaymentErrorKind.NotFound)]
    [TestCase(404, "invalid_request", "Checkout Not Found.", PaymentErrorKind.NotFound)]
    [TestCase(400, "invalid_request", "Checkout not found in time", PaymentErrorKind.InvalidRequest)]
    [TestCase(403, "forbidden", "Project not found", PaymentErrorKind.Authentication)]
    public async Task A_message_says_more_than_a_request_that_is_only_invalid(int status, string type, string message, PaymentErrorKind kind)
    {
        var error = await ErrorOfAsync(status, $$"""{"errorType":"{{type}}","errorMessage":"{{message}}"}""");
        Assert.That((error.Kind, error.ProviderCode, error.ProviderMessage), Is.EqualTo((kind, type, message)));
    }

    [Test]
    public async Task The_older_names_are_read_too()
    {
        var error = await ErrorOfAsync(422, """{"error_type":"idempotency_error","error_message":"No.","correlation_id":"c-2"}""");
        Assert.That((error.Code, error.ProviderCode, error.ProviderMessage, error.RequestId), Is.EqualTo((PaymentErrorCode.IdempotencyKeyReused, "idempotency_error", "No.", "c-2")));
    }

    [TestCase(401, "", PaymentErrorKind.Authentication)]
    [TestCase(403, "<html>blocked</html>", PaymentErrorKind.Authentication)]
    [TestCase(404, "[]", PaymentErrorKind.NotFound)]
    [TestCase(429, "null", PaymentErrorKind.RateLimited)]
    [TestCase(502, "<html>Bad gateway</html>", PaymentErrorKind.Unavailable)]
    [TestCase(400, """{"errorType":{"a":1},"errorMessage":[2]}""", PaymentErrorKind.InvalidRequest)]
    public async Task What_is_no_error_body_is_judged_by_the_status(int status, string body, PaymentErrorKind kind) =>
        Assert.That((await ErrorOfAsync(status, body)).Kind, Is.EqualTo(kind));

    [TestCase(429)]
    [TestCase(408)]
    [TestCase(499)]
    [TestCase(500)]
    [TestCase(502)]
    [TestCase(503)]
    [TestCase(504)]
    public async Task A_create_is_repeated_under_the_same_key(int status)
    {
        using var coinbase = new CheckoutsHost().On("POST /api/v1/checkouts", "{}", status).On("POST /api/v1/checkouts", Fixture.Answer("checkout-active"), 201);
        await coinbase.Provider.CreatePaymentAsync(Requests.Payment());
        Assert.That(coinbase.Headers[1].GetValues("X-Idempotency-Key"), Is.EqualTo(coinbase.Headers[0].GetValues("X-Idempotency-Key")));
        Assert.That(coinbase.Bodies[1], Is.EqualTo(coinbase.Bodies[0]));
    }

    [TestCase(400, PaymentOutcome.Refused)]
    [TestCase(402, PaymentOutcome.Refused)]
    [TestCase(403, PaymentOutcome.Refused)]
    [TestCase(422, PaymentOutcome.Refused)]
    public async Task A_refusal_is_not_repeated(int status, PaymentOutcome outcome)
    {
        using var coinbase = new CheckoutsHost().On("POST /api/v1/checkouts", "{}", status);
        var thrown = (await Assert.CatchAsync<PaymentException>(() => coinbase.Provider.CreatePaymentAsync(Requests.Payment())))!;
        Assert.That((thrown.Outcome, coinbase.Calls), Is.EqualTo((outcome, 1)));
    }

    [TestCase(503, 3)]
    [TestCase(499, 3)]
    public async Task A_provider_that_keeps_failing_leaves_the_outcome_unknown(int status, int calls)
    {
        using var coinbase = new CheckoutsHost();
        for (var i = 0; i < calls; i++)
            coinbase.On("POST /api/v1/checkouts", "{}", status);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => coinbase.Provider.CreatePaymentAsync(Requests.Payment()));
        Assert.That(coinbase.Calls, Is.EqualTo(calls));
    }

    [Test]
    public async Task A_key_that_is_at_work_is_asked_again_and_unknown_in_the_end()
    {
        using var coinbase = new CheckoutsHost().On("POST /api/v1/checkouts", AtWork, 409).On("POST /api/v1/checkouts", Fixture.Answer("checkout-active"), 201);
        await coinbase.Provider.CreatePaymentAsync(Requests.Payment());
        Assert.That(coinbase.Headers[1].GetValues("X-Idempotency-Key"), Is.EqualTo(coinbase.Headers[0].GetValues("X-Idempotency-Key")));

        using var busy = new CheckoutsHost(options => options.MaxRetries = 1).On("POST /api/v1/checkouts", AtWork, 409).On("POST /api/v1/checkouts", AtWork, 409);
        var thrown = (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => busy.Provider.CreatePaymentAsync(Requests.Payment())))!;
        Assert.That((thrown.Error.Code, thrown.Error.ProviderCode, busy.Calls), Is.EqualTo((PaymentErrorCode.InProgress, "already_exists", 2)));
    }

    [Test]
    public async Task What_exists_already_is_a_conflict_unless_an_attempt_of_ours_may_have_made_it()
    {
        using var coinbase = new CheckoutsHost().On("POST /api/v1/checkouts", Exists, 409);
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => coinbase.Provider.CreatePaymentAsync(Requests.Payment())))!;
        Assert.That((thrown.Outcome, thrown.Error.Code, coinbase.Calls), Is.EqualTo((PaymentOutcome.Refused, PaymentErrorCode.InvalidState, 1)));

        using var cut = new CheckoutsHost().On("POST /api/v1/checkouts", "{}", 504).On("POST /api/v1/checkouts", Exists, 409);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => cut.Provider.CreatePaymentAsync(Requests.Payment()));

        // The whole first call was cut, and its repeat by the host hears of the conflict.
        await using var shop = new PipelineHost();
        for (var i = 0; i < 3; i++)
            shop.Answers("{}", 504);
        var request = Requests.Payment();
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => shop.Provider.CreatePaymentAsync(request));
        shop.Answers(Exists, 409);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => shop.Provider.CreatePaymentAsync(request));
        Assert.That(shop.Calls, Is.EqualTo(4));
    }

    [Test]
    public async Task Deactivating_has_no_key_and_is_sent_once()
    {
        using var coinbase = new CheckoutsHost().On($"POST {Path}/deactivate", "{}", 503);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => coinbase.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Checkout }));
        Assert.That(coinbase.Calls, Is.EqualTo(1));
    }

    private static async Task<PaymentError> ErrorOfAsync(int status, string body)
    {
        using var coinbase = new CheckoutsHost(options => options.MaxRetries = 0).On("GET " + Path, body, status).On("GET " + Path, body, status);
        return (await Assert.CatchAsync<PaymentException>(() => coinbase.Provider.GetPaymentAsync(Requests.Checkout)))!.Error;
    }
}
