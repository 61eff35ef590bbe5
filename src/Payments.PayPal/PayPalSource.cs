using System.Text.Json;
using System.Text.Json.Serialization;

namespace Payments.PayPal;

/// <summary>What the payer pays with. Of a card, what may be shown.</summary>
/// <param name="Kind">The key of the source, such as <c>paypal</c>.</param>
/// <param name="Type">A card's type. Null where PayPal did not say.</param>
/// <param name="Brand">A card's brand. Null where PayPal did not say.</param>
/// <param name="LastDigits">A card's last digits. Null where PayPal did not say.</param>
internal sealed record PayPalSource(string Kind, string? Type, string? Brand, string? LastDigits);

/// <summary>Writes the one member of <c>payment_source</c>.</summary>
internal sealed class PayPalSourceRequestConverter : JsonConverter<PayPalSourceRequest>
{
    public override PayPalSourceRequest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, PayPalSourceRequest value, JsonSerializerOptions options)
    {
        if (value.Other is { } other)
        {
            other.WriteTo(writer, options);
            return;
        }

        writer.WriteStartObject();
        writer.WriteStartObject("paypal");
        writer.WritePropertyName("experience_context");
        JsonSerializer.Serialize(writer, value.Wallet!, PayPalJson.Default.PayPalExperience);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}

/// <summary>Reads the one member of <c>payment_source</c>, and of that nothing personal.</summary>
internal sealed class PayPalSourceConverter : JsonConverter<PayPalSource?>
{
    public override PayPalSource? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        PayPalSource? source = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (source is null)
                source = ReadSource(ref reader);
            else
                Skip(ref reader);
        }

        return source;
    }

    public override void Write(Utf8JsonWriter writer, PayPalSource? value, JsonSerializerOptions options) => throw new NotSupportedException();

    private static PayPalSource ReadSource(ref Utf8JsonReader reader)
    {
        var kind = reader.GetString()!;
        string? type = null, brand = null, lastDigits = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return new PayPalSource(kind, type, brand, lastDigits);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
                type = Text(ref reader);
            else if (reader.ValueTextEquals("brand"u8))
                brand = Text(ref reader);
            else if (reader.ValueTextEquals("last_digits"u8))
                lastDigits = Text(ref reader);
            else
                Skip(ref reader);
        }

        return new PayPalSource(kind, type, brand, lastDigits);
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();
        reader.Skip();
        return null;
    }

    private static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
