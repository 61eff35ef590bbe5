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

    // A converter of a whole context meets the keys of maps, too.
    [Test]
    public void A_map_keeps_its_keys()
    {
        var map = JsonSerializer.Deserialize("""{"a":"1","b":2}""", LenientTestJson.Default.DictionaryStringString)!;
        Assert.That(JsonSerializer.Serialize(map, LenientTestJson.Default.DictionaryStringString), Is.EqualTo("""{"a":"1","b":"2"}"""));
    }
}

internal sealed record LenientMembers(string? Text, decimal? Number, long? Whole, bool? Flag);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(LenientStringConverter), typeof(LenientDecimalConverter), typeof(LenientInt64Converter), typeof(LenientBooleanConverter)])]
[JsonSerializable(typeof(LenientMembers))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class LenientTestJson : JsonSerializerContext;
