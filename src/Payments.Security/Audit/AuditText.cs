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
        return Cut(WithoutCards(value));
    }

    /// <summary>Words of a person: nothing in them that could be a number of a card, an account or a telephone, a verification value, a key.</summary>
    internal static string? Reason(string? value) => value is null ? null : Cut(Secret().Replace(Cut(value)!, "***"));

    /// <summary>The text with its card numbers masked: as many digits as one has, in one piece or in the groups of a card. Itself, when there is none.</summary>
    private static string WithoutCards(string value)
    {
        var masked = Span<char>.Empty;
        for (var at = 0; at < value.Length;)
        {
            if (!char.IsAsciiDigit(value[at]))
            {
                at++;
                continue;
            }

            var length = NumberLength(value.AsSpan(at));
            if (length > 0 && IsCard(value.AsSpan(at, length)))
            {
                masked = masked.IsEmpty ? value.ToCharArray() : masked;
                CardMask.TryMask(value.AsSpan(at, length), masked[at..], out _);
                at += length;
                continue;
            }

            // Not in the middle of a run of digits: what is part of a longer number is no card's.
            at += RunLength(value.AsSpan(at));
        }

        return masked.IsEmpty ? value : new string(masked);
    }

    /// <summary>How long the number is that begins here, where it is one that a card could have; else 0.</summary>
    private static int NumberLength(ReadOnlySpan<char> text) => RunLength(text) switch
    {
        >= 12 and <= 19 and var run => run,
        4 when GroupsLength(text, 4, 4, 4) is > 0 and var grouped => grouped,
        4 when GroupsLength(text, 6, 4) is > 0 and var grouped => grouped,
        4 => GroupsLength(text, 6, 5),
        _ => 0,
    };

    /// <summary>The length of a group of four and of these after it, each behind a blank or a dash; 0 when they are others.</summary>
    private static int GroupsLength(ReadOnlySpan<char> text, params ReadOnlySpan<int> groups)
    {
        var end = 4;
        foreach (var group in groups)
        {
            if (end >= text.Length || text[end] is not (' ' or '-') || RunLength(text[(end + 1)..]) != group)
                return 0;
            end += 1 + group;
        }

        return end;
    }

    private static int RunLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && char.IsAsciiDigit(text[length]))
            length++;
        return length;
    }

    // Of no brand at all, it is one of the many numbers whose last digit happens to fit: an order, a time.
    private static bool IsCard(ReadOnlySpan<char> text) => CardNumber.TryParse(text, out var card) && card.Brand != CardBrand.Unknown;

    private static string? Cut(string? value) => value is { Length: > MaxLength } ? value[..MaxLength] : value;

    [GeneratedRegex(@"[0-9]([ .\-/]?[0-9]){2,}|\S+@\S+|\S{21,}|\S*_secret_\S+|(sk|pk|rk|tok|whsec|live|test)_\S+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}
