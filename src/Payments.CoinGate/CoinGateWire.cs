using System.Text.Json;
using System.Text.Json.Serialization;
using Payments.Http;

namespace Payments.CoinGate;

/// <summary>What is read of an order. Everything may be missing; numbers come as texts. The token comes with the first answer only, and is not read.</summary>
internal sealed class CoinGateOrder
{
    public string? Id { get; init; }

    /// <summary>Ours, as it was sent.</summary>
    public string? OrderId { get; init; }

    public string? Status { get; init; }

    public decimal? PriceAmount { get; init; }

    public string? PriceCurrency { get; init; }

    public decimal? PayAmount { get; init; }

    /// <summary>Null until the payer has chosen a coin.</summary>
    public string? PayCurrency { get; init; }

    /// <summary>In the coin. On a paid order it may be the whole amount, and says nothing.</summary>
    public decimal? UnderpaidAmount { get; init; }

    public decimal? OverpaidAmount { get; init; }

    public bool? IsRefundable { get; init; }

    public string? PaymentUrl { get; init; }

    public string? CreatedAt { get; init; }

    public string? ExpireAt { get; init; }

    public string? PaidAt { get; init; }

    [JsonConverter(typeof(LenientListConverter<CoinGateTransaction>))]
    public IReadOnlyList<CoinGateTransaction>? BlockchainTransactions { get; init; }

    [JsonConverter(typeof(LenientListConverter<CoinGateRefund>))]
    public IReadOnlyList<CoinGateRefund>? Refunds { get; init; }
}

internal sealed class CoinGateTransaction
{
    public string? Txid { get; init; }
}

internal sealed class CoinGateOrderList
{
    public long? CurrentPage { get; init; }

    public long? TotalPages { get; init; }

    [JsonConverter(typeof(LenientListConverter<CoinGateOrder>))]
    public IReadOnlyList<CoinGateOrder>? Orders { get; init; }
}

internal sealed class CoinGateRefund
{
    public string? Id { get; init; }

    /// <summary>In the price's currency.</summary>
    public decimal? RequestAmount { get; init; }

    public string? Status { get; init; }

    public string? Address { get; init; }

    /// <summary>The same as <see cref="Address"/>, in lists.</summary>
    public string? CryptoAddress { get; init; }

    public string? Reason { get; init; }

    public string? RejectionType { get; init; }

    public string? RejectionReason { get; init; }

    public string? CreatedAt { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<CoinGateRefundOrder>))]
    public CoinGateRefundOrder? Order { get; init; }
}

/// <summary>The order inside of a refund.</summary>
internal sealed class CoinGateRefundOrder
{
    public string? Id { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<CoinGateCurrency>))]
    public CoinGateCurrency? PriceCurrency { get; init; }
}

internal sealed class CoinGateCurrency
{
    public string? Symbol { get; init; }
}

internal sealed class CoinGateRefundList
{
    public long? CurrentPage { get; init; }

    public long? TotalPages { get; init; }

    [JsonConverter(typeof(LenientListConverter<CoinGateRefund>))]
    public IReadOnlyList<CoinGateRefund>? Refunds { get; init; }
}

/// <summary>A callback, as far as it is read: what names it and the token. Nothing else in it is believed.</summary>
internal sealed class CoinGateCallback
{
    public string? Id { get; init; }

    /// <summary>Of an order ours, of a refund CoinGate's.</summary>
    public string? OrderId { get; init; }

    public string? Status { get; init; }

    public string? Token { get; init; }

    /// <summary>Refunds only.</summary>
    public string? RequestAmount { get; init; }

    /// <summary>Refunds only.</summary>
    public JsonElement? RefundCurrency { get; init; }

    /// <summary>Callbacks of other products only.</summary>
    public string? Event { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<CoinGateEnvelopeData>))]
    public CoinGateEnvelopeData? Data { get; init; }
}

internal sealed class CoinGateEnvelopeData
{
    public string? Id { get; init; }
}

internal sealed class CoinGateFailure
{
    public string? Message { get; init; }

    public string? Reason { get; init; }

    [JsonConverter(typeof(CoinGateTextsConverter))]
    public IReadOnlyList<string>? Errors { get; init; }
}

/// <summary>A list of texts; anything else is null.</summary>
internal sealed class CoinGateTextsConverter : JsonConverter<IReadOnlyList<string>?>
{
    private static readonly LenientStringConverter Text = new();

    public override IReadOnlyList<string>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        List<string> texts = [];
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (Text.Read(ref reader, typeof(string), options) is { } text)
                texts.Add(text);
        }

        return texts;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string>? value, JsonSerializerOptions options) => throw new NotSupportedException();
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(LenientStringConverter), typeof(LenientDecimalConverter), typeof(LenientInt64Converter), typeof(LenientBooleanConverter)],
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CoinGateOrder))]
[JsonSerializable(typeof(CoinGateOrderList))]
[JsonSerializable(typeof(CoinGateRefund))]
[JsonSerializable(typeof(CoinGateRefundList))]
[JsonSerializable(typeof(CoinGateCallback))]
[JsonSerializable(typeof(CoinGateFailure))]
internal sealed partial class CoinGateJson : JsonSerializerContext;
