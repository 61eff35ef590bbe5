using System.Net;

namespace Payments.Http.Tests;

public sealed class OutcomeTests
{
    [TestCase(400, typeof(PaymentRequestException), PaymentOutcome.Refused)]
    [TestCase(401, typeof(PaymentAuthenticationException), PaymentOutcome.Refused)]
    [TestCase(403, typeof(PaymentAuthenticationException), PaymentOutcome.Refused)]
    [TestCase(404, typeof(PaymentNotFoundException), PaymentOutcome.Refused)]
    [TestCase(409, typeof(PaymentConflictException), PaymentOutcome.Refused)]
    [TestCase(422, typeof(PaymentRequestException), PaymentOutcome.Refused)]
    [TestCase(429, typeof(PaymentRateLimitedException), PaymentOutcome.Refused)]
    [TestCase(302, typeof(PaymentOutcomeUnknownException), PaymentOutcome.Unknown)]
    [TestCase(408, typeof(PaymentOutcomeUnknownException), PaymentOutcome.Unknown)]
    [TestCase(500, typeof(PaymentOutcomeUnknownException), PaymentOutcome.Unknown)]
    [TestCase(503, typeof(PaymentOutcomeUnknownException), PaymentOutcome.Unknown)]
    public async Task Writes_by_status(int status, Type type, PaymentOutcome outcome)
    {
        using var harness = new Harness().Answer((HttpStatusCode)status, "", response => response.Headers.Add("x-request-id", "req_1"));
        var exception = await harness.FailAsync<PaymentException>(Harness.Write());
        Assert.That(exception, Is.TypeOf(type));
        Assert.That(exception.Outcome, Is.EqualTo(outcome));
        Assert.That(exception.Error.HttpStatus, Is.EqualTo((HttpStatusCode)status));
        Assert.That(exception.Error.RequestId, Is.EqualTo("req_1"));
        Assert.That(exception.Payment!.OrderId, Is.EqualTo("A-1001"));
        Assert.That(exception.Message, Does.Contain("test: Create").And.Contain("[request req_1]"));
    }

    [TestCase("declined", null, PaymentOutcome.Refused)]
    [TestCase("wrong_state", typeof(PaymentConflictException), PaymentOutcome.Refused)]
    [TestCase("in_progress", typeof(PaymentOutcomeUnknownException), PaymentOutcome.Unknown)]
    [TestCase("unlisted", typeof(PaymentOutcomeUnknownException), PaymentOutcome.Unknown)]
    [TestCase("crash", typeof(PaymentOutcomeUnknownException), PaymentOutcome.Unknown)]
    public async Task Failures_with_200_are_read_by_the_providers_code(string code, Type? type, PaymentOutcome outcome)
    {
        using var harness = new Harness().Answer(HttpStatusCode.OK, $$"""{"code":"{{code}}","message":"card 4242424242424242"}""");
        var response = await harness.SendAsync(Harness.Write());
        Assert.That(response.Outcome, Is.EqualTo(outcome));
        Assert.That(response.ThrowIfFailed, Throws.InstanceOf(type ?? typeof(PaymentException)));
        Assert.That(() => response.Read(TestJson.Default.TestPayment), Throws.InstanceOf<PaymentException>(), "a failure is never read as a payment");
        if (code != "crash")
            Assert.That(response.Error!.ProviderMessage, Is.EqualTo("card ***"));
    }

    [Test]
    public async Task Reads_are_never_unknown()
    {
        using var failing = new Harness().Answers(HttpStatusCode.InternalServerError);
        var answered = await failing.FailAsync<PaymentProviderUnavailableException>(Harness.Read());
        Assert.That(answered.Outcome, Is.EqualTo(PaymentOutcome.Refused));

        using var cut = new Harness().Throws(new HttpRequestException(HttpRequestError.ResponseEnded));
        var silent = await cut.FailAsync<PaymentProviderUnavailableException>(Harness.Read());
        Assert.That((silent.Outcome, silent.Error.Code, cut.Sent), Is.EqualTo((PaymentOutcome.NeverSent, PaymentErrorCode.NetworkError, 3)));
    }

