using System.Text.Json;
using System.Text.Json.Serialization;
using Payments.Http;

namespace Payments.CoinGate;

/// <summary>What is read of an order. Everything may be missing; numbers come as texts. The token comes with the first answer only, and is not read.</summary>
internal sealed class CoinGateOrder
{
    public string? Id { get; set; }

    /// <summary>Ours, as it was sent.</summary>
    public string? OrderId { get; set; }

    public string? Status { get; set; }

    public decimal? PriceAmount { get; set; }

    public string? PriceCurrency { get; set; }

    public decimal? PayAmount { get; set; }

    /// <summary>Null until the payer has chosen a coin.</summary>
    public string? PayCurrency { get; set; }

    /// <summary>In the coin. On a paid order it may be the whole amount, and says nothing.</summary>
    public decimal? UnderpaidAmount { get; set; }

    public decimal? OverpaidAmount { get; set; }

    public bool? IsRefundable { get; set; }

    public string? PaymentUrl { get; set; }

    public string? CreatedAt { get; set; }

    [JsonConverter(typeof(LenientListConverter<CoinGateTransaction>))]
    public IReadOnlyList<CoinGateTransaction>? BlockchainTransactions { get; set; }

    [JsonConverter(typeof(LenientListConverter<CoinGateRefund>))]
    public IReadOnlyList<CoinGateRefund>? Refunds { get; set; }
}

internal sealed class CoinGateTransaction
{
    public string? Txid { get; set; }
}

internal sealed class CoinGateOrderList
{
    public long? CurrentPage { get; set; }

    public long? TotalPages { get; set; }

    [JsonConverter(typeof(LenientListConverter<CoinGateOrder>))]
    public IReadOnlyList<CoinGateOrder>? Orders { get; set; }
}

internal sealed class CoinGateRefund
{
    public string? Id { get; set; }

    /// <summary>In the price's currency.</summary>
    public decimal? RequestAmount { get; set; }

    public string? Status { get; set; }

    public string? Address { get; set; }

    /// <summary>The same as <see cref="Address"/>, in lists.</summary>
    public string? CryptoAddress { get; set; }

    /// <summary>Ours, with our reference. Documented in callbacks only.</summary>
    public string? Reason { get; set; }

    public string? RejectionType { get; set; }

    public string? RejectionReason { get; set; }

    public string? CreatedAt { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<CoinGateRefundOrder>))]
    public CoinGateRefundOrder? Order { get; set; }
}

/// <summary>The order inside of a refund.</summary>
internal sealed class CoinGateRefundOrder
{
    public string? Id { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<CoinGateCurrency>))]
    public CoinGateCurrency? PriceCurrency { get; set; }
}

internal sealed class CoinGateCurrency
{
    public string? Symbol { get; set; }
}

internal sealed class CoinGateRefundList
{
    public long? CurrentPage { get; set; }

    public long? TotalPages { get; set; }

    [JsonConverter(typeof(LenientListConverter<CoinGateRefund>))]
    public IReadOnlyList<CoinGateRefund>? Refunds { get; set; }
}

/// <summary>A callback, as far as it is read: what names it, the token, and whose a refund is, which no read may tell. Nothing else in it is believed.</summary>
internal sealed class CoinGateCallback
{
    public string? Id { get; set; }

    /// <summary>Of an order ours, of a refund CoinGate's.</summary>
    public string? OrderId { get; set; }

    public string? Status { get; set; }

    public string? Token { get; set; }

    /// <summary>Refunds only.</summary>
    public string? RequestAmount { get; set; }

    /// <summary>Refunds only.</summary>
    public string? Address { get; set; }

    /// <summary>Refunds only.</summary>
    public string? Reason { get; set; }

    /// <summary>Refunds only.</summary>
    public JsonElement? RefundCurrency { get; set; }

    /// <summary>Callbacks of other products only.</summary>
    public string? Event { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<CoinGateEnvelopeData>))]
    public CoinGateEnvelopeData? Data { get; set; }
}

internal sealed class CoinGateEnvelopeData
{
    public string? Id { get; set; }
}

internal sealed class CoinGateFailure
{
    public string? Message { get; set; }

    public string? Reason { get; set; }

    [JsonConverter(typeof(CoinGateTextsConverter))]
    public IReadOnlyList<string>? Errors { get; set; }
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
