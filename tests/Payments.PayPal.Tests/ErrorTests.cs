using System.Net;

namespace Payments.PayPal.Tests;

/// <summary>Walks the tables of errors, written from PayPal's pages, and what is repeated.</summary>
public class ErrorTests
{
    private const string Declines =
        "INSTRUMENT_DECLINED PAYER_CANNOT_PAY TRANSACTION_REFUSED CARD_EXPIRED REFERENCED_CARD_EXPIRED CARD_BRAND_NOT_SUPPORTED PAYMENT_SOURCE_DECLINED_BY_PROCESSOR "
        + "PAYMENT_SOURCE_CANNOT_BE_USED PAYMENT_SOURCE_INFO_CANNOT_BE_VERIFIED ALIAS_DECLINED_BY_PROCESSOR PAYER_ACCOUNT_RESTRICTED PAYER_ACCOUNT_LOCKED_OR_CLOSED "
        + "COMPLIANCE_VIOLATION TRANSACTION_LIMIT_EXCEEDED TRANSACTION_RECEIVING_LIMIT_EXCEEDED TRANSACTION_BLOCKED_BY_PAYEE PAYEE_BLOCKED_TRANSACTION "
        + "DECLINED_DUE_TO_RELATED_TXN DOMESTIC_TRANSACTION_REQUIRED MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED AUTHORIZATION_DENIED PAYER_ACTION_REQUIRED "
        + "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING";

    private const string States =
        "ORDER_NOT_APPROVED ORDER_ALREADY_CAPTURED ORDER_ALREADY_AUTHORIZED ORDER_ALREADY_COMPLETED ORDER_COMPLETED_OR_VOIDED ORDER_COMPLETION_IN_PROGRESS ORDER_EXPIRED "
        + "ACTION_DOES_NOT_MATCH_INTENT AUTHORIZATION_ALREADY_CAPTURED AUTHORIZATION_VOIDED AUTHORIZATION_EXPIRED MAX_CAPTURE_COUNT_EXCEEDED MAX_CAPTURE_AMOUNT_EXCEEDED "
        + "PREVIOUSLY_CAPTURED PREVIOUSLY_VOIDED CANNOT_BE_VOIDED PENDING_CAPTURE CAPTURE_FULLY_REFUNDED REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK TRANSACTION_DISPUTED";

    private const string Requests400 =
        "MISSING_REQUIRED_PARAMETER INVALID_PARAMETER_VALUE INVALID_PARAMETER_SYNTAX INVALID_STRING_LENGTH MALFORMED_REQUEST_JSON PAYPAL_REQUEST_ID_REQUIRED "
        + "DECIMAL_PRECISION DECIMALS_NOT_SUPPORTED CANNOT_BE_ZERO_OR_NEGATIVE CANNOT_BE_NEGATIVE INVALID_CURRENCY_CODE CURRENCY_MISMATCH AUTH_CAPTURE_CURRENCY_MISMATCH "
        + "REFUND_CAPTURE_CURRENCY_MISMATCH AMOUNT_MISMATCH ITEM_TOTAL_MISMATCH ITEM_TOTAL_REQUIRED TAX_TOTAL_MISMATCH MULTI_CURRENCY_ORDER MAX_VALUE_EXCEEDED "
        + "DUPLICATE_INVOICE_ID UNSUPPORTED_INTENT UNSUPPORTED_INTENT_FOR_PAYMENT_SOURCE ORDER_COMPLETE_ON_PAYMENT_APPROVAL REFUND_AMOUNT_EXCEEDED MAX_NUMBER_OF_REFUNDS_EXCEEDED "
        + "REFUND_TIME_LIMIT_EXCEEDED REFUND_FAILED_INSUFFICIENT_FUNDS REFUND_NOT_ALLOWED PARTIAL_REFUND_NOT_ALLOWED REFUND_IS_RESTRICTED PAYEE_ACCOUNT_RESTRICTED "
        + "PAYEE_ACCOUNT_LOCKED_OR_CLOSED PAYEE_ACCOUNT_INVALID AUTH_CAPTURE_NOT_ENABLED NOT_ENABLED_FOR_CARD_PROCESSING NOT_ENABLED_FOR_ANYTHING_NEW";

    private const string Permissions = "INVALID_ACCOUNT_STATUS PERMISSION_DENIED CONSENT_NEEDED NOT_ELIGIBLE_FOR_TOKEN_PROCESSING PAYEE_ACCOUNT_NOT_VERIFIED";

