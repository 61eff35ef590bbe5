using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Payments.Http;

namespace Payments.Coinbase;

/// <summary>What the webhooks of both APIs have in common.</summary>
internal static class CoinbaseWebhooks
{
    /// <summary>The content of a message whose signature is valid. Whatever it tells of is acknowledged, also what is not known here.</summary>
    /// <exception cref="WebhookVerificationException">It is no JSON object.</exception>
    internal static T ReadSigned<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (JsonSerializer.Deserialize(body, type) is { } content)
                return content;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Without it as a cause: its message can repeat parts of the body.
        }

        throw Unreadable();
    }

    /// <summary>The bytes of an object's member that is an object itself; those of the whole message where there is none.</summary>
    /// <exception cref="WebhookVerificationException">The whole is no JSON.</exception>
    internal static ReadOnlyMemory<byte> MemberOf(ReadOnlyMemory<byte> body, ReadOnlySpan<byte> name)
    {
        var member = body;
        try
        {
            var reader = new Utf8JsonReader(body.Span);
            while (reader.Read())
            {
                if (reader.TokenType is not JsonTokenType.PropertyName)
                    continue;
                var isMeant = reader.CurrentDepth is 1 && reader.ValueTextEquals(name);
                reader.Read();
                var (start, isObject) = ((int)reader.TokenStartIndex, reader.TokenType is JsonTokenType.StartObject);
                reader.Skip();
                if (isMeant && isObject)
                    member = body[start..(int)reader.BytesConsumed];
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Unreadable();
        }

        return member;
    }

    /// <summary>What tells a message apart that has no id of its own: its bytes.</summary>
    internal static string HashOf(ReadOnlyMemory<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body.Span));

    private static WebhookVerificationException Unreadable() =>
        ProviderWebhooks.Refused("the message is signed, but it is no JSON object that can be read", PaymentErrorCode.MalformedMessage);
}
