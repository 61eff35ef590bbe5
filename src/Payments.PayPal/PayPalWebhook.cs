using System.Text.Json;
using Payments.Http;

namespace Payments.PayPal;

/// <summary>
/// Checks webhooks, and says later what they mean. What PayPal signs is no more than a CRC-32 of the body, for which another body can be made: so a
/// webhook that is PayPal's is still a hint, and what it tells of is read with our own key.
/// </summary>
internal sealed class PayPalWebhook(string provider, PayPalOptions options, PayPalReader reader, PayPalSignature signature)
{
    internal async Task<VerifiedWebhook> VerifyAsync(WebhookRequest request, CancellationToken cancellationToken)
    {
        ProviderWebhooks.CheckSize(request, options);
        var sent = signature.Begin(request);
        PayPalEventHead head;
        if (options.WebhookVerification == PayPalWebhookVerification.Offline)
        {
            await signature.CheckOfflineAsync(sent, request.Body, cancellationToken).ConfigureAwait(false);
            head = ReadHead(request.Body);
        }
        else
        {
            // First, since what is spliced into the question has to be one JSON object and nothing more: not even a blank, which would not count there.
            if (request.Body.Span is not [(byte)'{', .., (byte)'}'])
                throw Unreadable();
            head = ReadHead(request.Body);
            await signature.CheckOnlineAsync(sent, request.Body, cancellationToken).ConfigureAwait(false);
        }

        return new VerifiedWebhook
        {
            Provider = provider,
            Trust = WebhookTrust.Hint,
            EventIds = [head.Id],
            References = head.ToReferences(provider),
            Body = request.Body,
        };
    }

    internal async Task<IReadOnlyList<PaymentEvent>> ResolveAsync(VerifiedWebhook webhook, CancellationToken cancellationToken)
    {
        var head = ReadHead(webhook.Body);
        var (source, type) = PayPalMapping.Events.GetValueOrDefault(head.Type);
        if (source == PayPalEventObject.Ignored || (webhook.References.Count == 0 && head.ObjectId is null))
            return [];

        // The memory may have completed the reference with what it knows.
        var named = webhook.References.Count > 0 ? webhook.References[0] : null;
        var happened = new PaymentEvent
        {
            EventId = $"{head.Id}:{head.Type}",
            Provider = provider,
            Type = type,
            ProviderEventType = head.Type,
            OccurredAt = head.CreatedAt,
            Reference = named,
        };
        try
        {
            return source switch
            {
                PayPalEventObject.Refund => [await RefundAsync(happened, head, cancellationToken).ConfigureAwait(false)],
                PayPalEventObject.Dispute => await DisputeAsync(happened, webhook.References, head, cancellationToken).ConfigureAwait(false),
                _ when named is null => [],
                PayPalEventObject.Reversal => [With(happened, await reader.ReversedAsync(named, cancellationToken).ConfigureAwait(false))],
                _ => [With(happened, await reader.PaymentAsync(named, cancellationToken).ConfigureAwait(false))],
            };
        }
        catch (PaymentNotFoundException)
        {
            // PayPal does not know what the message names: it tells of nothing.
            return [happened with { Type = PaymentEventType.Other }];
        }
    }

    // The order lists its refunds; one that PayPal made by itself may be missing there. What is refunded is known even where the refund is not.
    private async Task<PaymentEvent> RefundAsync(PaymentEvent happened, PayPalEventHead head, CancellationToken cancellationToken)
    {
        if (head.ObjectId is not { } id)
            return happened with { Type = PaymentEventType.Other };
        if (happened.Reference is not { } named)
        {
            return await reader.RefundedAsync(id, cancellationToken).ConfigureAwait(false) is var (refunded, made)
                ? Refunded(happened, refunded, made)
                : happened with { Type = PaymentEventType.Other };
        }

        var payment = await reader.PaymentAsync(named, cancellationToken).ConfigureAwait(false);
        if (payment.Facts.OfType<RefundFact>().FirstOrDefault(fact => fact.Refund.RefundId == id) is { } listed)
            return Refunded(happened, payment, listed.Refund);
        try
        {
            return Refunded(happened, payment, await reader.RefundAsync(id, payment.Reference, cancellationToken).ConfigureAwait(false));
        }
        catch (PaymentNotFoundException)
        {
            return With(happened, payment) with { Type = PaymentEventType.PaymentUpdated };
        }
    }

