using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Payments.Http;

namespace Payments.Coinbase;

/// <summary>What the webhooks of both APIs have in common.</summary>
internal static class CoinbaseWebhooks
{
    /// <summary>The content of a message whose signature is valid.</summary>
    /// <exception cref="WebhookVerificationException">It is not such JSON, or lacks what every event has.</exception>
    internal static T ReadSigned<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type, Func<T, bool> isWhole)
        where T : class
    {
        try
        {
            if (JsonSerializer.Deserialize(body, type) is { } content && isWhole(content))
                return content;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Without it as a cause: its message can repeat parts of the body.
        }

        throw ProviderWebhooks.Refused("the message is signed, but it is not an event that can be read", PaymentErrorCode.MalformedMessage);
    }
}
