using System.Globalization;
using System.Net.Http;
using System.Text;

namespace Payments.Http.Tests;

public sealed class FormFieldsTests
{
    private static string Text(FormFields fields) => Encoding.ASCII.GetString(ProviderBody.Form(fields).Content.Span);

    [Test]
    public void Nested_objects_lists_and_maps_are_written_with_brackets()
    {
        var fields = new FormFields().Add("mode", "payment");
        for (var i = 0; i < 2; i++)
        {
            using (fields.Section("line_items", i))
            {
                fields.Add("quantity", i + 1L);
                using (fields.Section("price_data"))
                    fields.Add("currency", "usd").Add("product_data[name]", "T-shirt & co");
            }
        }

        fields.AddList("expand", ["latest_charge", "refunds.data"]).Add("metadata", new Dictionary<string, string> { ["a[b]#"] = "1=2" });
        Assert.That(Text(fields), Is.EqualTo(
            "mode=payment"
            + "&line_items[0][quantity]=1&line_items[0][price_data][currency]=usd&line_items[0][price_data][product_data][name]=T-shirt+%26+co"
            + "&line_items[1][quantity]=2&line_items[1][price_data][currency]=usd&line_items[1][price_data][product_data][name]=T-shirt+%26+co"
            + "&expand[0]=latest_charge&expand[1]=refunds.data&metadata[a%5Bb%5D%23]=1%3D2"));
    }

    [TestCase("tr-TR")]
    [TestCase("ar-SA")]
    [TestCase("de-DE")]
    [SetCulture("")]
    public void Values_do_not_depend_on_the_culture(string culture)
    {
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        var fields = new FormFields()
            .Add("i", -1234567L)
            .Add("d", 1234.50m)
            .Add("t", true)
            .Add("f", false)
            .Add("at", new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(9)))
            .AddList("ID", ["I"]);
        Assert.That(Text(fields), Is.EqualTo("i=-1234567&d=1234.50&t=true&f=false&at=1795392000&ID[0]=I"));
    }

    [Test]
    public void Null_writes_nothing_and_empty_writes_a_name()
    {
        var fields = new FormFields()
            .Add("a", (string?)null).Add("b", (long?)null).Add("c", (decimal?)null).Add("d", (bool?)null).Add("e", (DateTimeOffset?)null)
            .Add("f", (Uri?)null).Add("g", (IReadOnlyDictionary<string, string>?)null).AddList("h", null).AddList("i", []).Add("j", "");
        Assert.That(Text(fields), Is.EqualTo("j="));
    }

    [Test]
    public void Text_is_percent_encoded_as_utf8_and_placeholders_survive()
    {
        var fields = new FormFields().Add("name", "결제 é😀+~*'").Add("url", new Uri("https://shop.example/r?s={CHECKOUT_SESSION_ID}"));
        Assert.That(Text(fields), Is.EqualTo(
            "name=%EA%B2%B0%EC%A0%9C+%C3%A9%F0%9F%98%80%2B~%2A%27&url=https%3A%2F%2Fshop.example%2Fr%3Fs%3D%7BCHECKOUT_SESSION_ID%7D"));
    }

    [Test]
    public void A_lone_surrogate_becomes_the_replacement_character() =>
        Assert.That(Text(new FormFields().Add("a", "x\uD83Dy")), Is.EqualTo("a=x%EF%BF%BDy"));

    [Test]
    public void Another_encoding_is_used_for_the_bytes()
    {
        var korean = CodePagesEncodingProvider.Instance.GetEncoding(51949)!;
        Assert.That(Text(new FormFields(korean).Add("P_GOODS", "가A")), Is.EqualTo("P_GOODS=%B0%A1A"));
    }

    [Test]
    public async Task It_writes_what_the_framework_writes()
    {
        // The framework leaves *, ' and ( ) unescaped in no case either; 4000 characters make the buffer grow.
        var value = string.Concat(Enumerable.Range(0, 400).Select(i => "aé결 &=" + i));
        using var content = new FormUrlEncodedContent([new("k", value), new("l", "a b")]);
        Assert.That(Text(new FormFields().Add("k", value).Add("l", "a b")), Is.EqualTo(await content.ReadAsStringAsync()));
    }

    [Test]
    public void Used_up_fields_say_so()
    {
        var fields = new FormFields().Add("a", "1");
        _ = ProviderBody.Form(fields);
        Assert.That(() => fields.Add("b", "2"), Throws.InvalidOperationException);
    }

    [Test]
    public void Text_bodies_name_their_charset()
    {
        var korean = CodePagesEncodingProvider.Instance.GetEncoding(51949)!;
        var body = ProviderBody.Text("가", "text/plain", korean);
        Assert.That(body.ContentType, Is.EqualTo("text/plain; charset=euc-kr"));
        Assert.That(body.Content.ToArray(), Is.EqualTo(new byte[] { 0xB0, 0xA1 }));
    }
}
