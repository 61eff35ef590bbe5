using System.Text.Json;

namespace Payments.KakaoPay;

/// <summary>What Kakao Pay wants back later, as the payment memory keeps it: <see cref="Payment.ProviderState"/>.</summary>
internal sealed class KakaoPayState
{
    /// <summary>The payer's id of the ready call: an approval has to name it again.</summary>
    public string? PartnerUserId { get; init; }

    /// <summary>The recurring key that the approval brought. Null for a single payment.</summary>
    public string? Sid { get; init; }

    internal static KakaoPayState? Of(Payment? payment)
    {
        if (payment?.ProviderState is not { } state)
            return null;
        try
        {
            return JsonSerializer.Deserialize(state.Reveal(), KakaoPayJson.Default.KakaoPayState);
        }
        catch (JsonException)
        {
            // Another provider's.
            return null;
        }
    }

    internal static Sensitive<string>? Create(string? partnerUserId, string? sid = null) => partnerUserId is null && sid is null
        ? default(Sensitive<string>?)
        : new Sensitive<string>(
            JsonSerializer.Serialize(new KakaoPayState { PartnerUserId = partnerUserId, Sid = sid }, KakaoPayJson.Default.KakaoPayState));
}
