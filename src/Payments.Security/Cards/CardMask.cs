namespace Payments.Security;

/// <summary>How much of a card number a mask leaves.</summary>
public enum CardMaskStyle
{
    /// <summary>At most the last four digits.</summary>
    LastFour,

    /// <summary>At most the first six and the last four digits.</summary>
    FirstSixLastFour,
}

/// <summary>
/// Masks card numbers for display. The rule: at least six digits are always hidden. Of what may then be seen, the last four come first, and only
/// the rest goes to the first six: a number of 16 digits or more shows 6 and 4, one of 15 shows 5 and 4, of 12 shows 2 and 4, of 8 shows its
/// last 2, of 6 or fewer nothing.
/// </summary>
public static class CardMask
{
    private const int MinHidden = 6;

    /// <summary>Masks a number.</summary>
    /// <param name="number">The number; spaces and dashes are kept, every other character counts as a digit.</param>
    /// <param name="style">How much may be seen.</param>
    /// <returns>A text of the same length, with <c>*</c> for what is hidden.</returns>
    public static string Mask(ReadOnlySpan<char> number, CardMaskStyle style = CardMaskStyle.LastFour) =>
        string.Create(number.Length, new Input(number, style), static (destination, input) => Write(input.Number, destination, input.Style));

    /// <summary>Masks a number into a buffer, without any allocation.</summary>
    /// <param name="number">The number; spaces and dashes are kept, every other character counts as a digit.</param>
    /// <param name="destination">Where to write; may be the memory of <paramref name="number"/> itself.</param>
    /// <param name="charsWritten">The length of <paramref name="number"/>, or 0 when it did not fit.</param>
    /// <param name="style">How much may be seen.</param>
    /// <returns>Whether it fitted; if not, nothing was written.</returns>
    public static bool TryMask(
        ReadOnlySpan<char> number, Span<char> destination, out int charsWritten, CardMaskStyle style = CardMaskStyle.LastFour)
    {
        var fits = number.Length <= destination.Length;
        charsWritten = fits ? number.Length : 0;
        if (fits)
            Write(number, destination, style);
        return fits;
    }

    private static void Write(ReadOnlySpan<char> number, Span<char> destination, CardMaskStyle style)
    {
        var digits = 0;
        foreach (var character in number)
            digits += IsSeparator(character) ? 0 : 1;

        var visible = Math.Max(0, digits - MinHidden);
        var last = Math.Min(4, visible);
        var first = style == CardMaskStyle.FirstSixLastFour ? Math.Min(6, visible - last) : 0;
        var position = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var shown = IsSeparator(number[i]) || position < first || position >= digits - last;
            position += IsSeparator(number[i]) ? 0 : 1;
            destination[i] = shown ? number[i] : '*';
        }
    }

    private static bool IsSeparator(char character) => character is ' ' or '-';

    private readonly ref struct Input(ReadOnlySpan<char> number, CardMaskStyle style)
    {
        public readonly ReadOnlySpan<char> Number = number;
        public readonly CardMaskStyle Style = style;
    }
}
