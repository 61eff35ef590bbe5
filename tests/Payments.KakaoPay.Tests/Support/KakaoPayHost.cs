using Microsoft.Extensions.DependencyInjection;

namespace Payments.KakaoPay.Tests;

/// <summary>The bare provider over a mocked wire.</summary>
internal sealed class KakaoPayHost(Action<KakaoPayOptions>? configure = null) : ProviderHost<KakaoPayOptions>("kakaopay", "https://open-api.kakaopay.com", payments =>
    payments.AddKakaoPay(options =>
    {
        options.SecretKey = "DEV0TEST0KEY";
        options.Cid = "TC0ONETIME";
        configure?.Invoke(options);
    }))
{
    /// <summary>The next call and its answer.</summary>
    public KakaoPayHost On(string call, string answer, int status = 200, params (string Name, string Value)[] headers)
    {
        Expect("POST /online/v1/payment/" + call, answer, status, headers: headers);
        return this;
    }

    /// <summary>The next call, which is refused.</summary>
    public KakaoPayHost Refuse(string call, long code, string? reason = null, int status = 400) => On(
        call,
        $$"""{"error_code":{{code}},"error_message":"Words of Kakao Pay's.","extras":{{(reason is null ? "null" : $$"""{"method_result_code":"{{reason}}","method_result_message":"한도초과"}""")}}}""",
        status);
}
