using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Payments.EntityFrameworkCore;

/// <summary>A currency as its code, known or not.</summary>
internal sealed class CurrencyConverter : JsonConverter<Currency>
{
    public override Currency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Of(reader.GetString());

    public override void Write(Utf8JsonWriter writer, Currency value, JsonSerializerOptions options) => writer.WriteStringValue(value.Code);

    internal static Currency Of(string? code) => string.IsNullOrEmpty(code) ? default : Currency.FromCode(code);
}

/// <summary>An amount as <c>10.50 USD</c>: a decimal's digits are all kept, trailing zeros too.</summary>
internal sealed class MoneyConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString() ?? "";
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || !decimal.TryParse(text.AsSpan(0, space), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            throw new JsonException("An amount is a number and a code.");
        return new Money(amount, CurrencyConverter.Of(text[(space + 1)..]));
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>What must not be seen by accident, as it is: what is written here is sealed as a whole.</summary>
internal sealed class SensitiveConverter : JsonConverter<Sensitive<string>>
{
    public override Sensitive<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() ?? throw new JsonException("A value is missing.");

    public override void Write(Utf8JsonWriter writer, Sensitive<string> value, JsonSerializerOptions options) => writer.WriteStringValue(value.Reveal());
}

/// <summary>A reference with all its ids and what is known of the payment.</summary>
internal sealed class PaymentReferenceConverter : JsonConverter<PaymentReference>
{
    public override PaymentReference Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String)
            return PaymentReference.Parse(reader.GetString()!);
        if (!reader.Read() || reader.TokenType is not JsonTokenType.PropertyName || !reader.Read())
            throw new JsonException("A reference is missing.");
        var reference = PaymentReference.Parse(reader.GetString()!);
        if (!reader.Read() || reader.TokenType is not JsonTokenType.PropertyName || !reader.Read())
            throw new JsonException("What is known of the payment is missing.");
        var known = JsonSerializer.Deserialize(ref reader, options.GetTypeInfo(typeof(Payment))) as Payment;
        return reader.Read() && reader.TokenType is JsonTokenType.EndObject ? reference.With(known) : throw new JsonException("A reference does not end.");
    }

    public override void Write(Utf8JsonWriter writer, PaymentReference value, JsonSerializerOptions options)
    {
        if (value.Known is null)
        {
            writer.WriteStringValue(value.ToString());
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("reference", value.ToString());
        writer.WritePropertyName("known");
        JsonSerializer.Serialize(writer, value.Known, options.GetTypeInfo(typeof(Payment)));
        writer.WriteEndObject();
    }
}
