using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using FsCheck.Fluent;

namespace Payments.Security.Tests.Cards;

internal sealed class CardNumberTests
{
    [TestCase("4242424242424242", "visa")]
    [TestCase("4222222222222", "visa")]
    [TestCase("5555555555554444", "mastercard")]
    [TestCase("2223003122003222", "mastercard")]
    [TestCase("378282246310005", "american_express")]
    [TestCase("6011111111111117", "discover")]
    [TestCase("6445644564456445", "discover")]
    [TestCase("3056930009020004", "diners_club")]
    [TestCase("36227206271667", "diners_club")]
    [TestCase("3566002020360505", "jcb")]
    [TestCase("6200000000000005", "unionpay")]
    [TestCase("6205500000000000004", "unionpay")]
    [TestCase("6759649826438453", "maestro")]
    [TestCase("5018000000000009", "maestro")]
    [TestCase("6362970000457013", "elo")]
    [TestCase("6062826786276634", "hipercard")]
    [TestCase("2200000000000004", "mir")]
    [TestCase("9792030394440796", "troy")]
    [TestCase("6521500000000006", "rupay")]
    public void The_brand_comes_from_the_number(string text, string brand)
    {
        var number = CardNumber.Parse(text);

        Assert.That(number.Brand.Name, Is.EqualTo(brand));
        Assert.That(number.Length, Is.EqualTo(text.Length));
        Assert.That(number.Bin, Is.EqualTo(text[..6]));
        Assert.That(number.Last4, Is.EqualTo(text[^4..]));
        Assert.That(number.Reveal(), Is.EqualTo(text));
    }

    [TestCase("6200000000000000", "unionpay")]
    [TestCase("9410000000000000", "korean_local")]
    public void Some_brands_have_no_check_digit(string text, string brand)
    {
        Assert.That(Luhn.IsValid(text), Is.False);
        Assert.That(CardNumber.Parse(text).Brand.Name, Is.EqualTo(brand));
    }

    [Test]
    public void A_number_of_no_known_brand_needs_a_check_digit()
    {
        var text = CardSamples.WithCheckDigit("100000000000");
        Assert.That(CardNumber.Parse(text).Brand, Is.EqualTo(CardBrand.Unknown));
        Assert.That(CardNumber.TryParse("1000000000001", out _), Is.EqualTo(Luhn.IsValid("1000000000001")));
        Assert.That(CardNumber.TryParse(text[..^1] + (char)('0' + ((text[^1] - '0' + 1) % 10)), out _), Is.False);
    }

