using System.Text.RegularExpressions;

namespace Payments.Http;

/// <summary>
/// Makes a provider's words safe to keep: card numbers, keys, tokens and e-mail addresses are masked, control characters go, the length is capped.
/// It errs on the side of masking.
/// </summary>
internal static partial class SafeText
{
    internal const int MaxLength = 300;
    private const int MaxRead = 2000;
    private const int MaxCodeLength = 100;

    /// <summary>A sentence of the provider's. Null stays null.</summary>
    internal static string? Message(string? text) => Clean(text, MaxLength);

    /// <summary>A code or id of the provider's. Null stays null.</summary>
    internal static string? Code(string? text) => Clean(text, MaxCodeLength);

    private static string? Clean(string? text, int maxLength)
    {
        if (text is null)
            return null;

        // What is beyond the cap goes last: a number that was cut first would not be known as one any more.
        var clean = text.Length > MaxRead ? text[..MaxRead] : text;
        clean = Secrets().Replace(clean, "***");
        clean = Mail().Replace(clean, "***");
        clean = Digits().Replace(clean, static match => HoldsCardNumber(match.ValueSpan) ? "***" : match.Value);
        if (clean.AsSpan().ContainsAnyInRange('\0', '\u001F') || clean.Any(char.IsControl))
            clean = string.Create(clean.Length, clean, static (span, source) =>
            {
                for (var i = 0; i < span.Length; i++)
                    span[i] = char.IsControl(source[i]) ? ' ' : source[i];
            });
        if (clean.Length <= maxLength)
            return clean;
        var end = char.IsHighSurrogate(clean[maxLength - 2]) ? maxLength - 2 : maxLength - 1;
        return clean[..end] + "…";
    }

    private static bool HoldsCardNumber(ReadOnlySpan<char> run)
    {
        Span<byte> digits = stackalloc byte[run.Length > 64 ? 0 : run.Length];
        if (digits.IsEmpty)
            return true;
        var count = 0;
        foreach (var c in run)
        {
            if (char.IsAsciiDigit(c))
                digits[count++] = (byte)(c - '0');
        }

        // A longer run may hold a card number anywhere.
        for (var length = 12; length <= Math.Min(19, count); length++)
        {
            for (var start = 0; start + length <= count; start++)
            {
                if ((count <= 19 ? length == count : true) && PassesLuhn(digits.Slice(start, length)))
                    return true;
            }
        }

        return false;
    }

    private static bool PassesLuhn(ReadOnlySpan<byte> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            int digit = digits[digits.Length - 1 - i];
            if (i % 2 == 1 && (digit *= 2) > 9)
                digit -= 9;
            sum += digit;
        }

        return sum % 10 == 0;
    }

    [GeneratedRegex(
        """
        (?<![A-Za-z0-9])(?:sk|rk|pk)_[A-Za-z0-9_]{4,} | (?:test|live)_g?[sc]k_[A-Za-z0-9_]{4,} | whsec_[A-Za-z0-9+/=_-]{4,} |
        [A-Za-z0-9_]{1,100}_secret_[A-Za-z0-9_]+ | eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4} |
        \b(?i:bearer|basic|token|SECRET_KEY|KakaoAK)[\ :=]{1,3}[A-Za-z0-9+/=._~*-]{8,}
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secrets();

    [GeneratedRegex(@"[^\s@<>""'(),;:]{1,64}@[^\s@<>""'(),;:]{1,255}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mail();

    [GeneratedRegex(@"[0-9](?:[ \-\.]?[0-9]){11,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}
