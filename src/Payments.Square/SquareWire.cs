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
    public long? Amount { get; set; }

    public string? Currency { get; set; }
}

internal sealed class SquareError
{
    public string? Category { get; set; }

    public string? Code { get; set; }

    public string? Detail { get; set; }

    public string? Field { get; set; }
}

/// <summary>What every answer may tell of an error; the payment or refund beside it is of the <see cref="SquareAnswer"/>. Square's first API said type and message.</summary>
internal sealed class SquareFailure
{
    [JsonConverter(typeof(LenientListConverter<SquareError>))]
    public IReadOnlyList<SquareError>? Errors { get; set; }

    public string? Type { get; set; }

    public string? Message { get; set; }
}

internal sealed class SquarePayment : ISquareObject
{
    public string? Id { get; set; }

    public string? Status { get; set; }

    public string? CreatedAt { get; set; }

    public string? UpdatedAt { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareMoney>))]
    public SquareMoney? AmountMoney { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareMoney>))]
    public SquareMoney? TipMoney { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareMoney>))]
    public SquareMoney? TotalMoney { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareMoney>))]
    public SquareMoney? RefundedMoney { get; set; }

    [JsonConverter(typeof(LenientStringListConverter))]
    public IReadOnlyList<string>? RefundIds { get; set; }

    [JsonConverter(typeof(LenientStringListConverter))]
    public IReadOnlyList<string>? Capabilities { get; set; }

    public string? SourceType { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareCardDetails>))]
    public SquareCardDetails? CardDetails { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareSourceDetails>))]
    public SquareSourceDetails? WalletDetails { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareSourceDetails>))]
    public SquareSourceDetails? BankAccountDetails { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareSourceDetails>))]
    public SquareSourceDetails? BuyNowPayLaterDetails { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareSourceDetails>))]
    public SquareSourceDetails? ExternalDetails { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareSourceDetails>))]
    public SquareSourceDetails? ElectronicMoneyDetails { get; set; }

    public string? DelayedUntil { get; set; }

    public string? LocationId { get; set; }

    public string? OrderId { get; set; }

    public string? ReferenceId { get; set; }

    public string? Note { get; set; }

    public string? TerminalCheckoutId { get; set; }

    public string? ReceiptUrl { get; set; }

    public string? VersionToken { get; set; }
}

internal sealed class SquareCardDetails
{
    [JsonConverter(typeof(LenientObjectConverter<SquareCard>))]
    public SquareCard? Card { get; set; }

    public string? AuthResultCode { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareCardTimeline>))]
    public SquareCardTimeline? CardPaymentTimeline { get; set; }

    [JsonConverter(typeof(LenientListConverter<SquareError>))]
    public IReadOnlyList<SquareError>? Errors { get; set; }
}

internal sealed class SquareCard
{
    public string? CardBrand { get; set; }

    [JsonPropertyName("last_4")]
    public string? Last4 { get; set; }

    public string? CardType { get; set; }
}

internal sealed class SquareCardTimeline
{
    public string? VoidedAt { get; set; }
}

/// <summary>What the details of the other sources have in common: the brand of a wallet, the type of an external payment.</summary>
internal sealed class SquareSourceDetails
{
    public string? Brand { get; set; }

    public string? Type { get; set; }

    [JsonConverter(typeof(LenientListConverter<SquareError>))]
    public IReadOnlyList<SquareError>? Errors { get; set; }
}

internal sealed class SquareOrder : ISquareObject
{
    public string? Id { get; set; }

    public string? LocationId { get; set; }

    public string? State { get; set; }

    public string? ReferenceId { get; set; }

    public string? CreatedAt { get; set; }

    public string? UpdatedAt { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareMoney>))]
    public SquareMoney? TotalMoney { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareMoney>))]
    public SquareMoney? TotalTipMoney { get; set; }

    [JsonConverter(typeof(LenientListConverter<SquareTender>))]
    public IReadOnlyList<SquareTender>? Tenders { get; set; }

    [JsonConverter(typeof(LenientMapConverter))]
    public IReadOnlyDictionary<string, string>? Metadata { get; set; }
}

internal sealed class SquareTender
{
    public string? Id { get; set; }

    public string? PaymentId { get; set; }
}

