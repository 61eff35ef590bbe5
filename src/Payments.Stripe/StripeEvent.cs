using System.Text.Json;
using Payments.Http;

namespace Payments.Stripe;

/// <summary>What an event tells about itself, copied out of its body once: what verifying has read, resolving in the same process need not read again.</summary>
internal sealed class StripeEvent
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly Range _object;

    internal StripeEvent(StripeEventHead head, ReadOnlyMemory<byte> body, string provider)
    {
        _body = body;
        _object = head.Object;
        EventId = head.EventId;
        Type = head.Type;
        Created = head.Created;
        var ids = head.Ids;
        ObjectId = head.ObjectId;
        Reference = ids.ToReference(provider);
    }

    internal string EventId { get; }

    internal string Type { get; }

    internal DateTimeOffset? Created { get; }

    /// <inheritdoc cref="StripeEventHead.ObjectId"/>
    internal string? ObjectId { get; }

    /// <summary>The payment. Null where the event names none.</summary>
    internal PaymentReference? Reference { get; }

    /// <summary>The JSON of a snapshot's object. Empty in a thin event, and where the object has no id.</summary>
    internal ReadOnlySpan<byte> Object => ObjectId is null ? default : _body.Span[_object];

    /// <summary>The event of a webhook: as verifying has read it, or, after it was stored, read again.</summary>
    internal static StripeEvent Of(VerifiedWebhook webhook, string provider) =>
        webhook.Parsed is StripeEvent read && read._body.Equals(webhook.Body) ? read : new(ReadHead(webhook.Body.Span), webhook.Body, provider);

    /// <exception cref="WebhookVerificationException">The body is no event.</exception>
    internal static StripeEventHead ReadHead(ReadOnlySpan<byte> body)
    {
        try
        {
            return StripeEventHead.Read(body);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Without the inner exception: its message can repeat parts of the body.
            throw ProviderWebhooks.Refused("the message is signed, but it is not an event that can be read", PaymentErrorCode.MalformedMessage);
        }
    }
}
