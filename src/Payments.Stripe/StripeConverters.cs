using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Payments.Stripe;

/// <summary>A member that is an id, or the whole object where the request expanded it.</summary>
internal sealed record Expandable<T>(string? Id, T? Value)
    where T : StripeObject;

internal sealed class ExpandableConverter<T> : JsonConverter<Expandable<T>>
    where T : StripeObject
{
    public override Expandable<T>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new Expandable<T>(reader.GetString(), null);
        var value = JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
        return value is null ? null : new Expandable<T>(value.Id, value);
    }

    public override void Write(Utf8JsonWriter writer, Expandable<T> value, JsonSerializerOptions options) => writer.WriteStringValue(value.Id);
}

/// <summary>An error may be a plain text, which is then its code.</summary>
internal sealed class ErrorConverter : JsonConverter<StripeError>
{
    public override StripeError? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? new StripeError { Code = reader.GetString() }
            : JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<StripeError>)options.GetTypeInfo(typeof(StripeError)));

    public override void Write(Utf8JsonWriter writer, StripeError value, JsonSerializerOptions options) => throw new NotSupportedException();
}

/// <summary>Reads by hand: for a map inside of an object the serializer allocates more than all of the object takes.</summary>
internal sealed class MetadataConverter : JsonConverter<StripeMetadata>
{
    public override StripeMetadata Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();
        var ahead = reader;
        var count = 0;
        for (; ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName; count++)
            ahead.Skip();

        var entries = new KeyValuePair<string, string?>[count];
        for (var i = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; i++)
        {
            var key = StripeWords.Read(ref reader)!;
            reader.Read();
            entries[i] = new(key, reader.TokenType is JsonTokenType.String or JsonTokenType.Null ? reader.GetString() : throw new JsonException());
        }

        return new StripeMetadata(entries);
    }

    public override void Write(Utf8JsonWriter writer, StripeMetadata value, JsonSerializerOptions options) => throw new NotSupportedException();
}

/// <summary>A word of Stripe's, which is the same text in every message.</summary>
internal sealed class WordConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String or JsonTokenType.Null ? StripeWords.Read(ref reader) : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => throw new NotSupportedException();
}

/// <summary>A list of texts of which only a single one tells something: that one, else null.</summary>
internal sealed class OnlyTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException();
        string? first = null;
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (count++ == 0)
                first = reader.TokenType is JsonTokenType.String or JsonTokenType.Null ? StripeWords.Read(ref reader) : throw new JsonException();
            else
                reader.Skip();
        }

        return count == 1 ? first : null;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => throw new NotSupportedException();
}
