using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Payments.Http;

namespace Payments.PayPal.Tests;

/// <summary>The access token: fetched once for all, renewed in time, and once after it was refused.</summary>
public class TokenTests
{
    private static string Token(string value, long? seconds = 32400) => Fixture.Answer("token", node => (node["access_token"], node["expires_in"]) = (value, seconds));

    private static string Captured => Fixture.Answer("order-captured");

    private static string? UsedBy(PayPalHost paypal, int call) => paypal.Headers[call].Authorization!.Parameter;

    [Test]
    public async Task A_token_is_fetched_once_and_used_until_shortly_before_its_end()
    {
        using var paypal = new PayPalHost(signsIn: false);
        paypal.On("POST /v1/oauth2/token", Token("one")).On(Requests.GetOrder, Captured).On(Requests.GetOrder, Captured)
            .On("POST /v1/oauth2/token", Token("two")).On(Requests.GetOrder, Captured);

        await paypal.Provider.GetPaymentAsync(Requests.Payment);
        paypal.Clock.Now = TestClock.Start.AddSeconds(32339);
        await paypal.Provider.GetPaymentAsync(Requests.Payment);
        paypal.Clock.Now = TestClock.Start.AddSeconds(32340);
        await paypal.Provider.GetPaymentAsync(Requests.Payment);

        Assert.That(new[] { UsedBy(paypal, 1), UsedBy(paypal, 2), UsedBy(paypal, 4) }, Is.EqualTo(new[] { "one", "one", "two" }));
        Assert.That(paypal.Headers[0].Accept.ToString(), Does.Contain("application/json"));
    }

    [TestCase(100L, 89, 90)]
    [TestCase(null, null, 0)]
    [TestCase(0L, null, 0)]
    [TestCase(-5L, null, 0)]
    public async Task A_short_life_is_used_for_nine_tenths_and_a_missing_one_for_one_call(long? seconds, int? stillGood, int renewed)
    {
        using var paypal = new PayPalHost(signsIn: false);
        paypal.On("POST /v1/oauth2/token", Token("one", seconds)).On(Requests.GetOrder, Captured);
        await paypal.Provider.GetPaymentAsync(Requests.Payment);
        if (stillGood is { } good)
        {
            paypal.On(Requests.GetOrder, Captured);
            paypal.Clock.Now = TestClock.Start.AddSeconds(good);
            await paypal.Provider.GetPaymentAsync(Requests.Payment);
        }

        paypal.On("POST /v1/oauth2/token", Token("two")).On(Requests.GetOrder, Captured);
        paypal.Clock.Now = TestClock.Start.AddSeconds(renewed);
        await paypal.Provider.GetPaymentAsync(Requests.Payment);
        paypal.AssertAllCalled();
    }

    [Test]
    public async Task A_refused_token_is_renewed_once_and_the_call_repeated_with_its_request_id()
    {
        using var paypal = new PayPalHost(signsIn: false);
        paypal.On("POST /v1/oauth2/token", Token("one")).On("POST /v2/checkout/orders", """{"error":"invalid_token","error_description":"x"}""", 401)
            .On("POST /v1/oauth2/token", Token("two")).On("POST /v2/checkout/orders", Fixture.Answer("order-new"), 201);
        await paypal.Provider.CreatePaymentAsync(Requests.New());
        Assert.That((UsedBy(paypal, 1), UsedBy(paypal, 3)), Is.EqualTo(("one", "two")));
        Assert.That(paypal.KeyOf(3), Is.EqualTo(paypal.KeyOf(1)));
    }

    [Test]
    public async Task A_second_refusal_is_the_end()
    {
        using var paypal = new PayPalHost(signsIn: false);
        paypal.On("POST /v1/oauth2/token", Token("one")).On(Requests.GetOrder, """{"error":"invalid_token"}""", 401)
            .On("POST /v1/oauth2/token", Token("two")).On(Requests.GetOrder, """{"error":"invalid_token"}""", 401);
        var failed = await Assert.ThrowsAsync<PaymentAuthenticationException>(() => paypal.Provider.GetPaymentAsync(Requests.Payment));
        Assert.That(failed!.Error.ProviderCode, Is.EqualTo("invalid_token"));
        Assert.That(paypal.Calls, Is.EqualTo(4));
    }

    [Test]
    public async Task Wrong_credentials_are_said_and_not_tried_again_in_the_same_call()
    {
        using var paypal = new PayPalHost(signsIn: false);
        paypal.On("POST /v1/oauth2/token", """{"error":"invalid_client","error_description":"Client Authentication failed"}""", 401);
        var failed = await Assert.ThrowsAsync<PaymentAuthenticationException>(() => paypal.Provider.CreatePaymentAsync(Requests.New()));
        Assert.Multiple(() =>
        {
            Assert.That((failed!.Error.ProviderCode, failed.Outcome), Is.EqualTo(("invalid_client", PaymentOutcome.Refused)));
            Assert.That(failed.ToString(), Does.Not.Contain("client-secret-1"));
            Assert.That(paypal.Calls, Is.EqualTo(1));
        });
    }

