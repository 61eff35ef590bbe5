using Microsoft.Extensions.DependencyInjection;

namespace Payments.BitPay.Tests;

/// <summary>The bare provider over a mocked wire; of the POS facade unless a test says otherwise.</summary>
internal sealed class BitPayHost(Action<BitPayOptions>? configure = null) : ProviderHost<BitPayOptions>(
    "bitpay", "https://bitpay.com", payments => payments.AddBitPay(options =>
    {
        options.ApiToken = Token;
        options.WebhookUrl = new Uri("https://shop.example/bitpay");
        configure?.Invoke(options);
    }))
{
    public const string Token = "pos-token";

    public static BitPayHost Merchant(Action<BitPayOptions>? configure = null) => new(options =>
    {
        (options.Facade, options.PrivateKey) = (BitPayFacade.Merchant, Keys.Hex);
        configure?.Invoke(options);
    });

    /// <summary>The next call and its answer.</summary>
    public BitPayHost On(string call, string answer, int status = 200, string contentType = "application/json")
    {
        Expect(call, answer, status, contentType);
        return this;
    }
}
