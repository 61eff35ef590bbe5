using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Payments.Http;
using Payments.Security;

namespace Payments.Toss;

/// <summary>
/// Tells events apart, and says later what they mean. Payment events carry no signature: they lead to a read, and only the read is believed. Those of
/// payouts and sellers are signed, and concern no payment.
/// </summary>
internal sealed class TossWebhook(string provider, TossOptions options, TossReader reader, TimeProvider time)
{
    private readonly WebhookSources _sources = new(options.WebhookAddresses);
    private readonly TossSignature _signature = new(options.WebhookSecrets);

    internal VerifiedWebhook Verify(WebhookRequest request)
    {
        ProviderWebhooks.CheckSize(request, options);
        CheckAddress(request.RemoteAddress);
        var told = Read(request.Body.Span) ?? throw ProviderWebhooks.Refused("it is not JSON of an event", PaymentErrorCode.MalformedMessage);
        var kind = KindOf(told) ?? throw ProviderWebhooks.Refused("it is no event of Toss Payments", PaymentErrorCode.MalformedMessage);
        if (kind == TossEventKind.Signed)
        {
            _signature.ThrowUnlessValid(request, time.GetUtcNow());
            if (string.IsNullOrEmpty(told.EventId))
                throw ProviderWebhooks.Refused("it is signed, but has no eventId", PaymentErrorCode.MalformedMessage);
        }

        return new VerifiedWebhook
        {
            Provider = provider,
            Trust = kind == TossEventKind.Signed ? WebhookTrust.Signed : WebhookTrust.Hint,
            EventIds = kind == TossEventKind.Signed ? [told.EventId!] : [],
            References = ReferenceOf(kind, told) is { } reference ? [reference] : [],
            Body = request.Body,
            Parsed = told,
        };
    }

    internal async Task<IReadOnlyList<PaymentEvent>> ResolveAsync(VerifiedWebhook webhook, CancellationToken cancellationToken)
    {
        if ((webhook.Parsed as TossEvent ?? Read(webhook.Body.Span)) is not { } told || KindOf(told) is not { } kind)
            return [];
        var known = webhook.References is [{ Known: { } remembered }, ..] ? remembered : null;
        switch (kind)
        {
            case TossEventKind.Payment:
                return Tell(told, await reader.ToldAsync(told.Data?.PaymentKey, told.Data?.OrderId, known, cancellationToken).ConfigureAwait(false), known, null);

            case TossEventKind.Deposit:
                return await DepositAsync(told, known, cancellationToken).ConfigureAwait(false);

            // Its payment is not named: it is the one whose refund is remembered by this key or request.
            case TossEventKind.Cancel:
                if (known is null || TossIds.KeyOf(known.Reference) is not { } key || await reader.FindAsync(key, null, cancellationToken).ConfigureAwait(false) is not { } found)
                    return [];
                return Tell(told, found, known, told.Data!.TransactionKey is { Length: > 0 } mine ? mine : found.Payment.KeyOfCancel(told.Data.CancelRequestId));

            case TossEventKind.Signed when webhook.Trust is WebhookTrust.Signed:
                return [Head(told, $"{told.EventId}:{told.EventType}", PaymentEventType.Other)];

            default:
                return [];
        }
    }

    // The secret is the payment's own, told to us alone: one that is not it comes from somebody else, and leads to nothing. Another try of the order has
    // another one.
    private async Task<IReadOnlyList<PaymentEvent>> DepositAsync(TossEvent told, Payment? known, CancellationToken cancellationToken)
    {
        if (!TossReader.IsReplaceable(known) && TossState.Of(known)?.Secret is { } stored && !IsSecret(told.Secret, stored))
            return [];
        if (await reader.ToldAsync(null, told.OrderId, known, cancellationToken).ConfigureAwait(false) is not { } found)
            return [];
        return found.Payment.Secret is { Length: > 0 } secret && !IsSecret(told.Secret, secret) ? [] : Tell(told, found, known, null);
    }

    private IReadOnlyList<PaymentEvent> Tell(TossEvent told, TossFound? found, Payment? known, string? transactionKey)
    {
        if (found is not { } there)
            return [];
        var payment = reader.Whole(there, known);
        var head = Head(told, $"{there.Payment.PaymentKey}:{there.Payment.Status}:{there.Payment.LastKey}", PaymentEventType.PaymentUpdated) with
        {
            Reference = payment.Reference,
            Payment = payment,
        };
        var last = transactionKey ?? there.Payment.LastKey;
        var refund = payment.Facts.OfType<RefundFact>().Select(fact => fact.Refund).FirstOrDefault(each => each.RefundId == last);
        return refund is null
            ? [head]
            : [head, head with { EventId = $"{refund.RefundId}:{refund.ProviderStatus}", Type = PaymentEventType.RefundUpdated, Payment = null, Refund = refund }];
    }

    private PaymentEvent Head(TossEvent told, string id, PaymentEventType type) => new()
    {
        EventId = id,
        Provider = provider,
        Type = type,
        ProviderEventType = told.EventType ?? "DEPOSIT_CALLBACK",
        OccurredAt = TossAnswers.Time(told.CreatedAt),
    };

    private PaymentReference? ReferenceOf(TossEventKind kind, TossEvent told) => kind switch
    {
        TossEventKind.Payment => TossIds.Reference(provider, told.Data!.PaymentKey, told.Data.OrderId),
        TossEventKind.Deposit => new PaymentReference(provider, null, told.OrderId),
        TossEventKind.Cancel => new PaymentReference(provider, null, null, [.. TossIds.Of(told.Data!.TransactionKey, told.Data.CancelRequestId)]),
        _ => null,
    };

    // A deposit's event has no type. One that names nothing, or by something that is no id, tells nothing.
    private static TossEventKind? KindOf(TossEvent told)
    {
        if (string.IsNullOrEmpty(told.EventType))
            return told is { Secret.Length: > 0, Status.Length: > 0, TransactionKey.Length: > 0 } && IsId(told.OrderId) ? TossEventKind.Deposit : null;
        var kind = TossMapping.Events.GetValueOrDefault(told.EventType);
        return kind switch
        {
            TossEventKind.Payment => (told.Data?.PaymentKey, told.Data?.OrderId) switch
            {
                ({ } key, { } order) => IsId(key) && IsId(order) ? kind : null,
                (null, null) => null,
                var (key, order) => IsId(key ?? order) ? kind : null,
            },
            TossEventKind.Cancel => AreIds(told.Data?.TransactionKey, told.Data?.CancelRequestId) ? kind : null,
            _ => kind,
        };
    }

    // One at least, and nothing else.
    private static bool AreIds(string? one, string? other) =>
        !(string.IsNullOrEmpty(one) && string.IsNullOrEmpty(other)) && (string.IsNullOrEmpty(one) || IsId(one)) && (string.IsNullOrEmpty(other) || IsId(other));

    private static bool IsId(string? text) =>
        text is { Length: > 0 and <= TossDefaults.MaxKeyLength } && text is not ("." or "..") && text.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0 && !text.AsSpan().ContainsAny('/', '\\');

    private static bool IsSecret(string? claimed, string secret) =>
        !string.IsNullOrEmpty(claimed) && secret.Length > 0
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(claimed), Encoding.UTF8.GetBytes(secret));

    private static TossEvent? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return body.IsEmpty ? null : JsonSerializer.Deserialize(body, TossJson.Default.TossEvent);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private void CheckAddress(IPAddress? remote)
    {
        if (!_sources.Allows(remote))
            throw ProviderWebhooks.Refused("it does not come from one of WebhookAddresses", PaymentErrorCode.InvalidSignature);
    }
}
