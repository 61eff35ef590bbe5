using System.Globalization;
using System.Net;

namespace Payments.Square.Tests;

/// <summary>Square's errors by code and category, one case each, written from its documentation; and what is repeated.</summary>
public class ErrorTests
{
    private static async Task<PaymentException> FailAsync(string body, int status = 400)
    {
        using var square = new SquareHost(options => options.MaxRetries = 0);
        square.On("POST /v2/payments", body, status);
        return (await Assert.CatchAsync<PaymentException>(() => square.Provider.CreatePaymentAsync(Requests.Token())))!;
    }

    [TestCase("GENERIC_DECLINE", PaymentErrorCode.Declined)]
    [TestCase("CARD_DECLINED", PaymentErrorCode.Declined)]
    [TestCase("CARD_DECLINED_CALL_ISSUER", PaymentErrorCode.Declined)]
    [TestCase("INSUFFICIENT_FUNDS", PaymentErrorCode.InsufficientFunds)]
    [TestCase("CARD_EXPIRED", PaymentErrorCode.ExpiredCard)]
    [TestCase("INVALID_EXPIRATION", PaymentErrorCode.InvalidCard)]
    [TestCase("EXPIRATION_FAILURE", PaymentErrorCode.ExpiredCard)]
    [TestCase("BAD_EXPIRATION", PaymentErrorCode.InvalidCard)]
    [TestCase("CVV_FAILURE", PaymentErrorCode.IncorrectCvv)]
    [TestCase("VERIFY_CVV_FAILURE", PaymentErrorCode.IncorrectCvv)]
    [TestCase("ADDRESS_VERIFICATION_FAILURE", PaymentErrorCode.Declined)]
    [TestCase("VERIFY_AVS_FAILURE", PaymentErrorCode.Declined)]
    [TestCase("INVALID_ACCOUNT", PaymentErrorCode.InvalidCard)]
    [TestCase("INVALID_CARD", PaymentErrorCode.InvalidCard)]
    [TestCase("PAN_FAILURE", PaymentErrorCode.InvalidCard)]
    [TestCase("TRANSACTION_LIMIT", PaymentErrorCode.LimitExceeded)]
    [TestCase("VOICE_FAILURE", PaymentErrorCode.Declined)]
    [TestCase("CARD_NOT_SUPPORTED", PaymentErrorCode.NotPermitted)]
    [TestCase("UNSUPPORTED_CARD_BRAND", PaymentErrorCode.MethodUnavailable)]
    [TestCase("CARDHOLDER_INSUFFICIENT_PERMISSIONS", PaymentErrorCode.NotPermitted)]
    [TestCase("INVALID_PIN", PaymentErrorCode.AuthenticationFailed)]
    [TestCase("MISSING_PIN", PaymentErrorCode.AuthenticationRequired)]
    [TestCase("ALLOWABLE_PIN_TRIES_EXCEEDED", PaymentErrorCode.AuthenticationFailed)]
    [TestCase("READER_DECLINED", PaymentErrorCode.Declined)]
    [TestCase("CHIP_INSERTION_REQUIRED", PaymentErrorCode.AuthenticationRequired)]
    [TestCase("INVALID_POSTAL_CODE", PaymentErrorCode.Declined)]
    [TestCase("ACCOUNT_UNUSABLE", PaymentErrorCode.NotPermitted)]
    [TestCase("BUYER_REFUSED_PAYMENT", PaymentErrorCode.PayerCancelled)]
    [TestCase("GIFT_CARD_AVAILABLE_AMOUNT", PaymentErrorCode.InsufficientFunds)]
    [TestCase("CARD_DECLINED_VERIFICATION_REQUIRED", PaymentErrorCode.AuthenticationRequired)]
    [TestCase("APPLE_TTP_PIN_TOKEN", PaymentErrorCode.AuthenticationRequired)]
    [TestCase("A_NEW_DECLINE", PaymentErrorCode.Declined)]
    public async Task A_decline_means(string code, PaymentErrorCode expected)
    {
        foreach (var status in new[] { 400, 402 })
        {
            using var square = new SquareHost();
            square.OnError("POST /v2/payments", code, "PAYMENT_METHOD_ERROR", status);
            var payment = await square.Provider.CreatePaymentAsync(Requests.Token());
            Assert.That(
                (payment.Status, payment.Error!.Kind, payment.Error.Code, payment.Error.ProviderCode),
                Is.EqualTo((PaymentStatus.Failed, PaymentErrorKind.Declined, expected, code)));
        }
    }

