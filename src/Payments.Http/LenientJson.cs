using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Payments.Http;

// For members of answers and webhooks, which come as they come. What cannot be read is null and never makes the rest unreadable. One goes onto a
// member with [JsonConverter], or all onto a context with [JsonSourceGenerationOptions(Converters = …)]; those of objects and lists onto members only.

/// <summary>A text; a number or a flag is taken as its own text; anything else is null.</summary>
public sealed class LenientStringConverter : JsonConverter<string?>
{
    /// <inheritdoc />
    public override bool HandleNull => true;

    /// <inheritdoc />
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => Encoding.ASCII.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => LenientJson.Skip<string>(ref reader),
    };

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value);
    }

    /// <inheritdoc />
    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    /// <inheritdoc />
    public override void WriteAsPropertyName(Utf8JsonWriter writer, string? value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WritePropertyName(value);
    }
}

/// <summary>A decimal number, also one that is sent as a text; anything else is null.</summary>
public sealed class LenientDecimalConverter : JsonConverter<decimal?>
{
    /// <inheritdoc />
    public override bool HandleNull => true;

    /// <inheritdoc />
    public override decimal? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.TryGetDecimal(out var number) ? number : null,
        JsonTokenType.String => LenientJson.Number(ref reader),
        _ => LenientJson.Skip<decimal?>(ref reader),
    };

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, decimal? value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value is { } number)
            writer.WriteNumberValue(number);
        else
            writer.WriteNullValue();
    }
}

/// <summary>A whole number, also one that is sent as a text; anything else is null.</summary>
public sealed class LenientInt64Converter : JsonConverter<long?>
{
    /// <inheritdoc />
    public override bool HandleNull => true;

    /// <inheritdoc />
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.TryGetInt64(out var number) ? number : Whole(reader.TryGetDecimal(out var fraction) ? fraction : null),
        JsonTokenType.String => Whole(LenientJson.Number(ref reader)),
        _ => LenientJson.Skip<long?>(ref reader),
    };

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value is { } number)
            writer.WriteNumberValue(number);
        else
            writer.WriteNullValue();
    }

    private static long? Whole(decimal? number) =>
        number is >= long.MinValue and <= long.MaxValue && decimal.Truncate(number.Value) == number ? (long)number : null;
}

/// <summary>A flag, also <c>"true"</c>, <c>"Y"</c>, <c>"1"</c> and their opposites; anything else is null.</summary>
public sealed class LenientBooleanConverter : JsonConverter<bool?>
{
    /// <inheritdoc />
    public override bool HandleNull => true;

    /// <inheritdoc />
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.String => Parse(reader.GetString()),
        JsonTokenType.Number => reader.TryGetInt32(out var number) ? number switch { 1 => true, 0 => false, _ => null } : null,
        _ => LenientJson.Skip<bool?>(ref reader),
    };

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value is { } flag)
            writer.WriteBooleanValue(flag);
        else
            writer.WriteNullValue();
    }

    private static bool? Parse(string? text) => text?.ToUpperInvariant() switch
    {
        "TRUE" or "Y" or "1" => true,
        "FALSE" or "N" or "0" => false,
        _ => null,
    };
}

/// <summary>An object; anything else is null. Its own members are read by the metadata of its type, which the context has to know.</summary>
/// <typeparam name="T">The object's type.</typeparam>
public sealed class LenientObjectConverter<T> : JsonConverter<T?>
    where T : class
{
    /// <inheritdoc />
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => LenientJson.Object<T>(ref reader, options);

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value!, LenientJson.TypeOf<T>(options));
}

/// <summary>A list of objects; what is no object in it is left out, and anything else than a list is null.</summary>
/// <typeparam name="T">The objects' type.</typeparam>
public sealed class LenientListConverter<T> : JsonConverter<IReadOnlyList<T>?>
    where T : class
{
    /// <inheritdoc />
    public override IReadOnlyList<T>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
            return LenientJson.Skip<IReadOnlyList<T>>(ref reader);
        List<T> list = [];
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (LenientJson.Object<T>(ref reader, options) is { } item)
                list.Add(item);
        }

        return list;
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T>? value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartArray();
        foreach (var item in value)
            JsonSerializer.Serialize(writer, item, LenientJson.TypeOf<T>(options));
        writer.WriteEndArray();
    }
}

/// <summary>A list of texts, such as ids; numbers and flags in it are taken as their own text, what is neither is left out, and anything else than a list is null.</summary>
public sealed class LenientStringListConverter : JsonConverter<IReadOnlyList<string>?>
{
    private static readonly LenientStringConverter Text = new();

    /// <inheritdoc />
    public override IReadOnlyList<string>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
            return LenientJson.Skip<IReadOnlyList<string>>(ref reader);
        List<string> list = [];
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (Text.Read(ref reader, typeof(string), options) is { } text)
                list.Add(text);
        }

        return list;
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string>? value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartArray();
        foreach (var text in value)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}

/// <summary>A map of texts, such as metadata; numbers and flags in it are taken as their own text, anything else is left out.</summary>
public sealed class LenientMapConverter : JsonConverter<IReadOnlyDictionary<string, string>?>
{
    private static readonly LenientStringConverter Text = new();

    /// <inheritdoc />
    public override IReadOnlyDictionary<string, string>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
            return LenientJson.Skip<IReadOnlyDictionary<string, string>>(ref reader);
        Dictionary<string, string> map = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (Text.Read(ref reader, typeof(string), options) is { } value)
                map[name] = value;
        }

        return map;
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, string>? value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        foreach (var (name, text) in value)
            writer.WriteString(name, text);
        writer.WriteEndObject();
    }
}

internal static class LenientJson
{
    internal static JsonTypeInfo<T> TypeOf<T>(JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));

    // By the type's own converter: the serializer would go through the whole object once more to find its end, at each level of nesting.
    internal static T? Object<T>(ref Utf8JsonReader reader, JsonSerializerOptions options)
        where T : class =>
        reader.TokenType is JsonTokenType.StartObject
            ? ((JsonConverter<T>)TypeOf<T>(options).Converter).Read(ref reader, typeof(T), options)
            : Skip<T>(ref reader);

    /// <summary>A number that is sent as a text.</summary>
    internal static decimal? Number(ref Utf8JsonReader reader)
    {
        var isPlain = !reader.HasValueSequence && !reader.ValueIsEscaped;
        var isNumber = isPlain
            ? decimal.TryParse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            : decimal.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number);
        return isNumber ? number : null;
    }

    internal static T? Skip<T>(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return default;
    }
}
