using Payments.Http;

namespace Payments.Inicis;

/// <summary>What an approval answered, of the PC window or of the mobile page. A class, since it holds personal data.</summary>
internal sealed class InicisApproval
{
    public required string Code { get; init; }

    public string? Tid { get; init; }

    public string? MerchantId { get; init; }

    public string? OrderId { get; init; }

    public string? Amount { get; init; }

    public string? Currency { get; init; }

    public string? Method { get; init; }

    /// <summary>The PC answer's checksum.</summary>
    public string? Signature { get; init; }

    public DateTimeOffset? ApprovedAt { get; init; }

    public string? ApprovalNumber { get; init; }

    public string? CardNumber { get; init; }

    public string? CardCode { get; init; }

    public string? CardQuota { get; init; }

    public string? CardCheckFlag { get; init; }

    public string? CardSource { get; init; }

    public string? AccountNumber { get; init; }

    public string? AccountBank { get; init; }

    public string? AccountHolder { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Reads an approval's answer. Null when it is none.</summary>
    internal static InicisApproval? Read(ProviderResponse response, bool isMobile) =>
        isMobile ? Of(InicisForms.Read(response.Body.Span))
        : response.TryRead(InicisJson.Default.InicisStandardAnswer, out var answer) ? Of(answer)
        : null;

    private static InicisApproval? Of(InicisStandardAnswer answer) => answer.ResultCode is null ? null : new InicisApproval
    {
        Code = answer.ResultCode,
        Tid = answer.Tid,
        MerchantId = answer.Mid,
        OrderId = answer.OrderId,
        Amount = answer.Total,
        Currency = answer.Currency,
        Method = answer.PayMethod,
        Signature = answer.AuthSignature,
        ApprovedAt = InicisForms.Time(answer.ApplDate, answer.ApplTime),
        ApprovalNumber = answer.ApplNum,
        CardNumber = answer.CardNumber,
        CardCode = answer.CardCode,
        CardQuota = answer.CardQuota,
        CardCheckFlag = answer.CardCheckFlag,
        CardSource = answer.CardSource,
        AccountNumber = answer.AccountNumber,
        AccountBank = answer.AccountBankName ?? answer.AccountBankCode,
        AccountHolder = answer.AccountHolder,
        DueAt = InicisForms.Deadline(answer.AccountDate, answer.AccountTime),
    };

    private static InicisApproval? Of(IReadOnlyDictionary<string, string> answer) => string.IsNullOrEmpty(answer.GetValueOrDefault("P_STATUS")) ? null : new InicisApproval
    {
        Code = answer["P_STATUS"],
        Tid = answer.GetValueOrDefault("P_TID"),
        MerchantId = answer.GetValueOrDefault("P_MID"),
        OrderId = answer.GetValueOrDefault("P_OID"),
        Amount = answer.GetValueOrDefault("P_AMT"),
        Method = answer.GetValueOrDefault("P_TYPE"),
        ApprovedAt = InicisForms.Time(answer.GetValueOrDefault("P_AUTH_DT")),
        ApprovalNumber = answer.GetValueOrDefault("P_AUTH_NO"),
        CardNumber = answer.GetValueOrDefault("P_CARD_NUM"),
        CardCode = answer.GetValueOrDefault("P_FN_CD1"),
        CardQuota = answer.GetValueOrDefault("P_RMESG2"),
        CardCheckFlag = answer.GetValueOrDefault("P_CARD_CHECKFLG"),
        AccountNumber = answer.GetValueOrDefault("P_VACT_NUM"),
        AccountBank = answer.GetValueOrDefault("P_FN_NM") ?? answer.GetValueOrDefault("P_VACT_BANK_CODE"),
        AccountHolder = answer.GetValueOrDefault("P_VACT_NAME"),
        DueAt = InicisForms.Deadline(answer.GetValueOrDefault("P_VACT_DATE"), answer.GetValueOrDefault("P_VACT_TIME")),
    };
}
