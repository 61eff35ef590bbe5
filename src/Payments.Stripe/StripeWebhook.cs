using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Payments.Http;
using Payments.Security;

namespace Payments.Stripe;

/// <summary>Checks webhooks offline, and says later what they mean.</summary>
internal sealed class StripeWebhook(string provider, StripeOptions options, StripeAnswers answers, StripeReader reader, TimeProvider time)
{
    private readonly WebhookSecrets _secrets = new(options.WebhookSecrets);
    private readonly TimestampedSignature _signature = new(tolerance: options.WebhookTolerance);
    private readonly bool? _livemode = options.ExpectedLivemode;

    internal VerifiedWebhook Verify(WebhookRequest request)
    {
        var body = request.Body.Span;
        ProviderWebhooks.CheckSize(request, options);
        var header = request.GetHeader(StripeDefaults.SignatureHeader);
        var check = _signature.Verify(_secrets, header, body, time.GetUtcNow());
        ProviderWebhooks.ThrowUnlessValid(check, StripeDefaults.SignatureHeader, header, nameof(StripeOptions.WebhookSecrets));

        var head = StripeEvent.ReadHead(body);
        if (_livemode is { } expected && head.Livemode != expected)
            throw ProviderWebhooks.Refused($"the event is not of {(expected ? "live" : "test")} mode, for which this registration is", PaymentErrorCode.Mismatch);
        if (head.Account is { } account && account != options.ConnectAccount)
            throw ProviderWebhooks.Refused("the event is of another account than ConnectAccount", PaymentErrorCode.Mismatch);
        var read = new StripeEvent(head, request.Body, provider);
        return new VerifiedWebhook
        {
            Provider = provider,
            Trust = WebhookTrust.Signed,
            EventIds = [read.EventId],
            References = read.Reference is { } reference ? [reference] : [],
            Body = request.Body,
            Parsed = read,
        };
    }

    internal ValueTask<IReadOnlyList<PaymentEvent>> ResolveAsync(VerifiedWebhook webhook, CancellationToken cancellationToken)
    {
        var read = StripeEvent.Of(webhook, provider);
        var providerType = read.Type;
        var name = NameOf(providerType);
        var (source, type) = StripeMapping.Events.GetValueOrDefault(name);

        // An intent tells of itself all that there is: the commonest event needs nothing else.
        var intent = source == StripeEventObject.Intent ? Snapshot(read, StripeJson.Default.StripeIntent) : null;
        var payment = intent is null ? null : answers.Payment(intent, read.Created, named: read.Reference);
        var happened = new PaymentEvent
        {
            EventId = $"{read.EventId}:{name}",
            Provider = provider,
            Type = type,
            ProviderEventType = providerType,
            OccurredAt = read.Created,
            Reference = payment?.Reference ?? read.Reference,
            Payment = payment,
        };
        return source switch
        {
            _ when payment is not null => Events(happened),
            StripeEventObject.Intent => IntentAsync(happened, read.ObjectId, cancellationToken),
            StripeEventObject.Session => SessionAsync(happened, read.ObjectId, Snapshot(read, StripeJson.Default.StripeSession), cancellationToken),
            StripeEventObject.Charge => ChargeAsync(happened, read.ObjectId, Snapshot(read, StripeJson.Default.StripeCharge), cancellationToken),
            StripeEventObject.Refund => RefundAsync(happened, read.ObjectId, Snapshot(read, StripeJson.Default.StripeRefund), cancellationToken),
            StripeEventObject.Dispute => DisputeAsync(happened, read.ObjectId, Snapshot(read, StripeJson.Default.StripeDispute), cancellationToken),
            _ => Events(happened.Reference is null ? null : happened),
        };
    }

    // A thin event is named after its twin.
    private static string NameOf(string type) => type.StartsWith("v1.", StringComparison.Ordinal) ? type[3..] : type;

