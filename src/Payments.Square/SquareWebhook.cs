using System.Text;
using System.Text.Json;
using Payments.Http;
using Payments.Security;

namespace Payments.Square;

/// <summary>Checks webhooks offline, and says later what they mean.</summary>
internal sealed class SquareWebhook(string provider, SquareOptions options, SquareAnswers answers, SquareReader reader, TimeProvider time)
{
    // The address is signed in front of the body: the configured one, since what a request seems to come to is a proxy's to change.
    private readonly (byte[] Url, WebhookSecrets Keys)[] _subscriptions =
    [
        .. options.WebhookSubscriptions.Select(subscription =>
            (Encoding.UTF8.GetBytes(subscription.NotificationUrl!.OriginalString), new WebhookSecrets(subscription.SignatureKeys))),
    ];

    internal VerifiedWebhook Verify(WebhookRequest request)
    {
        ProviderWebhooks.CheckSize(request, options);
        var header = request.GetHeader(SquareDefaults.SignatureHeader);
        ProviderWebhooks.ThrowUnlessValid(
            Check(request.Body.Span, header), SquareDefaults.SignatureHeader, header, nameof(SquareOptions.WebhookSubscriptions));
        var told = Read(request.Body.Span);
        if (options.MerchantId is { } merchant && told.MerchantId != merchant)
            throw ProviderWebhooks.Refused("the event is of another seller than MerchantId", PaymentErrorCode.Mismatch);
        return new VerifiedWebhook
        {
            Provider = provider,
            Trust = WebhookTrust.Signed,
            EventIds = [EventIdOf(told)],
            References = [.. ReferencesOf(told)],
            Body = request.Body,
            Parsed = told,
        };
    }

    internal async Task<IReadOnlyList<PaymentEvent>> ResolveAsync(VerifiedWebhook webhook, CancellationToken cancellationToken)
    {
        var told = webhook.Parsed as SquareEvent ?? Read(webhook.Body.Span);
        var (subject, type) = SquareMapping.Events.GetValueOrDefault(told.Type!);
        var named = NameOf(webhook);
        var happened = new PaymentEvent
        {
            EventId = EventIdOf(told),
            Provider = provider,
            Type = type,
            ProviderEventType = told.Type!,
            OccurredAt = SquareAnswers.Time(told.CreatedAt),
            Reference = named,
        };
        var what = told.Data?.Object;
        var id = told.Data?.Id;
        return subject switch
        {
            SquareEventSubject.Payment => await PaymentAsync(happened, what?.Payment, id, cancellationToken).ConfigureAwait(false),
            SquareEventSubject.Refund => await RefundAsync(happened, what?.Refund, id, isTerminal: false, cancellationToken).ConfigureAwait(false),
            SquareEventSubject.TerminalRefund => await RefundAsync(happened, what?.Refund, id, isTerminal: true, cancellationToken).ConfigureAwait(false),
            SquareEventSubject.Dispute => await DisputeAsync(happened, what?.Dispute ?? what?.Object, id, cancellationToken).ConfigureAwait(false),
            SquareEventSubject.Checkout => await CheckoutAsync(happened, what?.Checkout, id, cancellationToken).ConfigureAwait(false),
            SquareEventSubject.Order => await OrderAsync(happened, what?.OrderCreated ?? what?.OrderUpdated, OrderIdOf(told), cancellationToken).ConfigureAwait(false),
            _ => [],
        };
    }

    // A payment by token is told whole. One of a page or a Terminal may be one of several: the whole is read, unless it is all that was asked for.
    private async ValueTask<IReadOnlyList<PaymentEvent>> PaymentAsync(PaymentEvent happened, SquarePayment? told, string? id, CancellationToken cancellationToken)
    {
        if (told is not { Id.Length: > 0, Status: not null })
        {
            if ((told?.Id ?? id) is not { Length: > 0 } unread)
                return [];
            if (await MayReadAsync(happened, () => reader.SingleAsync(unread, happened.Reference, cancellationToken)).ConfigureAwait(false) is not { } found)
                return [];
            told = found;
        }

        var named = happened.Reference is { Known: not null } ? happened.Reference : null;
        var payment = named is not null && IsOf(told, named)
            ? await KnownAsync(told, named, cancellationToken).ConfigureAwait(false)
            : await OursAsync(told, cancellationToken).ConfigureAwait(false) is { } ours ? Apart(ours, named) : null;
        return payment is null ? [] : [happened with { Reference = payment.Reference, Payment = payment }];
    }

