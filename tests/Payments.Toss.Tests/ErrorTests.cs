using System.Net;

namespace Payments.Toss.Tests;

/// <summary>Walks the documentation's table of codes, class by class. The HTTP status is the table's, and never decides.</summary>
public class ErrorTests
{
    private const string Read = "GET /v1/payments/pk_1";
    private const string Charge = "POST /v1/billing/bk_1";

    private static IEnumerable<TestCaseData> Rows(params (string Codes, int Status, PaymentErrorCode Code)[] rows) =>
        from row in rows from code in row.Codes.Split(' ') select new TestCaseData(code, row.Status, row.Code);

    private static async Task<PaymentException> FailAsync(string code, int status)
    {
        using var toss = new TossHost();
        toss.Fails(Read, code, status);
        return (await Assert.CatchAsync<PaymentException>(() => toss.Provider.GetPaymentAsync(Requests.Paid)))!;
    }

    private static IEnumerable<TestCaseData> Authentication() => Rows(
        ("UNAUTHORIZED_KEY", 401, PaymentErrorCode.InvalidCredentials),
        ("INVALID_API_KEY INVALID_CLIENT_KEY INVALID_AUTHORIZE_AUTH", 400, PaymentErrorCode.InvalidCredentials),
        ("INCORRECT_BASIC_AUTH_FORMAT", 403, PaymentErrorCode.InvalidCredentials),
        ("FORBIDDEN_REQUEST", 403, PaymentErrorCode.PermissionDenied),
        ("NOT_FOUND_MERCHANT", 404, PaymentErrorCode.MerchantConfiguration),
        ("API_VERSION_UPDATE_NEEDED NOT_FOUND_TERMINAL_ID NOT_REGISTERED_BUSINESS INVALID_UNREGISTERED_SUBMALL", 400, PaymentErrorCode.MerchantConfiguration));

    [TestCaseSource(nameof(Authentication))]
    public async Task Keys_and_contracts(string code, int status, PaymentErrorCode expected)
    {
        var failed = await FailAsync(code, status);
        Assert.That((failed.GetType(), failed.Error.Code, failed.Error.ProviderCode), Is.EqualTo((typeof(PaymentAuthenticationException), expected, code)));
    }

    private static IEnumerable<TestCaseData> Declines() => Rows(
        ("REJECT_CARD_PAYMENT REJECT_ACCOUNT_PAYMENT", 403, PaymentErrorCode.InsufficientFunds),
        ("REJECT_CARD_COMPANY", 403, PaymentErrorCode.Declined),
        ("REJECT_TOSSPAY_INVALID_ACCOUNT", 403, PaymentErrorCode.InvalidCard),
        ("INVALID_PASSWORD EXCEED_MAX_AUTH_COUNT", 403, PaymentErrorCode.AuthenticationFailed),
        ("EXCEED_MAX_ONE_DAY_AMOUNT", 403, PaymentErrorCode.LimitExceeded),
        ("FDS_ERROR", 403, PaymentErrorCode.SuspectedFraud),
        ("INVALID_REJECT_CARD", 400, PaymentErrorCode.Declined),
        ("INVALID_STOPPED_CARD", 400, PaymentErrorCode.NotPermitted),
        ("INVALID_CARD_LOST_OR_STOLEN", 400, PaymentErrorCode.SuspectedFraud),
        ("INVALID_CARD_EXPIRATION", 400, PaymentErrorCode.ExpiredCard),
        ("INVALID_CARD_NUMBER INVALID_CARD INVALID_ACCOUNT_INFO_RE_REGISTER", 400, PaymentErrorCode.InvalidCard),
        ("INVALID_CARD_PASSWORD INVALID_CARD_IDENTITY", 400, PaymentErrorCode.AuthenticationFailed),
        ("NOT_SUPPORTED_CARD_TYPE NOT_REGISTERED_CARD_COMPANY NOT_ALLOWED_POINT_USE RESTRICTED_TRANSFER_ACCOUNT USER_ACCOUNT_ON_HOLD", 400, PaymentErrorCode.NotPermitted),
        ("EXCEED_MAX_AMOUNT EXCEED_MAX_PAYMENT_AMOUNT EXCEED_MAX_DAILY_PAYMENT_COUNT EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT "
            + "EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT EXCEEDS_TRANSFER_AMOUNT_MAXIMUM", 400, PaymentErrorCode.LimitExceeded),
        ("PAY_PROCESS_CANCELED", 400, PaymentErrorCode.PayerCancelled),
        ("PAY_PROCESS_ABORTED", 400, PaymentErrorCode.Declined));

