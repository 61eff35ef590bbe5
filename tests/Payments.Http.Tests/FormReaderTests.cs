using System.Text;

namespace Payments.Http.Tests;

/// <summary>Forms that come in.</summary>
internal sealed class FormReaderTests
{
    [Test]
    public void Fields_are_decoded() => Assert.That(Read("a=1&b=x+y%26z&c=&d&e=%3D%ZZ&=9"), Is.EqualTo(new Dictionary<string, string>
    {
        ["a"] = "1", ["b"] = "x y&z", ["c"] = "", ["d"] = "", ["e"] = "=%ZZ", [""] = "9",
    }));

    [Test]
    public void Of_repeated_names_the_last_counts() => Assert.That(Read("a=1&a=2")["a"], Is.EqualTo("2"));

    [Test]
    public void Nothing_is_no_field() => Assert.That(Read("&&"), Is.Empty);

    // '홍길동' in code page 949 is C8 AB B1 E6 B5 BF; '똠' has no EUC-KR code of its own, and is 8C 63 there.
    [TestCase("name=%C8%AB%B1%E6%B5%BF&oid=A-1", "홍길동")]
    [TestCase("name=%8Cc&oid=A-1", "똠")]
    [TestCase("name=%ED%99%8D%EA%B8%B8%EB%8F%99&oid=A-1", "홍길동")]
    public void What_is_no_UTF_8_is_Korean(string form, string name)
    {
        var fields = FormReader.Read(Encoding.ASCII.GetBytes(form), ProviderText.Korean);
        Assert.That(fields["name"], Is.EqualTo(name));
        Assert.That(fields["oid"], Is.EqualTo("A-1"));
    }

    [Test]
    public void Raw_bytes_are_read_as_well() =>
        Assert.That(FormReader.Read((byte[])[.. "name="u8, 0xC7, 0xD1], ProviderText.Korean)["name"], Is.EqualTo("한"));

    [Test]
    public void One_encoding_holds_for_the_whole_form()
    {
        // The first value alone would be UTF-8 ('ä'); the second says that the form is not.
        var fields = FormReader.Read("a=%C3%A4&b=%C7%D1"u8, ProviderText.Korean);
        Assert.That(fields["b"], Is.EqualTo("한"));
        Assert.That(fields["a"], Is.Not.EqualTo("ä"));
    }

    [Test]
    public void Without_another_encoding_it_is_UTF_8() => Assert.That(Read("a=%C8")["a"], Is.EqualTo("\uFFFD"));

    [Test]
    public void A_form_without_end_is_cut()
    {
        var form = string.Join('&', Enumerable.Range(0, 100_000).Select(i => $"f{i}=1"));
        Assert.That(Read(form), Has.Count.EqualTo(FormReader.MaxFields));
    }

    private static IReadOnlyDictionary<string, string> Read(string form) => FormReader.Read(Encoding.UTF8.GetBytes(form));
}
