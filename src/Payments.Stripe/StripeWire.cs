using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Payments.Stripe;

// What of Stripe's answers is read. Classes, not records: some hold client secrets, and a record prints its members. Everything may be missing.

/// <summary>An object that has an id.</summary>
internal abstract class StripeObject
{
    public string? Id { get; init; }

    public string? Object { get; init; }

    public long? Created { get; init; }

    public bool? Livemode { get; init; }

    public string? Currency { get; init; }

    public Dictionary<string, string?>? Metadata { get; init; }
}

internal sealed class StripeIntent : StripeObject
{
    public string? Status { get; init; }

    public long? Amount { get; init; }

    public long? AmountCapturable { get; init; }

    public long? AmountReceived { get; init; }

    public string? CaptureMethod { get; init; }

    public string? CancellationReason { get; init; }

    public string? ClientSecret { get; init; }

    public string?[]? PaymentMethodTypes { get; init; }

    public StripeError? LastPaymentError { get; init; }

    public JsonElement? NextAction { get; init; }

    [JsonConverter(typeof(ExpandableConverter<StripeCharge>))]
    public Expandable<StripeCharge>? LatestCharge { get; init; }
}

internal sealed class StripeSession : StripeObject
{
    public string? Status { get; init; }

    public string? PaymentStatus { get; init; }

    public string? Url { get; init; }

    public long? AmountTotal { get; init; }

    public string? ClientReferenceId { get; init; }

    public string?[]? PaymentMethodTypes { get; init; }

    [JsonConverter(typeof(ExpandableConverter<StripeIntent>))]
    public Expandable<StripeIntent>? PaymentIntent { get; init; }
}

internal sealed class StripeCharge : StripeObject
{
    public string? Status { get; init; }

    public bool? Captured { get; init; }

    public long? Amount { get; init; }

    public long? AmountCaptured { get; init; }

    public long? AmountRefunded { get; init; }

    public bool? Refunded { get; init; }

    public bool? Disputed { get; init; }

    public string? FailureCode { get; init; }

    public string? FailureMessage { get; init; }

    public string? AuthorizationCode { get; init; }

    public string? ReceiptUrl { get; init; }

    public StripeMethodDetails? PaymentMethodDetails { get; init; }

    [JsonConverter(typeof(ExpandableConverter<StripeIntent>))]
    public Expandable<StripeIntent>? PaymentIntent { get; init; }
}

internal sealed class StripeMethodDetails
{
    public string? Type { get; init; }

    public StripeCard? Card { get; init; }
}

internal sealed class StripeCard
{
    public string? Brand { get; init; }

    public string? Last4 { get; init; }

    public string? Funding { get; init; }

    public string? AuthorizationCode { get; init; }

    public StripeKind? Wallet { get; init; }

    public StripeInstallments? Installments { get; init; }
}

internal sealed class StripeKind
{
    public string? Type { get; init; }
}

internal sealed class StripeInstallments
{
    public StripePlan? Plan { get; init; }
}

internal sealed class StripePlan
{
    public int? Count { get; init; }
}

internal sealed class StripeRefund : StripeObject
{
    public string? Status { get; init; }

    public long? Amount { get; init; }

    public string? Reason { get; init; }

    public string? FailureReason { get; init; }

    [JsonConverter(typeof(ExpandableConverter<StripeCharge>))]
    public Expandable<StripeCharge>? Charge { get; init; }

    [JsonConverter(typeof(ExpandableConverter<StripeIntent>))]
    public Expandable<StripeIntent>? PaymentIntent { get; init; }
}

internal sealed class StripeDispute : StripeObject
{
    public string? Status { get; init; }

    public long? Amount { get; init; }

    public string? Reason { get; init; }

    public StripeEvidence? EvidenceDetails { get; init; }

    [JsonConverter(typeof(ExpandableConverter<StripeCharge>))]
    public Expandable<StripeCharge>? Charge { get; init; }

    [JsonConverter(typeof(ExpandableConverter<StripeIntent>))]
    public Expandable<StripeIntent>? PaymentIntent { get; init; }
}

internal sealed class StripeEvidence
{
    public long? DueBy { get; init; }
}

internal sealed class StripeError
{
    public string? Type { get; init; }

    public string? Code { get; init; }

    public string? DeclineCode { get; init; }

    public string? AdviceCode { get; init; }

    public string? Message { get; init; }

    public string? UserMessage { get; init; }

    public string? Param { get; init; }

    public StripeIntent? PaymentIntent { get; init; }
}

/// <summary>The body of an error.</summary>
internal sealed class StripeFailure
{
    [JsonConverter(typeof(ErrorConverter))]
    public StripeError? Error { get; init; }
}

internal sealed class StripeList<T>
    where T : StripeObject
{
    public T[]? Data { get; init; }

    public bool? HasMore { get; init; }

    public string? NextPage { get; init; }
}

/// <summary>What Stripe's SDK in the payer's browser is called with.</summary>
internal sealed class StripeClientParameters
{
    [JsonPropertyName("clientSecret")]
    public required string ClientSecret { get; init; }

    [JsonPropertyName("publishableKey")]
    public string? PublishableKey { get; init; }

    [JsonPropertyName("stripeAccount")]
    public string? StripeAccount { get; init; }
}

/// <summary>A member that is an id, or the whole object where the request expanded it.</summary>
internal sealed record Expandable<T>(string? Id, T? Value)
    where T : StripeObject;

internal sealed class ExpandableConverter<T> : JsonConverter<Expandable<T>>
    where T : StripeObject
{
    public override Expandable<T>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new Expandable<T>(reader.GetString(), null);
        var value = JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
        return value is null ? null : new Expandable<T>(value.Id, value);
    }

    public override void Write(Utf8JsonWriter writer, Expandable<T> value, JsonSerializerOptions options) => writer.WriteStringValue(value.Id);
}

/// <summary>An error may be a plain text, which is then its code.</summary>
internal sealed class ErrorConverter : JsonConverter<StripeError>
{
    public override StripeError? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? new StripeError { Code = reader.GetString() }
            : JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<StripeError>)options.GetTypeInfo(typeof(StripeError)));

    public override void Write(Utf8JsonWriter writer, StripeError value, JsonSerializerOptions options) => throw new NotSupportedException();
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(StripeIntent))]
[JsonSerializable(typeof(StripeSession))]
[JsonSerializable(typeof(StripeCharge))]
[JsonSerializable(typeof(StripeRefund))]
[JsonSerializable(typeof(StripeDispute))]
[JsonSerializable(typeof(StripeError))]
[JsonSerializable(typeof(StripeFailure))]
[JsonSerializable(typeof(StripeList<StripeIntent>))]
[JsonSerializable(typeof(StripeList<StripeSession>))]
[JsonSerializable(typeof(StripeList<StripeRefund>))]
[JsonSerializable(typeof(StripeList<StripeDispute>))]
[JsonSerializable(typeof(StripeClientParameters))]
internal sealed partial class StripeJson : JsonSerializerContext;