    // A note or a reference may say by chance what an order of ours is called: only a page is paid by payments that it did not know.
    private static bool IsOf(SquarePayment told, PaymentReference named)
    {
        var ids = SquareIds.Of(named);
        return named.Known!.Reference.Related.Contains(new RelatedId(SquareDefaults.PaymentKind, told.Id!))
            || (ids.Payment is not null ? ids.Payment == told.Id
                : ids.Checkout is not null ? ids.Checkout == told.TerminalCheckoutId
                : ids.Order is not null && string.IsNullOrEmpty(told.TerminalCheckoutId));
    }

    // The order id that it shares with the known payment would lead the memory to that one.
    private Payment Apart(Payment payment, PaymentReference? known) =>
        known is null || payment.Reference.OrderId != known.OrderId
            ? payment
            : payment with { Reference = new PaymentReference(provider, payment.Reference.PaymentId, null, payment.Reference.Related) };

    private async ValueTask<Payment> KnownAsync(SquarePayment told, PaymentReference known, CancellationToken cancellationToken)
    {
        var ids = SquareIds.Of(known);
        var isAll = ids.Order is not null && ids.Order == told.OrderId && SquareAnswers.StatusOf(told, []).IsPaid()
            && SquareAnswers.NetOf(told) == known.Known!.Amount && SquareIds.PaymentsOf(known).All(id => id == told.Id);
        return isAll ? SquareTotals.Whole(answers, SquareBasket.OfPayments(ids, known.Known, [told.Id!]), [told], known, [])
            : ids.Order is not null ? await reader.OrderAsync(ids.Order, known, [told.Id!], cancellationToken).ConfigureAwait(false)
            : ids.Checkout is not null ? await reader.CheckoutAsync(ids.Checkout, known, [told.Id!], cancellationToken).ConfigureAwait(false)
            : answers.Payment(told, known);
    }

    /// <summary>
    /// A payment that the memory does not have. Square tells of all that a seller takes, at every location, at the till and by other applications: only what
    /// carries an order id of a shop's, at the registration's location, is one of this kind; the others are nobody's here.
    /// </summary>
    private async ValueTask<Payment?> OursAsync(SquarePayment told, CancellationToken cancellationToken)
    {
        if (!IsHere(told.LocationId))
            return null;
        return (told.ReferenceId, told.TerminalCheckoutId) switch
        {
            ({ Length: > 0 }, { Length: > 0 } checkout) =>
                await MayReadAsync(null, () => reader.CheckoutAsync(checkout, null, [told.Id!], cancellationToken)).ConfigureAwait(false),
            ({ Length: > 0 }, _) => answers.Payment(told, null),
            (_, { Length: > 0 }) => null,
            _ => told.OrderId is { Length: > 0 } order ? await OursAsync(order, [told.Id!], cancellationToken).ConfigureAwait(false) : null,
        };
    }

    private async Task<Payment?> OursAsync(string orderId, IReadOnlyList<string> further, CancellationToken cancellationToken)
    {
        var order = await MayReadAsync(null, () => reader.OrderAsync(orderId, null, cancellationToken)).ConfigureAwait(false);
        return order is null || string.IsNullOrEmpty(order.ReferenceId) || !IsHere(order.LocationId)
            ? null
            : await reader.WholeAsync(SquareBasket.Of(order), null, further, cancellationToken).ConfigureAwait(false);
    }

    // Another location is another registration's, or nobody's here. What was made here at one that a request named is in the memory, and does not come here.
    private bool IsHere(string? location) => string.IsNullOrEmpty(location) || location == options.LocationId;