    private static async Task<PaymentError> ReadAsync(string body, int status)
    {
        using var paypal = new PayPalHost(options => options.MaxRetries = 0);
        paypal.On(Requests.GetOrder, body, status);
        if (status == 401)
            paypal.On("POST /v1/oauth2/token", Fixture.Answer("token")).On(Requests.GetOrder, body, status);
        return (await Assert.CatchAsync<PaymentException>(() => paypal.Provider.GetPaymentAsync(Requests.Payment)))!.Error;
    }

    private static IEnumerable<TestCaseData> Issues() => new[]
    {
        (Declines, PaymentErrorKind.Declined), (States, PaymentErrorKind.Conflict), (Requests400, PaymentErrorKind.InvalidRequest),
        (Permissions, PaymentErrorKind.Authentication), ("INVALID_RESOURCE_ID", PaymentErrorKind.NotFound),
    }.SelectMany(row => row.Item1.Split(' ').Select(issue => new TestCaseData(issue, row.Item2)));

    [TestCaseSource(nameof(Issues))]
    public async Task An_issue_is(string issue, PaymentErrorKind expected)
    {
        var error = await ReadAsync(Requests.Error(issue), 422);
        Assert.That((error.Kind, error.ProviderCode, error.HttpStatus), Is.EqualTo((expected, issue, HttpStatusCode.UnprocessableEntity)));
        Assert.That(error.Code, Is.Not.EqualTo(PaymentErrorCode.Unknown));
    }

    [TestCase("CARD_EXPIRED", PaymentErrorCode.ExpiredCard)]
    [TestCase("TRANSACTION_LIMIT_EXCEEDED", PaymentErrorCode.LimitExceeded)]
    [TestCase("PAYER_ACTION_REQUIRED", PaymentErrorCode.AuthenticationRequired)]
    [TestCase("ORDER_ALREADY_CAPTURED", PaymentErrorCode.AlreadyCaptured)]
    [TestCase("ORDER_EXPIRED", PaymentErrorCode.Expired)]
    [TestCase("PREVIOUSLY_VOIDED", PaymentErrorCode.AlreadyCancelled)]
    [TestCase("DUPLICATE_INVOICE_ID", PaymentErrorCode.DuplicateOrder)]
    [TestCase("INVALID_CURRENCY_CODE", PaymentErrorCode.UnsupportedCurrency)]
    [TestCase("DECIMALS_NOT_SUPPORTED", PaymentErrorCode.InvalidAmount)]
    [TestCase("PAYEE_ACCOUNT_RESTRICTED", PaymentErrorCode.MerchantConfiguration)]
    [TestCase("NOT_ENABLED_FOR_CARD_PROCESSING", PaymentErrorCode.MerchantConfiguration)]
    [TestCase("PERMISSION_DENIED", PaymentErrorCode.PermissionDenied)]
    public async Task An_issue_means(string issue, PaymentErrorCode expected) => Assert.That((await ReadAsync(Requests.Error(issue), 422)).Code, Is.EqualTo(expected));

    [TestCase(422, PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration)]
    [TestCase(403, PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied)]
    public async Task What_is_not_enabled_is_a_permission_where_PayPal_says_so(int status, PaymentErrorKind kind, PaymentErrorCode code)
    {
        var error = await ReadAsync(Requests.Error("NOT_ENABLED_FOR_CARD_PROCESSING", status == 403 ? "NOT_AUTHORIZED" : "UNPROCESSABLE_ENTITY"), status);
        Assert.That((error.Kind, error.Code, error.ProviderCode), Is.EqualTo((kind, code, "NOT_ENABLED_FOR_CARD_PROCESSING")));
    }

    [Test]
    public async Task An_unheard_of_issue_is_never_a_decline()
    {
        var error = await ReadAsync(Requests.Error("CARD_ATE_THE_DOG"), 422);
        Assert.That((error.Kind, error.ProviderCode), Is.EqualTo((PaymentErrorKind.InvalidRequest, "CARD_ATE_THE_DOG")));
    }

    [Test]
    public async Task Of_several_issues_the_known_one_counts()
    {
        var error = await ReadAsync(
            """{"name":"UNPROCESSABLE_ENTITY","details":[null,{"issue":null},{"issue":"NEW_ONE"},{"issue":"ORDER_NOT_APPROVED"}],"debug_id":"f9"}""", 422);
        Assert.That((error.Kind, error.ProviderCode, error.RequestId), Is.EqualTo((PaymentErrorKind.Conflict, "ORDER_NOT_APPROVED", "req_1")));
    }

