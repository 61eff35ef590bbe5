using System.Text.Json;
using System.Text.Json.Serialization;
using Payments.Http;

namespace Payments.Adyen;

// What is sent to Adyen and what of its answers is read. Classes, not records: some hold tokens or personal data, and a record prints its members. In
// answers everything may be missing.

internal sealed class AdyenAmount
{
    public string? Currency { get; set; }

    public long? Value { get; set; }
}

/// <summary>A payment to be made: a link, a session or a direct payment, each with the members that it has.</summary>
internal sealed class AdyenPaymentRequest
{
    public required string MerchantAccount { get; init; }

    public required AdyenAmount Amount { get; init; }

    public required string Reference { get; init; }

    public string? ReturnUrl { get; init; }

    public string? Mode { get; set; }

    public JsonElement? PaymentMethod { get; set; }

    public JsonElement? BrowserInfo { get; set; }

    public string? Origin { get; set; }

    public string? Channel { get; set; }

    public string? ExpiresAt { get; set; }

    public string? Description { get; set; }

    public string? CountryCode { get; init; }

    public string? ShopperLocale { get; init; }

    public string? ShopperEmail { get; init; }

    public string? ShopperReference { get; init; }

    public string? TelephoneNumber { get; init; }

    [JsonPropertyName("shopperIP")]
    public string? ShopperIp { get; set; }

    public string? ShopperStatement { get; init; }

    public string? ShopperInteraction { get; init; }

    public string? RecurringProcessingModel { get; init; }

    public string? StorePaymentMethodMode { get; set; }

    public bool? StorePaymentMethod { get; set; }

    public string? Store { get; init; }

    public bool? ManualCapture { get; set; }

    public int? CaptureDelayHours { get; init; }

    public AdyenInstallments? Installments { get; set; }

    public string[]? AllowedPaymentMethods { get; set; }

    public AdyenLineItem[]? LineItems { get; init; }

    public Dictionary<string, string>? AdditionalData { get; set; }

    public Dictionary<string, string>? Metadata { get; init; }
}

internal sealed class AdyenInstallments
{
    public required int Value { get; init; }
}

internal sealed class AdyenLineItem
{
    public string? Id { get; init; }

    public string? Description { get; init; }

    public required long Quantity { get; init; }

    public required long AmountIncludingTax { get; init; }

    public string? ItemCategory { get; init; }
}

internal sealed class AdyenDetailsRequest
{
    public required JsonElement Details { get; init; }

    public string? PaymentData { get; init; }
}

/// <summary>A capture, cancel, refund or reversal.</summary>
internal sealed class AdyenModification
{
    public required string MerchantAccount { get; init; }

    public AdyenAmount? Amount { get; init; }

    public string? Reference { get; init; }

    public string? PaymentReference { get; init; }

    public string? MerchantRefundReason { get; init; }

    public string? CapturePspReference { get; init; }

    public string? Store { get; init; }

    public AdyenLineItem[]? LineItems { get; init; }
}

internal sealed class AdyenLinkUpdate
{
    public required string Status { get; init; }
}

internal sealed class AdyenLink
{
    public string? Id { get; set; }

    public string? Url { get; set; }

    public string? Status { get; set; }

    public string? Reference { get; set; }

    public string? UpdatedAt { get; set; }

    public bool? ManualCapture { get; set; }

    public AdyenAmount? Amount { get; set; }
}

internal sealed class AdyenSession
{
    public string? Id { get; set; }

    public string? Url { get; set; }

    public string? SessionData { get; set; }

    public string? Status { get; set; }

    public string? Reference { get; set; }

    public AdyenAmount? Amount { get; set; }

    public AdyenPayment?[]? Payments { get; set; }
}

/// <summary>The answer to a payment, to its details, or one payment of a session.</summary>
internal sealed class AdyenPayment
{
    public string? PspReference { get; set; }

    public string? ResultCode { get; set; }

    public string? MerchantReference { get; set; }

    public string? RefusalReason { get; set; }

    public string? RefusalReasonCode { get; set; }

    public AdyenAmount? Amount { get; set; }

    public JsonElement? Action { get; set; }

    public JsonElement? PaymentMethod { get; set; }

    public JsonElement? AdditionalData { get; set; }
}

/// <summary>The receipt of a modification.</summary>
internal sealed class AdyenReceipt
{
    public string? PspReference { get; set; }

    public string? Status { get; set; }
}

/// <summary>The body of an error, in the old form or the new one.</summary>
internal sealed class AdyenError
{
    public string? ErrorCode { get; set; }

    public string? ErrorType { get; set; }

    public string? Message { get; set; }

    public string? PspReference { get; set; }

    public string? Title { get; set; }

    public string? Detail { get; set; }

    public string? RequestId { get; set; }

    public AdyenInvalidField?[]? InvalidFields { get; set; }
}

internal sealed class AdyenInvalidField
{
    public string? Name { get; set; }

    public string? Message { get; set; }
}

/// <summary>What Adyen's component in the payer's browser is made with.</summary>
internal sealed class AdyenClientParameters
{
    public required string Environment { get; init; }

    public string? ClientKey { get; init; }

    public AdyenClientSession? Session { get; init; }

    public JsonElement? Action { get; init; }
}

internal sealed class AdyenClientSession
{
    public required string Id { get; init; }

    public string? SessionData { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(LenientStringConverter), typeof(LenientInt64Converter), typeof(LenientBooleanConverter)])]
[JsonSerializable(typeof(AdyenPaymentRequest))]
[JsonSerializable(typeof(AdyenDetailsRequest))]
[JsonSerializable(typeof(AdyenModification))]
[JsonSerializable(typeof(AdyenLinkUpdate))]
[JsonSerializable(typeof(AdyenLink))]
[JsonSerializable(typeof(AdyenSession))]
[JsonSerializable(typeof(AdyenPayment))]
[JsonSerializable(typeof(AdyenReceipt))]
[JsonSerializable(typeof(AdyenError))]
[JsonSerializable(typeof(AdyenClientParameters))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class AdyenJson : JsonSerializerContext
{
    /// <summary>An object out of a text that a host handed on. Null when it is none; why is not said, since a parser's words can repeat parts of it.</summary>
    internal static JsonElement? Object(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text of an object's member; a number's or flag's own text. Null for anything else.</summary>
    internal static string? Text(JsonElement? parent, string name) => Member(parent, name) is not { } member ? null : member.ValueKind switch
    {
        JsonValueKind.String => Utf8(member),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => member.GetRawText(),
        _ => null,
    };

    // What is not signed may be anything, even no text at all.
    private static string? Utf8(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>An object's member. Null when there is none, or it is null.</summary>
    internal static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
}
