using System.Text.Json;
using Payments.Http;

namespace Payments.Adyen;

/// <summary>A message of the newer kind, such as of a stored method: signed as a whole, about no payment.</summary>
internal sealed record AdyenMessage(string EventId, string Type, string? Environment, string? MerchantAccount, DateTimeOffset? CreatedAt)
{
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 32 };

    /// <summary>Reads a message whose signature was checked. Null when it is not one.</summary>
    internal static AdyenMessage? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body.ToArray(), Depth);
            var root = document.RootElement;
            return AdyenJson.Text(root, "type") is { Length: > 0 } type
                ? new AdyenMessage(
                    AdyenJson.Text(root, "eventId") ?? type, type, AdyenJson.Text(root, "environment"),
                    AdyenJson.Text(AdyenJson.Member(root, "data"), "merchantAccount"), ProviderTime.Parse(AdyenJson.Text(root, "createdAt"))?.ToUniversalTime())
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
