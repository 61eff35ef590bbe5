using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Payments.Http;
using RichardSzalay.MockHttp;

namespace Payments.Testing;

/// <summary>
/// A bare provider, without the pipeline, over a mocked wire that records what is sent. A call that nobody expects fails the test.
/// </summary>
public abstract class ProviderHost<TOptions> : IDisposable
    where TOptions : ProviderHttpOptions
{
    public static readonly DateTimeOffset AnsweredAt = TestClock.Start.AddSeconds(2);

    private readonly MockHttpMessageHandler _wire = new();
    private readonly List<string> _sent = [];
    private readonly ServiceProvider _services;
    private readonly string _name;
    private readonly string _address;

    protected ProviderHost(string name, string address, Action<IPaymentsBuilder> register)
    {
        ArgumentNullException.ThrowIfNull(register);
        (_name, _address) = (name, address.TrimEnd('/'));
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddHttpClient(ProviderHttpClient.HttpClientName(name)).ConfigurePrimaryHttpMessageHandler(() => _wire);
        register(new BareBuilder(services));
        _services = services.BuildServiceProvider();
        _wire.Fallback.Respond(async request =>
        {
            await RecordAsync(request);
            return new HttpResponseMessage(HttpStatusCode.NotImplemented);
        });
    }

    public TestClock Clock { get; } = new();

    public IPaymentProvider Provider => _services.GetRequiredKeyedService<IPaymentProvider>(_name);

    /// <summary>The headers of each call.</summary>
    public List<HttpRequestHeaders> Headers { get; } = [];

    /// <summary>The exact bytes of each call's body; empty for none.</summary>
    public List<byte[]> Bodies { get; } = [];

    /// <summary>A line of method and path for each call (with the host where it is not the provider's own), then its query's and form's fields, one a line, or its JSON.</summary>
    public string Sent => string.Join("\n", _sent);

    public int Calls => Headers.Count;

    /// <summary>The header that carries the provider's request id; null for none.</summary>
    protected virtual string? RequestIdHeader => null;

    /// <summary>Expects the next call, such as <c>POST /v1/payments</c>, or one with a whole address, and answers it.</summary>
    public void Expect(string call, string answer, int status = 200, string contentType = "application/json", params (string Name, string Value)[] headers)
    {
        ArgumentNullException.ThrowIfNull(call);
        var parts = call.Split(' ');
        var address = parts[1].StartsWith('/') ? _address + parts[1] : parts[1];
        _wire.Expect(new HttpMethod(parts[0]), address).Respond(async request =>
        {
            await RecordAsync(request);
            var response = new HttpResponseMessage((HttpStatusCode)status)
            {
                Content = new ByteArrayContent(Encoding.UTF8.GetBytes(answer)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } },
                Headers = { Date = AnsweredAt },
            };
            if (RequestIdHeader is { } header)
                response.Headers.Add(header, "req_1");
            foreach (var (name, value) in headers)
                response.Headers.TryAddWithoutValidation(name, value);
            return response;
        });
    }

    /// <summary>Compares everything that was sent with <c>Fixtures/Requests/{name}.txt</c>.</summary>
    public void AssertSent(string name) => Assert.That(Sent, Is.EqualTo(Fixture.Requests(name)));

    public void AssertAllCalled() => Assert.DoesNotThrow(_wire.VerifyNoOutstandingExpectation);

    /// <summary>Why a webhook is refused.</summary>
    public async Task<PaymentErrorCode> RefusedAsync(WebhookRequest request) =>
        (await Assert.ThrowsAsync<WebhookVerificationException>(() => Provider.VerifyWebhookAsync(request)))!.Error.Code;

    public void Dispose()
    {
        _services.Dispose();
        _wire.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task RecordAsync(HttpRequestMessage request)
    {
        var url = request.RequestUri!;
        Headers.Add(request.Headers);
        var isOwn = url.GetLeftPart(UriPartial.Authority) == new Uri(_address).GetLeftPart(UriPartial.Authority);
        _sent.Add($"{request.Method} {(isOwn ? url.AbsolutePath : url.GetLeftPart(UriPartial.Path))}");
        _sent.AddRange(Fields(url.Query.TrimStart('?')));
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync();
        Bodies.Add(body);
        if (body.Length == 0)
            return;
        var text = Encoding.UTF8.GetString(body);
        if (request.Content!.Headers.ContentType?.MediaType == "application/x-www-form-urlencoded")
            _sent.AddRange(Fields(text));
        else
            _sent.Add("  " + text);
    }

    private static IEnumerable<string> Fields(string form) =>
        form.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => "  " + WebUtility.UrlDecode(field));

    private sealed class BareBuilder(IServiceCollection services) : IPaymentsBuilder
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
