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

    [TestCase("""{"part":{"text":"a"},"parts":[{"text":"b"},null,7,{"text":"c"},[]]}""", "a", "b c")]
    [TestCase("""{"part":null,"parts":null}""", null, null)]
    [TestCase("""{"part":"a","parts":{"text":"b"}}""", null, null)]
    [TestCase("""{"part":[{"text":"a"}],"parts":"b"}""", null, null)]
    [TestCase("""{"part":7,"parts":[]}""", null, "")]
    [TestCase("{}", null, null)]
    public void An_object_is_an_object_and_a_list_holds_objects(string json, string? part, string? parts)
    {
        var read = JsonSerializer.Deserialize(json, LenientTestJson.Default.LenientParts)!;
        Assert.That(read.Part?.Text, Is.EqualTo(part));
        Assert.That(read.Parts is null ? null : string.Join(' ', read.Parts.Select(each => each.Text)), Is.EqualTo(parts));
    }

    [Test]
    public void What_is_written_has_its_own_type() => Assert.That(
        JsonSerializer.Serialize(new LenientMembers("1", 1.5m, 7, true), LenientTestJson.Default.LenientMembers),
        Is.EqualTo("""{"text":"1","number":1.5,"whole":7,"flag":true}"""));
}

internal sealed record LenientMembers(string? Text, decimal? Number, long? Whole, bool? Flag);

internal sealed record LenientPart(string? Text);

internal sealed class LenientParts
{
    [JsonConverter(typeof(LenientObjectConverter<LenientPart>))]
    public LenientPart? Part { get; init; }

    [JsonConverter(typeof(LenientListConverter<LenientPart>))]
    public IReadOnlyList<LenientPart>? Parts { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(LenientStringConverter), typeof(LenientDecimalConverter), typeof(LenientInt64Converter), typeof(LenientBooleanConverter)])]
[JsonSerializable(typeof(LenientMembers))]
[JsonSerializable(typeof(LenientPart))]
[JsonSerializable(typeof(LenientParts))]
internal sealed partial class LenientTestJson : JsonSerializerContext;
