using System.Text.Json;
using Payments.Http;

namespace Payments.Adyen;

/// <summary>One item of a notification, with what is known of its payment, and the events that can be made of it.</summary>
internal sealed class AdyenEvent
{
    private readonly string _provider;
    private readonly AdyenOptions _options;
    private readonly JsonElement _details;
    private readonly PaymentReference? _reference;

    internal AdyenEvent(string provider, AdyenOptions options, AdyenNotificationItem item, JsonElement details, PaymentReference? reference)
    {
        (_provider, _options, _details, _reference) = (provider, options, details, reference);
        Item = item;
        Amount = AdyenMoney.FromWire(item.Value, item.Currency);
        At = ProviderTime.Parse(AdyenJson.Text(details, "eventDate"))?.ToUniversalTime();
        Reason = AdyenJson.Text(details, "reason") is { Length: > 0 } reason && reason != "null" ? reason : null;
    }

    internal AdyenNotificationItem Item { get; }

    internal bool NamesPayment => _reference is not null;

    internal Money? Amount { get; }

    internal DateTimeOffset? At { get; }

    internal string? Reason { get; }

    /// <summary>What the payment memory knows. Null for a payment that it does not have, or not yet.</summary>
    internal Payment? Known => _reference?.Known;

    /// <summary>How the money is taken: as the payment asked for, else as its own note says, else as the account does it.</summary>
    internal CaptureMode CaptureMode => Known?.CaptureMode ?? Detail("metadata." + AdyenDefaults.CaptureModeKey) switch
    {
        "manual" => CaptureMode.Manual,
        "automatic" => CaptureMode.Automatic,
        _ => _options.AccountCaptureMode,
    };

    /// <summary>What the capture that an authorisation brings with it takes, or would have taken.</summary>
    internal Money OwnCapture => Known?.Facts.OfType<CapturedFact>().FirstOrDefault(fact => fact.Id == Item.PaymentPsp)?.Amount ?? Known?.Amount ?? Amount!.Value;

    internal string? Detail(string name) => AdyenJson.Text(AdyenJson.Member(_details, "additionalData"), name);

    internal PaymentEvent Other() => Make(PaymentEventType.Other);

    internal PaymentEvent Payment(params PaymentFact[] facts) => Make(PaymentEventType.PaymentUpdated) with { Facts = facts };

    /// <summary>The payment as this item shows it.</summary>
    internal Payment Snapshot(PaymentStatus status, long stage)
    {
        var asked = Known?.Amount ?? Amount!.Value;
        var type = AdyenJson.Text(_details, "paymentMethod");
        var card = new PaymentCard { Brand = AdyenMethods.IsBrand(type) ? type : null, Last4 = Detail("cardSummary"), ApprovalCode = Detail("authCode") };
        return new Payment
        {
            Reference = Name(),
            Status = status,
            ProviderStatus = Item.EventCode,
            Amount = asked,
            CaptureMode = CaptureMode,
            Method = AdyenMethods.KindOf(type, Detail("fundingSource")),
            ProviderMethod = type,
            Card = card == new PaymentCard() ? null : card,
            CreatedAt = Known?.CreatedAt ?? At ?? default,
            AsOf = At,
            Version = stage,
        };
    }

    internal PaymentEvent Refund(RefundStatus status, long stage)
    {
        var earlier = EarlierRefund();
        var reference = earlier?.Reference ?? (Item.MerchantReference.Length > 0 && Item.MerchantReference != Known?.Reference.OrderId ? Item.MerchantReference : null);
        return Make(PaymentEventType.RefundUpdated) with
        {
            Refund = new Refund
            {
                Provider = _provider,
                RefundId = earlier?.RefundId ?? Item.PspReference,
                Reference = reference,
                Payment = Name(),
                Status = status,
                ProviderStatus = Item.EventCode,
                Amount = Amount!.Value,
                CreatedAt = earlier?.CreatedAt ?? At ?? default,
                AsOf = At,
                Version = stage,
                Error = status is RefundStatus.Failed ? AdyenRefusals.Refund(Reason ?? (stage is AdyenStage.Undone ? Item.EventCode : null)) : null,
                Origin = earlier?.Origin ?? (reference is null ? RefundOrigin.Unknown : RefundOrigin.Merchant),
            },
        };
    }

