namespace Payments.Adyen.Tests;

/// <summary>Every error code and status that Adyen's page lists, as literal rows of that page.</summary>
public class ErrorTests
{
    private static string Body(int status, string? code, string? type, string message = "No.") =>
        $$"""{"status":{{status}},{{(code is null ? "" : $"\"errorCode\":\"{code}\",")}}{{(type is null ? "" : $"\"errorType\":\"{type}\",")}}"message":"{{message}}","pspReference":"ERR12345EFGH5678"}""";

    private static async Task<PaymentException> ThrownAsync(int status, string body, params (string Name, string Value)[] headers)
    {
        using var adyen = new AdyenHost(options => options.MaxRetries = 0);
        adyen.On("POST /v72/payments", body, status, headers);
        try
        {
            await adyen.Provider.CreatePaymentAsync(Requests.Payment(token: Requests.Card));
        }
        catch (PaymentException thrown)
        {
            return thrown;
        }

        throw new AssertionException("Nothing was thrown.");
    }

    [TestCase(400, "702", "validation", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest, PaymentOutcome.Refused)]
    [TestCase(401, "000", "security", PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials, PaymentOutcome.Refused)]
    [TestCase(403, "010", "security", PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied, PaymentOutcome.Refused)]
    [TestCase(403, "901", "security", PaymentErrorKind.Authentication, PaymentErrorCode.MerchantConfiguration, PaymentOutcome.Refused)]
    [TestCase(404, null, null, PaymentErrorKind.NotFound, PaymentErrorCode.NotFound, PaymentOutcome.Refused)]
    [TestCase(409, null, null, PaymentErrorKind.Conflict, PaymentErrorCode.InProgress, PaymentOutcome.Unknown)]
    [TestCase(413, null, null, PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest, PaymentOutcome.Refused)]
    [TestCase(422, "100", "validation", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount, PaymentOutcome.Refused)]
    [TestCase(422, "101", "validation", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidCard, PaymentOutcome.Refused)]
    [TestCase(422, "102", "validation", PaymentErrorKind.InvalidRequest, PaymentErrorCode.MethodUnavailable, PaymentOutcome.Refused)]
    [TestCase(422, "103", "validation", PaymentErrorKind.InvalidRequest, PaymentErrorCode.IncorrectCvv, PaymentOutcome.Refused)]
    [TestCase(422, "104", "validation", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest, PaymentOutcome.Refused)]
    [TestCase(422, "105", "validation", PaymentErrorKind.InvalidRequest, PaymentErrorCode.AuthenticationFailed, PaymentOutcome.Refused)]
    [TestCase(422, "130", "validation", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest, PaymentOutcome.Refused)]
    [TestCase(422, "167", "validation", PaymentErrorKind.InvalidRequest, PaymentErrorCode.NotFound, PaymentOutcome.Refused)]
    [TestCase(422, "177", "validation", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest, PaymentOutcome.Refused)]
    [TestCase(422, "178", "validation", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest, PaymentOutcome.Refused)]
    [TestCase(422, "704", "validation", PaymentErrorKind.Conflict, PaymentErrorCode.InProgress, PaymentOutcome.Unknown)]
    [TestCase(422, "803", "validation", PaymentErrorKind.InvalidRequest, PaymentErrorCode.NotFound, PaymentOutcome.Refused)]
    [TestCase(422, "14_012", "validation", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest, PaymentOutcome.Refused)]
    [TestCase(422, "14_018", "validation", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest, PaymentOutcome.Refused)]
    [TestCase(422, "14_030", "validation", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest, PaymentOutcome.Refused)]
    [TestCase(422, "99_999", "validation", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest, PaymentOutcome.Refused)]
    [TestCase(429, null, null, PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited, PaymentOutcome.Refused)]
    [TestCase(500, "905", "configuration", PaymentErrorKind.Unavailable, PaymentErrorCode.MerchantConfiguration, PaymentOutcome.Unknown)]
    [TestCase(422, "905", "configuration", PaymentErrorKind.InvalidRequest, PaymentErrorCode.MerchantConfiguration, PaymentOutcome.Refused)]
    [TestCase(500, "701", "internal", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError, PaymentOutcome.Unknown)]
    [TestCase(500, "703", "internal", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError, PaymentOutcome.Unknown)]
    // What the status says of the outcome, no code of the body takes back.
    [TestCase(404, "000", "validation", PaymentErrorKind.NotFound, PaymentErrorCode.NotFound, PaymentOutcome.Refused)]
    [TestCase(408, "702", "validation", PaymentErrorKind.Unavailable, PaymentErrorCode.Timeout, PaymentOutcome.Unknown)]
    [TestCase(409, "000", "validation", PaymentErrorKind.Conflict, PaymentErrorCode.InProgress, PaymentOutcome.Unknown)]
    [TestCase(409, "702", "validation", PaymentErrorKind.Conflict, PaymentErrorCode.InProgress, PaymentOutcome.Unknown)]
    [TestCase(409, "704", "validation", PaymentErrorKind.Conflict, PaymentErrorCode.InProgress, PaymentOutcome.Unknown)]
    [TestCase(429, "000", "validation", PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited, PaymentOutcome.Refused)]
    [TestCase(500, "702", "internal", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError, PaymentOutcome.Unknown)]
    [TestCase(500, "101", "validation", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError, PaymentOutcome.Unknown)]
    [TestCase(503, "010", "security", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError, PaymentOutcome.Unknown)]
    [TestCase(502, null, null, PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError, PaymentOutcome.Unknown)]
    [TestCase(503, null, null, PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError, PaymentOutcome.Unknown)]
    [TestCase(504, null, null, PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError, PaymentOutcome.Unknown)]
    public async Task Codes_and_statuses(int status, string? code, string? type, PaymentErrorKind kind, PaymentErrorCode reason, PaymentOutcome outcome)
    {
        var thrown = await ThrownAsync(status, code is null ? "" : Body(status, code, type));
        Assert.That((thrown.Error.Kind, thrown.Error.Code, thrown.Outcome), Is.EqualTo((kind, reason, outcome)));
        if (code is not null)
            Assert.That((thrown.Error.ProviderCode, thrown.Error.RequestId), Is.EqualTo((code, "ERR12345EFGH5678")));
    }

