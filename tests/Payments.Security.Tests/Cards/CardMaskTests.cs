using FsCheck.Fluent;

namespace Payments.Security.Tests.Cards;

internal sealed class CardMaskTests
{
    [TestCase("4242424242424242", "************4242", "424242******4242")]
    [TestCase("4242 4242 4242 4242", "**** **** **** 4242", "4242 42** **** 4242")]
    [TestCase("6205500000000000004", "***************0004", "620550*********0004")]
    [TestCase("378282246310005", "***********0005", "37828******0005")]
    [TestCase("36227206271667", "**********1667", "3622******1667")]
    [TestCase("4222222222222", "*********2222", "422******2222")]
    [TestCase("500000000611", "********0611", "50******0611")]
    [TestCase("1234567890", "******7890", "******7890")]
    [TestCase("12345678", "******78", "******78")]
    [TestCase("123456", "******", "******")]
    [TestCase("123", "***", "***")]
    [TestCase("", "", "")]
    public void The_rule_by_length(string number, string lastFour, string firstSix)
    {
        Assert.That(CardMask.Mask(number), Is.EqualTo(lastFour));
        Assert.That(CardMask.Mask(number, CardMaskStyle.FirstSixLastFour), Is.EqualTo(firstSix));
    }

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public FsCheck.Property At_least_six_digits_are_hidden_and_the_rest_is_in_place() =>
        Prop.ForAll(CardSamples.DigitTexts(0, 25).ToArbitrary(), number => Enum.GetValues<CardMaskStyle>().All(style =>
        {
            var masked = CardMask.Mask(number, style);
            var hidden = masked.Count(character => character == '*');
            var kept = masked.Zip(number).All(pair => pair.First == '*' || pair.First == pair.Second);
            return masked.Length == number.Length && kept && hidden >= Math.Min(6, number.Length) && number.Length - hidden <= 10;
        }));

    [Test]
    public void Masking_into_a_buffer_allocates_nothing()
    {
        Span<char> buffer = stackalloc char[19];
        CardMask.TryMask("4242 4242 4242 4242", buffer, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var fits = CardMask.TryMask("4242 4242 4242 4242", buffer, out var written, CardMaskStyle.FirstSixLastFour);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var text = new string(buffer[..written]);

        Assert.That(fits, Is.True);
        Assert.That(text, Is.EqualTo("4242 42** **** 4242"));
        Assert.That(allocated, Is.Zero);
    }

    [Test]
    public void A_short_buffer_is_left_untouched()
    {
        var buffer = new char[15];
        Assert.That(CardMask.TryMask("4242424242424242", buffer, out var written), Is.False);
        Assert.That(written, Is.Zero);
        Assert.That(buffer, Is.All.EqualTo('\0'));
    }

    [Test]
    public void It_masks_in_place()
    {
        var text = "4242424242424242".ToCharArray();
        CardMask.TryMask(text, text, out _);
        Assert.That(new string(text), Is.EqualTo("************4242"));
    }

    [TestCase("sk_test_example-not-a-key", "sk_test_***")]
    [TestCase("whsec_abc", "whsec_***")]
    [TestCase("test_gsk_abc", "test_gsk_***")]
    [TestCase("live_sk_abc", "live_sk_***")]
    [TestCase("SK_TEST_abc", "***")]
    [TestCase("EAAAEO", "***")]
    [TestCase("", "***")]
    public void A_secret_keeps_a_known_prefix_at_most(string secret, string masked) => Assert.That(Mask.Secret(secret), Is.EqualTo(masked));
}
