using System.Text.Json;
using System.Text.Json.Serialization;

namespace Payments.Security;

internal sealed class CardNumberJsonConverter : JsonConverter<CardNumber>
{
    public override CardNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A card number is not read from JSON by accident: read the text and use CardNumber.Parse.");

    public override void Write(Utf8JsonWriter writer, CardNumber value, JsonSerializerOptions options) => writer.WriteStringValue(value.Masked);
}

internal sealed class CardVerificationValueJsonConverter : JsonConverter<CardVerificationValue>
{
    public override CardVerificationValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A verification value is not read from JSON by accident: read the text and use CardVerificationValue.Parse.");

    public override void Write(Utf8JsonWriter writer, CardVerificationValue value, JsonSerializerOptions options) => writer.WriteStringValue("***");
}

internal sealed class CardBrandJsonConverter : JsonConverter<CardBrand>
{
    public override CardBrand Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } name && !string.IsNullOrWhiteSpace(name) ? new(name) : CardBrand.Unknown;

    public override void Write(Utf8JsonWriter writer, CardBrand value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}