    // Our token may read all that was made with it: of what the memory does not have, the rest is another seller's.
    private static async Task<T?> MayReadAsync<T>(PaymentEvent? happened, Func<Task<T>> read)
        where T : class
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (PaymentException exception)
            when (happened?.Reference?.Known is null && exception.Error.Code is PaymentErrorCode.PermissionDenied or PaymentErrorCode.NotFound)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<PaymentEvent>> RefundAsync(
        PaymentEvent happened, SquareRefund? told, string? id, bool isTerminal, CancellationToken cancellationToken)
    {
        if (told is not { Id.Length: > 0, PaymentId.Length: > 0 })
            return id is { Length: > 0 } && !isTerminal && happened.Reference is not null
                ? [happened with { Refund = await reader.RefundAsync(id, happened.Reference, cancellationToken).ConfigureAwait(false) }]
                : [];
        return await OfPaymentAsync(
            happened, told.PaymentId, payment => happened with { Refund = answers.Refund(told, payment, isTerminal) }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<PaymentEvent>> DisputeAsync(PaymentEvent happened, SquareDispute? told, string? id, CancellationToken cancellationToken)
    {
        if (told is null or { Id: null, DisputeId: null } or { State: null } or { DisputedPayment.PaymentId: null } or { DisputedPayment: null })
        {
            if ((told?.Id ?? told?.DisputeId ?? id) is not { Length: > 0 } unread)
                return [];
            told = await MayReadAsync(happened, () => reader.DisputeAsync(unread, happened.Reference, cancellationToken)).ConfigureAwait(false);
        }

        if (told?.DisputedPayment?.PaymentId is not { Length: > 0 } disputed)
            return [];
        return await OfPaymentAsync(happened, disputed, payment =>
        {
            var dispute = answers.Dispute(told, payment);
            var isOver = happened.Type == PaymentEventType.DisputeUpdated && dispute.Status is DisputeStatus.Won or DisputeStatus.Lost or DisputeStatus.Closed;
            return happened with { Type = isOver ? PaymentEventType.DisputeClosed : happened.Type, Dispute = dispute };
        }, cancellationToken).ConfigureAwait(false);
    }

    // What tells of a payment that the memory does not have brings that payment along.
    private async Task<IReadOnlyList<PaymentEvent>> OfPaymentAsync(
        PaymentEvent happened, string paymentId, Func<PaymentReference, PaymentEvent> about, CancellationToken cancellationToken)
    {
        if (happened.Reference is { Known: not null } known)
            return [about(known) with { Reference = known.Complete(answers.PaymentOf(paymentId)) }];
        var single = await MayReadAsync(happened, () => reader.SingleAsync(paymentId, happened.Reference, cancellationToken)).ConfigureAwait(false);
        return single is not null && await OursAsync(single, cancellationToken).ConfigureAwait(false) is { } payment
            ? [about(payment.Reference) with { Reference = payment.Reference, Payment = payment }]
            : [];
    }

    private async Task<IReadOnlyList<PaymentEvent>> CheckoutAsync(PaymentEvent happened, SquareCheckout? told, string? id, CancellationToken cancellationToken)
    {
        if ((told?.Id ?? id) is not { Length: > 0 } named)
            return [];
        var like = happened.Reference is { Known: not null } ? happened.Reference : null;
        var known = like is not null && SquareIds.Of(like).Checkout == named ? like : null;
        if (known is null && !IsHere(told?.LocationId))
            return [];
        Task<Payment> ReadAsync() => told is { Id.Length: > 0, Status: not null }
            ? reader.WholeAsync(SquareBasket.Of(told), known, [], cancellationToken)
            : reader.CheckoutAsync(named, known, [], cancellationToken);
        var payment = await MayReadAsync(happened with { Reference = known }, ReadAsync).ConfigureAwait(false);
        if (payment is null || (known is null && payment.Reference.OrderId is null))
            return [];
        payment = known is null ? Apart(payment, like) : payment;
        return [happened with { Reference = payment.Reference, Payment = payment }];
    }

    // Only ids and a version: the order is read.
    private async Task<IReadOnlyList<PaymentEvent>> OrderAsync(PaymentEvent happened, SquareOrderNotice? told, string? id, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(id))
            return [];
        var payment = happened.Reference is { Known: not null } known ? await reader.OrderAsync(id, known, [], cancellationToken).ConfigureAwait(false)
            : !IsHere(told?.LocationId) ? null
            : await OursAsync(id, [], cancellationToken).ConfigureAwait(false);
        return payment is null ? [] : [happened with { Reference = payment.Reference, Payment = payment }];
    }

    private SignatureCheck Check(ReadOnlySpan<byte> body, string? header)
    {
        var now = time.GetUtcNow();
        var isAnyValid = false;
        foreach (var (url, keys) in _subscriptions)
        {
            if (HmacSignature.Sha256Base64.Verify(keys, now, url, body, header))
                return SignatureCheck.Valid;
            isAnyValid |= keys.AnyValidAt(now);
        }

        return !isAnyValid ? SignatureCheck.NoSecret : string.IsNullOrEmpty(header) ? SignatureCheck.Malformed : SignatureCheck.NoMatch;
    }

    private static string EventIdOf(SquareEvent told) => $"{told.EventId}:{told.Type}";

    // The first name that the memory knows; by itself the first of all.
    private static PaymentReference? NameOf(VerifiedWebhook webhook) =>
        webhook.References.FirstOrDefault(reference => reference.Known is not null) ?? (webhook.References is [var first, ..] ? first : null);

    private static string? OrderIdOf(SquareEvent told) =>
        told.Data?.Object?.OrderCreated?.OrderId ?? told.Data?.Object?.OrderUpdated?.OrderId ?? told.Data?.Id;

    // The object's own ids: that of the data has been seen to differ from them.
    private IEnumerable<PaymentReference> ReferencesOf(SquareEvent told)
    {
        var what = told.Data?.Object;
        switch (SquareMapping.Events.GetValueOrDefault(told.Type!).Subject)
        {
            case SquareEventSubject.Payment when (what?.Payment?.Id ?? told.Data?.Id) is { Length: > 0 } id:
                yield return SquareIds.Lookup(provider, id, what?.Payment);

                // A page's payment has our order id as its note, should Square name another order.
                if (what?.Payment is { ReferenceId: null, Note: { Length: > 0 and <= SquareDefaults.MaxReferenceLength } note })
                    yield return new PaymentReference(provider, null, note);
                break;
            case SquareEventSubject.Refund or SquareEventSubject.TerminalRefund when what?.Refund?.PaymentId is { Length: > 0 } id:
                yield return SquareIds.Lookup(provider, id, null);
                break;
            case SquareEventSubject.Dispute when (what?.Dispute ?? what?.Object)?.DisputedPayment?.PaymentId is { Length: > 0 } id:
                yield return SquareIds.Lookup(provider, id, null);
                break;
            case SquareEventSubject.Checkout when (what?.Checkout?.Id ?? told.Data?.Id) is { Length: > 0 } id:
                yield return new PaymentReference(provider, null, what?.Checkout?.ReferenceId, [new RelatedId(SquareDefaults.CheckoutKind, id)]);
                break;
            case SquareEventSubject.Order when OrderIdOf(told) is { Length: > 0 } id:
                yield return new PaymentReference(provider, null, null, [new RelatedId(SquareDefaults.OrderKind, id)]);
                break;
        }
    }

    private static SquareEvent Read(ReadOnlySpan<byte> body)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, SquareJson.Default.SquareEvent) is { EventId.Length: > 0, Type.Length: > 0 } told)
                return told;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            // Refused below, without the exception: its message can repeat parts of the body.
        }

        throw ProviderWebhooks.Refused("the message is signed, but it is not an event that can be read", PaymentErrorCode.MalformedMessage);
    }
}