    [TestCaseSource(nameof(Declines))]
    public async Task A_decline_is_an_answer_also_with_403(string code, int status, PaymentErrorCode expected)
    {
        using var toss = new TossHost(options => options.MaxRetries = 2);
        toss.Fails(Charge, code, status);
        var payment = await toss.Provider.CreatePaymentAsync(Requests.Payment(token: "bk_1", customerId: "c_1"));
        Assert.That((payment.Status, payment.Error!.Kind, payment.Error.Code), Is.EqualTo((PaymentStatus.Failed, PaymentErrorKind.Declined, expected)));
        Assert.That((payment.Error.ProviderCode, payment.Error.PayerMessage, toss.Calls), Is.EqualTo((code, (string?)null, 1)));
    }

    private static IEnumerable<TestCaseData> Wrong() => Rows(
        ("BELOW_MINIMUM_AMOUNT", 400, PaymentErrorCode.AmountTooSmall),
        ("REQUIRED_AMOUNT BELOW_ZERO_AMOUNT", 400, PaymentErrorCode.InvalidAmount),
        ("INVALID_CURRENCY NOT_SUPPORTED_USD", 400, PaymentErrorCode.UnsupportedCurrency),
        ("INVALID_EASY_PAY NOT_SUPPORTED_METHOD NOT_SUPPORTED_CARRIER", 400, PaymentErrorCode.MethodUnavailable),
        ("FAILED_DB_PROCESSING", 500, PaymentErrorCode.InvalidRequest),
        ("INVALID_REQUEST INVALID_REQUIRED_PARAM INVALID_ORDER_ID INVALID_ORDER_NAME INVALID_EMAIL INVALID_CUSTOMER_KEY NOT_MATCHES_CUSTOMER_KEY INVALID_PAYMENT_KEY "
            + "INVALID_URL INVALID_URL_FORMAT INVALID_SUCCESS_URL INCORRECT_SUCCESS_URL_FORMAT INCORRECT_FAIL_URL_FORMAT INVALID_FLOW_MODE_PARAMETERS INVALID_CARD_COMPANY "
            + "INVALID_BANK INVALID_DATE INVALID_ISO_DATE_FORMAT EXCEED_MAX_DUE_DATE EXCEED_MAX_VALID_HOURS EXCEED_MAX_QUERY_LIMIT INVALID_BIRTH_DAY_FORMAT "
            + "INVALID_BILL_KEY_REQUEST INVALID_BILLING_AUTH INVALID_IDEMPOTENCY_KEY INVALID_TEST_CODE INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE "
            + "EXCEED_MAX_CARD_INSTALLMENT_PLAN INVALID_CARD_INSTALLMENT_PLAN NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN "
            + "NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT INVALID_CARD_INSTALLMENT_PLANS_WITH_MAX_AND_SINGLE NOT_ALLOWED_INSTALLMENT_BELOW_AMOUNT",
            400, PaymentErrorCode.InvalidRequest));

    [TestCaseSource(nameof(Wrong))]
    public async Task A_wrong_request(string code, int status, PaymentErrorCode expected)
    {
        using var toss = new TossHost();
        toss.Fails(Charge, code, status);
        var failed = (await Assert.CatchAsync<PaymentException>(() => toss.Provider.CreatePaymentAsync(Requests.Payment(token: "bk_1", customerId: "c_1"))))!;
        Assert.That((failed.GetType(), failed.Error.Code, failed.Outcome), Is.EqualTo((typeof(PaymentRequestException), expected, PaymentOutcome.Refused)));
    }

    [TestCase("NOT_FOUND_PAYMENT", 404)]
    [TestCase("NOT_FOUND", 404)]
    [TestCase("NOT_FOUND_BILLING", 404)]
    [TestCase("NOT_FOUND_METHOD", 404)]
    [TestCase("UNAPPROVED_ORDER_ID", 400)]
    public async Task Not_found(string code, int status)
    {
        var failed = await FailAsync(code, status);
        Assert.That((failed.GetType(), failed.Error.Code), Is.EqualTo((typeof(PaymentNotFoundException), PaymentErrorCode.NotFound)));
    }

