using System.Text.Json.Serialization;
using Payments.Http;

namespace Payments.Coinbase;

/// <summary>The body of the call that makes a charge.</summary>
internal sealed class ChargeBody
{
    public required string? Name { get; init; }

    public required string? Description { get; init; }

    public required string PricingType { get; init; }

    public required ChargePrice LocalPrice { get; init; }

    [JsonConverter(typeof(LenientMapConverter))]
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public string? RedirectUrl { get; init; }

    public string? CancelUrl { get; init; }
}

/// <summary>An amount as it is sent.</summary>
internal sealed class ChargePrice
{
    public required string Amount { get; init; }

    public required string Currency { get; init; }
}

/// <summary>What is read of a charge, of the legacy form and the onchain one. Everything may be missing.</summary>
internal sealed class Charge
{
    public string? Id { get; set; }

    public string? Code { get; set; }

    public string? HostedUrl { get; set; }

    public string? CreatedAt { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<ChargePricing>))]
    public ChargePricing? Pricing { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<ChargeAmount>))]
    public ChargeAmount? LocalPrice { get; set; }

    [JsonConverter(typeof(LenientListConverter<ChargeStep>))]
    public IReadOnlyList<ChargeStep>? Timeline { get; set; }

    [JsonConverter(typeof(LenientListConverter<ChargePayment>))]
    public IReadOnlyList<ChargePayment>? Payments { get; set; }

    [JsonPropertyName("web3_data")]
    [JsonConverter(typeof(LenientObjectConverter<ChargeChainData>))]
    public ChargeChainData? ChainData { get; set; }

    [JsonConverter(typeof(LenientMapConverter))]
    public IReadOnlyDictionary<string, string>? Metadata { get; set; }
}

internal sealed class ChargePricing
{
    [JsonConverter(typeof(LenientObjectConverter<ChargeAmount>))]
    public ChargeAmount? Local { get; set; }
}

internal sealed class ChargeAmount
{
    public decimal? Amount { get; set; }

    public string? Currency { get; set; }
}

/// <summary>An entry of a charge's timeline.</summary>
internal sealed class ChargeStep
{
    public string? Time { get; set; }

    public string? Status { get; set; }

    public string? Context { get; set; }
}

/// <summary>A transfer that was seen for a charge.</summary>
internal sealed class ChargePayment
{
    public string? Network { get; set; }

    public string? TransactionId { get; set; }

    public string? Status { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<ChargeValue>))]
    public ChargeValue? Value { get; set; }
}

internal sealed class ChargeValue
{
    [JsonConverter(typeof(LenientObjectConverter<ChargeAmount>))]
    public ChargeAmount? Local { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<ChargeAmount>))]
    public ChargeAmount? Crypto { get; set; }
}

internal sealed class ChargeChainData
{
    [JsonConverter(typeof(LenientListConverter<ChargeChainEvent>))]
    public IReadOnlyList<ChargeChainEvent>? SuccessEvents { get; set; }

    [JsonConverter(typeof(LenientListConverter<ChargeChainEvent>))]
    public IReadOnlyList<ChargeChainEvent>? FailureEvents { get; set; }
}

internal sealed class ChargeChainEvent
{
    // Coinbase spells it so.
    [JsonPropertyName("tx_hsh")]
    public string? TransactionHash { get; set; }

    /// <summary>Why it failed. Null for a success.</summary>
    public string? Reason { get; set; }
}

internal sealed class ChargeAnswer
{
    [JsonConverter(typeof(LenientObjectConverter<Charge>))]
    public Charge? Data { get; set; }
}

internal sealed class ChargeList
{
    [JsonConverter(typeof(LenientListConverter<Charge>))]
    public IReadOnlyList<Charge>? Data { get; set; }
}

/// <summary>A webhook, without the delivery around it.</summary>
internal sealed class ChargeEvent
{
    public string? Id { get; set; }

    public string? Type { get; set; }

    public string? CreatedAt { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<Charge>))]
    public Charge? Data { get; set; }
}

/// <summary>The body of an error.</summary>
internal sealed class ChargeFailure
{
    [JsonConverter(typeof(LenientObjectConverter<ChargeError>))]
    public ChargeError? Error { get; set; }
}

internal sealed class ChargeError
{
    public string? Type { get; set; }

    public string? Message { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LenientStringConverter), typeof(LenientDecimalConverter)],
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ChargeBody))]
[JsonSerializable(typeof(ChargeAnswer))]
[JsonSerializable(typeof(ChargeList))]
[JsonSerializable(typeof(ChargeEvent))]
[JsonSerializable(typeof(ChargeFailure))]
internal sealed partial class CommerceJson : JsonSerializerContext;
