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
            References = head.ToReference(provider) is { } reference ? [reference] : [],
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
                PayPalEventObject.Dispute => [await DisputeAsync(happened, head, cancellationToken).ConfigureAwait(false)],
                _ when named is null => [],
                _ => [With(happened, await reader.PaymentAsync(named, cancellationToken).ConfigureAwait(false))],
            };
        }
        catch (PaymentNotFoundException)
        {
            // PayPal does not know what the message names: it tells of nothing.
            return [happened with { Type = PaymentEventType.Other }];
        }
    }

    // The order lists its refunds; one that PayPal made by itself may be missing there.
    private async Task<PaymentEvent> RefundAsync(PaymentEvent happened, PayPalEventHead head, CancellationToken cancellationToken)
    {
        if (head.ObjectId is not { } id || happened.Reference is not { } named)
            return happened with { Type = PaymentEventType.Other };
        var payment = await reader.PaymentAsync(named, cancellationToken).ConfigureAwait(false);
        var refund = payment.Facts.OfType<RefundFact>().FirstOrDefault(fact => fact.Refund.RefundId == id)?.Refund
            ?? await reader.RefundAsync(id, payment.Reference, cancellationToken).ConfigureAwait(false);
        if (head.Type == PayPalMapping.Reversed && refund.Reference is null)
            refund = refund with { Origin = RefundOrigin.Reversal };
        return With(happened, payment) with { Refund = refund };
    }

    private async Task<PaymentEvent> DisputeAsync(PaymentEvent happened, PayPalEventHead head, CancellationToken cancellationToken)
    {
        if (head.ObjectId is not { } id)
            return happened with { Type = PaymentEventType.Other };
        var (dispute, answeredAt) = await reader.DisputeAsync(id, cancellationToken).ConfigureAwait(false);
        var capture = (dispute.DisputedTransactions ?? []).Select(transaction => transaction.SellerTransactionId).FirstOrDefault(each => !string.IsNullOrEmpty(each));
        if (capture is null)
            return happened with { Type = PaymentEventType.Other };

        // By the dispute as it was read: what the message says of the payment need not be true.
        var named = happened.Reference?.Related.Contains(new RelatedId(PayPalDefaults.CaptureKind, capture)) == true
            ? happened.Reference
            : new PaymentReference(provider, null, null, [new RelatedId(PayPalDefaults.CaptureKind, capture)]);
        var payment = await reader.PaymentAsync(named, cancellationToken).ConfigureAwait(false);
        var told = PayPalAnswers.Dispute(dispute, payment.Reference, answeredAt);
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
