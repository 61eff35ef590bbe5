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
    public string? Id { get; init; }

    public string? Code { get; init; }

    public string? HostedUrl { get; init; }

    public string? CreatedAt { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<ChargePricing>))]
    public ChargePricing? Pricing { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<ChargeAmount>))]
    public ChargeAmount? LocalPrice { get; init; }

    [JsonConverter(typeof(LenientListConverter<ChargeStep>))]
    public IReadOnlyList<ChargeStep>? Timeline { get; init; }

    [JsonConverter(typeof(LenientListConverter<ChargePayment>))]
    public IReadOnlyList<ChargePayment>? Payments { get; init; }

    [JsonPropertyName("web3_data")]
    [JsonConverter(typeof(LenientObjectConverter<ChargeChainData>))]
    public ChargeChainData? ChainData { get; init; }

    [JsonConverter(typeof(LenientMapConverter))]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

internal sealed class ChargePricing
{
    [JsonConverter(typeof(LenientObjectConverter<ChargeAmount>))]
    public ChargeAmount? Local { get; init; }
}

internal sealed class ChargeAmount
{
    public decimal? Amount { get; init; }

    public string? Currency { get; init; }
}

/// <summary>An entry of a charge's timeline.</summary>
internal sealed class ChargeStep
{
    public string? Time { get; init; }

    public string? Status { get; init; }

    public string? Context { get; init; }
}

/// <summary>A transfer that was seen for a charge.</summary>
internal sealed class ChargePayment
{
    public string? Network { get; init; }

    public string? TransactionId { get; init; }

    public string? Status { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<ChargeValue>))]
    public ChargeValue? Value { get; init; }
}

internal sealed class ChargeValue
{
    [JsonConverter(typeof(LenientObjectConverter<ChargeAmount>))]
    public ChargeAmount? Local { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<ChargeAmount>))]
    public ChargeAmount? Crypto { get; init; }
}

internal sealed class ChargeChainData
{
    [JsonConverter(typeof(LenientListConverter<ChargeChainEvent>))]
    public IReadOnlyList<ChargeChainEvent>? SuccessEvents { get; init; }
}

internal sealed class ChargeChainEvent
{
    // Coinbase spells it so.
    [JsonPropertyName("tx_hsh")]
    public string? TransactionHash { get; init; }
}

internal sealed class ChargeAnswer
{
    [JsonConverter(typeof(LenientObjectConverter<Charge>))]
    public Charge? Data { get; init; }
}

internal sealed class ChargeList
{
    [JsonConverter(typeof(LenientListConverter<Charge>))]
    public IReadOnlyList<Charge>? Data { get; init; }
}

/// <summary>A webhook: the delivery around the event around the charge.</summary>
internal sealed class ChargeDelivery
{
    [JsonConverter(typeof(LenientObjectConverter<ChargeEvent>))]
    public ChargeEvent? Event { get; init; }
}

internal sealed class ChargeEvent
{
    public string? Id { get; init; }

    public string? Type { get; init; }

    public string? CreatedAt { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<Charge>))]
    public Charge? Data { get; init; }
}

/// <summary>The body of an error.</summary>
internal sealed class ChargeFailure
{
    [JsonConverter(typeof(LenientObjectConverter<ChargeError>))]
    public ChargeError? Error { get; init; }
}

internal sealed class ChargeError
{
    public string? Type { get; init; }

    public string? Message { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LenientStringConverter), typeof(LenientDecimalConverter)],
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ChargeBody))]
[JsonSerializable(typeof(ChargeAnswer))]
[JsonSerializable(typeof(ChargeList))]
[JsonSerializable(typeof(ChargeDelivery))]
[JsonSerializable(typeof(ChargeFailure))]
internal sealed partial class CommerceJson : JsonSerializerContext;