    [TestCase(400, "INVALID_REQUEST", PaymentErrorKind.InvalidRequest)]
    [TestCase(401, "AUTHENTICATION_FAILURE", PaymentErrorKind.Authentication)]
    [TestCase(403, "NOT_AUTHORIZED", PaymentErrorKind.Authentication)]
    [TestCase(404, "RESOURCE_NOT_FOUND", PaymentErrorKind.NotFound)]
    [TestCase(405, "METHOD_NOT_SUPPORTED", PaymentErrorKind.InvalidRequest)]
    [TestCase(406, "MEDIA_TYPE_NOT_ACCEPTABLE", PaymentErrorKind.InvalidRequest)]
    [TestCase(415, "UNSUPPORTED_MEDIA_TYPE", PaymentErrorKind.InvalidRequest)]
    [TestCase(422, "UNPROCESSABLE_ENTITY", PaymentErrorKind.InvalidRequest)]
    [TestCase(429, "RATE_LIMIT_REACHED", PaymentErrorKind.RateLimited)]
    [TestCase(500, "INTERNAL_SERVER_ERROR", PaymentErrorKind.Unavailable)]
    [TestCase(500, "INTERNAL_SERVICE_ERROR", PaymentErrorKind.Unavailable)]
    [TestCase(503, "SERVICE_UNAVAILABLE", PaymentErrorKind.Unavailable)]
    public async Task A_name_is(int status, string name, PaymentErrorKind expected)
    {
        foreach (var details in new[] { "", ",\"details\":null", ",\"details\":[]", ",\"links\":null", ",\"details\":[{}]", ",\"details\":7", ",\"links\":\"x\"" })
        {
            var error = await ReadAsync($$"""{"name":"{{name}}","message":"Words of PayPal's."{{details}}}""", status);
            Assert.That((error.Kind, error.ProviderCode), Is.EqualTo((expected, name)), details);
        }
    }

    [TestCase(400, PaymentErrorKind.InvalidRequest)]
    [TestCase(403, PaymentErrorKind.Authentication)]
    [TestCase(404, PaymentErrorKind.NotFound)]
    [TestCase(409, PaymentErrorKind.Conflict)]
    [TestCase(429, PaymentErrorKind.RateLimited)]
    [TestCase(502, PaymentErrorKind.Unavailable)]
    public async Task What_is_not_json_goes_by_its_status(int status, PaymentErrorKind expected)
    {
        foreach (var body in new[] { "<html><body>Gateway</body></html>", "", "[]", "null", "7", """{"details":7}""" })
            Assert.That((await ReadAsync(body, status)).Kind, Is.EqualTo(expected), body);
    }

    [TestCase(400, typeof(PaymentRequestException), PaymentOutcome.Refused)]
    [TestCase(403, typeof(PaymentAuthenticationException), PaymentOutcome.Refused)]
    [TestCase(422, typeof(PaymentRequestException), PaymentOutcome.Refused)]
    [TestCase(429, typeof(PaymentRateLimitedException), PaymentOutcome.Refused)]
    [TestCase(500, typeof(PaymentOutcomeUnknownException), PaymentOutcome.Unknown)]
    [TestCase(503, typeof(PaymentOutcomeUnknownException), PaymentOutcome.Unknown)]
    public async Task A_create_that_fails_with(int status, Type expected, PaymentOutcome outcome)
    {
        using var paypal = new PayPalHost(options => options.MaxRetries = 0);
        paypal.On("POST /v2/checkout/orders", "{}", status);
        var failed = await Assert.CatchAsync<PaymentException>(() => paypal.Provider.CreatePaymentAsync(Requests.New()));
        Assert.That((failed!.GetType(), failed.Outcome, failed.Error.RequestId), Is.EqualTo((expected, outcome, "req_1")));
    }

    [TestCase(500, "")]
    [TestCase(503, "")]
    [TestCase(429, "RATE_LIMIT_REACHED")]
    public async Task A_create_is_repeated_under_its_request_id(int status, string name)
    {
        using var paypal = new PayPalHost();
        paypal.On("POST /v2/checkout/orders", $$"""{"name":"{{name}}"}""", status).On("POST /v2/checkout/orders", Fixture.Answer("order-new"), 200);
        Assert.That((await paypal.Provider.CreatePaymentAsync(Requests.New())).Status, Is.EqualTo(PaymentStatus.RequiresAction));
        Assert.That(paypal.KeyOf(2), Is.EqualTo(paypal.KeyOf(1)));
    }

