using Payments.Http;

namespace Payments.CoinGate;

/// <summary>
/// Checks callbacks and says what they mean. Nothing is signed: an order's callback repeats our token, a refund's has none, and neither is believed. Both lead to
/// a read, and only the read counts, but for our reference of a refund, which no read may tell. A refusal must not become 401, 403 or a redirect, after which
/// CoinGate never tries again.
/// </summary>
internal sealed class CoinGateWebhook(
    string provider, CoinGateOptions options, CoinGateToken token,
    Func<PaymentReference, CancellationToken, Task<Payment>> readAsync,
    Func<RefundReference, CoinGateRefund?, CancellationToken, Task<Refund>> readRefundAsync)
{
    private const string ContentType = "Content-Type";

    internal VerifiedWebhook Verify(WebhookRequest request)
    {
        ProviderWebhooks.CheckSize(request, options);
        var type = request.GetHeader(ContentType);
        var notice = CoinGateNotice.Read(request.Body.Span, type)
            ?? throw ProviderWebhooks.Refused("the message is no callback that can be read", PaymentErrorCode.MalformedMessage);
        if (notice.Kind is CoinGateNoticeKind.Order)
            ProviderWebhooks.ThrowUnlessValid(token.Check(notice.OrderId, notice.Token), "token", notice.Token, nameof(CoinGateOptions.WebhookSecrets));
        return new VerifiedWebhook
        {
            Provider = provider,
            Trust = WebhookTrust.Hint,
            EventIds = [notice.EventId(notice.Status)],
            References = notice.PaymentId is { } payment ? [PaymentReference.From(provider, payment)] : [],
            Body = request.Body,
            Headers = type is null ? new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) : new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [ContentType] = type },
        };
    }

    internal async Task<IReadOnlyList<PaymentEvent>> ResolveAsync(VerifiedWebhook webhook, CancellationToken cancellationToken)
    {
        if (CoinGateNotice.Read(webhook.Body.Span, webhook.Headers.GetValueOrDefault(ContentType)) is not { } notice)
            return [];
        var happened = new PaymentEvent
        {
            EventId = notice.EventId(notice.Status),
            Provider = provider,
            Type = PaymentEventType.Other,
            ProviderEventType = notice.Name,
        };
        if (notice.PaymentId is not { } id)
            return [happened];
        var named = webhook.References is [var first, ..] ? first : PaymentReference.From(provider, id);
        try
        {
            return notice.Kind is CoinGateNoticeKind.Refund
                ? [await ReadRefundAsync(happened, notice, named, cancellationToken).ConfigureAwait(false)]
                : await ReadOrderAsync(happened, notice, named, cancellationToken).ConfigureAwait(false);
        }
        catch (PaymentNotFoundException)
        {
            // Nothing of this account.
            return [];
        }
    }

    // The token is that of our order id, and the id beside it anybody's: the order that was read has to be the one that the token is for, and of the same price.
    private async Task<IReadOnlyList<PaymentEvent>> ReadOrderAsync(
        PaymentEvent happened, CoinGateNotice notice, PaymentReference named, CancellationToken cancellationToken)
    {
        var payment = await readAsync(named, cancellationToken).ConfigureAwait(false);
        var isOurs = string.Equals(payment.Reference.OrderId, notice.OrderId, StringComparison.Ordinal)
            && (named.Known is not { } known || (known.Amount == payment.Amount && known.Reference.OrderId == payment.Reference.OrderId));
        return isOurs
            ? [happened with { EventId = notice.EventId(payment.ProviderStatus), Type = PaymentEventType.PaymentUpdated, Reference = payment.Reference, Payment = payment }]
            : [];
    }

    private async Task<PaymentEvent> ReadRefundAsync(
        PaymentEvent happened, CoinGateNotice notice, PaymentReference named, CancellationToken cancellationToken)
    {
        var payment = await readAsync(named, cancellationToken).ConfigureAwait(false);
        var refund = await readRefundAsync(new RefundReference(payment.Reference.With(named.Known ?? payment)) { RefundId = notice.Id }, notice.Refund, cancellationToken)
            .ConfigureAwait(false);
        return happened with
        {
            EventId = notice.EventId(refund.ProviderStatus),
            Type = PaymentEventType.RefundUpdated,
            Reference = payment.Reference,
            Payment = CoinGateRefunds.With(payment, refund),
            Refund = refund,
        };
    }
}
