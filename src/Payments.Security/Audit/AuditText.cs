using System.Text.RegularExpressions;

namespace Payments.Security;

/// <summary>Masks the text of entries. Ids stay readable unless they are, or hold, what must never be written down.</summary>
internal static partial class AuditText
{
    private const int MaxLength = 200;

    /// <summary>An id with card numbers and the secret part of a client secret masked, cut at 200 characters.</summary>
    internal static string? Id(string? value)
    {
        if (value is null)
            return null;
        if (value.IndexOf("_secret_", StringComparison.Ordinal) is >= 0 and var secret)
            value = value[..secret] + "_secret_***";
        if (Mask.Secret(value) is { Length: > 3 } prefixed)
            return prefixed;
        return Cut(LongNumber().Replace(value, static match => IsCard(match.ValueSpan) ? CardMask.Mask(match.Value) : match.Value));
    }

    /// <summary>Words of a person: nothing in them that could be a number of a card, an account or a telephone, a verification value, a key.</summary>
    internal static string? Reason(string? value) => value is null ? null : Cut(Secret().Replace(Cut(value)!, "***"));

    // Of no brand at all, it is one of the many numbers whose last digit happens to fit: an order, a time.
    private static bool IsCard(ReadOnlySpan<char> text) => CardNumber.TryParse(text, out var card) && card.Brand != CardBrand.Unknown;

    private static string? Cut(string? value) => value is { Length: > MaxLength } ? value[..MaxLength] : value;

    // As many digits as a card number has, in one piece or in the groups of a card.
    [GeneratedRegex(
        @"(?<![0-9])(?:[0-9]{12,19}|[0-9]{4}(?:[ -][0-9]{4}){3}|[0-9]{4}[ -][0-9]{6}[ -][0-9]{4,5})(?![0-9])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LongNumber();

    [GeneratedRegex(@"[0-9]([ .\-/]?[0-9]){2,}|\S+@\S+|\S{21,}|\S*_secret_\S+|(sk|pk|rk|tok|whsec|live|test)_\S+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}