    private static readonly string[] Conflicts =
    [
        Requests.Error("PREVIOUS_REQUEST_IN_PROGRESS", "RESOURCE_CONFLICT"),
        """{"name":"RESOURCE_CONFLICT"}""",
        """{"name":"RESOURCE_CONFLICT","details":null}""",
        """{"name":"RESOURCE_CONFLICT","details":[]}""",
        Requests.Error("A_NEW_CONFLICT", "RESOURCE_CONFLICT"),
        Requests.Error("A_NEW_CONFLICT", "INVALID_REQUEST"),
        "<html><body>Conflict</body></html>",
        "",
    ];

    [TestCaseSource(nameof(Conflicts))]
    public async Task A_conflict_that_is_not_explained_is_repeated_under_its_request_id(string body)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.RefundCapture, body, 409).On(Requests.RefundCapture, Fixture.Answer("refund"), 201);
        Assert.That((await paypal.Provider.RefundPaymentAsync(Requests.Refund(new Money(5m, "USD")))).Status, Is.EqualTo(RefundStatus.Completed));
        Assert.That(paypal.KeyOf(2), Is.EqualTo(paypal.KeyOf(1)));
    }

    [TestCaseSource(nameof(Conflicts))]
    public async Task A_conflict_that_stays_says_nothing_of_the_money(string body)
    {
        using var paypal = new PayPalHost(options => options.MaxRetries = 0);
        paypal.On(Requests.RefundCapture, body, 409).On(Requests.CaptureHold, body, 409);
        var refund = await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => paypal.Provider.RefundPaymentAsync(Requests.Refund(new Money(5m, "USD"))));
        var capture = await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => paypal.Provider.CapturePaymentAsync(
            new CaptureRequest { Payment = Requests.Held, Amount = Requests.Total, IdempotencyKey = "key-k" }));
        Assert.That(new[] { refund!, capture! }.Select(each => (each.Error.Kind, each.Error.Code, each.Error.Retry)),
            Is.All.EqualTo((PaymentErrorKind.Conflict, PaymentErrorCode.InProgress, PaymentRetry.SameRequest)));
    }

    [Test]
    public async Task A_conflict_with_a_known_issue_is_what_the_issue_says()
    {
        var error = await ReadAsync(Requests.Error("ORDER_ALREADY_CAPTURED", "RESOURCE_CONFLICT"), 409);
        Assert.That((error.Kind, error.Code), Is.EqualTo((PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyCaptured)));
    }

    [Test]
    public async Task A_void_that_may_have_been_carried_out_is_not_repeated_blindly()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.VoidHold, "", 500);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => paypal.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Held }));
        Assert.That(paypal.ApiCalls, Is.EqualTo(1));
    }

    [TestCase("5120", PaymentErrorCode.InsufficientFunds)]
    [TestCase("0500", PaymentErrorCode.Declined)]
    [TestCase("5400", PaymentErrorCode.ExpiredCard)]
    [TestCase("5110", PaymentErrorCode.IncorrectCvv)]
    [TestCase("00N7", PaymentErrorCode.IncorrectCvv)]
    [TestCase("5180", PaymentErrorCode.InvalidCard)]
    [TestCase("1330", PaymentErrorCode.InvalidCard)]
    [TestCase("9500", PaymentErrorCode.SuspectedFraud)]
    [TestCase("9520", PaymentErrorCode.SuspectedFraud)]
    [TestCase("A_NEW_CODE", PaymentErrorCode.Declined)]
    [TestCase(null, PaymentErrorCode.Declined)]
    public void A_processor_s_code_means(string? code, PaymentErrorCode expected) => Assert.That(PayPalErrors.Decline(code, null).Code, Is.EqualTo(expected));

    [Test]
    public async Task What_fails_prints_no_secret()
    {
        using var paypal = new PayPalHost(options => options.MaxRetries = 0);
        paypal.On("POST /v2/checkout/orders", """{"name":"INVALID_REQUEST","message":"Words of PayPal's."}""", 400);
        var failed = await Assert.CatchAsync<PaymentException>(() => paypal.Provider.CreatePaymentAsync(Requests.New()));
        Assert.That(failed!.ToString(), Does.Not.Contain("client-secret-1").And.Not.Contain("A21AAtoken-1").And.Not.Contain("Y2xpZW50"));
    }
}
