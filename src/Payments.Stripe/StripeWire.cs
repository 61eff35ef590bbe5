using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Payments.Stripe;

// What of Stripe's answers is read. Classes, not records: some hold client secrets, and a record prints its members. Everything may be missing.
// They are set, not initialised: the serializer would gather what is initialised in boxes first.

/// <summary>An object that has an id.</summary>
internal abstract class StripeObject
{
    public string? Id { get; set; }

    public long? Created { get; set; }

    public bool? Livemode { get; set; }

    [JsonConverter(typeof(WordConverter))]
    public string? Currency { get; set; }

    public StripeMetadata? Metadata { get; set; }
}

/// <summary>The few texts that Stripe keeps with an object: ours and the host's.</summary>
[JsonConverter(typeof(MetadataConverter))]
internal sealed class StripeMetadata(KeyValuePair<string, string?>[] entries)
{
    /// <summary>What the host gave.</summary>
    internal IReadOnlyDictionary<string, string> OfHost
    {
        get
        {
            Dictionary<string, string>? host = null;
            foreach (var (key, value) in entries)
            {
                if (value is not null && !StripeDefaults.OwnKeys.Contains(key))
                    (host ??= new Dictionary<string, string>(StringComparer.Ordinal))[key] = value;
            }

            return host ?? (IReadOnlyDictionary<string, string>)FrozenDictionary<string, string>.Empty;
        }
    }

    /// <summary>A text. Null when there is none of that name.</summary>
    internal string? this[string key]
    {
        get
        {
            foreach (var entry in entries)
            {
                if (entry.Key == key)
                    return entry.Value;
            }

            return null;
        }
    }
}

internal sealed class StripeIntent : StripeObject
{
    [JsonConverter(typeof(WordConverter))]
    public string? Status { get; set; }

    public long? Amount { get; set; }

    public long? AmountCapturable { get; set; }

    public long? AmountReceived { get; set; }

    [JsonConverter(typeof(WordConverter))]
    public string? CaptureMethod { get; set; }

    public string? CancellationReason { get; set; }

    public string? ClientSecret { get; set; }

    /// <summary>The payment method's type, where there is only one to choose.</summary>
    [JsonPropertyName("payment_method_types")]
    [JsonConverter(typeof(OnlyTextConverter))]
    public string? OnlyPaymentMethodType { get; set; }

    public StripeError? LastPaymentError { get; set; }

    public JsonElement? NextAction { get; set; }

    [JsonConverter(typeof(ExpandableConverter<StripeCharge>))]
    public Expandable<StripeCharge>? LatestCharge { get; set; }
}

internal sealed class StripeSession : StripeObject
{
    [JsonConverter(typeof(WordConverter))]
    public string? Status { get; set; }

    [JsonConverter(typeof(WordConverter))]
    public string? PaymentStatus { get; set; }

    /// <summary>What it is for. Only <c>payment</c> takes a payment; others save a method or start a subscription.</summary>
    [JsonConverter(typeof(WordConverter))]
    public string? Mode { get; set; }

    public string? Url { get; set; }

    public long? AmountTotal { get; set; }

    public string? ClientReferenceId { get; set; }

    /// <summary>The payment method's type, where there is only one to choose.</summary>
    [JsonPropertyName("payment_method_types")]
    [JsonConverter(typeof(OnlyTextConverter))]
    public string? OnlyPaymentMethodType { get; set; }

    [JsonConverter(typeof(ExpandableConverter<StripeIntent>))]
    public Expandable<StripeIntent>? PaymentIntent { get; set; }

    [JsonIgnore]
    internal bool IsForPayment => Mode is null or StripeDefaults.PaymentMode;
}

internal sealed class StripeCharge : StripeObject
{
    [JsonConverter(typeof(WordConverter))]
    public string? Status { get; set; }

    public bool? Captured { get; set; }

    public long? Amount { get; set; }

    public long? AmountCaptured { get; set; }

    public long? AmountRefunded { get; set; }

    public bool? Refunded { get; set; }

    public bool? Disputed { get; set; }

    public string? FailureCode { get; set; }

    public string? FailureMessage { get; set; }

    public string? AuthorizationCode { get; set; }

    public string? ReceiptUrl { get; set; }

    public StripeMethodDetails? PaymentMethodDetails { get; set; }

    [JsonConverter(typeof(ExpandableConverter<StripeIntent>))]
    public Expandable<StripeIntent>? PaymentIntent { get; set; }
}

internal sealed class StripeMethodDetails
{
    public string? Type { get; set; }

    public StripeCard? Card { get; set; }
}

internal sealed class StripeCard
{
    public string? Brand { get; set; }

    public string? Last4 { get; set; }

    public string? Funding { get; set; }

    public string? AuthorizationCode { get; set; }

    public StripeKind? Wallet { get; set; }

    public StripeInstallments? Installments { get; set; }
}

internal sealed class StripeKind
{
    public string? Type { get; set; }
}

internal sealed class StripeInstallments
{
    public StripePlan? Plan { get; set; }
}

internal sealed class StripePlan
{
    public int? Count { get; set; }
}

internal sealed class StripeRefund : StripeObject
{
    [JsonConverter(typeof(WordConverter))]
    public string? Status { get; set; }

    public long? Amount { get; set; }

    public string? Reason { get; set; }

    public string? FailureReason { get; set; }

    [JsonConverter(typeof(ExpandableConverter<StripeCharge>))]
    public Expandable<StripeCharge>? Charge { get; set; }

    [JsonConverter(typeof(ExpandableConverter<StripeIntent>))]
    public Expandable<StripeIntent>? PaymentIntent { get; set; }
}

internal sealed class StripeDispute : StripeObject
{
    [JsonConverter(typeof(WordConverter))]
    public string? Status { get; set; }

    public long? Amount { get; set; }

    public string? Reason { get; set; }

    public StripeEvidence? EvidenceDetails { get; set; }

    [JsonConverter(typeof(ExpandableConverter<StripeCharge>))]
    public Expandable<StripeCharge>? Charge { get; set; }

    [JsonConverter(typeof(ExpandableConverter<StripeIntent>))]
    public Expandable<StripeIntent>? PaymentIntent { get; set; }
}

internal sealed class StripeEvidence
{
    public long? DueBy { get; set; }
}

internal sealed class StripeError
{
    public string? Type { get; set; }

    public string? Code { get; set; }

    public string? DeclineCode { get; set; }

    public string? AdviceCode { get; set; }

    public string? Message { get; set; }

    public string? UserMessage { get; set; }

    public string? Param { get; set; }

    public StripeIntent? PaymentIntent { get; set; }
}

/// <summary>The body of an error.</summary>
internal sealed class StripeFailure
{
    [JsonConverter(typeof(ErrorConverter))]
    public StripeError? Error { get; set; }
}

internal sealed class StripeList<T>
    where T : StripeObject
{
    public T[]? Data { get; set; }

    public bool? HasMore { get; set; }

    public string? NextPage { get; set; }
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