    [Test]
    public async Task The_newer_form_is_read_too()
    {
        var thrown = await ThrownAsync(
            422,
            """
            {"type":"https://docs.adyen.com/errors/validation","title":"Invalid request","status":422,"detail":"Two fields are wrong","errorCode":"30_112","requestId":"REQ1",
             "invalidFields":[{"name":"amount","value":"x","message":"must be positive"},null]}
            """);
        Assert.That((thrown.Error.ProviderCode, thrown.Error.RequestId), Is.EqualTo(("30_112", "REQ1")));
        Assert.That(thrown.Error.ProviderMessage, Is.EqualTo("Two fields are wrong (amount: must be positive)"));
    }

    // Not every one of the newer form has a code.
    [Test]
    public async Task What_is_said_without_a_code_is_not_lost()
    {
        var problem = await ThrownAsync(
            422,
            """
            {"type":"https://docs.adyen.com/errors/validation","title":"Invalid request","status":422,"detail":"One field is wrong","requestId":"REQ1",
             "invalidFields":[{"name":"amount","message":"must be positive"}]}
            """);
        Assert.That((problem.Error.Code, problem.Error.ProviderCode, problem.Error.RequestId, problem.Error.ProviderMessage), Is.EqualTo(
            (PaymentErrorCode.InvalidRequest, (string?)null, "REQ1", "One field is wrong (amount: must be positive)")));
        var typed = await ThrownAsync(422, Body(422, null, "validation", "Reference Missing"));
        Assert.That((typed.Error.Code, typed.Error.ProviderCode, typed.Error.RequestId, typed.Error.ProviderMessage), Is.EqualTo(
            (PaymentErrorCode.InvalidRequest, (string?)null, "ERR12345EFGH5678", "Reference Missing")), "The kind of an error is no code.");
    }

