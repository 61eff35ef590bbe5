namespace Payments.Security;

/// <summary>
/// Numbers as long as a card's that are none: no issuer has numbers that begin with a day of these times, nor with 1 in the lengths of a Unix time in thousandths,
/// millionths or billionths of a second.
/// </summary>
internal static class DatedNumbers
{
    public static bool IsOne(ReadOnlySpan<char> digits) => (digits[0] == '1' && digits.Length is 13 or 16 or 19) || BeginsWithDate(digits);

    public static bool BeginsWithDate(ReadOnlySpan<char> digits)
    {
        var year = Number(digits[..4]);
        var month = Number(digits[4..6]);
        var day = Number(digits[6..8]);
        return year is >= 1970 and < 2100 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
    }

    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits)
            number = (number * 10) + (digit - '0');
        return number;
    }
}
