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
    public string? Id { get; set; }

    public string? EventType { get; set; }

    public string? Url { get; set; }

    public string? Status { get; set; }

    public decimal? Amount { get; set; }

    public string? Currency { get; set; }

    public decimal? FiatAmount { get; set; }

    public string? FiatCurrency { get; set; }

    public string? Network { get; set; }

    public string? TransactionHash { get; set; }

    public decimal? RefundedAmount { get; set; }

    public string? CreatedAt { get; set; }

    public string? UpdatedAt { get; set; }

    [JsonConverter(typeof(LenientMapConverter))]
    public IReadOnlyDictionary<string, string>? Metadata { get; set; }

    [JsonConverter(typeof(LenientListConverter<CheckoutRefund>))]
    public IReadOnlyList<CheckoutRefund>? Refunds { get; set; }
}

internal sealed class CheckoutRefund
{
    public string? Id { get; set; }

    public string? Status { get; set; }

    public decimal? Amount { get; set; }

    public string? Currency { get; set; }

    public decimal? FiatAmount { get; set; }

    public string? FiatCurrency { get; set; }

    public string? Reason { get; set; }

    public string? CreatedAt { get; set; }

    public string? CompletedAt { get; set; }
}

/// <summary>The answer to a refund.</summary>
internal sealed class CheckoutRefundAnswer
{
    [JsonConverter(typeof(LenientObjectConverter<Checkout>))]
    public Checkout? Checkout { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<CheckoutRefund>))]
    public CheckoutRefund? Refund { get; set; }
}

/// <summary>The body of an error; an older guide shows the names in snake case.</summary>
internal sealed class CheckoutFailure
{
    public string? ErrorType { get; set; }

    public string? ErrorMessage { get; set; }

    public string? CorrelationId { get; set; }

    [JsonPropertyName("error_type")]
    public string? SnakeErrorType { get; set; }

    [JsonPropertyName("error_message")]
    public string? SnakeErrorMessage { get; set; }

    [JsonPropertyName("correlation_id")]
    public string? SnakeCorrelationId { get; set; }
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
internal sealed partial class CheckoutsJson : JsonSerializerContext;
