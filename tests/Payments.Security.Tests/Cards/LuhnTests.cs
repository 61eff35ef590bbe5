using FsCheck.Fluent;

namespace Payments.Security.Tests.Cards;

internal sealed class LuhnTests
{
    [TestCase("4242424242424242", true)]
    [TestCase("79927398713", true)]
    [TestCase("79927398710", false)]
    [TestCase("378282246310005", true)]
    [TestCase("", false)]
    [TestCase("0", false)]
    [TestCase("00", true)]
    [TestCase("4242 4242 4242 4242", false)]
    [TestCase("٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", false)]
    public void Known_answers(string digits, bool expected) => Assert.That(Luhn.IsValid(digits), Is.EqualTo(expected));

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public FsCheck.Property Every_number_has_exactly_one_check_digit() => Prop.ForAll(CardSamples.DigitTexts(1, 30).ToArbitrary(), digits =>
        Enumerable.Range(0, 10).Count(check => Luhn.IsValid(digits + (char)('0' + check))) == 1);

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public FsCheck.Property Every_single_wrong_digit_is_found() => Prop.ForAll(CardSamples.DigitTexts(11, 18).ToArbitrary(), digits =>
    {
        var number = CardSamples.WithCheckDigit(digits);
        return Enumerable.Range(0, number.Length).All(at => Enumerable.Range(1, 9).All(by =>
            !Luhn.IsValid(number[..at] + (char)('0' + ((number[at] - '0' + by) % 10)) + number[(at + 1)..])));
    });
}
