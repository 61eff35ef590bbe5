using Payments.Http;
using Payments.Security;

namespace Payments.Coinbase;

/// <summary>Checks the webhooks of the Commerce API, whose signature covers the body and no time, and says what they mean.</summary>
internal sealed class CommerceWebhook(string provider, CoinbaseOptions options, CommerceAnswers answers, TimeProvider time)
{
    private readonly WebhookSecrets _secrets = new(options.WebhookSecrets);

    internal VerifiedWebhook Verify(WebhookRequest request)
    {
        var now = time.GetUtcNow();
        var header = request.GetHeader(CommerceDefaults.SignatureHeader);
        var check = !_secrets.AnyValidAt(now) ? SignatureCheck.NoSecret
            : string.IsNullOrEmpty(header) ? SignatureCheck.Malformed
            : HmacSignature.Sha256Hex.Verify(_secrets, now, request.Body.Span, header) ? SignatureCheck.Valid
            : SignatureCheck.NoMatch;
        ProviderWebhooks.ThrowUnlessValid(check, CommerceDefaults.SignatureHeader, header, nameof(CoinbaseOptions.WebhookSecrets));

        // Each attempt at delivering has a number and an id of its own around the event, which is the same.
        var message = EventIn(request.Body);
        var happened = Read(message.Span);
        return new VerifiedWebhook
        {
            Provider = provider,
            Trust = WebhookTrust.Signed,
            EventIds = [happened is { Id: { Length: > 0 } id, Type.Length: > 0 } ? id : CoinbaseWebhooks.HashOf(message)],
            References = ChargeOf(happened) is { } charge ? [answers.ReferenceOf(charge)] : [],
            Body = request.Body,
            Identity = message,
            Parsed = happened,
        };
    }

    internal IReadOnlyList<PaymentEvent> Resolve(VerifiedWebhook webhook)
    {
        var happened = webhook.Parsed as ChargeEvent ?? Read(EventIn(webhook.Body).Span);
        if (ChargeOf(happened) is not { } charge)
            return [];
        var occurredAt = ProviderTime.Parse(happened.CreatedAt);
        var isKnown = CommerceMapping.Events.Contains(happened.Type!);
        return
        [
            new PaymentEvent
            {
                EventId = $"{webhook.EventIds[0]}:{happened.Type}",
                Provider = provider,
                Type = isKnown ? PaymentEventType.PaymentUpdated : PaymentEventType.Other,
                ProviderEventType = happened.Type!,
                OccurredAt = occurredAt,
                Reference = answers.ReferenceOf(charge),
                Payment = isKnown ? answers.Payment(charge, occurredAt) : null,
            },
        ];
    }

    // Events of other objects (checkouts, invoices) have no timeline, and name no charge.
    private static Charge? ChargeOf(ChargeEvent happened) =>
        happened is { Type: { } type, Data: { } charge } && type.StartsWith("charge:", StringComparison.Ordinal) && CommerceAnswers.IsNamed(charge)
            ? charge
            : null;

    private static ReadOnlyMemory<byte> EventIn(ReadOnlyMemory<byte> body) => CoinbaseWebhooks.MemberOf(body, "event"u8);

    private static ChargeEvent Read(ReadOnlySpan<byte> body) => CoinbaseWebhooks.ReadSigned(body, CommerceJson.Default.ChargeEvent);
}
