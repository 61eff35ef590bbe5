using System.Text.Json;
using System.Text.Json.Serialization;

namespace Payments.Http.Tests;

internal sealed class LenientJsonTests
{
    [TestCase("""{"text":"a","number":1.50,"whole":7,"flag":true}""", "a", 1.50, 7, true)]
    [TestCase("""{"text":1.50,"number":"1.50","whole":"7","flag":"true"}""", "1.50", 1.50, 7, true)]
    [TestCase("""{"text":true,"number":"1e2","whole":7.0,"flag":"N"}""", "true", 100, 7, false)]
    [TestCase("""{"text":null,"number":null,"whole":null,"flag":null}""", null, null, null, null)]
    [TestCase("""{"text":{"a":[1]},"number":{"a":1},"whole":[1,2],"flag":{}}""", null, null, null, null)]
    [TestCase("""{"text":[],"number":"many","whole":1.5,"flag":"perhaps"}""", null, null, null, null)]
    [TestCase("""{"text":[],"number":1e400,"whole":"99999999999999999999999","flag":2}""", null, null, null, null)]
    [TestCase("{}", null, null, null, null)]
    public void What_comes_is_read_and_what_cannot_be_is_null(string json, string? text, object? number, object? whole, bool? flag)
    {
        var read = JsonSerializer.Deserialize(json, LenientTestJson.Default.LenientMembers)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.Text, Is.EqualTo(text));
            Assert.That(read.Number, Is.EqualTo(number));
            Assert.That(read.Whole, Is.EqualTo(whole));
            Assert.That(read.Flag, Is.EqualTo(flag));
        }
    }

    [Test]
    public void What_is_written_has_its_own_type() => Assert.That(
        JsonSerializer.Serialize(new LenientMembers("1", 1.5m, 7, true), LenientTestJson.Default.LenientMembers),
        Is.EqualTo("""{"text":"1","number":1.5,"whole":7,"flag":true}"""));

    [TestCase("""{"one":{"text":"a"},"many":[{"text":"b"},{"text":7}],"map":{"k":"v","n":1.50,"f":true}}""", "a", "b 7", "k=v n=1.50 f=true")]
    [TestCase("""{"one":"a","many":{"text":"b"},"map":["v"]}""", null, null, null)]
    [TestCase("""{"one":[{"text":"a"}],"many":[null,"b",3,[{"text":"c"}],{"text":[]},{"text":"d"}],"map":{"k":null,"o":{"a":[1]},"l":[],"z":"last"}}""", null, " d", "z=last")]
    [TestCase("""{"one":null,"many":null,"map":null,"further":{}}""", null, null, null)]
    [TestCase("{}", null, null, null)]
    public void What_is_no_object_list_or_map_is_left_out(string json, string? one, string? many, string? map)
    {
        var read = JsonSerializer.Deserialize(json, LenientTestJson.Default.LenientParts)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.One?.Text, Is.EqualTo(one));
            Assert.That(read.Many is null ? null : string.Join(' ', read.Many.Select(item => item.Text)), Is.EqualTo(many));
            Assert.That(read.Map is null ? null : string.Join(' ', read.Map.Select(entry => $"{entry.Key}={entry.Value}")), Is.EqualTo(map));
        }
    }

    [TestCase("""{"texts":["a",7,null,true,["b"],{"c":1},"d"]}""", "a 7 true d")]
    [TestCase("""{"texts":"a"}""", null)]
    [TestCase("{}", null)]
    public void A_list_of_texts_keeps_what_is_text(string json, string? texts)
    {
        var read = JsonSerializer.Deserialize(json, LenientTestJson.Default.LenientTexts)!;
        Assert.That(read.Texts is null ? null : string.Join(' ', read.Texts), Is.EqualTo(texts));
    }

    [Test]
    public void A_list_of_texts_is_written_as_such() => Assert.That(
        JsonSerializer.Serialize(new LenientTexts { Texts = ["a", "b"] }, LenientTestJson.Default.LenientTexts), Is.EqualTo("""{"texts":["a","b"]}"""));

    [Test]
    public void Objects_lists_and_maps_are_written_as_such() => Assert.That(
        JsonSerializer.Serialize(
            new LenientParts { One = new("1", null, null, null), Many = [new("2", null, null, null)], Map = new Dictionary<string, string> { ["k"] = "v" } },
            LenientTestJson.Default.LenientParts),
        Is.EqualTo("""{"one":{"text":"1","number":null,"whole":null,"flag":null},"many":[{"text":"2","number":null,"whole":null,"flag":null}],"map":{"k":"v"}}"""));

    // A converter of a whole context meets the keys of maps, too.
    [Test]
    public void A_map_keeps_its_keys()
    {
        var map = JsonSerializer.Deserialize("""{"a":"1","b":2}""", LenientTestJson.Default.DictionaryStringString)!;
        Assert.That(JsonSerializer.Serialize(map, LenientTestJson.Default.DictionaryStringString), Is.EqualTo("""{"a":"1","b":"2"}"""));
    }
}

internal sealed record LenientMembers(string? Text, decimal? Number, long? Whole, bool? Flag);

internal sealed class LenientParts
{
    [JsonConverter(typeof(LenientObjectConverter<LenientMembers>))]
    public LenientMembers? One { get; init; }

    [JsonConverter(typeof(LenientListConverter<LenientMembers>))]
    public IReadOnlyList<LenientMembers>? Many { get; init; }

    [JsonConverter(typeof(LenientMapConverter))]
    public IReadOnlyDictionary<string, string>? Map { get; init; }
}

internal sealed class LenientTexts
{
    [JsonConverter(typeof(LenientStringListConverter))]
    public IReadOnlyList<string>? Texts { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(LenientStringConverter), typeof(LenientDecimalConverter), typeof(LenientInt64Converter), typeof(LenientBooleanConverter)])]
[JsonSerializable(typeof(LenientMembers))]
[JsonSerializable(typeof(LenientParts))]
[JsonSerializable(typeof(LenientTexts))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class LenientTestJson : JsonSerializerContext;
