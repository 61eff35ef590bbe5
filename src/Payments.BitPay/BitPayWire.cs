using System.Text.Json;
using System.Text.Json.Serialization;
using Payments.Http;

namespace Payments.BitPay;

/// <summary>The body of the call that makes an invoice.</summary>
internal sealed class BitPayInvoiceCall
{
    public required string Token { get; init; }

    public required decimal Price { get; init; }

    public required string Currency { get; init; }

    public required string OrderId { get; init; }

    public required string Guid { get; init; }

    public string? ItemDesc { get; init; }

    [JsonPropertyName("notificationURL")]
    public string? NotificationUrl { get; init; }

    [JsonPropertyName("redirectURL")]
    public string? RedirectUrl { get; init; }

    [JsonPropertyName("closeURL")]
    public string? CloseUrl { get; init; }

    public bool? AutoRedirect { get; init; }

    public string? PosData { get; init; }

    public string? TransactionSpeed { get; init; }

    /// <summary>Without it webhooks have no event name, and some never come.</summary>
    public bool? ExtendedNotifications { get; init; } = true;

    public BitPayBuyer? Buyer { get; init; }

    public string[]? PaymentCurrencies { get; init; }

    /// <summary>In milliseconds.</summary>
    public long? AcceptanceWindow { get; init; }
}

internal sealed class BitPayBuyer
{
    public string? Name { get; init; }

    public string? Address1 { get; init; }

    public string? Address2 { get; init; }

    public string? Locality { get; init; }

    public string? Region { get; init; }

    public string? PostalCode { get; init; }

    public string? Country { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }
}

/// <summary>The body of the call that makes a refund.</summary>
internal sealed class BitPayRefundCall
{
    public required string Token { get; init; }

    public required string InvoiceId { get; init; }

    public required decimal Amount { get; init; }

    public required string Currency { get; init; }

    public bool? Immediate { get; init; }

    public bool? BuyerPaysRefundFee { get; init; }

    public required string Reference { get; init; }

    public required string Guid { get; init; }

    [JsonPropertyName("notificationURL")]
    public string? NotificationUrl { get; init; }
}

/// <summary>
/// What is read of an invoice. Everything may be missing. Its member <c>token</c> is another value than the API token and opens nothing, so that it is not
/// read; nor are the maps by coin, whose numbers may be greater than any number type here.
/// </summary>
internal sealed class BitPayInvoice
{
    public string? Id { get; set; }

    public string? Guid { get; set; }

    public string? OrderId { get; set; }

    public string? PosData { get; set; }

    public string? Url { get; set; }

    public string? Status { get; set; }

    /// <summary>The flag <c>false</c>, or a text.</summary>
    public string? ExceptionStatus { get; set; }

    public decimal? Price { get; set; }

    public string? Currency { get; set; }

    public long? InvoiceTime { get; set; }

    public long? CurrentTime { get; set; }

    /// <summary>In whole coins.</summary>
    public decimal? DisplayAmountPaid { get; set; }

    public decimal? UnderpaidAmount { get; set; }

    public decimal? OverpaidAmount { get; set; }

    public string? TransactionCurrency { get; set; }

    public bool? IsCancelled { get; set; }

    [JsonConverter(typeof(LenientListConverter<BitPayTransaction>))]
    public IReadOnlyList<BitPayTransaction>? Transactions { get; set; }
}

/// <summary>A transfer on the chain; BitPay's own have no id.</summary>
internal sealed class BitPayTransaction
{
    public string? Txid { get; set; }
}

internal sealed class BitPayRefund
{
    public string? Id { get; set; }

    /// <summary>The id of the invoice.</summary>
    public string? Invoice { get; set; }

    public string? Guid { get; set; }

    public string? Reference { get; set; }

    public string? Status { get; set; }

    public string? Type { get; set; }

    public decimal? Amount { get; set; }

    public string? Currency { get; set; }

    public string? RequestDate { get; set; }
}

internal sealed class BitPayInvoiceAnswer
{
    [JsonConverter(typeof(LenientObjectConverter<BitPayInvoice>))]
    public BitPayInvoice? Data { get; set; }
}

internal sealed class BitPayInvoiceList
{
    [JsonConverter(typeof(LenientListConverter<BitPayInvoice>))]
    public IReadOnlyList<BitPayInvoice>? Data { get; set; }
}

internal sealed class BitPayRefundAnswer
{
    [JsonConverter(typeof(LenientObjectConverter<BitPayRefund>))]
    public BitPayRefund? Data { get; set; }
}

internal sealed class BitPayRefundList
{
    [JsonConverter(typeof(LenientListConverter<BitPayRefund>))]
    public IReadOnlyList<BitPayRefund>? Data { get; set; }
}

/// <summary>A webhook: the event with its object beside it.</summary>
internal sealed class BitPayDelivery
{
    [JsonConverter(typeof(LenientObjectConverter<BitPayEvent>))]
    public BitPayEvent? Event { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<BitPaySubject>))]
    public BitPaySubject? Data { get; set; }
}

internal sealed class BitPayEvent
{
    public string? Name { get; set; }

    public long? Timestamp { get; set; }
}

/// <summary>What is read of a webhook's object: what names it, and its status to tell one webhook from the next. Nothing in it is believed.</summary>
internal sealed class BitPaySubject
{
    public string? Id { get; set; }

    /// <summary>The id of the invoice, where the object is a refund.</summary>
    public string? Invoice { get; set; }

    public string? Status { get; set; }
}

/// <summary>The body of an error, of any age.</summary>
internal sealed class BitPayFailure
{
    public string? Status { get; set; }

    /// <summary>Six digits.</summary>
    public string? Code { get; set; }

    public string? Error { get; set; }

    public string? Message { get; set; }

    public JsonElement? Errors { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LenientStringConverter), typeof(LenientDecimalConverter), typeof(LenientInt64Converter), typeof(LenientBooleanConverter)],
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(BitPayInvoiceCall))]
[JsonSerializable(typeof(BitPayRefundCall))]
[JsonSerializable(typeof(BitPayInvoice))]
[JsonSerializable(typeof(BitPayInvoiceAnswer))]
[JsonSerializable(typeof(BitPayInvoiceList))]
[JsonSerializable(typeof(BitPayRefundAnswer))]
[JsonSerializable(typeof(BitPayRefundList))]
[JsonSerializable(typeof(BitPayDelivery))]
[JsonSerializable(typeof(BitPaySubject))]
[JsonSerializable(typeof(BitPayFailure))]
internal sealed partial class BitPayJson : JsonSerializerContext;

/// <summary>The host's metadata as it is kept in <c>posData</c>: an object of texts.</summary>
[JsonSourceGenerationOptions(Converters = [typeof(LenientMapConverter)], GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class BitPayMetadataJson : JsonSerializerContext;
