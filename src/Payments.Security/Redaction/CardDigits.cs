using System.Buffers;
using System.Globalization;

namespace Payments.Security;

/// <summary>
/// Finds card numbers in a text: 13 to 19 digits of any script with the right check digit, alone or in groups. See <see cref="PaymentRedactor"/> for what is
/// taken for another number.
/// </summary>
internal static class CardDigits
{
    private const int Min = 13;
    private const int Max = 19;
    private const int Window = 64;
    private const int MaxGap = 3;

    private static readonly SearchValues<char> AsciiDigit = SearchValues.Create("0123456789");
    private static readonly SearchValues<char> AnyDigit =
        SearchValues.Create([.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(char.IsDigit)]);

    // What stands between the groups of a number that somebody has typed or copied.
    private static readonly SearchValues<char> Separators = SearchValues.Create(" -.+_\t\u00A0\u00AD\u2002\u2003\u2007\u2009\u200A\u200B\u202F\u2010\u2011\u2012\u2013\u2014\u2212\u3000");

    public static bool TryFind(ReadOnlySpan<char> text, int from, bool isAscii, out int start, out int end)
    {
        var run = new DigitRun(stackalloc char[Window], stackalloc int[Window]);
        for (var position = from; ;)
        {
            var next = text[position..].IndexOfAny(isAscii ? AsciiDigit : AnyDigit);
            if (next < 0)
                break;

            position = Read(text, position + next, ref run);
            if (run.Count >= Min && TryFindIn(text, run, out start, out end))
                return true;
            if (run.Count == Window)
                position = run.At[Window - Max + 1];
        }

        (start, end) = (0, 0);
        return false;
    }

    /// <summary>Whether a number is a card number as it stands.</summary>
    public static bool IsCard(ReadOnlySpan<char> digits) => digits.Length is >= Min and <= Max && Luhn.IsValid(digits) && !DatedNumbers.IsOne(digits);

    /// <summary>Collects the digits from a place on, over separators, and says where they end.</summary>
    private static int Read(ReadOnlySpan<char> text, int position, ref DigitRun run)
    {
        run.Count = 0;
        var end = position;
        for (var gap = 0; position < text.Length && run.Count < Window; position++)
        {
            if (char.IsDigit(text[position]))
            {
                run.Digits[run.Count] = (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(text[position]));
                run.At[run.Count++] = position;
                (gap, end) = (0, position + 1);
            }
            else if (++gap > MaxGap || !Separators.Contains(text[position]))
                break;
        }

        return end;
    }

    private static bool TryFindIn(ReadOnlySpan<char> text, in DigitRun run, out int start, out int end)
    {
        for (var first = 0; first < run.Count; first = run.GroupEnd(first))
        {
            var last = run.GroupEnd(first);
            if (last - first > Max ? HoldsCard(run.Digits[first..last]) : IsGroupCard(text, run, first, last))
                return Found(run, first, last, out start, out end);

            while (last < run.Count)
            {
                last = run.GroupEnd(last);
                if (last - first > Max)
                    break;
                if (last - first >= Min && AreGroupsCard(text, run, first, last))
                    return Found(run, first, last, out start, out end);
            }
        }

        (start, end) = (0, 0);
        return false;
    }

    private static bool Found(in DigitRun run, int first, int last, out int start, out int end)
    {
        (start, end) = (run.At[first], run.At[last - 1] + 1);
        return true;
    }

    private static bool IsGroupCard(ReadOnlySpan<char> text, in DigitRun run, int first, int last)
    {
        var digits = run.Digits[first..last];
        if (!IsCard(digits))
            return false;
        var (start, end) = (run.At[first], run.At[last - 1] + 1);
        if (start > 1 && text[start - 1] is '.' or ',' && char.IsDigit(text[start - 2]))
            return false;
        var isAlone = (start == 0 || !char.IsLetter(text[start - 1])) && (end == text.Length || !char.IsLetter(text[end]));
        return isAlone || HasBrand(digits);
    }

    private static bool AreGroupsCard(ReadOnlySpan<char> text, in DigitRun run, int first, int last)
    {
        var digits = run.Digits[first..last];
        if (!IsCard(digits))
            return false;
        var isPrinted = run.IsPrinted(first, last);
        if (text[run.At[first]..run.At[last - 1]].Contains('.') && !isPrinted)
            return false;
        return (isPrinted || HasBrand(digits)) && !IsInGuid(text, run.At[first], run.At[last - 1] + 1);
    }

    /// <summary>Whether a run that is longer than any card number holds one of a brand.</summary>
    private static bool HoldsCard(ReadOnlySpan<char> digits)
    {
        if (DatedNumbers.BeginsWithDate(digits))
            return false;
        for (var start = 0; start + Min <= digits.Length; start++)
        {
            for (var length = Min; length <= Max && start + length <= digits.Length; length++)
            {
                var part = digits.Slice(start, length);
                if (Luhn.IsValid(part) && HasBrand(part))
                    return true;
            }
        }

        return false;
    }

    private static bool HasBrand(ReadOnlySpan<char> digits) =>
        CardRanges.Find(int.Parse(digits[..6], NumberStyles.None, CultureInfo.InvariantCulture), digits.Length) is { } range && range.Brand != CardBrand.Unknown;

    private static bool IsInGuid(ReadOnlySpan<char> text, int start, int end)
    {
        while (start > 0 && IsGuidPart(text[start - 1]))
            start--;
        while (end < text.Length && IsGuidPart(text[end]))
            end++;
        return end - start == 36 && Guid.TryParseExact(text[start..end], "D", out _);
    }

    private static bool IsGuidPart(char character) => char.IsAsciiHexDigit(character) || character == '-';

    private ref struct DigitRun(Span<char> digits, Span<int> at)
    {
        public readonly Span<char> Digits = digits;
        public readonly Span<int> At = at;
        public int Count;

        /// <summary>The end of the group that a digit is in: the first digit that has something before it.</summary>
        public readonly int GroupEnd(int first)
        {
            var last = first + 1;
            while (last < Count && At[last] == At[last - 1] + 1)
                last++;
            return last;
        }

        /// <summary>Whether the groups are those on a card: of four, or four, six and the rest.</summary>
        public readonly bool IsPrinted(int first, int last)
        {
            var ends = GroupEnd(first);
            if (ends - first != 4)
                return false;
            var second = GroupEnd(ends) - ends;
            if (second == 6)
                return last - ends - second is 4 or 5 && GroupEnd(ends + second) == last;
            while (ends < last && GroupEnd(ends) - ends == 4)
                ends += 4;
            return ends == last || GroupEnd(ends) == last;
        }
    }
}
