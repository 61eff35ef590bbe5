using System.Collections.Frozen;

namespace Payments.Simulator;

/// <summary>The banks: requests name one by its code or its English name, answers by its code.</summary>
internal static class TossBanks
{
    private static readonly FrozenDictionary<string, string> Codes = (
        "39 KYONGNAMBANK|34 GWANGJUBANK|12 LOCALNONGHYEOP|32 BUSANBANK|45 SAEMAUL|64 SANLIM|88 SHINHAN|48 SHINHYUP|27 CITI|20 WOORI|71 POST|50 SAVINGBANK|37 JEONBUKBANK|"
        + "35 JEJUBANK|90 KAKAOBANK|89 KBANK|92 TOSSBANK|81 HANA|54 HSBC|03 IBK|06 KOOKMIN|31 DAEGUBANK|02 KDB|11 NONGHYEOP|23 SC|07 SUHYEOP").Split('|')
        .SelectMany(row => row.Split(' '), (row, word) => (Word: word, Code: row[..2]))
        .ToFrozenDictionary(pair => pair.Word, pair => pair.Code, StringComparer.Ordinal);

    /// <summary>The code of a bank that can issue a virtual account.</summary>
    public static string CodeOf(string bank) => Codes.GetValueOrDefault(bank) ?? throw new TossRefusal("INVALID_BANK");
}
