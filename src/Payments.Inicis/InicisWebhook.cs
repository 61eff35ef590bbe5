using Payments.Http;
using Payments.Security;

namespace Payments.Inicis;

/// <summary>
/// Notices, which nobody signs: whatever one says, the inquiry is asked, and only its answer counts. Cards, refunds and disputes bring none.
/// </summary>
internal sealed class InicisWebhook(string provider, InicisOptions options, InicisReader reader)
{
    private readonly WebhookSources _sources = new(options.NotificationSources);

    internal VerifiedWebhook Verify(WebhookRequest request)
    {
        ProviderWebhooks.CheckSize(request, options);
        if (!_sources.Allows(request.RemoteAddress))
            throw ProviderWebhooks.Refused("it comes from an address that is not in NotificationSources", PaymentErrorCode.InvalidSignature);
        var notice = InicisNotice.Read(request.Body.Span)
            ?? throw ProviderWebhooks.Refused("the message is not a notice that can be read", PaymentErrorCode.MalformedMessage);
        if (notice.MerchantId != options.MerchantId)
            throw ProviderWebhooks.Refused("the notice is of another merchant than MerchantId", PaymentErrorCode.Mismatch);
        if (notice.Mark is { } mark && !InicisSignatures.IsMark(options, notice.OrderId ?? "", notice.Price ?? "", mark))
            throw ProviderWebhooks.Refused("its P_NOTI was not made for its order and amount", PaymentErrorCode.Mismatch);
        return new VerifiedWebhook
        {
            Provider = provider,
            Trust = WebhookTrust.Hint,
            References = [new PaymentReference(provider, notice.Tid, notice.OrderId)],
            Body = request.Body,
            Acknowledgement = new WebhookAcknowledgement(200, notice.IsEscrow ? "cd_rslt=0000" : "OK", "text/plain"),
        };
    }

    internal async Task<IReadOnlyList<PaymentEvent>> ResolveAsync(VerifiedWebhook webhook, CancellationToken cancellationToken)
    {
        if (InicisNotice.Read(webhook.Body.Span) is not { } notice)
            return [];
        var named = webhook.References is [var reference, ..] ? reference : new PaymentReference(provider, notice.Tid, notice.OrderId);
        var happened = new PaymentEvent
        {
            EventId = notice.EventId,
            Provider = provider,
            Type = PaymentEventType.PaymentUpdated,
            ProviderEventType = notice.Status,
            OccurredAt = notice.At,
        };

        // The tid of our own record is better than the one that the notice brings.
        var asked = named.Known is { Reference: { PaymentId: not null } known } ? known.With(named.Known) : named;
        try
        {
            var payment = await reader.PaymentAsync(asked, PaymentOperations.Webhooks, cancellationToken).ConfigureAwait(false);
            return payment.IsRemembered ? [] : [happened with { Reference = payment.Reference, Payment = payment }];
        }
        catch (PaymentException exception) when (exception is PaymentNotFoundException or { Error.Code: PaymentErrorCode.Mismatch })
        {
            // Inicis knows no such transaction, or it is of another order: somebody else has posted it.
            return [];
        }
    }
}