internal sealed class SquareLink : ISquareObject
{
    public string? Id { get; set; }

    public string? OrderId { get; set; }

    public string? Url { get; set; }

    public string? LongUrl { get; set; }

    public string? CreatedAt { get; set; }
}

internal sealed class SquareLinkResources
{
    [JsonConverter(typeof(LenientListConverter<SquareOrder>))]
    public IReadOnlyList<SquareOrder>? Orders { get; set; }
}

internal sealed class SquareCheckout : ISquareObject
{
    public string? Id { get; set; }

    public string? Status { get; set; }

    public string? CancelReason { get; set; }

    public string? LocationId { get; set; }

    public string? ReferenceId { get; set; }

    public string? CreatedAt { get; set; }

    public string? UpdatedAt { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareMoney>))]
    public SquareMoney? AmountMoney { get; set; }

    [JsonConverter(typeof(LenientStringListConverter))]
    public IReadOnlyList<string>? PaymentIds { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquarePaymentOptions>))]
    public SquarePaymentOptions? PaymentOptions { get; set; }
}

/// <summary>A refund, or a Terminal's: that one names the refund it led to.</summary>
internal sealed class SquareRefund : ISquareObject
{
    public string? Id { get; set; }

    public string? RefundId { get; set; }

    public string? Status { get; set; }

    public string? PaymentId { get; set; }

    public string? Reason { get; set; }

    public string? TerminalRefundId { get; set; }

    public string? CreatedAt { get; set; }

    public string? UpdatedAt { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareMoney>))]
    public SquareMoney? AmountMoney { get; set; }
}

internal sealed class SquareDispute : ISquareObject
{
    public string? Id { get; set; }

    /// <summary>What older API versions call the id.</summary>
    public string? DisputeId { get; set; }

    string? ISquareObject.Id => Id ?? DisputeId;

    public string? State { get; set; }

    public string? Reason { get; set; }

    public string? DueAt { get; set; }

    public string? CreatedAt { get; set; }

    public string? UpdatedAt { get; set; }

    public long? Version { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareMoney>))]
    public SquareMoney? AmountMoney { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareTender>))]
    public SquareTender? DisputedPayment { get; set; }
}

/// <summary>An answer, by what is in it.</summary>
internal sealed class SquareAnswer
{
    [JsonConverter(typeof(LenientObjectConverter<SquarePayment>))]
    public SquarePayment? Payment { get; set; }

    [JsonConverter(typeof(LenientListConverter<SquarePayment>))]
    public IReadOnlyList<SquarePayment>? Payments { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareOrder>))]
    public SquareOrder? Order { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareLink>))]
    public SquareLink? PaymentLink { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareLinkResources>))]
    public SquareLinkResources? RelatedResources { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareCheckout>))]
    public SquareCheckout? Checkout { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareRefund>))]
    public SquareRefund? Refund { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareDispute>))]
    public SquareDispute? Dispute { get; set; }

    public string? Cursor { get; set; }

    /// <summary>Of a deleted link; with two letters l, unlike every state.</summary>
    public string? CancelledOrderId { get; set; }
}

/// <summary>A webhook.</summary>
internal sealed class SquareEvent
{
    public string? MerchantId { get; set; }

    public string? Type { get; set; }

    public string? EventId { get; set; }

    public string? CreatedAt { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareEventData>))]
    public SquareEventData? Data { get; set; }
}

internal sealed class SquareEventData
{
    public string? Id { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareEventObject>))]
    public SquareEventObject? Object { get; set; }
}

/// <summary>What a webhook is about: one of these. A dispute is under either of two names.</summary>
internal sealed class SquareEventObject
{
    [JsonConverter(typeof(LenientObjectConverter<SquarePayment>))]
    public SquarePayment? Payment { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareRefund>))]
    public SquareRefund? Refund { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareDispute>))]
    public SquareDispute? Dispute { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareDispute>))]
    public SquareDispute? Object { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareCheckout>))]
    public SquareCheckout? Checkout { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareOrderNotice>))]
    public SquareOrderNotice? OrderCreated { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<SquareOrderNotice>))]
    public SquareOrderNotice? OrderUpdated { get; set; }
}

internal sealed class SquareOrderNotice
{
    public string? OrderId { get; set; }

    public string? LocationId { get; set; }
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