    [TestCase("NOT_FOUND_PAYMENT_SESSION", 404, PaymentErrorCode.Expired)]
    [TestCase("ALREADY_PROCESSED_PAYMENT", 400, PaymentErrorCode.AlreadyCaptured)]
    [TestCase("ALREADY_COMPLETED_PAYMENT", 400, PaymentErrorCode.AlreadyCaptured)]
    [TestCase("ALREADY_CANCELED_PAYMENT", 400, PaymentErrorCode.AlreadyRefunded)]
    [TestCase("ALREADY_REFUND_PAYMENT", 400, PaymentErrorCode.AlreadyRefunded)]
    [TestCase("ALREADY_REFUNDING_PAYMENT", 400, PaymentErrorCode.InvalidState)]
    [TestCase("DUPLICATED_ORDER_ID", 400, PaymentErrorCode.DuplicateOrder)]
    [TestCase("NOT_MATCHES_REFUNDABLE_AMOUNT", 400, PaymentErrorCode.Mismatch)]
    [TestCase("DUPLICATED_REQUEST", 400, PaymentErrorCode.InProgress)]
    [TestCase("IDEMPOTENT_REQUEST_PROCESSING", 409, PaymentErrorCode.InProgress)]
    public async Task A_conflict(string code, int status, PaymentErrorCode expected)
    {
        var failed = await FailAsync(code, status);
        Assert.That((failed.GetType(), failed.Error.Code), Is.EqualTo((typeof(PaymentConflictException), expected)));
    }

    private static IEnumerable<TestCaseData> Refunds() => Rows(
        ("NOT_CANCELABLE_PAYMENT NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER NOT_ALLOWED_PARTIAL_REFUND NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT NOT_SUPPORTED_REFUND",
            403, PaymentErrorCode.NotPermitted),
        ("NOT_CANCELABLE_AMOUNT EXCEED_MAX_REFUND_AMOUNT", 403, PaymentErrorCode.AmountTooLarge),
        ("EXCEED_MAX_REFUND_DUE", 403, PaymentErrorCode.Expired),
        ("EXCEED_CANCEL_LIMIT", 403, PaymentErrorCode.LimitExceeded),
        ("NOT_ALLOWED_REFUND_BANK", 403, PaymentErrorCode.MethodUnavailable),
        ("REFUND_REJECTED", 400, PaymentErrorCode.Declined),
        ("EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT INVALID_REFUND_AMOUNT", 400, PaymentErrorCode.InvalidAmount),
        ("INVALID_REFUND_ACCOUNT_INFO INVALID_REFUND_ACCOUNT_NUMBER", 400, PaymentErrorCode.InvalidCard),
        ("FORBIDDEN_BANK_REFUND_REQUEST", 400, PaymentErrorCode.MethodUnavailable));

