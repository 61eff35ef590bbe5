using System.Text.Json.Serialization;
using Payments.Http;

namespace Payments.Square;

// What of Square's answers and messages is read. Everything may be missing, and what has another shape is as good as missing.

/// <summary>What Square names by an id.</summary>
internal interface ISquareObject
{
    string? Id { get; }
}

internal sealed class SquareMoney
{
    public long? Amount { get; init; }

    public string? Currency { get; init; }
}

internal sealed class SquareError
{
    public string? Category { get; init; }

    public string? Code { get; init; }

    public string? Detail { get; init; }

    public string? Field { get; init; }
}

/// <summary>The body of an error; a payment or refund may stand beside it. Square's first API said type and message.</summary>
internal sealed class SquareFailure
{
    [JsonConverter(typeof(LenientListConverter<SquareError>))]
    public IReadOnlyList<SquareError>? Errors { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquarePayment>))]
    public SquarePayment? Payment { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareRefund>))]
    public SquareRefund? Refund { get; init; }

    public string? Type { get; init; }

    public string? Message { get; init; }
}

internal sealed class SquarePayment : ISquareObject
{
    public string? Id { get; init; }

    public string? Status { get; init; }

    public string? CreatedAt { get; init; }

    public string? UpdatedAt { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareMoney>))]
    public SquareMoney? AmountMoney { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareMoney>))]
    public SquareMoney? TipMoney { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareMoney>))]
    public SquareMoney? TotalMoney { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareMoney>))]
    public SquareMoney? ApprovedMoney { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareMoney>))]
    public SquareMoney? RefundedMoney { get; init; }

    [JsonConverter(typeof(LenientStringListConverter))]
    public IReadOnlyList<string>? RefundIds { get; init; }

    [JsonConverter(typeof(LenientStringListConverter))]
    public IReadOnlyList<string>? Capabilities { get; init; }

    public string? SourceType { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareCardDetails>))]
    public SquareCardDetails? CardDetails { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareSourceDetails>))]
    public SquareSourceDetails? WalletDetails { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareSourceDetails>))]
    public SquareSourceDetails? BankAccountDetails { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareSourceDetails>))]
    public SquareSourceDetails? BuyNowPayLaterDetails { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareSourceDetails>))]
    public SquareSourceDetails? ExternalDetails { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareSourceDetails>))]
    public SquareSourceDetails? ElectronicMoneyDetails { get; init; }

    public string? DelayedUntil { get; init; }

    public string? OrderId { get; init; }

    public string? ReferenceId { get; init; }

    public string? Note { get; init; }

    public string? TerminalCheckoutId { get; init; }

    public string? ReceiptUrl { get; init; }

    public string? VersionToken { get; init; }
}

internal sealed class SquareCardDetails
{
    [JsonConverter(typeof(LenientObjectConverter<SquareCard>))]
    public SquareCard? Card { get; init; }

    public string? AuthResultCode { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareCardTimeline>))]
    public SquareCardTimeline? CardPaymentTimeline { get; init; }

    [JsonConverter(typeof(LenientListConverter<SquareError>))]
    public IReadOnlyList<SquareError>? Errors { get; init; }
}

internal sealed class SquareCard
{
    public string? CardBrand { get; init; }

    [JsonPropertyName("last_4")]
    public string? Last4 { get; init; }

    public string? CardType { get; init; }
}

internal sealed class SquareCardTimeline
{
    public string? VoidedAt { get; init; }
}

/// <summary>What the details of the other sources have in common: the brand of a wallet, the type of an external payment.</summary>
internal sealed class SquareSourceDetails
{
    public string? Brand { get; init; }

    public string? Type { get; init; }

    [JsonConverter(typeof(LenientListConverter<SquareError>))]
    public IReadOnlyList<SquareError>? Errors { get; init; }
}

internal sealed class SquareOrder : ISquareObject
{
    public string? Id { get; init; }

    public string? State { get; init; }

    public string? ReferenceId { get; init; }

    public string? CreatedAt { get; init; }

    public string? UpdatedAt { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareMoney>))]
    public SquareMoney? TotalMoney { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareMoney>))]
    public SquareMoney? TotalTipMoney { get; init; }

    [JsonConverter(typeof(LenientListConverter<SquareTender>))]
    public IReadOnlyList<SquareTender>? Tenders { get; init; }

    [JsonConverter(typeof(LenientMapConverter))]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

internal sealed class SquareTender
{
    public string? Id { get; init; }

    public string? PaymentId { get; init; }
}

internal sealed class SquareLink : ISquareObject
{
    public string? Id { get; init; }

    public string? OrderId { get; init; }

    public string? Url { get; init; }

    public string? LongUrl { get; init; }

    public string? CreatedAt { get; init; }
}

