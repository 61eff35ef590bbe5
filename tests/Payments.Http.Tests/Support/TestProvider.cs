using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Http.Tests;

internal sealed class TestOptions : ProviderHttpOptions
{
    public string ApiKey { get; set; } = "sk_test_canary0001";

    protected internal override void Validate(ICollection<string> problems)
    {
        base.Validate(problems);
        if (ApiKey.Length == 0)
            problems.Add("ApiKey is missing: set it to the secret key of the account.");
    }
}

/// <summary>A provider whose errors are <c>{"code":"…","message":"…"}</c>, also in a 200.</summary>
internal sealed class TestProtocol(TestOptions options) : ProviderProtocol
{
    public override Uri DefaultBaseAddress { get; } = new("https://api.example.com/v1/");

    public override IReadOnlyList<string> RequestIdHeaders => ["X-Request-Id", "X-Debug-Id"];

    public List<int> Authorized { get; } = [];

    public int Refreshes { get; private set; }

    public bool CanRefresh { get; set; }

    public string Token { get; set; } = options.ApiKey;

    public Func<ProviderAttempt, CancellationToken, ValueTask>? OnAuthorize { get; set; }

    public override async ValueTask AuthorizeAsync(ProviderAttempt attempt, CancellationToken cancellationToken)
    {
        Authorized.Add(attempt.Number);
        attempt.Message.Headers.Add("Authorization", "Bearer " + Token);
        if (OnAuthorize is not null)
            await OnAuthorize(attempt, cancellationToken);
    }

    public override ValueTask<bool> RefreshCredentialsAsync(ProviderAttempt attempt, CancellationToken cancellationToken)
    {
        Refreshes++;
        Token = "renewed";
        return ValueTask.FromResult(CanRefresh);
    }

    public override PaymentError? ReadError(ProviderResponse response)
    {
        if (!response.TryRead(TestJson.Default.TestError, out var error) || error.Code is null)
            return PaymentErrors.FromStatus(response);
        var (kind, code) = error.Code switch
        {
            "declined" => (PaymentErrorKind.Declined, PaymentErrorCode.Declined),
            "wrong_state" => (PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState),
            "in_progress" => (PaymentErrorKind.Conflict, PaymentErrorCode.InProgress),
            "slow_down" => (PaymentErrorKind.RateLimited, PaymentErrorCode.RateLimited),
            "unlisted" => (PaymentErrorKind.Unknown, PaymentErrorCode.Unknown),
            "crash" => throw new InvalidOperationException("a table without this code"),
            _ => (PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest),
        };
        return new PaymentError { Kind = kind, Code = code, ProviderCode = error.Code, ProviderMessage = error.Message };
    }
}

internal sealed record TestError(string? Code = null, string? Message = null);

internal sealed record TestPayment(string Id, long Amount);

[JsonSerializable(typeof(TestError))]
[JsonSerializable(typeof(TestPayment))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true)]
internal sealed partial class TestJson : JsonSerializerContext;

internal sealed class TestProvider(HttpProviderRegistration<TestOptions> registration) : PaymentProvider(registration.Name)
{
    public HttpProviderRegistration<TestOptions> Registration { get; } = registration;

    public override PaymentProviderCapabilities Capabilities => throw new NotSupportedException();
}

/// <summary>The builder as a host sees it, without the pipeline.</summary>
internal sealed class TestBuilder(IServiceCollection services) : IPaymentsBuilder
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public IServiceCollection Services { get; } = services;

    public IPaymentsBuilder AddProvider(string name, Func<IServiceProvider, string, IPaymentProvider> create)
    {
        if (_names.Add(name))
            Services.AddKeyedSingleton(name, (provider, key) => create(provider, (string)key!));
        return this;
    }

    public IPaymentsBuilder Use(Func<IServiceProvider, IPaymentProvider, IPaymentProvider> middleware, PaymentPipelineStage stage = PaymentPipelineStage.Host) => this;
}
