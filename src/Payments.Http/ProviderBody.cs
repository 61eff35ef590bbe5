using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Payments.Http;

/// <summary>A request's body: the exact bytes that are sent, in every attempt. Never printed.</summary>
[DebuggerDisplay("{ContentType} {Content.Length} bytes")]
public sealed class ProviderBody
{
    private ProviderBody(ReadOnlyMemory<byte> content, string? contentType)
    {
        Content = content;
        ContentType = contentType;
    }

    /// <summary>The bytes, for signing. Do not log them.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>The media type. Null for none.</summary>
    public string? ContentType { get; }

    /// <summary>A form. Takes the fields over: they cannot be used again.</summary>
    /// <param name="fields">The fields.</param>
    /// <returns>The body.</returns>
    public static ProviderBody Form(FormFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return new ProviderBody(fields.ToArray(), "application/x-www-form-urlencoded");
    }

    /// <summary>JSON in UTF-8.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="typeInfo">How to write it, from a source-generated context.</param>
    /// <returns>The body.</returns>
    public static ProviderBody Json<T>(T value, JsonTypeInfo<T> typeInfo) => new(JsonSerializer.SerializeToUtf8Bytes(value, typeInfo), "application/json");

    /// <summary>Text in some encoding, which the media type names.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mediaType">The media type without a charset.</param>
    /// <param name="encoding">The encoding; null for UTF-8.</param>
    /// <returns>The body.</returns>
    public static ProviderBody Text(string text, string mediaType, Encoding? encoding = null)
    {
        encoding ??= Encoding.UTF8;
        return new ProviderBody(encoding.GetBytes(text), $"{mediaType}; charset={encoding.WebName}");
    }

    /// <summary>Bytes as they are; none of them for an empty body that still has a media type.</summary>
    /// <param name="content">The bytes; not to be changed afterwards.</param>
    /// <param name="contentType">The media type. Null for none.</param>
    /// <returns>The body.</returns>
    public static ProviderBody Bytes(ReadOnlyMemory<byte> content, string? contentType) => new(content, contentType);
}