internal sealed class SquareLinkResources
{
    [JsonConverter(typeof(LenientListConverter<SquareOrder>))]
    public IReadOnlyList<SquareOrder>? Orders { get; init; }
}

internal sealed class SquareCheckout : ISquareObject
{
    public string? Id { get; init; }

    public string? Status { get; init; }

    public string? CancelReason { get; init; }

    public string? ReferenceId { get; init; }

    public string? CreatedAt { get; init; }

    public string? UpdatedAt { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareMoney>))]
    public SquareMoney? AmountMoney { get; init; }

    [JsonConverter(typeof(LenientStringListConverter))]
    public IReadOnlyList<string>? PaymentIds { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquarePaymentOptions>))]
    public SquarePaymentOptions? PaymentOptions { get; init; }
}

/// <summary>A refund, or a Terminal's: that one names the refund it led to.</summary>
internal sealed class SquareRefund : ISquareObject
{
    public string? Id { get; init; }

    public string? RefundId { get; init; }

    public string? Status { get; init; }

    public string? PaymentId { get; init; }

    public string? Reason { get; init; }

    public string? TerminalRefundId { get; init; }

    public string? CreatedAt { get; init; }

    public string? UpdatedAt { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareMoney>))]
    public SquareMoney? AmountMoney { get; init; }
}

internal sealed class SquareDispute : ISquareObject
{
    public string? Id { get; init; }

    /// <summary>What older API versions call the id.</summary>
    public string? DisputeId { get; init; }

    string? ISquareObject.Id => Id ?? DisputeId;

    public string? State { get; init; }

    public string? Reason { get; init; }

    public string? DueAt { get; init; }

    public string? CreatedAt { get; init; }

    public string? UpdatedAt { get; init; }

    public long? Version { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareMoney>))]
    public SquareMoney? AmountMoney { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareTender>))]
    public SquareTender? DisputedPayment { get; init; }
}

/// <summary>An answer, by what is in it.</summary>
internal sealed class SquareAnswer
{
    [JsonConverter(typeof(LenientObjectConverter<SquarePayment>))]
    public SquarePayment? Payment { get; init; }

    [JsonConverter(typeof(LenientListConverter<SquarePayment>))]
    public IReadOnlyList<SquarePayment>? Payments { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareOrder>))]
    public SquareOrder? Order { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareLink>))]
    public SquareLink? PaymentLink { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareLinkResources>))]
    public SquareLinkResources? RelatedResources { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareCheckout>))]
    public SquareCheckout? Checkout { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareRefund>))]
    public SquareRefund? Refund { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareDispute>))]
    public SquareDispute? Dispute { get; init; }

    public string? Cursor { get; init; }

    /// <summary>Of a deleted link; with two letters l, unlike every state.</summary>
    public string? CancelledOrderId { get; init; }
}

/// <summary>A webhook.</summary>
internal sealed class SquareEvent
{
    public string? MerchantId { get; init; }

    public string? Type { get; init; }

    public string? EventId { get; init; }

    public string? CreatedAt { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareEventData>))]
    public SquareEventData? Data { get; init; }
}

internal sealed class SquareEventData
{
    public string? Id { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareEventObject>))]
    public SquareEventObject? Object { get; init; }
}

/// <summary>What a webhook is about: one of these. A dispute is under either of two names.</summary>
internal sealed class SquareEventObject
{
    [JsonConverter(typeof(LenientObjectConverter<SquarePayment>))]
    public SquarePayment? Payment { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareRefund>))]
    public SquareRefund? Refund { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareDispute>))]
    public SquareDispute? Dispute { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareDispute>))]
    public SquareDispute? Object { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareCheckout>))]
    public SquareCheckout? Checkout { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareOrderNotice>))]
    public SquareOrderNotice? OrderCreated { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<SquareOrderNotice>))]
    public SquareOrderNotice? OrderUpdated { get; init; }
}

internal sealed class SquareOrderNotice
{
    public string? OrderId { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LenientStringConverter), typeof(LenientInt64Converter), typeof(LenientBooleanConverter)],
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(SquareAnswer))]
[JsonSerializable(typeof(SquareFailure))]
[JsonSerializable(typeof(SquareEvent))]
[JsonSerializable(typeof(SquareChargeCall))]
[JsonSerializable(typeof(SquareLinkCall))]
[JsonSerializable(typeof(SquareCheckoutCall))]
[JsonSerializable(typeof(SquareUpdateCall))]
[JsonSerializable(typeof(SquareCompleteCall))]
[JsonSerializable(typeof(SquareKeyCall))]
[JsonSerializable(typeof(SquareRefundCall))]
[JsonSerializable(typeof(SquareTerminalRefundCall))]
internal sealed partial class SquareJson : JsonSerializerContext;
