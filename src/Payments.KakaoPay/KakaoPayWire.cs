using System.Text.Json;
using System.Text.Json.Serialization;
using Payments.Http;

namespace Payments.KakaoPay;

// What of Kakao Pay's answers is read. Everything may be missing: a payment by money has no card, one that is not approved has no amounts.

internal sealed class KakaoPayReady
{
    public string? Tid { get; init; }

    public string? NextRedirectPcUrl { get; init; }

    public string? NextRedirectMobileUrl { get; init; }

    public string? NextRedirectAppUrl { get; init; }

    public string? AndroidAppScheme { get; init; }

    public string? IosAppScheme { get; init; }

    public string? CreatedAt { get; init; }
}

/// <summary>What an approval, a read and a refund have in common.</summary>
internal abstract class KakaoPayTransaction
{
    public string? Tid { get; init; }

    public string? Cid { get; init; }

    public string? PartnerOrderId { get; init; }

    public string? PartnerUserId { get; init; }

    public string? PaymentMethodType { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<KakaoPayAmount>))]
    public KakaoPayAmount? Amount { get; init; }

    public string? CreatedAt { get; init; }

    public string? ApprovedAt { get; init; }
}

/// <summary>The answer to an approval or a recurring charge. It has no status: that it came is the success.</summary>
internal sealed class KakaoPayApproval : KakaoPayTransaction
{
    public string? Aid { get; init; }

    public string? Sid { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<KakaoPayCard>))]
    public KakaoPayCard? CardInfo { get; init; }
}

internal sealed class KakaoPayOrder : KakaoPayTransaction
{
    public string? Status { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<KakaoPayAmount>))]
    public KakaoPayAmount? CanceledAmount { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<KakaoPaySelectedCard>))]
    public KakaoPaySelectedCard? SelectedCardInfo { get; init; }

    [JsonConverter(typeof(LenientListConverter<KakaoPayAction>))]
    public IReadOnlyList<KakaoPayAction>? PaymentActionDetails { get; init; }
}

internal sealed class KakaoPayCancellation : KakaoPayTransaction
{
    public string? Aid { get; init; }

    public string? Status { get; init; }

    public string? Payload { get; init; }

    public string? CanceledAt { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<KakaoPayAmount>))]
    public KakaoPayAmount? ApprovedCancelAmount { get; init; }
}

/// <summary>An amount in won. Points and discounts are contained in the total.</summary>
internal sealed class KakaoPayAmount
{
    public long? Total { get; init; }

    public long? TaxFree { get; init; }

    public long? Vat { get; init; }

    public long? GreenDeposit { get; init; }
}

internal sealed class KakaoPayCard
{
    public string? KakaopayIssuerCorp { get; init; }

    /// <summary>The member's older name.</summary>
    public string? IssuerCorp { get; init; }

    public string? CardType { get; init; }

    public long? InstallMonth { get; init; }

    public string? ApprovedId { get; init; }
}

internal sealed class KakaoPaySelectedCard
{
    public string? CardCorpName { get; init; }

    public long? InstallMonth { get; init; }
}

/// <summary>One movement of a payment.</summary>
internal sealed class KakaoPayAction
{
    internal const string Payment = "PAYMENT";
    internal const string Cancel = "CANCEL";

    public string? Aid { get; init; }

    public string? PaymentActionType { get; init; }

    public long? Amount { get; init; }

    public string? ApprovedAt { get; init; }

    public string? Payload { get; init; }
}

/// <summary>The body of an error.</summary>
internal sealed class KakaoPayFailure
{
    public long? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    public JsonElement? Extras { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LenientStringConverter), typeof(LenientInt64Converter)],
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(KakaoPayReadyCall))]
[JsonSerializable(typeof(KakaoPayApproveCall))]
[JsonSerializable(typeof(KakaoPaySubscriptionCall))]
[JsonSerializable(typeof(KakaoPayOrderCall))]
[JsonSerializable(typeof(KakaoPayCancelCall))]
[JsonSerializable(typeof(KakaoPayReady))]
[JsonSerializable(typeof(KakaoPayApproval))]
[JsonSerializable(typeof(KakaoPayOrder))]
[JsonSerializable(typeof(KakaoPayCancellation))]
[JsonSerializable(typeof(KakaoPayFailure))]
[JsonSerializable(typeof(KakaoPayAmount))]
[JsonSerializable(typeof(KakaoPayCard))]
[JsonSerializable(typeof(KakaoPaySelectedCard))]
[JsonSerializable(typeof(KakaoPayAction))]
[JsonSerializable(typeof(KakaoPayState))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class KakaoPayJson : JsonSerializerContext;
