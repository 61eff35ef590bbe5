using System.Text.Json.Serialization;
using Payments.Http;

namespace Payments.Coinbase;

/// <summary>The body of the call that makes a checkout.</summary>
internal sealed class CheckoutBody
{
    public required string Amount { get; init; }

    public required string Currency { get; init; }

    public required string? Description { get; init; }

    [JsonConverter(typeof(LenientMapConverter))]
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public string? SuccessRedirectUrl { get; init; }

    public string? FailRedirectUrl { get; init; }

    public string? ExpiresAt { get; init; }
}

/// <summary>The body of the call that makes a refund.</summary>
internal sealed class CheckoutRefundBody
{
    public required string Amount { get; init; }

    public required string Currency { get; init; }

    public required string Reason { get; init; }
}

/// <summary>What is read of a checkout, or of an event, which is a checkout with <c>eventType</c>. Everything may be missing.</summary>
internal sealed class Checkout
{
    public string? Id { get; init; }

    public string? EventType { get; init; }

    public string? Url { get; init; }

    public string? Status { get; init; }

    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    public decimal? FiatAmount { get; init; }

    public string? FiatCurrency { get; init; }

    public string? Network { get; init; }

    public string? TransactionHash { get; init; }

    public decimal? RefundedAmount { get; init; }

    public string? CreatedAt { get; init; }

    public string? UpdatedAt { get; init; }

    [JsonConverter(typeof(LenientMapConverter))]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    [JsonConverter(typeof(LenientListConverter<CheckoutRefund>))]
    public IReadOnlyList<CheckoutRefund>? Refunds { get; init; }
}

internal sealed class CheckoutRefund
{
    public string? Id { get; init; }

    public string? Status { get; init; }

    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    public decimal? FiatAmount { get; init; }

    public string? FiatCurrency { get; init; }

    public string? Reason { get; init; }

    public string? CreatedAt { get; init; }

    public string? CompletedAt { get; init; }
}

/// <summary>The answer to a refund.</summary>
internal sealed class CheckoutRefundAnswer
{
    [JsonConverter(typeof(LenientObjectConverter<Checkout>))]
    public Checkout? Checkout { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<CheckoutRefund>))]
    public CheckoutRefund? Refund { get; init; }
}

/// <summary>The body of an error; an older guide shows the names in snake case.</summary>
internal sealed class CheckoutFailure
{
    public string? ErrorType { get; init; }

    public string? ErrorMessage { get; init; }

    public string? CorrelationId { get; init; }

    [JsonPropertyName("error_type")]
    public string? SnakeErrorType { get; init; }

    [JsonPropertyName("error_message")]
    public string? SnakeErrorMessage { get; init; }

    [JsonPropertyName("correlation_id")]
    public string? SnakeCorrelationId { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LenientStringConverter), typeof(LenientDecimalConverter)],
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CheckoutBody))]
[JsonSerializable(typeof(CheckoutRefundBody))]
[JsonSerializable(typeof(Checkout))]
[JsonSerializable(typeof(CheckoutRefundAnswer))]
[JsonSerializable(typeof(CheckoutFailure))]
[JsonSerializable(typeof(CdpTokenHeader))]
[JsonSerializable(typeof(CdpTokenClaims))]
internal sealed partial class CheckoutsJson : JsonSerializerContext;
