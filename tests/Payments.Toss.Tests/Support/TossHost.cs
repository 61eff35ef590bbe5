using Microsoft.Extensions.DependencyInjection;

namespace Payments.Toss.Tests;

/// <summary>The bare provider over a mocked wire.</summary>
internal sealed class TossHost(Action<TossOptions>? configure = null) : ProviderHost<TossOptions>("toss", "https://api.tosspayments.com", payments =>
    payments.AddToss(options =>
    {
        options.SecretKey = "test_sk_key";
        options.ClientKey = "test_ck_key";
        options.MaxRetries = 0;
        options.WebhookSecrets.Add(SecurityKey);
        configure?.Invoke(options);
    }))
{
    public const string SecurityKey = "3b3dcb94b0ff8ed1b0a6a4f6a9b1a2c5d7e8f90123456789abcdef0123456789";

    /// <summary>The next call and its answer.</summary>
    public TossHost On(string call, string answer, int status = 200)
    {
        Expect(call, answer, status);
        return this;
    }

    /// <summary>The next call and an error as its answer.</summary>
    public TossHost Fails(string call, string code, int status = 400) => On(call, $$"""{"code":"{{code}}","message":"Words of Toss Payments'."}""", status);

    public string KeyOf(int call) => Headers[call].GetValues("Idempotency-Key").Single();
}
