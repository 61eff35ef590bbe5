using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Payments.Security;

// Public because source-generated contexts of other assemblies have to make them.

/// <summary>Writes a <see cref="CardNumber"/> masked and refuses to read one.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CardNumberJsonConverter : JsonConverter<CardNumber>
{
    /// <summary>Refuses.</summary>
    /// <inheritdoc />
    /// <exception cref="NotSupportedException">Always.</exception>
    public override CardNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A card number is not read from JSON by accident: read the text and use CardNumber.Parse.");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, CardNumber value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStringValue(value.Masked);
    }
}

/// <summary>Writes a <see cref="CardVerificationValue"/> as <c>***</c> and refuses to read one.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CardVerificationValueJsonConverter : JsonConverter<CardVerificationValue>
{
    /// <summary>Refuses.</summary>
    /// <inheritdoc />
    /// <exception cref="NotSupportedException">Always.</exception>
    public override CardVerificationValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A verification value is not read from JSON by accident: read the text and use CardVerificationValue.Parse.");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, CardVerificationValue value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue("***");
    }
}

/// <summary>Writes a <see cref="CardBrand"/> as its name; reads an empty or missing one as <see cref="CardBrand.Unknown"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CardBrandJsonConverter : JsonConverter<CardBrand>
{
    /// <inheritdoc />
    public override CardBrand Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } name && !string.IsNullOrWhiteSpace(name) ? new(name) : CardBrand.Unknown;

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, CardBrand value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.Name);
    }
}
