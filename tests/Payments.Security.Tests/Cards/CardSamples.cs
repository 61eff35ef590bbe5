using FsCheck;
using FsCheck.Fluent;

namespace Payments.Security.Tests.Cards;

internal static class CardSamples
{
    public static string WithCheckDigit(string digits) =>
        digits + Enumerable.Range(0, 10).Select(check => (char)('0' + check)).Single(check => Luhn.IsValid(digits + check));

    public static Gen<string> DigitTexts(int min, int max) =>
        from length in Gen.Choose(min, max)
        from digits in Gen.Choose('0', '9').ArrayOf(length)
        select new string([.. digits.Select(digit => (char)digit)]);

    public static Gen<string> Numbers() =>
        DigitTexts(11, 18).Select(WithCheckDigit).Where(number => CardNumber.TryParse(number, out _));
}
