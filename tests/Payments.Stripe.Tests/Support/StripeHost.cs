using Microsoft.Extensions.DependencyInjection;

namespace Payments.Stripe.Tests;

/// <summary>The bare provider over a mocked wire.</summary>
internal sealed class StripeHost(Action<StripeOptions>? configure = null) : ProviderHost<StripeOptions>("stripe", "https://api.stripe.com", payments =>
    payments.AddStripe(options =>
    {
        options.SecretKey = "sk_test_key";
        options.WebhookSecrets.Add(Secret);
        configure?.Invoke(options);
    }))
{
    public const string Secret = "whsec_test_secret";

    protected override string RequestIdHeader => "Request-Id";

    /// <summary>The next call and its answer.</summary>
    public StripeHost On(string call, string answer, int status = 200, params (string Name, string Value)[] headers)
    {
        Expect(call, answer, status, headers: headers);
        return this;
    }
}