    [TestCase("<html>Bad gateway</html>")]
    [TestCase("[]")]
    [TestCase("""{"errorCode":{}}""")]
    [TestCase("""{"errorCode":null,"invalidFields":"many"}""")]
    public async Task A_body_that_is_no_error_goes_by_its_status(string body) =>
        Assert.That((await ThrownAsync(422, body)).Error.Code, Is.EqualTo(PaymentErrorCode.InvalidRequest));

    // The key would travel with a redirect: it is told, not followed.
    [Test]
    public async Task A_redirect_is_not_followed()
    {
        var thrown = await ThrownAsync(308, "", ("Location", "https://evil.example/v72/payments"));
        Assert.That((thrown.Error.Code, thrown.Outcome), Is.EqualTo((PaymentErrorCode.MerchantConfiguration, PaymentOutcome.Refused)));
        Assert.That(thrown.Error.ProviderMessage, Does.Contain("BaseAddress"));
    }

    [TestCase(409, true)]
    [TestCase(429, true)]
    [TestCase(500, true)]
    [TestCase(503, true)]
    [TestCase(422, false)]
    [TestCase(400, false)]
    [TestCase(401, false)]
    public async Task What_may_be_repeated_is_repeated_under_the_same_key(int status, bool isRepeated)
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments", "", status);
        if (isRepeated)
            adyen.On("POST /v72/payments", Fixture.Answer("authorised"));
        var call = () => adyen.Provider.CreatePaymentAsync(Requests.Payment(token: Requests.Card));
        if (isRepeated)
            Assert.That((await call()).Status, Is.EqualTo(PaymentStatus.Completed));
        else
            await Assert.ThrowsAsync(Is.InstanceOf<PaymentException>(), call);
        Assert.That(adyen.Headers.Select(headers => headers.GetValues("Idempotency-Key").Single()).Distinct().Count(), Is.EqualTo(1));
        Assert.That(adyen.Calls, Is.EqualTo(isRepeated ? 2 : 1));
    }

    // Only the repeat of the host finds out, under the same key.
    [Test]
    public async Task An_account_that_is_set_up_wrongly_does_not_get_better_by_itself()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments", Body(500, "905", "configuration"), 500).On("GET /v72/paymentLinks/PL0A1B", Body(500, "905", "configuration"), 500);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => adyen.Provider.CreatePaymentAsync(Requests.Payment(token: Requests.Card)));
        await Assert.ThrowsAsync<PaymentProviderUnavailableException>(() => adyen.Provider.GetPaymentAsync(Requests.Linked));
        Assert.That(adyen.Calls, Is.EqualTo(2));
    }

    [Test]
    public async Task What_adyen_calls_transient_is_repeated()
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/payments", Body(422, "905_1", "validation"), 422, ("transient-error", "True")).On("POST /v72/payments", Fixture.Answer("authorised"));
        Assert.That((await adyen.Provider.CreatePaymentAsync(Requests.Payment(token: Requests.Card))).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [Test]
    public async Task Closing_a_link_has_no_key_and_is_not_repeated()
    {
        using var adyen = new AdyenHost();
        adyen.On("PATCH /v72/paymentLinks/PL0A1B", "", 503);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => adyen.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Linked }));
        Assert.That(adyen.Calls, Is.EqualTo(1));
    }

    [Test]
    public async Task An_error_shows_no_secret()
    {
        var thrown = await ThrownAsync(401, Body(401, "000", "security", "Invalid key AQEtest-key"));
        Assert.That(thrown.ToString(), Does.Not.Contain("AQEtest-key").And.Not.Contain("test_4111"));
    }
}
