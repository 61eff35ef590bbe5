namespace Payments.Security;

/// <summary>The check-digit rule of ISO/IEC 7812-1, which most card numbers follow.</summary>
public static class Luhn
{
    private const string Doubled = "\0\u0002\u0004\u0006\u0008\u0001\u0003\u0005\u0007\u0009";

    /// <summary>Says whether the last digit is the right check digit for the others. Zeros alone pass, as the rule has it.</summary>
    /// <param name="digits">ASCII digits, without separators.</param>
    /// <returns>Whether the rule holds; false for fewer than two characters and for anything but ASCII digits.</returns>
    public static bool IsValid(ReadOnlySpan<char> digits)
    {
        if (digits.Length < 2 || !AsciiDigits.IsAll(digits))
            return false;

        var sum = 0;
        for (var fromRight = 0; fromRight < digits.Length; fromRight++)
        {
            var digit = digits[digits.Length - 1 - fromRight] - '0';
            sum += int.IsOddInteger(fromRight) ? Doubled[digit] : digit;
        }

        return sum % 10 == 0;
    }
}
