using System.Security.Cryptography;
using System.Text;

namespace Payments;

/// <summary>
/// What a signed webhook is told apart by: the event's id and the body, or what the provider says a repeat has in common with it. The same id over
/// another body is another message; the fold sees to it that nothing is applied twice.
/// </summary>
internal static class WebhookIds
{
    internal static string Of(VerifiedWebhook webhook, string eventId) =>
        $"{eventId}#{Convert.ToHexStringLower(SHA256.HashData((webhook.Identity is { IsEmpty: false } common ? common : webhook.Body).Span).AsSpan(0, 8))}";

    /// <summary>What an inbox keeps a webhook once for. A hint's body counts too: what somebody made up must not stand for what the provider said.</summary>
    internal static string? DedupeKeyOf(VerifiedWebhook webhook, string? payment) => webhook switch
    {
        { Trust: WebhookTrust.Hint } => Hash([webhook.Provider, "hint", payment ?? "", Of(webhook, "")]),
        { EventIds.Count: > 0 } => Hash([webhook.Provider, "event", .. webhook.EventIds.Select(id => Of(webhook, id))]),
        _ => null,
    };

    private static string Hash(string[] parts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', parts))));
}