    [TestCase("4242 4242 4242 4242")]
    [TestCase("4242-4242-4242-4242")]
    [TestCase(" 4242424242424242 ")]
    public void Spaces_and_dashes_do_not_matter(string text) =>
        Assert.That(CardNumber.Parse(text), Is.EqualTo(CardNumber.Parse("4242424242424242")));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("4242424242424241")]
    [TestCase("424242424242424")]
    [TestCase("42424242424242424242")]
    [TestCase("00000000000")]
    [TestCase("4242424242424242x")]
    [TestCase("4242.4242.4242.4242")]
    [TestCase("4242\u00A04242\u00A04242\u00A04242")]
    [TestCase("٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢")]
    [TestCase("４２４２４２４２４２４２４２４２")]
    [TestCase("4242424242424242\0")]
    public void Anything_else_is_refused_without_showing_it(string? text)
    {
        var refusal = Assert.Throws<FormatException>(() => CardNumber.Parse(text));
        Assert.That(refusal.ToString(), Does.Not.Match("[0-9]{4}").And.Not.Contain("٤٢").And.Not.Contain("４"));
        Assert.That(CardNumber.TryParse(text, out var number), Is.False);
        Assert.That(number, Is.Null);
    }

    [Test]
    public void Leading_zeros_survive()
    {
        var text = CardSamples.WithCheckDigit("000000000001");
        Assert.That(CardNumber.Parse(text).Reveal(), Is.EqualTo(text));
        Assert.That(CardNumber.Parse(text), Is.Not.EqualTo(CardNumber.Parse("000" + text)));
    }

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public FsCheck.Property It_never_prints_more_than_four_digits() => Prop.ForAll(CardSamples.Numbers().ToArbitrary(), text =>
    {
        var number = CardNumber.Parse(text);
        var buffer = new char[40];
        string[] printed =
        [
            number.ToString(), number.ToString("D", CultureInfo.InvariantCulture), $"{number}", $"{number:X20}",
            string.Format(CultureInfo.InvariantCulture, "{0:N}", number), JsonSerializer.Serialize(number),
            JsonSerializer.Serialize(new { Card = number }), number.TryFormat(buffer, out var written, "G", null) ? new(buffer, 0, written) : "",
        ];
        return printed.All(shown => shown.Count(char.IsAsciiDigit) == 4 && shown.Contains("**" + text[^4..], StringComparison.Ordinal));
    });

    [Test]
    public void A_debugger_shows_it_masked()
    {
        Assert.That(typeof(CardNumber).GetCustomAttribute<DebuggerDisplayAttribute>()!.Value, Is.EqualTo("{Masked,nq}"));
        foreach (var field in typeof(CardNumber).GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Where(field => field.FieldType == typeof(ulong)))
            Assert.That(field.GetCustomAttribute<DebuggerBrowsableAttribute>()!.State, Is.EqualTo(DebuggerBrowsableState.Never));
        foreach (var property in typeof(CardNumber).GetProperties())
            Assert.That(property.GetValue(CardNumber.Parse("4242424242424242"))?.ToString(), Does.Not.Match("[0-9]{7}"));
    }

    [Test]
    public void Json_does_not_read_it_by_accident() =>
        Assert.That(() => JsonSerializer.Deserialize<CardNumber>("\"4242424242424242\""),
            Throws.InstanceOf<NotSupportedException>().With.Message.Not.Contain("4242"));

    [Test]
    public void A_framework_cannot_bind_it_from_a_url() =>
        Assert.That(typeof(CardNumber).GetMethods().Where(method => method.Name == "TryParse").SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.ParameterType), Has.None.EqualTo(typeof(string)));

    [Test]
    public void Digits_are_copied_only_where_they_fit()
    {
        var number = CardNumber.Parse("4242424242424242");
        var destination = new char[20];

        Assert.That(number.CopyDigitsTo(destination), Is.EqualTo(16));
        Assert.That(new string(destination, 0, 16), Is.EqualTo("4242424242424242"));
        Assert.That(() => number.CopyDigitsTo(new char[15]), Throws.ArgumentException);
        Assert.That(number.TryFormat(new char[15], out var written, default, null), Is.False);
        Assert.That(written, Is.Zero);
    }

    [TestCase("tr-TR")]
    [TestCase("ar-SA")]
    [TestCase("fa-IR")]
    public void The_culture_does_not_matter(string culture)
    {
        CultureInfo.CurrentCulture = new(culture);
        var number = CardNumber.Parse("4242 4242 4242 4242");

        Assert.That(number.Reveal(), Is.EqualTo("4242424242424242"));
        Assert.That(number.ToString(), Is.EqualTo("************4242"));
        Assert.That(new CardBrand("DISCOVER"), Is.EqualTo(CardBrand.Discover));
        Assert.That(new CardBrand("UNIONPAY"), Is.EqualTo(CardBrand.UnionPay));
    }

    [Test]
    public void Reading_and_comparing_leaves_no_text_on_the_heap()
    {
        CardNumber.Parse("4242424242424242").CopyDigitsTo(stackalloc char[19]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var number = CardNumber.Parse("4242424242424242");
        number.CopyDigitsTo(stackalloc char[19]);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(64));
    }

    [Test]
    public void Brands_are_an_open_set()
    {
        Assert.That(new CardBrand(" Cartes_Bancaires ").Name, Is.EqualTo("cartes_bancaires"));
        Assert.That(default(CardBrand), Is.EqualTo(CardBrand.Unknown));
        Assert.That(default(CardBrand).GetHashCode(), Is.EqualTo(CardBrand.Unknown.GetHashCode()));
        Assert.That(() => new CardBrand(" "), Throws.ArgumentException);
        Assert.That(JsonSerializer.Serialize(CardBrand.BcCard), Is.EqualTo("\"bccard\""));
        Assert.That(JsonSerializer.Deserialize<CardBrand>("\"new_brand\"").Name, Is.EqualTo("new_brand"));
        Assert.That(JsonSerializer.Deserialize<CardBrand>("\"\""), Is.EqualTo(CardBrand.Unknown));
    }
}
