using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Payments.Http;

namespace Payments.PayPal;

// What of PayPal's answers is read. Nothing of the payer is, and everything may be missing.

/// <summary>An object that has an id.</summary>
internal abstract record PayPalObject
{
    public string? Id { get; init; }

    public string? Status { get; init; }

    public string? CreateTime { get; init; }

    public string? UpdateTime { get; init; }

    [JsonConverter(typeof(LenientListConverter<PayPalLink>))]
    public IReadOnlyList<PayPalLink>? Links { get; init; }

    /// <summary>When it last changed. Null when PayPal did not say.</summary>
    [JsonIgnore]
    public DateTimeOffset? ChangedAt => ProviderTime.Parse(UpdateTime) ?? ProviderTime.Parse(CreateTime);
}

internal sealed record PayPalOrder : PayPalObject
{
    public string? Intent { get; init; }

    [JsonConverter(typeof(PayPalSourceConverter))]
    public PayPalSource? PaymentSource { get; init; }

    [JsonConverter(typeof(LenientListConverter<PayPalUnit>))]
    public IReadOnlyList<PayPalUnit>? PurchaseUnits { get; init; }
}

internal sealed record PayPalUnit
{
    [JsonConverter(typeof(LenientObjectConverter<PayPalMoney>))]
    public PayPalMoney? Amount { get; init; }

    public string? CustomId { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<PayPalPayee>))]
    public PayPalPayee? Payee { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<PayPalPayments>))]
    public PayPalPayments? Payments { get; init; }
}

internal sealed record PayPalPayments
{
    [JsonConverter(typeof(LenientListConverter<PayPalAuthorization>))]
    public IReadOnlyList<PayPalAuthorization>? Authorizations { get; init; }

    [JsonConverter(typeof(LenientListConverter<PayPalCapture>))]
    public IReadOnlyList<PayPalCapture>? Captures { get; init; }

    [JsonConverter(typeof(LenientListConverter<PayPalRefund>))]
    public IReadOnlyList<PayPalRefund>? Refunds { get; init; }
}

/// <summary>A movement of money, or a hold.</summary>
internal abstract record PayPalMovement : PayPalObject
{
    [JsonConverter(typeof(LenientObjectConverter<PayPalMoney>))]
    public PayPalMoney? Amount { get; init; }

    public string? CustomId { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<PayPalStatusDetails>))]
    public PayPalStatusDetails? StatusDetails { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<PayPalSupplement>))]
    public PayPalSupplement? SupplementaryData { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<PayPalPayee>))]
    public PayPalPayee? Payee { get; init; }
}

internal sealed record PayPalAuthorization : PayPalMovement
{
    public string? ExpirationTime { get; init; }
}

internal sealed record PayPalCapture : PayPalMovement
{
    public bool? FinalCapture { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<PayPalProcessorResponse>))]
    public PayPalProcessorResponse? ProcessorResponse { get; init; }
}

internal sealed record PayPalRefund : PayPalMovement;

internal sealed record PayPalStatusDetails
{
    public string? Reason { get; init; }
}

internal sealed record PayPalProcessorResponse
{
    public string? ResponseCode { get; init; }
}

internal sealed record PayPalSupplement
{
    [JsonConverter(typeof(LenientObjectConverter<PayPalRelatedIds>))]
    public PayPalRelatedIds? RelatedIds { get; init; }
}

internal sealed record PayPalRelatedIds
{
    public string? OrderId { get; init; }

    public string? AuthorizationId { get; init; }

    public string? CaptureId { get; init; }
}

internal sealed record PayPalPayee
{
    public string? MerchantId { get; init; }
}

internal sealed record PayPalLink
{
    public string? Href { get; init; }

    public string? Rel { get; init; }
}

internal sealed record PayPalDispute
{
    public string? DisputeId { get; init; }

    public string? Status { get; init; }

    public string? Reason { get; init; }

    public string? CreateTime { get; init; }

    public string? UpdateTime { get; init; }

    public string? DisputeLifeCycleStage { get; init; }

    public string? SellerResponseDueDate { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<PayPalMoney>))]
    public PayPalMoney? DisputeAmount { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<PayPalOutcome>))]
    public PayPalOutcome? DisputeOutcome { get; init; }

    [JsonConverter(typeof(LenientListConverter<PayPalDisputedTransaction>))]
    public IReadOnlyList<PayPalDisputedTransaction>? DisputedTransactions { get; init; }
}

internal sealed record PayPalOutcome
{
    public string? OutcomeCode { get; init; }
}

internal sealed record PayPalDisputedTransaction
{
    public string? SellerTransactionId { get; init; }
}

internal sealed record PayPalVerification
{
    public string? VerificationStatus { get; init; }
}

/// <summary>The body of an error; of the token's endpoint it has the last two members.</summary>
internal sealed record PayPalFailure
{
    public string? Name { get; init; }

    public string? Message { get; init; }

    public string? DebugId { get; init; }

    [JsonConverter(typeof(LenientListConverter<PayPalIssue>))]
    public IReadOnlyList<PayPalIssue>? Details { get; init; }

    [JsonConverter(typeof(LenientListConverter<PayPalLink>))]
    public IReadOnlyList<PayPalLink>? Links { get; init; }

    public string? Error { get; init; }

    public string? ErrorDescription { get; init; }
}

internal sealed record PayPalIssue
{
    public string? Issue { get; init; }
}

/// <summary>An access token. A class, since a record prints its members.</summary>
internal sealed class PayPalToken
{
    public string? AccessToken { get; init; }

    public long? ExpiresIn { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LenientStringConverter), typeof(LenientBooleanConverter), typeof(LenientInt64Converter)],
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(PayPalOrder))]
[JsonSerializable(typeof(PayPalAuthorization))]
[JsonSerializable(typeof(PayPalCapture))]
[JsonSerializable(typeof(PayPalRefund))]
[JsonSerializable(typeof(PayPalDispute))]
[JsonSerializable(typeof(PayPalFailure))]
[JsonSerializable(typeof(PayPalToken))]
[JsonSerializable(typeof(PayPalVerification))]
[JsonSerializable(typeof(PayPalLink))]
[JsonSerializable(typeof(PayPalUnit))]
[JsonSerializable(typeof(PayPalDisputedTransaction))]
[JsonSerializable(typeof(PayPalIssue))]
[JsonSerializable(typeof(PayPalMoney))]
[JsonSerializable(typeof(PayPalPayee))]
[JsonSerializable(typeof(PayPalPayments))]
[JsonSerializable(typeof(PayPalStatusDetails))]
[JsonSerializable(typeof(PayPalSupplement))]
[JsonSerializable(typeof(PayPalProcessorResponse))]
[JsonSerializable(typeof(PayPalRelatedIds))]
[JsonSerializable(typeof(PayPalOutcome))]
[JsonSerializable(typeof(PayPalOrderRequest))]
[JsonSerializable(typeof(PayPalCaptureRequest))]
[JsonSerializable(typeof(PayPalRefundRequest))]
[JsonSerializable(typeof(PayPalExperience))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class PayPalJson : JsonSerializerContext;