    [TestCase("PAYMENT_METHOD_ERROR", "INSUFFICIENT_PERMISSIONS", PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied)]
    [TestCase("PAYMENT_METHOD_ERROR", "INVALID_LOCATION", PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration)]
    [TestCase("PAYMENT_METHOD_ERROR", "CURRENCY_MISMATCH", PaymentErrorKind.InvalidRequest, PaymentErrorCode.UnsupportedCurrency)]
    [TestCase("PAYMENT_METHOD_ERROR", "PAYMENT_LIMIT_EXCEEDED", PaymentErrorKind.InvalidRequest, PaymentErrorCode.LimitExceeded)]
    [TestCase("PAYMENT_METHOD_ERROR", "INVALID_FEES", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount)]
    [TestCase("PAYMENT_METHOD_ERROR", "UNSUPPORTED_ENTRY_METHOD", PaymentErrorKind.InvalidRequest, PaymentErrorCode.MethodUnavailable)]
    [TestCase("PAYMENT_METHOD_ERROR", "MANUALLY_ENTERED_PAYMENT_NOT_SUPPORTED", PaymentErrorKind.InvalidRequest, PaymentErrorCode.MethodUnavailable)]
    [TestCase("PAYMENT_METHOD_ERROR", "MISSING_ACCOUNT_TYPE", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase("PAYMENT_METHOD_ERROR", "PAYMENT_AMOUNT_MISMATCH", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount)]
    [TestCase("PAYMENT_METHOD_ERROR", "INVALID_ENCRYPTED_CARD", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidCard)]
    [TestCase("INVALID_REQUEST_ERROR", "CARD_TOKEN_EXPIRED", PaymentErrorKind.InvalidRequest, PaymentErrorCode.Expired)]
    [TestCase("INVALID_REQUEST_ERROR", "CARD_TOKEN_USED", PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState)]
    [TestCase("INVALID_REQUEST_ERROR", "SOURCE_USED", PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState)]
    [TestCase("INVALID_REQUEST_ERROR", "SOURCE_EXPIRED", PaymentErrorKind.InvalidRequest, PaymentErrorCode.Expired)]
    [TestCase("INVALID_REQUEST_ERROR", "INVALID_CARD_DATA", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidCard)]
    [TestCase("INVALID_REQUEST_ERROR", "INVALID_EXPIRATION_YEAR", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidCard)]
    [TestCase("INVALID_REQUEST_ERROR", "INVALID_EXPIRATION_DATE", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidCard)]
    [TestCase("INVALID_REQUEST_ERROR", "MISSING_REQUIRED_PARAMETER", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase("INVALID_REQUEST_ERROR", "INVALID_VALUE", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase("INVALID_REQUEST_ERROR", "EXPECTED_INTEGER", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase("INVALID_REQUEST_ERROR", "VALUE_TOO_LOW", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase("INVALID_REQUEST_ERROR", "AMOUNT_TOO_HIGH", PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooLarge)]
    [TestCase("INVALID_REQUEST_ERROR", "AMOUNT_TOO_LOW", PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooSmall)]
    [TestCase("INVALID_REQUEST_ERROR", "UNSUPPORTED_CURRENCY", PaymentErrorKind.InvalidRequest, PaymentErrorCode.UnsupportedCurrency)]
    [TestCase("INVALID_REQUEST_ERROR", "LOCATION_MISMATCH", PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration)]
    [TestCase("INVALID_REQUEST_ERROR", "UNKNOWN_BODY_PARAMETER", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase("INVALID_REQUEST_ERROR", "INVALID_SQUARE_VERSION_FORMAT", PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration)]
    [TestCase("INVALID_REQUEST_ERROR", "API_VERSION_INCOMPATIBLE", PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration)]
    [TestCase("INVALID_REQUEST_ERROR", "CART_INELIGIBLE_FOR_EBT", PaymentErrorKind.InvalidRequest, PaymentErrorCode.MethodUnavailable)]
    [TestCase("INVALID_REQUEST_ERROR", "PAYMENT_SOURCE_NOT_ENABLED_FOR_TARGET", PaymentErrorKind.InvalidRequest, PaymentErrorCode.MethodUnavailable)]
    [TestCase("INVALID_REQUEST_ERROR", "PARTIAL_PAYMENT_DELAY_CAPTURE_NOT_SUPPORTED", PaymentErrorKind.InvalidRequest, PaymentErrorCode.MethodUnavailable)]
    [TestCase("INVALID_REQUEST_ERROR", "DELAYED_TRANSACTION_CAPTURED", PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyCaptured)]
    [TestCase("INVALID_REQUEST_ERROR", "DELAYED_TRANSACTION_CANCELED", PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyCancelled)]
    [TestCase("INVALID_REQUEST_ERROR", "DELAYED_TRANSACTION_EXPIRED", PaymentErrorKind.Conflict, PaymentErrorCode.Expired)]
    [TestCase("INVALID_REQUEST_ERROR", "DELAYED_TRANSACTION_FAILED", PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState)]
    [TestCase("INVALID_REQUEST_ERROR", "VERSION_MISMATCH", PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState)]
    [TestCase("INVALID_REQUEST_ERROR", "IDEMPOTENCY_KEY_REUSED", PaymentErrorKind.Conflict, PaymentErrorCode.IdempotencyKeyReused)]
    [TestCase("INVALID_REQUEST_ERROR", "CUSTOMER_NOT_FOUND", PaymentErrorKind.InvalidRequest, PaymentErrorCode.NotFound)]
    [TestCase("INVALID_REQUEST_ERROR", "A_NEW_CODE", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase("AUTHENTICATION_ERROR", "UNAUTHORIZED", PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials)]
    [TestCase("AUTHENTICATION_ERROR", "ACCESS_TOKEN_EXPIRED", PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials)]
    [TestCase("AUTHENTICATION_ERROR", "ACCESS_TOKEN_REVOKED", PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials)]
    [TestCase("AUTHENTICATION_ERROR", "CLIENT_DISABLED", PaymentErrorKind.Authentication, PaymentErrorCode.MerchantConfiguration)]
    [TestCase("AUTHENTICATION_ERROR", "FORBIDDEN", PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied)]
    [TestCase("AUTHENTICATION_ERROR", "INSUFFICIENT_SCOPES", PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied)]
    [TestCase("INVALID_REQUEST_ERROR", "APPLICATION_DISABLED", PaymentErrorKind.Authentication, PaymentErrorCode.MerchantConfiguration)]
    [TestCase("INVALID_REQUEST_ERROR", "CARD_PROCESSING_NOT_ENABLED", PaymentErrorKind.Authentication, PaymentErrorCode.MerchantConfiguration)]
    [TestCase("INVALID_REQUEST_ERROR", "V1_APPLICATION", PaymentErrorKind.Authentication, PaymentErrorCode.MerchantConfiguration)]
    [TestCase("INVALID_REQUEST_ERROR", "V1_ACCESS_TOKEN", PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials)]
    [TestCase("AUTHENTICATION_ERROR", "A_NEW_CODE", PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials)]
    [TestCase("RATE_LIMIT_ERROR", "RATE_LIMITED", PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited)]
    [TestCase("RATE_LIMIT_ERROR", "A_NEW_CODE", PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited)]
    [TestCase("API_ERROR", "INTERNAL_SERVER_ERROR", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    [TestCase("API_ERROR", "BAD_GATEWAY", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    [TestCase("API_ERROR", "SERVICE_UNAVAILABLE", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    [TestCase("API_ERROR", "GATEWAY_TIMEOUT", PaymentErrorKind.Unavailable, PaymentErrorCode.Timeout)]
    [TestCase("API_ERROR", "A_NEW_CODE", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    [TestCase("EXTERNAL_VENDOR_ERROR", "PLAID_ERROR", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    [TestCase("EXTERNAL_VENDOR_ERROR", "PLAID_ERROR_RATE_LIMIT", PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited)]
    [TestCase("EXTERNAL_VENDOR_ERROR", "PLAID_ERROR_NEW", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    [TestCase("PAYMENT_METHOD_ERROR", "TEMPORARY_ERROR", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    [TestCase("MERCHANT_SUBSCRIPTION_ERROR", "MERCHANT_SUBSCRIPTION_NOT_FOUND", PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration)]
    [TestCase("MERCHANT_SUBSCRIPTION_ERROR", "A_NEW_CODE", PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration)]
    public async Task An_error_means(string category, string code, PaymentErrorKind kind, PaymentErrorCode expected)
    {
        // Whatever the HTTP status says.
        foreach (var status in new[] { 400, 422 })
        {
            var failed = await FailAsync(SquareHost.Error(code, category), status);
            Assert.That((failed.Error.Kind, failed.Error.Code, failed.Error.ProviderCode), Is.EqualTo((kind, expected, code)));
            Assert.That(failed.Outcome, Is.EqualTo(kind == PaymentErrorKind.Unavailable ? PaymentOutcome.Unknown : PaymentOutcome.Refused));
        }
    }

    [TestCase("NOT_FOUND", 404)]
    [TestCase("GONE", 410)]
    public async Task What_does_not_exist_is_not_found(string code, int status)
    {
        using var square = new SquareHost();
        square.OnError("GET /v2/payments/p1", code, status: status);
        await Assert.ThrowsAsync<PaymentNotFoundException>(() => square.Provider.GetPaymentAsync(Requests.Single));
        Assert.That(await FailAsync(SquareHost.Error(code), status), Is.TypeOf<PaymentRequestException>(), "something that a new payment names");
    }

    [TestCase(400, typeof(PaymentRequestException), PaymentOutcome.Refused)]
    [TestCase(401, typeof(PaymentAuthenticationException), PaymentOutcome.Refused)]
    [TestCase(403, typeof(PaymentAuthenticationException), PaymentOutcome.Refused)]
    [TestCase(404, typeof(PaymentNotFoundException), PaymentOutcome.Refused)]
    [TestCase(408, typeof(PaymentOutcomeUnknownException), PaymentOutcome.Unknown)]
    [TestCase(409, typeof(PaymentOutcomeUnknownException), PaymentOutcome.Unknown)]
    [TestCase(429, typeof(PaymentRateLimitedException), PaymentOutcome.Refused)]
    [TestCase(500, typeof(PaymentOutcomeUnknownException), PaymentOutcome.Unknown)]
    [TestCase(503, typeof(PaymentOutcomeUnknownException), PaymentOutcome.Unknown)]
    public async Task Without_a_code_the_status_decides(int status, Type expected, PaymentOutcome outcome)
    {
        foreach (var body in new[] { """{"errors":[]}""", """{"type":"x","message":"y"}""", "<html>Bad gateway</html>", "", """{"errors":7}""", """{"errors":[{"category":"NEW","code":"NEW"}]}""" })
        {
            var failed = await FailAsync(body, status);
            Assert.That(failed, Is.TypeOf(expected), body);
            Assert.That((failed.Outcome, failed.Error.HttpStatus), Is.EqualTo((outcome, (HttpStatusCode)status)), body);
        }
    }

    [Test]
    public async Task A_code_that_nobody_knows_is_kept()
    {
        var failed = await FailAsync("""{"errors":[{"category":"NEW_CATEGORY","code":"NEW_CODE"}]}""", 200);
        Assert.That((failed.Error.ProviderCode, failed.Error.Kind, failed.Outcome), Is.EqualTo(("NEW_CODE", PaymentErrorKind.Unknown, PaymentOutcome.Unknown)));
    }

    [Test]
    public async Task The_first_api_s_errors_are_kept_too()
    {
        var failed = await FailAsync("""{"type":"bad_request","message":"Words"}""");
        Assert.That((failed.Error.ProviderCode, failed.Error.ProviderMessage), Is.EqualTo(("bad_request", "Words")));
    }

    [Test]
    public async Task A_success_that_does_not_hold_the_payment_leaves_the_outcome_open()
    {
        foreach (var body in new[] { "<html>", "", "{}", "null", "[]", """{"payment":7}""", """{"payment":{"id":""}}""" })
            Assert.That((await FailAsync(body, 200)).Outcome, Is.EqualTo(PaymentOutcome.Unknown), body);
    }

    [TestCase("TEMPORARY_ERROR", "PAYMENT_METHOD_ERROR", 400, 2)]
    [TestCase("INTERNAL_SERVER_ERROR", "API_ERROR", 500, 2)]
    [TestCase("SERVICE_UNAVAILABLE", "API_ERROR", 503, 2)]
    [TestCase("RATE_LIMITED", "RATE_LIMIT_ERROR", 429, 2)]
    [TestCase("REQUEST_TIMEOUT", "INVALID_REQUEST_ERROR", 408, 2)]
    [TestCase("CONFLICT", "INVALID_REQUEST_ERROR", 409, 2)]
    [TestCase("GENERIC_DECLINE", "PAYMENT_METHOD_ERROR", 402, 1)]
    [TestCase("BAD_REQUEST", "INVALID_REQUEST_ERROR", 400, 1)]
    [TestCase("UNAUTHORIZED", "AUTHENTICATION_ERROR", 401, 1)]
    [TestCase("IDEMPOTENCY_KEY_REUSED", "INVALID_REQUEST_ERROR", 400, 1)]
    public async Task What_is_repeated_keeps_its_body_and_key(string code, string category, int status, int calls)
    {
        using var square = new SquareHost();
        square.OnError("POST /v2/payments", code, category, status);
        if (calls == 2)
            square.On("POST /v2/payments", Fixture.Answer("payment"));
        try
        {
            await square.Provider.CreatePaymentAsync(Requests.Token());
        }
        catch (PaymentException) when (calls == 1)
        {
            // What it is, is tested above.
        }

        Assert.That(square.Calls, Is.EqualTo(calls));
        Assert.That(square.Bodies.Select(Convert.ToHexString).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task The_reset_of_the_rate_is_waited_for_where_it_fits()
    {
        using var square = new SquareHost();
        var soon = TestClock.Start.AddSeconds(4).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        square.On("POST /v2/payments", SquareHost.Error("RATE_LIMITED", "RATE_LIMIT_ERROR"), 429, ("X-RateLimit-Reset", soon)).On("POST /v2/payments", Fixture.Answer("payment"));
        await square.Provider.CreatePaymentAsync(Requests.Token());
        Assert.That(square.Calls, Is.EqualTo(2));

        using var late = new SquareHost();
        late.On("POST /v2/payments", SquareHost.Error("RATE_LIMITED", "RATE_LIMIT_ERROR"), 429, ("X-RateLimit-Reset", "1893456000"));
        await Assert.ThrowsAsync<PaymentRateLimitedException>(() => late.Provider.CreatePaymentAsync(Requests.Token()));
        Assert.That(late.Calls, Is.EqualTo(1), "an hour does not fit the deadline");
    }

    [Test]
    public async Task Nothing_secret_is_in_a_message()
    {
        var failed = await FailAsync("""{"errors":[{"category":"INVALID_REQUEST_ERROR","code":"BAD_REQUEST","detail":"Bearer EAAAverysecret1 and 4111 1111 1111 1111 for jenny@example.com"}]}""");
        Assert.That(failed + failed.Error.ToString() + failed.Error.ProviderMessage, Does.Not.Contain("EAAAverysecret1").And.Not.Contain("1111 1111").And.Not.Contain("jenny@"));
    }
}