    private async ValueTask<IReadOnlyList<PaymentEvent>> IntentAsync(PaymentEvent happened, string? id, CancellationToken cancellationToken) => id is null
        ? []
        : Event(happened, await reader.SessionOfAsync(id, cancellationToken).ConfigureAwait(false)
            ?? await reader.IntentAsync(id, happened.Reference, cancellationToken).ConfigureAwait(false));

    // A complete session does not say whether its money is taken or held. Our own carry that in their metadata; the others are read. So is one that
    // failed late, for the reason.
    private async ValueTask<IReadOnlyList<PaymentEvent>> SessionAsync(PaymentEvent happened, string? id, StripeSession? session, CancellationToken cancellationToken)
    {
        if (id is null || session is { IsForPayment: false })
            return [];
        var tells = session switch
        {
            _ when happened.ProviderEventType.EndsWith("async_payment_failed", StringComparison.Ordinal) => false,
            { Status: "expired" } or { PaymentStatus: "no_payment_required" } => true,
            { Status: "complete", PaymentStatus: "paid" or "unpaid" } => session.Metadata is { } metadata
                && metadata[StripeDefaults.OrderIdKey] is not null && metadata[StripeDefaults.CaptureKey] is null,
            _ => false,
        };
        var payment = tells
            ? answers.Payment(session!, happened.OccurredAt)
            : await reader.SessionForPaymentAsync(id, happened.Reference, cancellationToken).ConfigureAwait(false);
        return payment is null ? [] : Event(happened, payment);
    }

    private async ValueTask<IReadOnlyList<PaymentEvent>> ChargeAsync(PaymentEvent happened, string? id, StripeCharge? charge, CancellationToken cancellationToken)
    {
        if (id is null || happened.Reference is null)
            return [];
        // That there was a dispute is all that a charge tells of it.
        if (charge is null or { Disputed: true })
            return Event(happened, await reader.PaymentAsync(happened.Reference, cancellationToken).ConfigureAwait(false));
        var payment = answers.Payment(charge, happened.OccurredAt);
        return Event(happened, happened.ProviderEventType.EndsWith("charge.expired", StringComparison.Ordinal)
            ? payment with { Status = PaymentStatus.Expired }
            : payment);
    }

    private async ValueTask<IReadOnlyList<PaymentEvent>> RefundAsync(PaymentEvent happened, string? id, StripeRefund? snapshot, CancellationToken cancellationToken)
    {
        if (id is null)
            return [];
        var refund = snapshot is null
            ? await reader.RefundAsync(id, null, cancellationToken).ConfigureAwait(false)
            : answers.Refund(snapshot, null, happened.OccurredAt);
        return refund is null ? [] : [happened with { Reference = refund.Payment, Refund = refund }];
    }

    private async ValueTask<IReadOnlyList<PaymentEvent>> DisputeAsync(PaymentEvent happened, string? id, StripeDispute? dispute, CancellationToken cancellationToken)
    {
        if (id is null)
            return [];
        var asOf = happened.OccurredAt;
        if (dispute is null)
            (dispute, asOf) = await reader.DisputeAsync(id, cancellationToken).ConfigureAwait(false);
        return new StripeIds(null, dispute.PaymentIntent?.Id, dispute.Charge?.Id, null).ToReference(provider) is { } reference
            ? [happened with { Reference = reference, Dispute = StripeAnswers.Dispute(dispute, reference, asOf) }]
            : [];
    }

    private static IReadOnlyList<PaymentEvent> Event(PaymentEvent happened, Payment payment) =>
        [happened with { Reference = payment.Reference, Payment = payment }];

    private static ValueTask<IReadOnlyList<PaymentEvent>> Events(PaymentEvent? happened) => new(happened is null ? [] : [happened]);

    // Null for a thin event, and for an object of another shape, such as an older API version's: it is read instead.
    private static T? Snapshot<T>(StripeEvent read, JsonTypeInfo<T> type)
        where T : StripeObject
    {
        var json = read.Object;
        if (json.IsEmpty)
            return null;
        try
        {
            return JsonSerializer.Deserialize(json, type) is { Id.Length: > 0 } found ? found : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
