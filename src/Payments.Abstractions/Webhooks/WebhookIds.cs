using System.Security.Cryptography;

namespace Payments;

/// <summary>
/// What a signed webhook is told apart by: the event's id and the body. The same id over another body is another message; the fold sees to it
/// that nothing is applied twice.
/// </summary>
internal static class WebhookIds
{
    internal static string Of(VerifiedWebhook webhook, string eventId) =>
        $"{eventId}#{Convert.ToHexStringLower(SHA256.HashData(webhook.Body.Span).AsSpan(0, 8))}";
}
