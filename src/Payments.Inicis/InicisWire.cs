using System.Text.Json;
using System.Text.Json.Serialization;
using Payments.Http;

namespace Payments.Inicis;

// What of Inicis' answers is read. Classes, not records: they hold personal data, and a record prints its members. Everything may be missing.

/// <summary>What every JSON answer has. INIAPI says some errors as <c>01</c>, with the code itself beside it.</summary>
internal class InicisHead
{
    public string? ResultCode { get; init; }

    public string? ResultMsg { get; init; }

    public string? DetailResultCode { get; init; }

    public string? Tid { get; init; }

    public string? Mid { get; init; }
}

/// <summary>The answer of the PC approval.</summary>
internal sealed class InicisStandardAnswer : InicisHead
{
    [JsonPropertyName("MOID")]
    public string? OrderId { get; init; }

    [JsonPropertyName("TotPrice")]
    public string? Total { get; init; }

    public string? PayMethod { get; init; }

    public string? Currency { get; init; }

    public string? AuthSignature { get; init; }

    public string? ApplDate { get; init; }

    public string? ApplTime { get; init; }

    public string? ApplNum { get; init; }

    [JsonPropertyName("CARD_Num")]
    public string? CardNumber { get; init; }

    [JsonPropertyName("CARD_Code")]
    public string? CardCode { get; init; }

    [JsonPropertyName("CARD_Quota")]
    public string? CardQuota { get; init; }

    [JsonPropertyName("CARD_CheckFlag")]
    public string? CardCheckFlag { get; init; }

    [JsonPropertyName("CARD_SrcCode")]
    public string? CardSource { get; init; }

    [JsonPropertyName("VACT_Num")]
    public string? AccountNumber { get; init; }

    [JsonPropertyName("VACT_BankCode")]
    public string? AccountBankCode { get; init; }

    [JsonPropertyName("vactBankName")]
    public string? AccountBankName { get; init; }

    [JsonPropertyName("VACT_Name")]
    public string? AccountHolder { get; init; }

    [JsonPropertyName("VACT_Date")]
    public string? AccountDate { get; init; }

    [JsonPropertyName("VACT_Time")]
    public string? AccountTime { get; init; }
}

/// <summary>The answer of the inquiry. What is an object or a list may also come as an empty text.</summary>
internal sealed class InicisTransaction : InicisHead
{
    public string? Oid { get; init; }

    public string? Price { get; init; }

    public string? Paymethod { get; init; }

    public string? TransactionStatus { get; init; }

    public string? ApprovedDate { get; init; }

    public string? ApprovedTime { get; init; }

    public string? CancelDate { get; init; }

    public string? CancelTime { get; init; }

    public string? RefundDate { get; init; }

    public string? RefundTime { get; init; }

    public string? AvailablePartCancelPrice { get; init; }

    public JsonElement? PartCancelTransInfo { get; init; }

    public JsonElement? CardInfo { get; init; }

    public JsonElement? VacctInfo { get; init; }
}

/// <summary>The answer of a refund: with <see cref="InicisHead.Tid"/> as its own id where it was a part.</summary>
internal sealed class InicisRefundAnswer : InicisHead
{
    public string? CancelDate { get; init; }

    public string? CancelTime { get; init; }

    public string? PrtcDate { get; init; }

    public string? PrtcTime { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(LenientStringConverter)])]
[JsonSerializable(typeof(InicisHead))]
[JsonSerializable(typeof(InicisStandardAnswer))]
[JsonSerializable(typeof(InicisTransaction))]
[JsonSerializable(typeof(InicisRefundAnswer))]
internal sealed partial class InicisJson : JsonSerializerContext;

/// <summary>What is given to the payer's browser.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class InicisBrowserJson : JsonSerializerContext;

internal static class InicisJsonExtensions
{
    /// <summary>A member of an object, as text. Null when this is no object, or the member no text or number.</summary>
    internal static string? Text(this JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var member)
            ? member.ValueKind switch
            {
                JsonValueKind.String => member.GetString(),
                JsonValueKind.Number => member.GetRawText(),
                _ => null,
            }
            : null;

    /// <summary>The items of a list; none when this is no list.</summary>
    internal static IEnumerable<JsonElement?> Items(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(item => (JsonElement?)item) : [];
}
