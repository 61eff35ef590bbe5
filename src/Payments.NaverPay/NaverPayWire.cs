using System.Text.Json.Serialization;
using Payments.Http;

namespace Payments.NaverPay;

// What of Naver Pay's answers is read. Everything may be missing, and members that no page lists come along.

/// <summary>What every answer begins with.</summary>
internal class NaverPayHead
{
    public string? Code { get; set; }

    public string? Message { get; set; }
}

internal sealed class NaverPayReserveAnswer : NaverPayHead
{
    [JsonConverter(typeof(LenientObjectConverter<NaverPayReserved>))]
    public NaverPayReserved? Body { get; set; }
}

internal sealed class NaverPayApplyAnswer : NaverPayHead
{
    [JsonConverter(typeof(LenientObjectConverter<NaverPayApplied>))]
    public NaverPayApplied? Body { get; set; }
}

internal sealed class NaverPayCancelAnswer : NaverPayHead
{
    [JsonConverter(typeof(LenientObjectConverter<NaverPayCancelled>))]
    public NaverPayCancelled? Body { get; set; }
}

internal sealed class NaverPayHistoryAnswer : NaverPayHead
{
    [JsonConverter(typeof(LenientObjectConverter<NaverPayHistory>))]
    public NaverPayHistory? Body { get; set; }
}

internal sealed class NaverPayReserved
{
    public string? ReserveId { get; set; }
}

internal sealed class NaverPayApplied
{
    public string? PaymentId { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<NaverPayMovement>))]
    public NaverPayMovement? Detail { get; set; }
}

internal sealed class NaverPayCancelled
{
    public string? PaymentId { get; set; }

    public string? PayHistId { get; set; }

    public string? CancelYmdt { get; set; }
}

internal sealed class NaverPayHistory
{
    // Not lenient: what a payment adds up to is not known where one of its movements cannot be read.
    public NaverPayMovement?[]? List { get; set; }

    public long? TotalCount { get; set; }

    public long? TotalPageCount { get; set; }
}

/// <summary>One movement of a payment: the approval, or a refund.</summary>
internal sealed class NaverPayMovement
{
    public string? PaymentId { get; set; }

    public string? PayHistId { get; set; }

    public string? MerchantPayKey { get; set; }

    /// <summary>Our reference of a refund.</summary>
    public string? MerchantPayTransactionKey { get; set; }

    public string? AdmissionTypeCode { get; set; }

    public string? AdmissionState { get; set; }

    public string? AdmissionYmdt { get; set; }

    public long? TotalPayAmount { get; set; }

    public long? NpointPayAmount { get; set; }

    public long? GiftCardAmount { get; set; }

    /// <summary>The member's other name.</summary>
    public long? GiftCardPayAmount { get; set; }

    public string? PrimaryPayMeans { get; set; }

    public string? BankCorpCode { get; set; }

    public string? CardCorpCode { get; set; }

    public string? CardNo { get; set; }

    public string? CardAuthNo { get; set; }

    public long? CardInstCount { get; set; }

    public long? TaxExScopeAmount { get; set; }

    public long? EnvironmentDepositAmount { get; set; }

    internal NaverPayMovementKind Kind => NaverPayMapping.Movements.GetValueOrDefault(AdmissionTypeCode ?? "");

    /// <summary>Null for a state that is not known.</summary>
    internal MovementState? State => NaverPayMapping.States.TryGetValue(AdmissionState ?? "", out var state) ? state : null;

    internal DateTimeOffset? At => ProviderTime.ParseExact(AdmissionYmdt, NaverPayDefaults.TimeFormat, ProviderTime.KoreaOffset);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LenientStringConverter), typeof(LenientInt64Converter)],
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(NaverPayHead))]
[JsonSerializable(typeof(NaverPayReserveAnswer))]
[JsonSerializable(typeof(NaverPayApplyAnswer))]
[JsonSerializable(typeof(NaverPayCancelAnswer))]
[JsonSerializable(typeof(NaverPayHistoryAnswer))]
[JsonSerializable(typeof(NaverPayReserveCall))]
[JsonSerializable(typeof(NaverPayHistoryCall))]
[JsonSerializable(typeof(NaverPayReserved))]
[JsonSerializable(typeof(NaverPayApplied))]
[JsonSerializable(typeof(NaverPayCancelled))]
[JsonSerializable(typeof(NaverPayHistory))]
[JsonSerializable(typeof(NaverPayMovement))]
[JsonSerializable(typeof(NaverPayMovement?[]))]
internal sealed partial class NaverPayJson : JsonSerializerContext;
