using System.Text.Json.Serialization;
using Payments.Http;

namespace Payments.Inicis;

// What of Inicis' answers is read. Classes, not records: they hold personal data, and a record prints its members. Everything may be missing.

/// <summary>What every JSON answer has. INIAPI says some errors as <c>01</c>, with the code itself beside it.</summary>
internal class InicisHead
{
    public string? ResultCode { get; set; }

    public string? ResultMsg { get; set; }

    public string? DetailResultCode { get; set; }

    public string? Tid { get; set; }

    public string? Mid { get; set; }
}

/// <summary>The answer of the PC approval.</summary>
internal sealed class InicisStandardAnswer : InicisHead
{
    [JsonPropertyName("MOID")]
    public string? OrderId { get; set; }

    [JsonPropertyName("TotPrice")]
    public string? Total { get; set; }

    public string? PayMethod { get; set; }

    public string? Currency { get; set; }

    public string? AuthSignature { get; set; }

    public string? ApplDate { get; set; }

    public string? ApplTime { get; set; }

    public string? ApplNum { get; set; }

    [JsonPropertyName("CARD_Num")]
    public string? CardNumber { get; set; }

    [JsonPropertyName("CARD_Code")]
    public string? CardCode { get; set; }

    [JsonPropertyName("CARD_Quota")]
    public string? CardQuota { get; set; }

    [JsonPropertyName("CARD_CheckFlag")]
    public string? CardCheckFlag { get; set; }

    [JsonPropertyName("CARD_SrcCode")]
    public string? CardSource { get; set; }

    [JsonPropertyName("VACT_Num")]
    public string? AccountNumber { get; set; }

    [JsonPropertyName("VACT_BankCode")]
    public string? AccountBankCode { get; set; }

    [JsonPropertyName("vactBankName")]
    public string? AccountBankName { get; set; }

    [JsonPropertyName("VACT_Name")]
    public string? AccountHolder { get; set; }

    [JsonPropertyName("VACT_Date")]
    public string? AccountDate { get; set; }

    [JsonPropertyName("VACT_Time")]
    public string? AccountTime { get; set; }
}

/// <summary>The answer of the inquiry. What is an object or a list may also come as an empty text.</summary>
internal sealed class InicisTransaction : InicisHead
{
    public string? Oid { get; set; }

    public string? Price { get; set; }

    public string? Paymethod { get; set; }

    public string? TransactionStatus { get; set; }

    public string? ApprovedDate { get; set; }

    public string? ApprovedTime { get; set; }

    public string? CancelDate { get; set; }

    public string? CancelTime { get; set; }

    public string? RefundDate { get; set; }

    public string? RefundTime { get; set; }

    public string? AvailablePartCancelPrice { get; set; }

    [JsonConverter(typeof(LenientListConverter<InicisPartCancel>))]
    public IReadOnlyList<InicisPartCancel>? PartCancelTransInfo { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<InicisCard>))]
    public InicisCard? CardInfo { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<InicisDeposit>))]
    public InicisDeposit? VacctInfo { get; set; }
}

internal sealed class InicisPartCancel
{
    public string? Tid { get; set; }

    public string? RequestDate { get; set; }

    public string? RequestTime { get; set; }

    public string? RequestPrice { get; set; }
}

internal sealed class InicisCard
{
    public string? CardNumber { get; set; }

    public string? CardName { get; set; }

    public string? CardQuota { get; set; }

    public string? ApprovedNumber { get; set; }

    public string? CurrencyCode { get; set; }
}

internal sealed class InicisDeposit
{
    public string? DepositDate { get; set; }
}

/// <summary>The answer of a refund: with <see cref="InicisHead.Tid"/> as its own id where it was a part.</summary>
internal sealed class InicisRefundAnswer : InicisHead
{
    public string? CancelDate { get; set; }

    public string? CancelTime { get; set; }

    public string? PrtcDate { get; set; }

    public string? PrtcTime { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(LenientStringConverter)])]
[JsonSerializable(typeof(InicisHead))]
[JsonSerializable(typeof(InicisStandardAnswer))]
[JsonSerializable(typeof(InicisTransaction))]
[JsonSerializable(typeof(InicisPartCancel))]
[JsonSerializable(typeof(InicisCard))]
[JsonSerializable(typeof(InicisDeposit))]
[JsonSerializable(typeof(InicisRefundAnswer))]
internal sealed partial class InicisJson : JsonSerializerContext;

/// <summary>What is given to the payer's browser.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class InicisBrowserJson : JsonSerializerContext;