    [TestCase("<html>busy</html>")]
    [TestCase("")]
    [TestCase("null")]
    [TestCase("""{"id":"p_1"}""")]
    [TestCase("""{"id":"p_1","amount":"canary"}""")]
    [TestCase("""{"id":"p_1","amount":1""")]
    public async Task An_unreadable_success_of_a_write_is_unknown_and_of_a_read_refused(string body)
    {
        using var harness = new Harness().Answer(HttpStatusCode.OK, body);
        var write = await harness.SendAsync(Harness.Write());
        var unknown = Assert.Throws<PaymentOutcomeUnknownException>(() => write.Read(TestJson.Default.TestPayment))!;
        Assert.That(unknown.Error.Code, Is.EqualTo(PaymentErrorCode.InvalidResponse));
        Assert.That(unknown.ToString(), Does.Not.Contain("canary").And.Not.Contain("html"));

        var read = await harness.SendAsync(Harness.Read());
        var refused = Assert.Throws<PaymentProviderUnavailableException>(() => read.Read(TestJson.Default.TestPayment))!;
        Assert.That((refused.Outcome, refused.Error.Code), Is.EqualTo((PaymentOutcome.Refused, PaymentErrorCode.InvalidResponse)));
    }

    [TestCase(HttpRequestError.NameResolutionError)]
    [TestCase(HttpRequestError.ConnectionError)]
    [TestCase(HttpRequestError.SecureConnectionError)]
    [TestCase(HttpRequestError.ProxyTunnelError)]
    public async Task A_connection_that_was_never_made_is_repeated_and_never_sent(HttpRequestError error)
    {
        var attempts = 0;
        using var harness = new Harness(services: services => Replace(services, () => throw new HttpRequestException(error, "no"), () => attempts++));
        var exception = await harness.FailAsync<PaymentProviderUnavailableException>(Harness.Write());
        Assert.That((exception.Outcome, exception.Error.Code, exception.Error.Retry), Is.EqualTo((PaymentOutcome.NeverSent, PaymentErrorCode.NetworkError, PaymentRetry.SameRequest)));
        Assert.That(attempts, Is.EqualTo(3));
    }

    // 'No connection', 'slow down', 'wrong state' of a later attempt say nothing about the first, which may have charged.
    [TestCase("connection")]
    [TestCase("429")]
    [TestCase("wrong_state")]
    [TestCase("401")]
    public async Task A_later_attempt_does_not_hide_that_the_first_may_have_charged(string second)
    {
        using var harness = new Harness(options => options.MaxRetries = 1).Throws(new HttpRequestException(HttpRequestError.ResponseEnded));
        _ = second switch
        {
            "connection" => harness.Throws(new HttpRequestException(HttpRequestError.ConnectionError)),
            "429" => harness.Answers(HttpStatusCode.TooManyRequests),
            "401" => harness.Answers(HttpStatusCode.Unauthorized),
            _ => harness.Answer(HttpStatusCode.Conflict, """{"code":"wrong_state"}"""),
        };
        var exception = await harness.FailAsync<PaymentOutcomeUnknownException>(Harness.Write(key: true));
        Assert.That(exception.Outcome, Is.EqualTo(PaymentOutcome.Unknown));
        Assert.That(harness.Sent, Is.EqualTo(2));
    }

    [Test]
    public async Task A_decline_that_the_key_replays_is_final()
    {
        using var harness = new Harness().Throws(new HttpRequestException(HttpRequestError.ResponseEnded)).Answer(HttpStatusCode.PaymentRequired, """{"code":"declined"}""");
        var response = await harness.SendAsync(Harness.Write(key: true));
        Assert.That((response.Error!.Kind, response.Outcome), Is.EqualTo((PaymentErrorKind.Declined, PaymentOutcome.Refused)));
    }

    [Test]
    public void Every_kind_has_its_exception()
    {
        // A decline is an answer, and a webhook or the host's own policy is refused elsewhere.
        foreach (var kind in Enum.GetValues<PaymentErrorKind>())
        {
            var error = new PaymentError { Kind = kind };
            Assert.That(PaymentErrors.ToException(error, PaymentOutcome.Unknown, "test", Harness.Write()), Is.TypeOf<PaymentOutcomeUnknownException>());
            var refused = PaymentErrors.ToException(error, PaymentOutcome.Refused, "test", Harness.Write());
            Assert.That(refused.GetType() == typeof(PaymentException), Is.EqualTo(kind is PaymentErrorKind.Unknown or PaymentErrorKind.Declined or PaymentErrorKind.WebhookVerification or PaymentErrorKind.AccessDenied), kind.ToString());
        }
    }

    private static void Replace(Microsoft.Extensions.DependencyInjection.IServiceCollection services, Func<HttpResponseMessage> answer, Action count) =>
        Microsoft.Extensions.DependencyInjection.HttpClientBuilderExtensions.ConfigurePrimaryHttpMessageHandler(
            Microsoft.Extensions.DependencyInjection.HttpClientFactoryServiceCollectionExtensions.AddHttpClient(services, "Payments.test"),
            () => new UnreadHandler(answer, count));

    /// <summary>A handler that, as a failing connect does, never asks for the body.</summary>
    private sealed class UnreadHandler(Func<HttpResponseMessage> answer, Action count) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            count();
            return Task.FromResult(answer());
        }
    }
}