    internal PaymentEvent Dispute()
    {
        var (status, type, stage) = AdyenMapping.Disputes[Item.EventCode];
        var isOpen = status is DisputeStatus.NeedsResponse or DisputeStatus.UnderReview;
        var detail = Detail("disputeStatus");
        if (isOpen && detail is not null && AdyenMapping.DisputeDetails.TryGetValue(detail, out var told))
            status = told;
        if (isOpen && status is DisputeStatus.Lost or DisputeStatus.Won)
            type = PaymentEventType.DisputeClosed;
        if (isOpen && status is DisputeStatus.Lost)
            stage = AdyenMapping.LostStage;
        var id = DisputeId();
        if (type is PaymentEventType.DisputeOpened && Known?.Facts.Any(fact => fact is DisputeFact known && known.Dispute.DisputeId == id) == true)
            type = PaymentEventType.DisputeUpdated;
        return Make(type) with
        {
            Dispute = new Dispute
            {
                DisputeId = id,
                Payment = Name(),
                Status = status,
                ProviderStatus = detail ?? Item.EventCode,
                Amount = Amount,
                Reason = Detail("chargebackReasonCode")?.Trim() ?? Reason,
                EvidenceDueBy = status is DisputeStatus.NeedsResponse ? ProviderTime.Parse(Detail("defensePeriodEndsAt"))?.ToUniversalTime() : null,
                AsOf = At,
                Version = stage,
            },
        };
    }

    private PaymentEvent Make(PaymentEventType type) => new()
    {
        EventId = Item.EventId,
        Provider = _provider,
        Type = type,
        ProviderEventType = Item.EventCode,
        OccurredAt = At,
        Reference = _reference is null ? null : Name(),
    };

    /// <summary>
    /// The payment's name with the id of this item, which is the payment's own. A payment that nobody knows is named by it, as the answer to a direct payment
    /// names one, so that the two are found to be one.
    /// </summary>
    internal PaymentReference NameWithPsp() => Known is null ? PaymentReference.From(_provider, Item.PaymentPsp).Complete(_reference!) : WithPsp(Name());

    // The id of an item without an original is not surely the payment's: where the payment is known, only its own ids name it.
    private PaymentReference Name() => Known is not { } known ? _reference!
        : Item.OriginalReference.Length > 0 ? WithPsp(known.Reference)
        : known.Reference;

    private PaymentReference WithPsp(PaymentReference reference) =>
        reference.Complete(new PaymentReference(_provider, null, null, [new RelatedId(AdyenDefaults.PspKind, Item.PaymentPsp)]));

    // A failure that comes days later names the refund by its id, or by our reference of it.
    private Refund? EarlierRefund() => Known?.Facts.OfType<RefundFact>().Select(fact => fact.Refund)
        .FirstOrDefault(refund => refund.RefundId == Item.PspReference) ?? (AdyenMapping.Events[Item.EventCode] is not AdyenEventKind.RefundUndone ? null
            : Known?.Facts.OfType<RefundFact>().Select(fact => fact.Refund)
                .FirstOrDefault(refund => refund.Reference is not null && refund.Reference == Item.MerchantReference));

    // Where an event has no id of the dispute (its only id is the payment's), it is about the one that is open.
    private string DisputeId()
    {
        var known = Known?.Facts.OfType<DisputeFact>().Select(fact => fact.Dispute).ToList() ?? [];
        return Item.OriginalReference.Length > 0 || known.Exists(dispute => dispute.DisputeId == Item.PspReference) || known is not [var only]
            ? Item.PspReference
            : only.DisputeId;
    }
}
