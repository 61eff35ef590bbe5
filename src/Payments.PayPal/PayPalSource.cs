using System.Text.Json;
using System.Text.Json.Serialization;

namespace Payments.PayPal;

/// <summary>What the payer pays with. Of a card, what may be shown.</summary>
/// <param name="Kind">The key of the source, such as <c>paypal</c>.</param>
/// <param name="Type">A card's type. Null where PayPal did not say.</param>
/// <param name="Brand">A card's brand. Null where PayPal did not say.</param>
/// <param name="LastDigits">A card's last digits. Null where PayPal did not say.</param>
internal sealed record PayPalSource(string Kind, string? Type, string? Brand, string? LastDigits);

/// <summary>Reads the one member of <c>payment_source</c>, and of that nothing personal.</summary>
internal sealed class PayPalSourceConverter : JsonConverter<PayPalSource?>
{
    public override PayPalSource? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var member in document.RootElement.EnumerateObject())
            return new PayPalSource(member.Name, Text(member.Value, "type"), Text(member.Value, "brand"), Text(member.Value, "last_digits"));
        return null;
    }

    public override void Write(Utf8JsonWriter writer, PayPalSource? value, JsonSerializerOptions options) => throw new NotSupportedException();

    private static string? Text(JsonElement source, string name) =>
        source.ValueKind == JsonValueKind.Object && source.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
