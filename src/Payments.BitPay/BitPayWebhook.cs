using System.Text.Json;
using Payments.Http;
using Payments.Security;

namespace Payments.BitPay;

/// <summary>
/// Checks webhooks and says what they mean. The signature has no time and the body may be older than the truth: signed or not, the invoice is read.
/// </summary>
internal sealed class BitPayWebhook(
    string provider, BitPayOptions options, TimeProvider time, Func<PaymentReference, CancellationToken, Task<Payment>> readAsync)
{
    private readonly WebhookSecrets _secrets = new([options.ApiToken, .. options.WebhookSecrets]);

    internal VerifiedWebhook Verify(WebhookRequest request)
    {
        ProviderWebhooks.CheckSize(request, options);
        var header = request.GetHeader(BitPayDefaults.SignatureHeader);
        var isSigned = header is not null || !options.AcceptUnsignedWebhooks;
        if (isSigned)
        {
            var check = string.IsNullOrEmpty(header) ? SignatureCheck.Malformed
                : HmacSignature.Sha256Base64.Verify(_secrets, time.GetUtcNow(), request.Body.Span, header) ? SignatureCheck.Valid
                : SignatureCheck.NoMatch;
            ProviderWebhooks.ThrowUnlessValid(check, BitPayDefaults.SignatureHeader, header, $"{nameof(BitPayOptions.ApiToken)} or {nameof(BitPayOptions.WebhookSecrets)}");
        }

        var notice = BitPayNotice.Read(request.Body.Span)
            ?? throw ProviderWebhooks.Refused("the message is no notice that can be read", PaymentErrorCode.MalformedMessage);
        return new VerifiedWebhook
        {
            Provider = provider,
            Trust = isSigned ? WebhookTrust.Signed : WebhookTrust.Hint,
            EventIds = [notice.EventId],
            References = notice.InvoiceId is { } invoice ? [PaymentReference.From(provider, invoice)] : [],
            Body = request.Body,
        };
    }

    internal async Task<IReadOnlyList<PaymentEvent>> ResolveAsync(VerifiedWebhook webhook, CancellationToken cancellationToken)
    {
        if (BitPayNotice.Read(webhook.Body.Span) is not { } notice)
            return [];
        var named = webhook.References is [var first, ..] ? first : notice.InvoiceId is { } id ? PaymentReference.From(provider, id) : null;

        // A body without an event is of the older form, which tells of invoices only.
        var type = notice.Name is null ? PaymentEventType.PaymentUpdated : BitPayMapping.Events.GetValueOrDefault(SubjectOf(notice.Name), PaymentEventType.Other);
        var happened = new PaymentEvent
        {
            EventId = notice.EventId,
            Provider = provider,
            Type = type,
            ProviderEventType = notice.Name ?? "",
            OccurredAt = notice.At,
            Reference = named?.With(null),
        };
        if (named is null || type is PaymentEventType.Other)
            return [happened with { Type = PaymentEventType.Other }];
        try
        {
            var payment = await readAsync(named, cancellationToken).ConfigureAwait(false);
            var refund = payment.Facts.OfType<RefundFact>().FirstOrDefault(fact => fact.Refund.RefundId is { } refundId && refundId == notice.RefundId);
            return [happened with { Reference = payment.Reference, Payment = payment, Refund = refund?.Refund }];
        }
        catch (PaymentNotFoundException)
        {
            // Not an invoice of this token.
            return [];
        }
    }

    private static string SubjectOf(string name) => name.IndexOf('_', StringComparison.Ordinal) is >= 0 and var end ? name[..end] : "";

    /// <summary>What a webhook of either form names.</summary>
    private sealed record BitPayNotice(string? Name, string SubjectId, string? InvoiceId, string? RefundId, string? Status, DateTimeOffset? At)
    {
        internal string EventId => $"{SubjectId}:{Name}:{Status}";

        internal static BitPayNotice? Read(ReadOnlySpan<byte> body)
        {
            try
            {
                var delivery = JsonSerializer.Deserialize(body, BitPayJson.Default.BitPayDelivery);
                var subject = delivery is { Data: { } data } ? data : JsonSerializer.Deserialize(body, BitPayJson.Default.BitPaySubject);
                if (subject is not { Id: { Length: > 0 } id })
                    return null;
                var name = delivery?.Event?.Name;
                var isRefund = name is not null && SubjectOf(name) == BitPayMapping.Refund;
                return new BitPayNotice(
                    name, id, !isRefund ? id : subject.Invoice is { Length: > 0 } invoice ? invoice : null, isRefund ? id : null, subject.Status,
                    BitPayAnswers.Time(delivery?.Event?.Timestamp));
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                // Without it as a cause: its message can repeat parts of the body.
                return null;
            }
        }
    }
}
