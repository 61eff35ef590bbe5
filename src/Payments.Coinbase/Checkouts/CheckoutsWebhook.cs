using System.Collections.Frozen;
using Payments.Http;
using Payments.Security;

namespace Payments.Coinbase;

/// <summary>Checks the webhooks of the Checkout API, which are whole checkouts with an event type, and says what they mean.</summary>
internal sealed class CheckoutsWebhook(string provider, CoinbaseOptions options, CheckoutsAnswers answers, TimeProvider time)
{
    private const string TimeEntry = "t=";

    private readonly WebhookSecrets _secrets = new(options.WebhookSecrets);
    private readonly Hook0Signature _signature = new(options.WebhookTolerance, options.AcceptVersion0Signatures);

    internal VerifiedWebhook Verify(WebhookRequest request)
    {
        var header = request.GetHeader(CheckoutsDefaults.SignatureHeader);
        var check = _signature.Verify(_secrets, header, request, time.GetUtcNow(), out var signed);
        ProviderWebhooks.ThrowUnlessValid(check, CheckoutsDefaults.SignatureHeader, header, nameof(CoinbaseOptions.WebhookSecrets));

        var checkout = Read(request.Body.Span);
        var isEvent = IsEvent(checkout);
        return new VerifiedWebhook
        {
            Provider = provider,
            Trust = WebhookTrust.Signed,
            EventIds = [EventIdOf(request, signed.Names) ?? (isEvent ? CompositeId(checkout) : CoinbaseWebhooks.HashOf(request.Body))],
            References = isEvent ? [answers.ReferenceOf(checkout)] : [],
            Body = request.Body,
            Headers = ProviderTime.Parse(checkout.UpdatedAt) is null ? TimeHeader(signed.Time) : FrozenDictionary<string, string>.Empty,
            Parsed = checkout,
        };
    }

    internal IReadOnlyList<PaymentEvent> Resolve(VerifiedWebhook webhook)
    {
        var checkout = webhook.Parsed as Checkout ?? Read(webhook.Body.Span);
        if (checkout.EventType is not { Length: > 0 } eventType)
            return [];
        var isEvent = IsEvent(checkout);
        var (type, _) = isEvent ? CheckoutsMapping.Events.GetValueOrDefault(eventType) : default;
        var occurredAt = ProviderTime.Parse(checkout.UpdatedAt) ?? TimeIn(webhook.Headers);
        var known = webhook.References is [{ Known: { } memory }, ..] ? memory : null;
        var payment = type is PaymentEventType.Other ? null : answers.Payment(checkout, occurredAt, known?.Amount.Currency);
        var happened = new PaymentEvent
        {
            EventId = webhook.EventIds[0],
            Provider = provider,
            Type = type,
            ProviderEventType = eventType,
            OccurredAt = occurredAt,
            Reference = payment?.Reference ?? (isEvent ? answers.ReferenceOf(checkout) : null),
            Payment = payment,
        };
        if (type is not PaymentEventType.RefundUpdated)
            return [happened];
        return ChangedRefunds(checkout, payment!, known) is { Count: > 0 } changed
            ? [.. changed.Select((refund, i) => happened with
                {
                    EventId = i == 0 ? happened.EventId : $"{happened.EventId}:{refund.RefundId}",
                    Payment = i == 0 ? payment : null,
                    Refund = refund,
                })]
            : [happened];
    }

    // The message does not say which refund it is about: those that the memory does not know so, or, when it knows all, the newest that got so far.
    private static List<Refund> ChangedRefunds(Checkout checkout, Payment payment, Payment? known)
    {
        var refunds = payment.Facts.OfType<RefundFact>().Select(fact => fact.Refund).ToList();
        var remembered = (known?.Facts ?? []).OfType<RefundFact>().Select(fact => (fact.Refund.RefundId, fact.Refund.Status)).ToHashSet();
        var changed = known is null ? [] : refunds.FindAll(refund => !remembered.Contains((refund.RefundId, refund.Status)));
        return changed.Count > 0 ? changed : refunds.FindAll(refund => refund.RefundId == AboutRefund(checkout));
    }

    private static string? EventIdOf(WebhookRequest request, string? names)
    {
        foreach (var header in CheckoutsDefaults.EventIdHeaders)
        {
            if (Hook0Signature.Covered(names, header, request) is { } id && !string.IsNullOrWhiteSpace(id))
                return id;
        }

        return null;
    }

    // For messages whose id is not signed. A redelivery is the same checkout, type and refund.
    private static string CompositeId(Checkout checkout) =>
        AboutRefund(checkout) is { } refund ? $"{checkout.Id}:{checkout.EventType}:{refund}" : $"{checkout.Id}:{checkout.EventType}";

    private static string? AboutRefund(Checkout checkout)
    {
        var (type, status) = CheckoutsMapping.Events.GetValueOrDefault(checkout.EventType!);
        return type is not PaymentEventType.RefundUpdated ? null : (checkout.Refunds ?? [])
            .Where(refund => refund.Id is { Length: > 0 } && CheckoutsMapping.Refunds.GetValueOrDefault(refund.Status ?? "") == status)
            .MaxBy(refund => ProviderTime.Parse(refund.CompletedAt) ?? ProviderTime.Parse(refund.CreatedAt))?.Id;
    }

    // Other products of Coinbase are delivered in the same way: their events have another form, and name no checkout.
    private static bool IsEvent(Checkout checkout) => checkout is { Id.Length: > 0, EventType.Length: > 0 };

    // An event without a time of its own is as new as its signature. Of the header the time alone is kept, and only then.
    private static Dictionary<string, string> TimeHeader(string time) => new(StringComparer.Ordinal) { [CheckoutsDefaults.SignatureHeader] = TimeEntry + time };

    private static DateTimeOffset? TimeIn(IReadOnlyDictionary<string, string> headers) =>
        headers.TryGetValue(CheckoutsDefaults.SignatureHeader, out var entry) && Hook0Signature.TryReadTime(entry[TimeEntry.Length..], out var time) ? time : null;

    private static Checkout Read(ReadOnlySpan<byte> body) => CoinbaseWebhooks.ReadSigned(body, CheckoutsJson.Default.Checkout);
}