    private static PaymentEvent Refunded(PaymentEvent happened, Payment payment, Refund refund) => With(happened, payment) with
    {
        Refund = happened.ProviderEventType == PayPalMapping.Reversed && refund.Reference is null ? refund with { Origin = RefundOrigin.Reversal } : refund,
    };

    // By the dispute as it was read: what the message says of the payments need not be true. A dispute can be over transactions of several.
    private async Task<IReadOnlyList<PaymentEvent>> DisputeAsync(
        PaymentEvent happened, IReadOnlyList<PaymentReference> named, PayPalEventHead head, CancellationToken cancellationToken)
    {
        if (head.ObjectId is not { } id)
            return [happened with { Type = PaymentEventType.Other }];
        var (dispute, answeredAt) = await reader.DisputeAsync(id, cancellationToken).ConfigureAwait(false);
        List<PaymentEvent> events = [];
        var hasOthers = false;
        foreach (var transaction in dispute.DisputedTransactions ?? [])
        {
            if (transaction.SellerTransactionId is not { Length: > 0 } captureId
                || events.Exists(told => told.Payment!.Reference.Related.Contains(new RelatedId(PayPalDefaults.CaptureKind, captureId))))
                continue;
            var capture = new RelatedId(PayPalDefaults.CaptureKind, captureId);
            var reference = named.FirstOrDefault(each => each.Related.Contains(capture)) ?? new PaymentReference(provider, null, null, [capture]);
            if (await FindAsync(reference, cancellationToken).ConfigureAwait(false) is not { } payment)
                hasOthers = true;
            else if (!events.Exists(told => told.Payment!.Reference.PaymentId == payment.Reference.PaymentId))
                events.Add(Disputed(events.Count == 0 ? happened : happened with { EventId = $"{happened.EventId}:{captureId}" }, payment, dispute, answeredAt));
        }

        // How much of the sum is whose, PayPal does not say.
        return events.Count == 0 ? [happened with { Type = PaymentEventType.Other }]
            : events.Count == 1 && !hasOthers ? events
            : events.ConvertAll(told => told with { Dispute = told.Dispute! with { Amount = null } });
    }

    // A transaction of another app's is not seen by this one.
    private async Task<Payment?> FindAsync(PaymentReference payment, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.PaymentAsync(payment, cancellationToken).ConfigureAwait(false);
        }
        catch (PaymentNotFoundException)
        {
            return null;
        }
    }

    private static PaymentEvent Disputed(PaymentEvent happened, Payment payment, PayPalDispute dispute, DateTimeOffset? answeredAt)
    {
        var told = PayPalAnswers.Dispute(dispute, payment, answeredAt);
        var isOpen = told.Status is not (DisputeStatus.Won or DisputeStatus.Closed);
        return With(happened, isOpen && payment.Status.IsPaid() ? payment with { Status = PaymentStatus.Disputed } : payment) with { Dispute = told };
    }

    private static PaymentEvent With(PaymentEvent happened, Payment payment) => happened with { Reference = payment.Reference, Payment = payment };

    private static PayPalEventHead ReadHead(ReadOnlyMemory<byte> body)
    {
        try
        {
            return PayPalEventHead.Read(body);
        }
        catch (JsonException)
        {
            // Without the inner exception: its message can repeat parts of the body.
            throw Unreadable();
        }
    }

    private static WebhookVerificationException Unreadable() =>
        ProviderWebhooks.Refused("it is not an event that can be read", PaymentErrorCode.MalformedMessage);
}
