using Microsoft.Extensions.DependencyInjection;

namespace Payments.PayPal.Tests;

/// <summary>The bare provider over a mocked wire. Unless a test wants otherwise, the first call is the one for a token.</summary>
internal sealed class PayPalHost : ProviderHost<PayPalOptions>
{
    public const string WebhookId = "8PT597110X687430LKGECATA";

    public PayPalHost(Action<PayPalOptions>? configure = null, bool signsIn = true)
        : base("paypal", "https://api-m.sandbox.paypal.com", payments => payments.AddPayPal(options =>
        {
            options.ClientId = "client-1";
            options.ClientSecret = "client-secret-1";
            options.WebhookIds.Add(WebhookId);
            configure?.Invoke(options);
        }))
    {
        if (signsIn)
            On("POST /v1/oauth2/token", Fixture.Answer("token"));
    }

    protected override string RequestIdHeader => "Paypal-Debug-Id";

    /// <summary>The calls after the one for a token.</summary>
    public int ApiCalls => Calls - 1;

    /// <summary>The next call and its answer.</summary>
    public PayPalHost On(string call, string answer, int status = 200, params (string Name, string Value)[] headers)
    {
        Expect(call, answer, status, headers: headers);
        return this;
    }

    /// <summary>The request id of a call.</summary>
    public string KeyOf(int call) => Headers[call].GetValues("PayPal-Request-Id").Single();
}