    [TestCaseSource(nameof(Refunds))]
    public async Task A_refund_that_is_refused_is_an_answer(string code, int status, PaymentErrorCode expected)
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("done")).Fails("POST /v1/payments/pk_1/cancel", code, status);
        var request = Requests.Refund(5000m);
        var refund = await toss.Provider.RefundPaymentAsync(request);
        Assert.That((refund.Status, refund.RefundId, refund.Reference, refund.Amount), Is.EqualTo((RefundStatus.Failed, (string?)null, request.Reference, new Money(5000m, "KRW"))));
        Assert.That((refund.Error!.Code, refund.Error.ProviderCode), Is.EqualTo((expected, code)));
    }

    [TestCase("NOT_AVAILABLE_BANK", 403)]
    [TestCase("NOT_AVAILABLE_PAYMENT", 400)]
    [TestCase("MAINTAINED_METHOD", 400)]
    public async Task A_bank_that_is_closed_did_nothing_and_may_be_tried_later(string code, int status)
    {
        using var toss = new TossHost(options => options.MaxRetries = 2);
        toss.Fails("POST /v1/payments/confirm", code, status);
        var failed = (await Assert.ThrowsAsync<PaymentProviderUnavailableException>(() => toss.Provider.ConfirmPaymentAsync(Requests.Confirm())))!;
        Assert.That((failed.Outcome, failed.Error.Code, failed.Error.Retry), Is.EqualTo((PaymentOutcome.Refused, PaymentErrorCode.MethodUnavailable, PaymentRetry.SameRequest)));
        Assert.That(toss.Calls, Is.EqualTo(1));
    }

    private static IEnumerable<TestCaseData> Transient() => Rows(
        ("PROVIDER_ERROR CARD_PROCESSING_ERROR", 400, PaymentErrorCode.ProviderError),
        ("FAILED_INTERNAL_SYSTEM_PROCESSING FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING UNKNOWN_PAYMENT_ERROR COMMON_ERROR UNKNOWN_ERROR FAILED_CARD_COMPANY_RESPONSE "
            + "FAILED_METHOD_HANDLING FAILED_METHOD_HANDLING_CANCEL FAILED_REFUND_PROCESS FAILED_PARTIAL_REFUND FAILED_BILL_KEY_AUTH_CREATION FAILED_BILLING_AUTO_CANCEL",
            500, PaymentErrorCode.ProviderError));

    [TestCaseSource(nameof(Transient))]
    public async Task A_failure_of_its_own_is_unknown_after_a_write_and_is_read_not_repeated(string code, int status, PaymentErrorCode expected)
    {
        using var toss = new TossHost(options => options.MaxRetries = 2);
        toss.Fails("POST /v1/payments/confirm", code, status).On(Read, "{}", 400);
        var failed = (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => toss.Provider.ConfirmPaymentAsync(Requests.Confirm())))!;
        Assert.That((failed.Error.Code, failed.Error.Retry, toss.Calls), Is.EqualTo((expected, PaymentRetry.AfterReading, 2)));
    }

    [Test]
    public async Task Too_many_calls()
    {
        foreach (var (body, status) in new[] { ("FORBIDDEN_CONSECUTIVE_REQUEST", 403), ("TOO_MANY", 429) })
        {
            var failed = await FailAsync(body, status);
            Assert.That((failed.GetType(), failed.Error.Code), Is.EqualTo((typeof(PaymentRateLimitedException), PaymentErrorCode.RateLimited)));
        }
    }

    [TestCase(400, typeof(PaymentRequestException))]
    [TestCase(401, typeof(PaymentAuthenticationException))]
    [TestCase(403, typeof(PaymentRequestException))]
    [TestCase(404, typeof(PaymentRequestException))]
    [TestCase(409, typeof(PaymentRequestException))]
    [TestCase(429, typeof(PaymentRateLimitedException))]
    [TestCase(500, typeof(PaymentProviderUnavailableException))]
    [TestCase(503, typeof(PaymentProviderUnavailableException))]
    public async Task A_code_that_is_not_listed_is_kept_and_judged_by_HTTP(int status, Type expected)
    {
        var failed = await FailAsync("A_NEW_CODE", status);
        Assert.That((failed.GetType(), failed.Error.ProviderCode, failed.Error.HttpStatus), Is.EqualTo((expected, "A_NEW_CODE", (HttpStatusCode)status)));
    }

    [TestCase("")]
    [TestCase("<html><body>Bad gateway</body></html>")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("""{"code":null}""")]
    [TestCase("""{"code":""}""")]
    [TestCase("""{"code":{"x":1}}""")]
    [TestCase("""{"error":"text"}""")]
    public async Task An_error_without_a_code_is_judged_by_HTTP(string body)
    {
        using var toss = new TossHost();
        toss.On(Read, body, 502);
        var failed = (await Assert.CatchAsync<PaymentException>(() => toss.Provider.GetPaymentAsync(Requests.Paid)))!;
        Assert.That((failed.GetType(), failed.Error.ProviderCode), Is.EqualTo((typeof(PaymentProviderUnavailableException), (string?)null)));
    }

    [Test]
    public async Task The_newer_envelope_is_read_too()
    {
        using var toss = new TossHost();
        toss.On(Read, """{"version":"2022-11-16","traceId":"trace_1","error":{"code":"UNAUTHORIZED_KEY","message":"Words."}}""", 401);
        var failed = (await Assert.ThrowsAsync<PaymentAuthenticationException>(() => toss.Provider.GetPaymentAsync(Requests.Paid)))!;
        Assert.That((failed.Error.ProviderCode, failed.Error.ProviderMessage, failed.Error.RequestId), Is.EqualTo(("UNAUTHORIZED_KEY", "Words.", "trace_1")));
    }

    [Test]
    public async Task An_error_repeats_no_secret()
    {
        using var toss = new TossHost();
        toss.On(Read, """{"code":"INVALID_API_KEY","message":"test_sk_canary kim@example.com 4242424242424242"}""", 400);
        var failed = (await Assert.CatchAsync<PaymentException>(() => toss.Provider.GetPaymentAsync(Requests.Paid)))!;
        Assert.That(failed + failed.Error.ProviderMessage, Does.Not.Contain("canary").And.Not.Contain("kim@").And.Not.Contain("4242"));
    }

    [Test]
    public void Each_code_of_the_table_is_walked_here()
    {
        string[] walked =
        [
            .. Authentication().Concat(Declines()).Concat(Wrong()).Concat(Refunds()).Concat(Transient()).Select(row => (string)row.Arguments[0]!),
            "NOT_FOUND_PAYMENT", "NOT_FOUND", "NOT_FOUND_BILLING", "NOT_FOUND_METHOD", "UNAPPROVED_ORDER_ID", "NOT_FOUND_PAYMENT_SESSION", "ALREADY_PROCESSED_PAYMENT",
            "ALREADY_COMPLETED_PAYMENT", "ALREADY_CANCELED_PAYMENT", "ALREADY_REFUND_PAYMENT", "ALREADY_REFUNDING_PAYMENT", "DUPLICATED_ORDER_ID", "NOT_MATCHES_REFUNDABLE_AMOUNT",
            "DUPLICATED_REQUEST", "IDEMPOTENT_REQUEST_PROCESSING", "NOT_AVAILABLE_BANK", "NOT_AVAILABLE_PAYMENT", "MAINTAINED_METHOD", "FORBIDDEN_CONSECUTIVE_REQUEST",
        ];
        Assert.That(TossErrors.Codes.Keys, Is.EquivalentTo(walked));
    }

    [Test]
    public async Task The_simulator_fails_with_every_code_that_has_a_meaning()
    {
        await using var shop = await TossShop.StartAsync();
        using var http = new HttpClient();
        foreach (var code in TossErrors.Codes.Keys)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(shop.Simulator.BaseAddress, "/v1/payments/confirm"));
            request.Headers.Add("Authorization", "Basic " + Convert.ToBase64String("test_sk_shop:"u8));
            request.Headers.Add("TossPayments-Test-Code", code);
            using var response = await http.SendAsync(request);
            Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain($"\"code\":\"{code}\""));
        }
    }

    // What the browser brings, and why a payment failed, are texts of anybody's.

    [Test]
    public async Task A_return_s_code_and_words_are_masked_and_capped()
    {
        using var toss = new TossHost();
        toss.On("GET /v1/payments/orders/A-1001", Fixture.Answer("ready"));
        var payment = await toss.Provider.ConfirmPaymentAsync(new ConfirmPaymentRequest
        {
            Payment = Requests.Known(PaymentStatus.RequiresAction),
            ReturnParameters = new Dictionary<string, string> { ["code"] = "4242424242424242\r\nforged", ["message"] = "kim@example.com " + new string('x', 1000) },
        });
        AssertSafe(payment);
    }

    [Test]
    public async Task Why_a_payment_failed_is_masked_and_capped()
    {
        using var toss = new TossHost();
        toss.On("GET /v1/payments/pk_1", Fixture.Answer("ready", answer =>
        {
            answer["status"] = "ABORTED";
            answer["failure"] = new System.Text.Json.Nodes.JsonObject { ["code"] = "4242424242424242\r\nforged", ["message"] = "kim@example.com " + new string('x', 1000) };
        }));
        AssertSafe(await toss.Provider.GetPaymentAsync(Requests.Paid));
    }

    private static void AssertSafe(Payment payment)
    {
        Assert.That(payment.Error!.ProviderCode, Does.Contain("forged").And.Not.Contain("4242424242424242").And.Not.Contain("\n"));
        Assert.That(payment.Error.ProviderMessage, Has.Length.LessThanOrEqualTo(300).And.Not.Contain("kim@example.com"));
        Assert.That(payment.ToString(), Does.Not.Contain("4242424242424242").And.Not.Contain("\n"));
    }
}
