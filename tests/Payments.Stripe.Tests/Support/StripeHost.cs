using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Payments.Http;
using RichardSzalay.MockHttp;

namespace Payments.Stripe.Tests;

/// <summary>The bare provider over a mocked wire that records what is sent. A call that nobody expects fails the test.</summary>
internal sealed class StripeHost : IDisposable
{
    public const string Secret = "whsec_test_secret";
    public static readonly DateTimeOffset AnsweredAt = TestClock.Start.AddSeconds(2);

    private readonly MockHttpMessageHandler _wire = new();
    private readonly List<string> _sent = [];
    private readonly ServiceProvider _services;

    public StripeHost(Action<StripeOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddHttpClient(ProviderHttpClient.HttpClientName("stripe")).ConfigurePrimaryHttpMessageHandler(() => _wire);
        new Builder(services).AddStripe(options =>
        {
            options.SecretKey = "sk_test_key";
            options.WebhookSecrets.Add(Secret);
            configure?.Invoke(options);
        });
        _services = services.BuildServiceProvider();
        _wire.Fallback.Respond(async request =>
        {
            await RecordAsync(request);
            return new HttpResponseMessage(HttpStatusCode.NotImplemented);
        });
    }

    public TestClock Clock { get; } = new();

    public IPaymentProvider Provider => _services.GetRequiredKeyedService<IPaymentProvider>("stripe");

    public List<HttpRequestHeaders> Headers { get; } = [];

    /// <summary>The next call and its answer.</summary>
    public StripeHost On(string call, string answer, int status = 200, params (string Name, string Value)[] headers)
    {
        var parts = call.Split(' ');
        _wire.Expect(new HttpMethod(parts[0]), "https://api.stripe.com" + parts[1]).Respond(async request =>
        {
            await RecordAsync(request);
            var response = new HttpResponseMessage((HttpStatusCode)status)
            {
                Content = new StringContent(answer, Encoding.UTF8, "application/json"),
                Headers = { Date = AnsweredAt },
            };
            response.Headers.Add("Request-Id", "req_1");
            foreach (var (name, value) in headers)
                response.Headers.TryAddWithoutValidation(name, value);
            return response;
        });
        return this;
    }

    /// <summary>Compares everything that was sent with <c>Fixtures/Requests/{name}.txt</c>.</summary>
    public void AssertSent(string name) => Assert.That(Sent, Is.EqualTo(Fixture.Requests(name)));

    public string Sent => string.Join("\n", _sent);

    public int Calls => Headers.Count;

    public void AssertAllCalled() => Assert.DoesNotThrow(_wire.VerifyNoOutstandingExpectation);

    public void Dispose()
    {
        _services.Dispose();
        _wire.Dispose();
    }

    private async Task RecordAsync(HttpRequestMessage request)
    {
        Headers.Add(request.Headers);
        _sent.Add($"{request.Method} {request.RequestUri!.AbsolutePath}");
        var fields = request.Content is null ? request.RequestUri.Query.TrimStart('?') : await request.Content.ReadAsStringAsync();
        _sent.AddRange(fields.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => "  " + WebUtility.UrlDecode(field)));
    }

    private sealed class Builder(IServiceCollection services) : IPaymentsBuilder
    {
        public IServiceCollection Services => services;

        public IPaymentsBuilder AddProvider(string name, Func<IServiceProvider, string, IPaymentProvider> create)
        {
            services.AddKeyedSingleton(name, (provider, key) => create(provider, (string)key!));
            return this;
        }

        public IPaymentsBuilder Use(Func<IServiceProvider, IPaymentProvider, IPaymentProvider> middleware, PaymentPipelineStage stage) => this;
    }
}
