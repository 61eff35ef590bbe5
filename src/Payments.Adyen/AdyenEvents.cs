using System.Text.Json;
using Payments.Http;

namespace Payments.Adyen;

/// <summary>
/// Says what verified webhooks mean: single movements, by the ids and amounts that are signed. The rest of an item (its date, its reason, its additional
/// data) only describes.
/// </summary>
internal sealed class AdyenEvents(string provider, AdyenOptions options, AdyenWebhook webhooks)
{
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 16 };

    internal IReadOnlyList<PaymentEvent> Resolve(VerifiedWebhook webhook)
    {
        if (webhook.Headers.ContainsKey(AdyenDefaults.SignatureHeader))
            return [Told(AdyenMessage.Read(webhook.Body.Span))];

        List<PaymentEvent> events = [];
        var message = webhook.Body;
        var named = 0;
        foreach (var item in AdyenWebhook.Read(message.Span).Items ?? [])
        {
            var own = webhooks.ReferencesOf(item);
            PaymentReference[] completed = [.. webhook.References.Skip(named).Take(own.Count)];
            named += own.Count;
            var reference = AdyenWebhook.Choose(completed.Length > 0 ? completed : own);
            using var details = JsonDocument.Parse(message[item.Span], Depth);
            events.Add(Resolve(new AdyenEvent(provider, options, item, details.RootElement, reference)));
        }

        return events;
    }

    private PaymentEvent Told(AdyenMessage message) => new()
    {
        EventId = $"{message.EventId}:{message.Type}",
        Provider = provider,
        Type = PaymentEventType.Other,
        ProviderEventType = message.Type,
        OccurredAt = message.CreatedAt,
    };

    private static PaymentEvent Resolve(AdyenEvent told)
    {
        var kind = !told.NamesPayment || told.Amount is null ? AdyenEventKind.Named : AdyenMapping.Events.GetValueOrDefault(told.Item.EventCode);
        return (kind, told.Item.IsSuccess) switch
        {
            (AdyenEventKind.Authorisation, true) => Authorised(told),
            (AdyenEventKind.Authorisation, false) => Refused(told),
            (AdyenEventKind.Adjustment, true) => told.Payment(
                new AuthorizedFact(told.Item.PaymentPsp, told.Amount!.Value) { AsOf = told.At, Version = AdyenStage.Adjusted }),
            (AdyenEventKind.Capture, var isDone) => Captured(told, isDone ? MovementState.Succeeded : MovementState.Failed, AdyenStage.Decided),
            (AdyenEventKind.CaptureFailed, _) => CaptureFailed(told),
            (AdyenEventKind.Void, var isDone) => Voided(told, isDone),
            (AdyenEventKind.CancelOrRefund, true) => Reversed(told),
            (AdyenEventKind.Expiry, true) => told.Payment(new ExpiredFact { AsOf = told.At, Version = AdyenStage.Decided }),
            // An authorisation, whenever it comes, knows better.
            (AdyenEventKind.OfferClosed, true) => told.Payment(new ExpiredFact { AsOf = told.At, Version = AdyenStage.Open }),
            (AdyenEventKind.Refund, var isDone) => told.Refund(isDone ? RefundStatus.Completed : RefundStatus.Failed, AdyenStage.Decided),
            (AdyenEventKind.RefundUndone, _) => told.Refund(RefundStatus.Failed, AdyenStage.Undone),
            (AdyenEventKind.RefundPostponed, true) => told.Refund(RefundStatus.Pending, AdyenStage.Received),
            (AdyenEventKind.RefundPostponed, false) => told.Refund(RefundStatus.Failed, AdyenStage.Decided),
            (AdyenEventKind.RefundVoided, true) => told.Refund(RefundStatus.Cancelled, AdyenStage.Decided),
            (AdyenEventKind.OrderClosed, var isComplete) => OrderClosed(told, isComplete),
            (AdyenEventKind.Pending, true) => told.Payment() with { Payment = told.Snapshot(PaymentStatus.Pending, AdyenStage.Open) },
            (AdyenEventKind.Dispute, true) => told.Dispute(),
            _ => told.Other(),
        };
    }

    private static PaymentEvent Authorised(AdyenEvent told)
    {
        var (psp, held) = (told.Item.PspReference, told.Amount!.Value);
        var asked = told.Known?.Amount ?? held;
        var isPartial = held.Currency == asked.Currency && held < asked;
        var isTaken = told.CaptureMode == CaptureMode.Automatic && !isPartial;
        List<PaymentFact> facts = [new AuthorizedFact(psp, held) { AsOf = told.At, Version = AdyenStage.Authorised }];
        if (isTaken)
            facts.Add(new CapturedFact(psp, held) { AsOf = told.At, Version = AdyenStage.Authorised });
        var isAgain = told.Known?.Facts.Any(fact => fact is AuthorizedFact { State: MovementState.Succeeded } other && other.Id != psp) == true;
        var payment = told.Snapshot(isTaken ? PaymentStatus.Completed : PaymentStatus.Authorized, AdyenStage.Authorised) with
        {
            Reference = told.NameWithPsp(),
            AuthorizedAmount = held,
            CapturedAmount = isTaken ? held : null,
            TransactionId = isTaken ? psp : null,
            Attention = isAgain && !isPartial ? PaymentAttention.Multiple
                : isPartial ? PaymentAttention.Underpaid
                : held.Currency == asked.Currency && held > asked ? PaymentAttention.Overpaid
                : PaymentAttention.None,
        };
        return told.Payment([.. facts]) with { Payment = payment, Reference = payment.Reference };
    }

    // On a page the payer may try again: only this attempt has failed. It never undoes another one, whichever comes first.
    private static PaymentEvent Refused(AdyenEvent told)
    {
        var error = AdyenRefusals.Of(null, told.Reason);
        return told.Known is { } known && AdyenIds.Of(known.Reference).IsPage
            ? told.Payment() with { Payment = told.Snapshot(PaymentStatus.RequiresAction, AdyenStage.Open) with { Error = error } }
            : told.Payment(new FailedAttemptFact(told.Item.PspReference, error) { AsOf = told.At, Version = AdyenStage.Authorised });
    }

    // Where the account captures by itself there is one capture, the authorisation's own, whatever id its events have.
    private static PaymentEvent Captured(AdyenEvent told, MovementState state, long stage)
    {
        var isOwn = told.CaptureMode == CaptureMode.Automatic;
        if (isOwn && state is MovementState.Failed)
            state = MovementState.Reversed;
        return told.Payment(
            new CapturedFact(isOwn ? told.Item.PaymentPsp : told.Item.PspReference, told.Amount!.Value, state) { AsOf = told.At, Version = stage });
    }

    // Nobody asked for it, and goods may be on their way. What the payment is without the capture, the facts say.
    private static PaymentEvent CaptureFailed(AdyenEvent told)
    {
        var failed = Captured(told, MovementState.Reversed, AdyenStage.Undone);
        return told.Known is not { } known ? failed : failed with
        {
            Payment = told.Snapshot(told.CaptureMode == CaptureMode.Automatic ? PaymentStatus.Completed : PaymentStatus.Authorized, AdyenStage.Adjusted) with
            {
                Attention = known.Attention | PaymentAttention.Review,
            },
        };
    }

    // Only a hold can be let go: where the account captures by itself, the capture that its authorisation told of has not come about.
    private static PaymentEvent Voided(AdyenEvent told, bool isDone) => isDone && told.CaptureMode == CaptureMode.Automatic
        ? told.Payment(
            Void(told, isDone), new CapturedFact(told.Item.PaymentPsp, told.OwnCapture, MovementState.Reversed) { AsOf = told.At, Version = AdyenStage.Decided })
        : told.Payment(Void(told, isDone));

    private static VoidedFact Void(AdyenEvent told, bool isDone) =>
        new(told.Item.PspReference, isDone ? MovementState.Succeeded : MovementState.Failed) { AsOf = told.At, Version = AdyenStage.Decided };

    private static PaymentEvent Reversed(AdyenEvent told) => told.Detail("modification.action") switch
    {
        "cancel" => Voided(told, isDone: true),
        "refund" => told.Refund(RefundStatus.Completed, AdyenStage.Decided),
        _ => told.Other(),
    };

    // An order of several payments, such as gift cards and a card: each was told by itself as a part. Together they are the whole.
    private static PaymentEvent OrderClosed(AdyenEvent told, bool isComplete)
    {
        if (!isComplete)
            return told.Payment(Void(told, isDone: true));
        if (told.CaptureMode == CaptureMode.Manual)
            return told.Payment() with { Payment = told.Snapshot(PaymentStatus.Authorized, AdyenStage.Adjusted) };
        var payment = told.Snapshot(PaymentStatus.Completed, AdyenStage.Adjusted);
        return told.Payment(new CapturedFact(told.Item.PspReference, payment.Amount) { AsOf = told.At, Version = AdyenStage.Decided }) with
        {
            Payment = payment with { CapturedAmount = payment.Amount },
        };
    }
}
