namespace Payments.Coinbase.Tests.Commerce;

public class ErrorTests
{
    private const string Path = "/charges/3f2a9c1e-5b7d-4e0f-8a6c-2d1b0c9e8f7a";

    [TestCase(400, "invalid_request", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(400, "param_required", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(400, "validation_error", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(400, "bad_request", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(401, "authentication_error", PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials)]
    [TestCase(401, "authorization_error", PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied)]
    [TestCase(404, "not_found", PaymentErrorKind.NotFound, PaymentErrorCode.NotFound)]
    [TestCase(404, "resource_not_found", PaymentErrorKind.NotFound, PaymentErrorCode.NotFound)]
    [TestCase(429, "rate_limit_exceeded", PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited)]
    [TestCase(500, "internal_server_error", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    [TestCase(400, "something_of_2029", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase(503, "something_of_2029", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    public async Task Each_error_has_its_meaning(int status, string type, PaymentErrorKind kind, PaymentErrorCode code)
    {
        using var coinbase = new CommerceHost(options => options.MaxRetries = 0).On("GET " + Path, $$$"""{"error":{"type":"{{{type}}}","message":"No."}}""", status);
        var error = (await Assert.CatchAsync<PaymentException>(() => coinbase.Provider.GetPaymentAsync(Requests.Charge)))!.Error;
        Assert.That((error.Kind, error.Code, error.ProviderCode, error.ProviderMessage, error.RequestId), Is.EqualTo((kind, code, type, "No.", "req_1")));
    }

    [TestCase(410, "application/json", """{"error":{"type":"gone","message":"Gone"}}""")]
    [TestCase(410, "application/json", "")]
    [TestCase(404, "text/html", "<html>Not found</html>")]
    [TestCase(404, "application/json", """{"message":"no Route matched with those values"}""")]
    [TestCase(400, "text/html", "<html></html>")]
    [TestCase(401, "text/html; charset=utf-8", "<html>Sign in</html>")]
    [TestCase(403, "TEXT/HTML", "<html>Are you human?</html>")]
    [TestCase(405, "text/html", "<html></html>")]
    [TestCase(301, "text/html", "")]
    [TestCase(302, "application/json", "{}")]
    [TestCase(200, "text/html; charset=utf-8", "<html>Coinbase Business</html>")]
    public async Task A_product_that_is_gone_is_the_requests_fault_and_is_said_so(int status, string contentType, string body)
    {
        using var reading = new CommerceHost().On("GET " + Path, body, status, contentType);
        using var creating = new CommerceHost().On("POST /charges", body, status, contentType);
        foreach (var (host, call) in new (CommerceHost, Func<Task>)[]
        {
            (reading, () => reading.Provider.GetPaymentAsync(Requests.Charge)), (creating, () => creating.Provider.CreatePaymentAsync(Requests.Payment())),
        })
        {
            var thrown = (await Assert.ThrowsAsync<PaymentRequestException>(call))!;
            Assert.That(thrown.Message, Does.Contain("does not answer as an API any more").And.Contain("Api = Checkouts"));
            Assert.That((thrown.Outcome, thrown.Error.Kind, host.Calls), Is.EqualTo((PaymentOutcome.Refused, PaymentErrorKind.InvalidRequest, 1)));
        }
    }

    [TestCase(503, "text/html", "<html>Maintenance</html>", PaymentErrorKind.Unavailable)]
    [TestCase(503, "application/json", "", PaymentErrorKind.Unavailable)]
    [TestCase(502, "text/html", "<html>Bad gateway</html>", PaymentErrorKind.Unavailable)]
    [TestCase(429, "text/html", "<html>Slow down</html>", PaymentErrorKind.RateLimited)]
    [TestCase(408, "text/html", "<html>Timeout</html>", PaymentErrorKind.Unavailable)]
    [TestCase(403, "application/json", "", PaymentErrorKind.Authentication)]
    [TestCase(400, "application/json", """{"error":"plain text"}""", PaymentErrorKind.InvalidRequest)]
    public async Task Other_pages_are_of_something_in_between(int status, string contentType, string body, PaymentErrorKind kind)
    {
        using var coinbase = new CommerceHost(options => options.MaxRetries = 0).On("GET " + Path, body, status, contentType);
        Assert.That((await Assert.CatchAsync<PaymentException>(() => coinbase.Provider.GetPaymentAsync(Requests.Charge)))!.Error.Kind, Is.EqualTo(kind));
    }

    [TestCase("application/json", "")]
    [TestCase("application/json", """{"message":"no Route matched with those values"}""")]
    [TestCase("text/html", "<html>Cannot POST</html>")]
    public async Task A_cancel_that_the_API_does_not_know_says_only_that(string contentType, string body)
    {
        using var coinbase = new CommerceHost().On($"POST {Path}/cancel", body, 404, contentType);
        var thrown = (await Assert.ThrowsAsync<PaymentRequestException>(() => coinbase.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Charge })))!;
        Assert.That(thrown.Message, Does.Contain("no call to cancel").And.Not.Contain("as an API any more").And.Not.Contain("shut down"));
        Assert.That((thrown.Outcome, thrown.Error.Code, coinbase.Calls), Is.EqualTo((PaymentOutcome.Refused, PaymentErrorCode.InvalidRequest, 1)));

        using var unknown = new CommerceHost().On($"POST {Path}/cancel", """{"error":{"type":"not_found","message":"No."}}""", 404);
        await Assert.ThrowsAsync<PaymentNotFoundException>(() => unknown.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Charge }));
    }

    [TestCase(500)]
    [TestCase(503)]
    [TestCase(429)]
    public async Task A_create_is_never_repeated_since_nothing_tells_a_repeat_from_a_second_charge(int status)
    {
        using var coinbase = new CommerceHost().On("POST /charges", "{}", status);
        var thrown = (await Assert.CatchAsync<PaymentException>(() => coinbase.Provider.CreatePaymentAsync(Requests.Payment())))!;
        Assert.That((thrown.Outcome, coinbase.Calls), Is.EqualTo((status == 429 ? PaymentOutcome.Refused : PaymentOutcome.Unknown, 1)));
    }

    [Test]
    public async Task A_read_is_repeated()
    {
        using var coinbase = new CommerceHost().On("GET " + Path, "", 503).On("GET " + Path, Fixture.Answer("charge-new"));
        Assert.That((await coinbase.Provider.GetPaymentAsync(Requests.Charge)).Status, Is.EqualTo(PaymentStatus.RequiresAction));
    }

    [TestCase("{}")]
    [TestCase("""{"data":null}""")]
    [TestCase("""{"data":[]}""")]
    [TestCase("""{"data":{"timeline":[]}}""")]
    [TestCase("[]")]
    public async Task An_answer_without_a_charge_cannot_be_read(string body)
    {
        using var coinbase = new CommerceHost().On("GET " + Path, body).On("POST /charges", body, 201);
        Assert.That((await Assert.CatchAsync<PaymentException>(() => coinbase.Provider.GetPaymentAsync(Requests.Charge)))!.Error.Code, Is.EqualTo(PaymentErrorCode.InvalidResponse));
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => coinbase.Provider.CreatePaymentAsync(Requests.Payment()));
    }
}
