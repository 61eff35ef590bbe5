using System.Text.Json;
using Payments.Http;

namespace Payments.CoinGate;

/// <summary>
/// Checks callbacks and says what they mean. Nothing is signed: an order's callback repeats our token, a refund's has none, and neither is believed. Both lead to
/// a read, and only the read counts. A refusal must not become 401, 403 or a redirect, after which CoinGate never tries again.
/// </summary>
internal sealed class CoinGateWebhook(
    string provider, CoinGateOptions options, CoinGateToken token,
    Func<PaymentReference, CancellationToken, Task<Payment>> readAsync,
    Func<RefundReference, CancellationToken, Task<Refund>> readRefundAsync)
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
        var refund = await readRefundAsync(new RefundReference(payment) { RefundId = notice.Id }, cancellationToken).ConfigureAwait(false);
        return happened with
        {
            EventId = notice.EventId(refund.ProviderStatus),
            Type = PaymentEventType.RefundUpdated,
            Reference = payment.Reference,
            Payment = payment,
            Refund = refund,
        };
    }
}

internal enum CoinGateNoticeKind
{
    Order,
    Refund,

    /// <summary>Of another product of CoinGate's.</summary>
    Foreign,
}

/// <summary>What a callback names, as a form or as JSON.</summary>
internal sealed record CoinGateNotice(CoinGateNoticeKind Kind, string Name, string Id, string? OrderId, string? Status, string? Token)
{
    /// <summary>CoinGate's id of the order: a refund's callback has it as <c>order_id</c>. Null where no order is meant.</summary>
    internal string? PaymentId => Kind switch
    {
        CoinGateNoticeKind.Order => Id,
        CoinGateNoticeKind.Refund => OrderId is { Length: > 0 } ? OrderId : null,
        _ => null,
    };

    // There is no id of the callback itself.
    internal string EventId(string? status) => $"{Name}:{Id}:{status}";

    /// <summary>The token is a secret.</summary>
    public override string ToString() => $"{Name} {Id}";

    internal static CoinGateNotice? Read(ReadOnlySpan<byte> body, string? contentType)
    {
        try
        {
            return IsForm(body, contentType) ? OfForm(FormReader.Read(body)) : Of(JsonSerializer.Deserialize(body, CoinGateJson.Default.CoinGateCallback));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Without it as a cause: its message can repeat parts of the body.
            return null;
        }
    }

    // Which of the two comes is a setting of the API app. Where nobody says, an object is JSON.
    private static bool IsForm(ReadOnlySpan<byte> body, string? contentType)
    {
        if (contentType?.Contains("x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
            return true;
        return contentType?.Contains("json", StringComparison.OrdinalIgnoreCase) != true && body.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..];
    }

    private static CoinGateNotice? OfForm(IReadOnlyDictionary<string, string> form) => Of(
        form.GetValueOrDefault("id"), form.GetValueOrDefault("order_id"), form.GetValueOrDefault("status"), form.GetValueOrDefault("token"),
        form.Keys.Any(name => name is "request_amount" || name.StartsWith("refund_currency", StringComparison.Ordinal)));

    private static CoinGateNotice? Of(CoinGateCallback? callback) => callback switch
    {
        null => null,
        { Event: { Length: > 0 } name, Id: null } => new(CoinGateNoticeKind.Foreign, name, callback.Data?.Id ?? "", null, null, null),
        _ => Of(
            callback.Id, callback.OrderId, callback.Status, callback.Token,
            callback.RequestAmount is not null || callback.RefundCurrency is { ValueKind: JsonValueKind.Object }),
    };

    private static CoinGateNotice? Of(string? id, string? orderId, string? status, string? token, bool isRefund) => string.IsNullOrEmpty(id) ? null
        : isRefund ? new(CoinGateNoticeKind.Refund, "refund", id, orderId, status, null)
        : new(CoinGateNoticeKind.Order, "order", id, orderId, status, token);
}
