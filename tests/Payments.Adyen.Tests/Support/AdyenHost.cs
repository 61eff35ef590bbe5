using Microsoft.Extensions.DependencyInjection;

namespace Payments.Adyen.Tests;

/// <summary>The bare provider over a mocked wire.</summary>
internal sealed class AdyenHost(Action<AdyenOptions>? configure = null) : ProviderHost<AdyenOptions>("adyen", "https://checkout-test.adyen.com", payments =>
    payments.AddAdyen(options =>
    {
        options.ApiKey = "AQEtest-key";
        options.MerchantAccount = "ShopECOM";
        options.ClientKey = "test_CLIENTKEY";
        options.WebhookSecrets.Add(Notifications.Key);
        configure?.Invoke(options);
    }))
{
    /// <summary>The next call and its answer.</summary>
    public AdyenHost On(string call, string answer, int status = 200, params (string Name, string Value)[] headers)
    {
        Expect(call, answer, status, headers: headers);
        return this;
    }
}
