using System.Security.Cryptography;
using System.Text.Json;
using Payments.Http;

namespace Payments.Adyen;

/// <summary>
/// A message of the newer kind, such as of a stored method: signed as a whole, about no payment. One that is no JSON, or has no type, has an empty one.
/// </summary>
internal sealed record AdyenMessage(string EventId, string Type, string? Environment, string? MerchantAccount, DateTimeOffset? CreatedAt)
{
    private const int HashLength = 32;
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 32 };

    /// <summary>Reads a message whose signature was checked.</summary>
    internal static AdyenMessage Read(ReadOnlySpan<byte> body)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(body))[..HashLength];
        try
        {
            using var document = JsonDocument.Parse(body.ToArray(), Depth);
            var root = document.RootElement;
            return new AdyenMessage(
                AdyenJson.Text(root, "eventId") is { Length: > 0 } id ? id : hash, AdyenJson.Text(root, "type") ?? "", AdyenJson.Text(root, "environment"),
                AdyenJson.Text(AdyenJson.Member(root, "data"), "merchantAccount"), ProviderTime.Parse(AdyenJson.Text(root, "createdAt"))?.ToUniversalTime());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return new AdyenMessage(hash, "", null, null, null);
        }
    }
}
