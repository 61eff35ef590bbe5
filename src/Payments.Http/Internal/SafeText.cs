using System.Text.RegularExpressions;
using Payments.Security;

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
        clean = Mail().Replace(PaymentRedactor.Redact(clean), "***");
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

    [GeneratedRegex(@"[^\s@<>""'(),;:]{1,64}@[^\s@<>""'(),;:]{1,255}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mail();
}