    [TestCase("{}")]
    [TestCase("""{"access_token":null,"expires_in":32400}""")]
    [TestCase("""{"access_token":"","expires_in":32400}""")]
    [TestCase("<html>")]
    public async Task A_token_that_cannot_be_read_sends_nothing(string body)
    {
        using var paypal = new PayPalHost(options => options.MaxRetries = 0, signsIn: false);
        paypal.On("POST /v1/oauth2/token", body);
        var failed = await Assert.CatchAsync<PaymentException>(() => paypal.Provider.CreatePaymentAsync(Requests.New()));
        Assert.That((failed!.Error.Code, failed.Outcome), Is.EqualTo((PaymentErrorCode.InvalidResponse, PaymentOutcome.Refused)));
        Assert.That(paypal.Calls, Is.EqualTo(1));
    }

    [Test]
    public async Task While_no_new_token_can_be_had_the_old_one_is_used_to_its_end()
    {
        using var paypal = new PayPalHost(options => options.MaxRetries = 0, signsIn: false);
        paypal.On("POST /v1/oauth2/token", Token("one")).On(Requests.GetOrder, Captured).On("POST /v1/oauth2/token", "", 503).On(Requests.GetOrder, Captured);
        await paypal.Provider.GetPaymentAsync(Requests.Payment);
        paypal.Clock.Now = TestClock.Start.AddSeconds(32399);
        Assert.That((await paypal.Provider.GetPaymentAsync(Requests.Payment)).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(UsedBy(paypal, 3), Is.EqualTo("one"));

        paypal.On("POST /v1/oauth2/token", "", 503);
        paypal.Clock.Now = TestClock.Start.AddSeconds(32400);
        await Assert.CatchAsync<PaymentException>(() => paypal.Provider.GetPaymentAsync(Requests.Payment));
    }

    [Test]
    public async Task Calls_at_once_share_one_token_and_one_renewal()
    {
        using var wire = new Wire();
        using var services = Services(wire);
        var provider = services.GetRequiredService<IPaymentProviderFactory>().GetProvider("paypal");

        var calls = Enumerable.Range(0, 50).Select(_ => provider.GetPaymentAsync(Requests.Payment)).ToArray();
        await wire.Asked;
        wire.Open.SetResult();
        await Task.WhenAll(calls);
        Assert.That(wire.Tokens, Is.EqualTo(1));

        // All of them are refused, each for the first token; the first renewal is all that is needed.
        wire.Valid = "token-2";
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => provider.GetPaymentAsync(Requests.Payment)));
        Assert.That(wire.Tokens, Is.EqualTo(2));
    }

    [Test]
    public async Task Who_gives_up_waiting_does_not_end_the_renewal_of_the_others()
    {
        using var wire = new Wire();
        using var services = Services(wire);
        var provider = services.GetRequiredService<IPaymentProviderFactory>().GetProvider("paypal");
        using var givesUp = new CancellationTokenSource();

        var first = provider.GetPaymentAsync(Requests.Payment, givesUp.Token);
        await wire.Asked;
        var second = provider.GetPaymentAsync(Requests.Payment);
        await givesUp.CancelAsync();
        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        wire.Open.SetResult();
        Assert.That((await second).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(wire.Tokens, Is.EqualTo(1));
    }

    private static ServiceProvider Services(Wire wire)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddHttpClient(ProviderHttpClient.HttpClientName("paypal")).ConfigurePrimaryHttpMessageHandler(() => wire);
        services.AddPayments().AddPayPal(options => (options.ClientId, options.ClientSecret) = ("client-1", "secret-1"));
        return services.BuildServiceProvider();
    }

    /// <summary>Answers any number of calls at once; the token's call waits until it is opened.</summary>
    private sealed class Wire : HttpMessageHandler
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _tokens;

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public string Valid { get; set; } = "token-1";

        public int Tokens => _tokens;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.AbsolutePath != "/v1/oauth2/token")
                return request.Headers.Authorization!.Parameter == Valid ? Answer(Captured) : Answer("""{"error":"invalid_token"}""", HttpStatusCode.Unauthorized);
            var number = Interlocked.Increment(ref _tokens);
            _asked.TrySetResult();
            await Open.Task.WaitAsync(cancellationToken);
            return Answer(Token($"token-{number}"));
        }

        private static HttpResponseMessage Answer(string body, HttpStatusCode status = HttpStatusCode.OK) =>
            new(status) { Content = new StringContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
    }
}
