using System.Text.Json;
using System.Text.Json.Serialization;
using Payments.Http;

namespace Payments.KakaoPay;

// What of Kakao Pay's answers is read. Everything may be missing: a payment by money has no card, one that is not approved has no amounts.

internal sealed class KakaoPayReady
{
    public string? Tid { get; set; }

    public string? NextRedirectPcUrl { get; set; }

    public string? NextRedirectMobileUrl { get; set; }

    public string? NextRedirectAppUrl { get; set; }

    public string? AndroidAppScheme { get; set; }

    public string? IosAppScheme { get; set; }

    public string? CreatedAt { get; set; }
}

/// <summary>What an approval, a read and a refund have in common.</summary>
internal abstract class KakaoPayTransaction
{
    public string? Tid { get; set; }

    public string? Cid { get; set; }

    public string? PartnerOrderId { get; set; }

    public string? PartnerUserId { get; set; }

    public string? PaymentMethodType { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<KakaoPayAmount>))]
    public KakaoPayAmount? Amount { get; set; }

    public string? CreatedAt { get; set; }

    public string? ApprovedAt { get; set; }
}

/// <summary>The answer to an approval or a recurring charge. It has no status: that it came is the success.</summary>
internal sealed class KakaoPayApproval : KakaoPayTransaction
{
    public string? Aid { get; set; }

    public string? Sid { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<KakaoPayCard>))]
    public KakaoPayCard? CardInfo { get; set; }
}

internal sealed class KakaoPayOrder : KakaoPayTransaction
{
    public string? Status { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<KakaoPayAmount>))]
    public KakaoPayAmount? CanceledAmount { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<KakaoPaySelectedCard>))]
    public KakaoPaySelectedCard? SelectedCardInfo { get; set; }

    [JsonConverter(typeof(LenientListConverter<KakaoPayAction>))]
    public IReadOnlyList<KakaoPayAction>? PaymentActionDetails { get; set; }
}

internal sealed class KakaoPayCancellation : KakaoPayTransaction
{
    public string? Aid { get; set; }

    public string? Status { get; set; }

    public string? Payload { get; set; }

    public string? CanceledAt { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<KakaoPayAmount>))]
    public KakaoPayAmount? ApprovedCancelAmount { get; set; }
}

/// <summary>An amount in won. Points and discounts are contained in the total.</summary>
internal sealed class KakaoPayAmount
{
    public long? Total { get; set; }

    public long? TaxFree { get; set; }

    public long? Vat { get; set; }

    public long? GreenDeposit { get; set; }
}

internal sealed class KakaoPayCard
{
    public string? KakaopayIssuerCorp { get; set; }

    /// <summary>The member's older name.</summary>
    public string? IssuerCorp { get; set; }

    public string? CardType { get; set; }

    public long? InstallMonth { get; set; }

    public string? ApprovedId { get; set; }
}

internal sealed class KakaoPaySelectedCard
{
    public string? CardCorpName { get; set; }

    public long? InstallMonth { get; set; }
}

/// <summary>One movement of a payment.</summary>
internal sealed class KakaoPayAction
{
    internal const string Payment = "PAYMENT";
    internal const string Cancel = "CANCEL";

    public string? Aid { get; set; }

    public string? PaymentActionType { get; set; }

    public long? Amount { get; set; }

    public string? ApprovedAt { get; set; }

    public string? Payload { get; set; }
}

/// <summary>The body of an error.</summary>
internal sealed class KakaoPayFailure
{
    public long? ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    public JsonElement? Extras { get; set; }
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
