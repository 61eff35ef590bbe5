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

    [JsonConverter(typeof(LenientListConverter<InicisPartCancel>))]
    public IReadOnlyList<InicisPartCancel>? PartCancelTransInfo { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<InicisCard>))]
    public InicisCard? CardInfo { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<InicisDeposit>))]
    public InicisDeposit? VacctInfo { get; init; }
}

internal sealed class InicisPartCancel
{
    public string? Tid { get; init; }

    public string? RequestDate { get; init; }

    public string? RequestTime { get; init; }

    public string? RequestPrice { get; init; }
}

internal sealed class InicisCard
{
    public string? CardNumber { get; init; }

    public string? CardName { get; init; }

    public string? CardQuota { get; init; }

    public string? ApprovedNumber { get; init; }

    public string? CurrencyCode { get; init; }
}

internal sealed class InicisDeposit
{
    public string? DepositDate { get; init; }
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
[JsonSerializable(typeof(InicisPartCancel))]
[JsonSerializable(typeof(InicisCard))]
[JsonSerializable(typeof(InicisDeposit))]
[JsonSerializable(typeof(InicisRefundAnswer))]
internal sealed partial class InicisJson : JsonSerializerContext;

/// <summary>What is given to the payer's browser.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class InicisBrowserJson : JsonSerializerContext;
