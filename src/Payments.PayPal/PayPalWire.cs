using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Payments.Http;

namespace Payments.PayPal;

// What of PayPal's answers is read. Nothing of the payer is, and everything may be missing.

/// <summary>An object that has an id.</summary>
internal abstract record PayPalObject
{
    public string? Id { get; set; }

    public string? Status { get; set; }

    public string? CreateTime { get; set; }

    public string? UpdateTime { get; set; }

    [JsonConverter(typeof(LenientListConverter<PayPalLink>))]
    public IReadOnlyList<PayPalLink>? Links { get; set; }

    /// <summary>When it last changed. Null when PayPal did not say.</summary>
    [JsonIgnore]
    public DateTimeOffset? ChangedAt => ProviderTime.Parse(UpdateTime) ?? ProviderTime.Parse(CreateTime);
}

internal sealed record PayPalOrder : PayPalObject
{
    public string? Intent { get; set; }

    [JsonConverter(typeof(PayPalSourceConverter))]
    public PayPalSource? PaymentSource { get; set; }

    [JsonConverter(typeof(LenientListConverter<PayPalUnit>))]
    public IReadOnlyList<PayPalUnit>? PurchaseUnits { get; set; }
}

internal sealed record PayPalUnit
{
    [JsonConverter(typeof(LenientObjectConverter<PayPalMoney>))]
    public PayPalMoney? Amount { get; set; }

    public string? CustomId { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<PayPalPayee>))]
    public PayPalPayee? Payee { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<PayPalPayments>))]
    public PayPalPayments? Payments { get; set; }
}

internal sealed record PayPalPayments
{
    [JsonConverter(typeof(LenientListConverter<PayPalAuthorization>))]
    public IReadOnlyList<PayPalAuthorization>? Authorizations { get; set; }

    [JsonConverter(typeof(LenientListConverter<PayPalCapture>))]
    public IReadOnlyList<PayPalCapture>? Captures { get; set; }

    [JsonConverter(typeof(LenientListConverter<PayPalRefund>))]
    public IReadOnlyList<PayPalRefund>? Refunds { get; set; }
}

/// <summary>A movement of money, or a hold.</summary>
internal abstract record PayPalMovement : PayPalObject
{
    [JsonConverter(typeof(LenientObjectConverter<PayPalMoney>))]
    public PayPalMoney? Amount { get; set; }

    public string? CustomId { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<PayPalStatusDetails>))]
    public PayPalStatusDetails? StatusDetails { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<PayPalSupplement>))]
    public PayPalSupplement? SupplementaryData { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<PayPalPayee>))]
    public PayPalPayee? Payee { get; set; }
}

internal sealed record PayPalAuthorization : PayPalMovement
{
    public string? ExpirationTime { get; set; }
}

internal sealed record PayPalCapture : PayPalMovement
{
    public bool? FinalCapture { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<PayPalProcessorResponse>))]
    public PayPalProcessorResponse? ProcessorResponse { get; set; }
}

internal sealed record PayPalRefund : PayPalMovement;

internal sealed record PayPalStatusDetails
{
    public string? Reason { get; set; }
}

internal sealed record PayPalProcessorResponse
{
    public string? ResponseCode { get; set; }
}

internal sealed record PayPalSupplement
{
    [JsonConverter(typeof(LenientObjectConverter<PayPalRelatedIds>))]
    public PayPalRelatedIds? RelatedIds { get; set; }
}

internal sealed record PayPalRelatedIds
{
    public string? OrderId { get; set; }

    public string? AuthorizationId { get; set; }

    public string? CaptureId { get; set; }
}

internal sealed record PayPalPayee
{
    public string? MerchantId { get; set; }
}

internal sealed record PayPalLink
{
    public string? Href { get; set; }

    public string? Rel { get; set; }
}

internal sealed record PayPalDispute
{
    public string? DisputeId { get; set; }

    public string? Status { get; set; }

    public string? Reason { get; set; }

    public string? CreateTime { get; set; }

    public string? UpdateTime { get; set; }

    public string? DisputeLifeCycleStage { get; set; }

    public string? SellerResponseDueDate { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<PayPalMoney>))]
    public PayPalMoney? DisputeAmount { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<PayPalOutcome>))]
    public PayPalOutcome? DisputeOutcome { get; set; }

    [JsonConverter(typeof(LenientListConverter<PayPalDisputedTransaction>))]
    public IReadOnlyList<PayPalDisputedTransaction>? DisputedTransactions { get; set; }
}

internal sealed record PayPalOutcome
{
    public string? OutcomeCode { get; set; }
}

internal sealed record PayPalDisputedTransaction
{
    public string? SellerTransactionId { get; set; }
}

internal sealed record PayPalVerification
{
    public string? VerificationStatus { get; set; }
}

/// <summary>The body of an error; of the token's endpoint it has the last two members.</summary>
internal sealed record PayPalFailure
{
    public string? Name { get; set; }

    public string? Message { get; set; }

    public string? DebugId { get; set; }

    [JsonConverter(typeof(LenientListConverter<PayPalIssue>))]
    public IReadOnlyList<PayPalIssue>? Details { get; set; }

    [JsonConverter(typeof(LenientListConverter<PayPalLink>))]
    public IReadOnlyList<PayPalLink>? Links { get; set; }

    public string? Error { get; set; }

    public string? ErrorDescription { get; set; }
}

internal sealed record PayPalIssue
{
    public string? Issue { get; set; }
}

/// <summary>An access token. A class, since a record prints its members.</summary>
internal sealed class PayPalToken
{
    public string? AccessToken { get; set; }

    public long? ExpiresIn { get; set; }
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
