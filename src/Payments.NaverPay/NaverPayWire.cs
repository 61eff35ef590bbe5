using System.Text.Json.Serialization;
using Payments.Http;

namespace Payments.NaverPay;

// What of Naver Pay's answers is read. Everything may be missing, and members that no page lists come along.

/// <summary>What every answer begins with.</summary>
internal class NaverPayHead
{
    public string? Code { get; init; }

    public string? Message { get; init; }
}

internal sealed class NaverPayReserveAnswer : NaverPayHead
{
    [JsonConverter(typeof(LenientObjectConverter<NaverPayReserved>))]
    public NaverPayReserved? Body { get; init; }
}

internal sealed class NaverPayApplyAnswer : NaverPayHead
{
    [JsonConverter(typeof(LenientObjectConverter<NaverPayApplied>))]
    public NaverPayApplied? Body { get; init; }
}

internal sealed class NaverPayCancelAnswer : NaverPayHead
{
    [JsonConverter(typeof(LenientObjectConverter<NaverPayCancelled>))]
    public NaverPayCancelled? Body { get; init; }
}

internal sealed class NaverPayHistoryAnswer : NaverPayHead
{
    [JsonConverter(typeof(LenientObjectConverter<NaverPayHistory>))]
    public NaverPayHistory? Body { get; init; }
}

internal sealed class NaverPayReserved
{
    public string? ReserveId { get; init; }
}

internal sealed class NaverPayApplied
{
    public string? PaymentId { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<NaverPayMovement>))]
    public NaverPayMovement? Detail { get; init; }
}

internal sealed class NaverPayCancelled
{
    public string? PaymentId { get; init; }

    public string? PayHistId { get; init; }

    public string? CancelYmdt { get; init; }
}

internal sealed class NaverPayHistory
{
    // Not lenient: what a payment adds up to is not known where one of its movements cannot be read.
    public NaverPayMovement?[]? List { get; init; }

    public long? TotalPageCount { get; init; }
}

/// <summary>One movement of a payment: the approval, or a refund.</summary>
internal sealed class NaverPayMovement
{
    public string? PaymentId { get; init; }

    public string? PayHistId { get; init; }

    public string? MerchantPayKey { get; init; }

    /// <summary>Our reference of a refund.</summary>
    public string? MerchantPayTransactionKey { get; init; }

    public string? AdmissionTypeCode { get; init; }

    public string? AdmissionState { get; init; }

    public string? AdmissionYmdt { get; init; }

    public long? TotalPayAmount { get; init; }

    public long? NpointPayAmount { get; init; }

    public long? GiftCardAmount { get; init; }

    /// <summary>The member's other name.</summary>
    public long? GiftCardPayAmount { get; init; }

    public string? PrimaryPayMeans { get; init; }

    public string? CardCorpCode { get; init; }

    public string? CardNo { get; init; }

    public string? CardAuthNo { get; init; }

    public long? CardInstCount { get; init; }

    public long? TaxExScopeAmount { get; init; }

    public long? EnvironmentDepositAmount { get; init; }

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
