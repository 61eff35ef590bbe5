using Microsoft.Extensions.DependencyInjection;

namespace Payments.Coinbase.Tests;

/// <summary>The bare provider of the Checkout API over a mocked wire.</summary>
internal sealed class CheckoutsHost(Action<CoinbaseOptions>? configure = null) : ProviderHost<CoinbaseOptions>(
    "coinbase", "https://business.coinbase.com", payments => payments.AddCoinbase(options =>
    {
        options.ApiKeyId = Keys.Id;
        options.ApiKeySecret = Keys.Secret;
        options.WebhookSecrets.Add(Secret);
        configure?.Invoke(options);
    }))
{
    public const string Secret = "2f3c1b7e-8d55-4a5e-9a3b-6e1f0c2d4b77";

    /// <summary>The next call and its answer.</summary>
    public CheckoutsHost On(string call, string answer, int status = 200, params (string Name, string Value)[] headers)
    {
        Expect(call, answer, status, headers: headers);
        return this;
    }
}

/// <summary>The bare provider of the Commerce API over a mocked wire.</summary>
internal sealed class CommerceHost(Action<CoinbaseOptions>? configure = null) : ProviderHost<CoinbaseOptions>(
    "coinbase", "https://api.commerce.coinbase.com", payments => payments.AddCoinbase(options =>
    {
        options.Api = CoinbaseApi.Commerce;
        options.CommerceApiKey = "commerce-key";
        options.WebhookSecrets.Add(Secret);
        configure?.Invoke(options);
    }))
{
    public const string Secret = "b7f0c2a9-3d1e-4c55-8a6b-0f9e8d7c6b5a";

    protected override string RequestIdHeader => "x-request-id";

    /// <summary>The next call and its answer.</summary>
    public CommerceHost On(string call, string answer, int status = 200, string contentType = "application/json")
    {
        Expect(call, answer, status, contentType);
        return this;
    }
}
