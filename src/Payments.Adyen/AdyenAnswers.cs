using System.Text.Json;
using Payments.Http;

namespace Payments.Adyen;

/// <summary>Makes the SDK's answers of Adyen's.</summary>
internal sealed class AdyenAnswers(string provider, AdyenOptions options, TimeProvider time)
{
    /// <summary>A payment link. It tells neither the payment's id nor what became of the money afterwards.</summary>
    internal Payment Link(AdyenLink link, PaymentReference payment, CaptureMode? mode, DateTimeOffset? asOf)
    {
        var ids = AdyenIds.Of(payment) with { Link = link.Id ?? AdyenIds.Of(payment).Link };
        if (ids.OrderId is null)
            ids = ids with { OrderId = link.Reference };
        var capture = mode ?? (link.ManualCapture is { } manual ? ModeOf(manual) : options.AccountCaptureMode);
        var status = StatusOf(AdyenMapping.Links, link.Status, capture);
        var amount = AdyenMoney.FromWire(link.Amount) ?? payment.Known?.Amount ?? default;
        var isDecided = status.IsPaid() || status is PaymentStatus.Authorized;
        return Snapshot(ids, status, link.Status, amount, capture) with
        {
            // A link that was paid says when; what became of the payment later may be older than this answer.
            AsOf = isDecided ? ProviderTime.Parse(link.UpdatedAt)?.ToUniversalTime() ?? asOf : asOf,
            CreatedAt = payment.Known?.CreatedAt ?? asOf ?? time.GetUtcNow(),
            Version = StageOf(status, isPage: true),
            AuthorizedAmount = status is PaymentStatus.Authorized ? amount : null,
            CapturedAmount = status is PaymentStatus.Completed ? amount : NothingYet(status, amount),
            NextAction = status is PaymentStatus.RequiresAction && AdyenActions.Link(link.Url) is { } page ? new RedirectAction(page) : null,
        };
    }

    /// <summary>A session that was just made.</summary>
    internal Payment Session(AdyenSession session, PaymentRequest request, DateTimeOffset? asOf)
    {
        var ids = new AdyenIds(null, session.Id, null, request.OrderId);
        NextAction? next = AdyenActions.Link(session.Url) is { } page ? new RedirectAction(page)
            : session is { Id: { } id, SessionData: { } data } ? AdyenActions.Component(options, new AdyenClientSession { Id = id, SessionData = data })
            : null;
        return Snapshot(ids, PaymentStatus.RequiresAction, "active", request.Amount, request.CaptureMode) with
        {
            AsOf = asOf,
            CreatedAt = asOf ?? time.GetUtcNow(),
            CapturedAmount = Money.Zero(request.Amount.Currency),
            NextAction = next,
        };
    }

    /// <summary>What a session's result tells: its status, and the payments that were tried in it.</summary>
    internal Payment SessionResult(AdyenSession session, PaymentReference payment, Money asked, CaptureMode mode, DateTimeOffset? asOf)
    {
        var paid = Array.FindLast(session.Payments ?? [], tried => tried?.ResultCode is "Authorised")
            ?? Array.FindLast(session.Payments ?? [], tried => tried?.PspReference is not null);
        var ids = AdyenIds.Of(payment) with { Session = session.Id ?? AdyenIds.Of(payment).Session, OrderId = payment.OrderId ?? session.Reference };
        var status = StatusOf(AdyenMapping.Sessions, session.Status, mode);
        var answer = Snapshot(ids, status, session.Status, asked, mode) with
        {
            AsOf = asOf,
            CreatedAt = payment.Known?.CreatedAt ?? asOf ?? time.GetUtcNow(),
            Version = StageOf(status, isPage: true),
            NextAction = status is PaymentStatus.RequiresAction ? payment.Known?.NextAction : null,
            Error = status is PaymentStatus.Failed ? AdyenRefusals.Of(null, session.Status) : null,
        };
        if (paid is null)
            return answer;
        return WithMoney(answer, paid, AdyenMoney.FromWire(paid.Amount) ?? asked, status);
    }

    /// <summary>The answer to a direct payment or to its details.</summary>
    internal Payment Payment(AdyenPayment paid, PaymentReference payment, Money asked, CaptureMode mode, DateTimeOffset? asOf)
    {
        var status = StatusOf(paid, mode);
        var known = AdyenIds.Of(payment);
        var held = AdyenMoney.FromWire(paid.Amount) ?? asked;
        var isForeign = held.Currency != asked.Currency;
        var isPartial = (!isForeign && held < asked) || paid.ResultCode == "PartiallyAuthorised";
        if (isPartial && status is PaymentStatus.Completed)
            status = PaymentStatus.Authorized;

        var answer = Snapshot(known, status, paid.ResultCode, asked, mode) with
        {
            AsOf = asOf,
            CreatedAt = payment.Known?.CreatedAt ?? asOf ?? time.GetUtcNow(),
            Version = StageOf(status, known.IsPage),
            CapturedAmount = NothingYet(status, asked) ?? (status is PaymentStatus.Authorized ? Money.Zero(asked.Currency) : null),
            RefundedAmount = status is PaymentStatus.Unknown ? null : Money.Zero(asked.Currency),
            NextAction = status is PaymentStatus.RequiresAction ? AdyenActions.Of(paid.Action, options) : null,
            Error = paid.ResultCode switch
            {
                "Refused" or "Cancelled" => AdyenRefusals.Of(paid.RefusalReasonCode, paid.RefusalReason),
                "Error" => AdyenRefusals.Failure(paid.RefusalReasonCode, paid.RefusalReason),
                _ => null,
            },
            Attention = status is not (PaymentStatus.Authorized or PaymentStatus.Completed) ? PaymentAttention.None
                : isForeign ? PaymentAttention.Review
                : isPartial ? PaymentAttention.Underpaid
                : PaymentAttention.None,
            ProviderState = AdyenJson.Text(paid.Action, "paymentData") is { } data ? new Sensitive<string>(data) : default(Sensitive<string>?),
        };
        return WithMoney(answer, paid, held, status);
    }

    /// <summary>
    /// The receipt of a capture or cancellation. It says nothing of the payment: that is what was known before, under way now.
    /// </summary>
    internal Payment Received(PaymentReference payment, string? status, PaymentFact movement, DateTimeOffset? asOf)
    {
        var reference = AdyenIds.Of(payment).ToReference(provider) is { } own ? payment.With(null).Complete(own) : payment.With(null);
        var known = payment.Known ?? Snapshot(AdyenIds.Of(payment), PaymentStatus.Processing, status, default, options.AccountCaptureMode);
        return known with
        {
            Reference = reference,
            Status = PaymentStatus.Processing,
            ProviderStatus = status ?? "",
            CreatedAt = payment.Known?.CreatedAt ?? asOf ?? time.GetUtcNow(),
            AsOf = asOf,
            Version = null,
            NextAction = null,
            Error = null,
            IsRemembered = true,
            Facts = [movement],
        };
    }

    internal Refund Refund(AdyenReceipt receipt, RefundRequest request, Money amount, DateTimeOffset? asOf) => new()
    {
        Provider = provider,
        RefundId = receipt.PspReference,
        Reference = request.Reference,
        Payment = request.Payment,
        Status = RefundStatus.Pending,
        ProviderStatus = receipt.Status ?? "",
        Amount = amount,
        CreatedAt = asOf ?? time.GetUtcNow(),
        AsOf = asOf,
        Version = AdyenStage.Received,
        Origin = RefundOrigin.Merchant,
    };

    // The money that a payment holds or took, as facts by its own id and as the amounts of the whole.
    private Payment WithMoney(Payment answer, AdyenPayment paid, Money held, PaymentStatus status)
    {
        var (method, providerMethod) = MethodOf(paid);
        answer = answer with { Method = method, ProviderMethod = providerMethod, Card = CardOf(paid) };
        var isHeld = status is PaymentStatus.Authorized or PaymentStatus.Completed;
        var ids = AdyenIds.Of(answer.Reference);

        // A page can see several attempts: only the one that is authorised is the payment.
        if (paid.PspReference is not { Length: > 0 } psp || (ids.IsPage && !isHeld))
            return answer;
        answer = answer with { Reference = (ids with { Psp = psp }).ToReference(provider)! };
        if (!isHeld)
            return answer;

        var authorized = new AuthorizedFact(psp, held) { AsOf = answer.AsOf, Version = AdyenStage.Authorised };
        return status is PaymentStatus.Authorized
            ? answer with { AuthorizedAmount = held, Facts = [authorized] }
            : answer with
            {
                AuthorizedAmount = held,
                CapturedAmount = held,
                TransactionId = psp,
                Facts = [authorized, new CapturedFact(psp, held) { AsOf = answer.AsOf, Version = AdyenStage.Authorised }],
            };
    }

    private Payment Snapshot(AdyenIds ids, PaymentStatus status, string? providerStatus, Money amount, CaptureMode mode) => new()
    {
        Reference = ids.ToReference(provider)!,
        Status = status,
        ProviderStatus = providerStatus ?? "",
        Amount = amount,
        CaptureMode = mode,
        CreatedAt = default,
        Version = AdyenStage.Open,
    };

    // What holds or took money, or may have, does not say here what was taken since.
    private static Money? NothingYet(PaymentStatus status, Money amount) =>
        amount == default || status is PaymentStatus.Unknown or PaymentStatus.Authorized or PaymentStatus.Completed ? null : Money.Zero(amount.Currency);

    // What has ended unpaid on a page is the end of one attempt, or of the page's time: an authorisation, whenever it came, knows better.
    private static long StageOf(PaymentStatus status, bool isPage) =>
        status.IsPaid() || status is PaymentStatus.Authorized || (status.IsFinal() && !isPage) ? AdyenStage.Authorised : AdyenStage.Open;

    private static CaptureMode ModeOf(bool isManual) => isManual ? CaptureMode.Manual : CaptureMode.Automatic;

    /// <summary>Where a payment stands by its result. With something to do for the payer it is not on its way yet.</summary>
    internal static PaymentStatus StatusOf(AdyenPayment paid, CaptureMode mode) => StatusOf(AdyenMapping.Results, paid.ResultCode, mode) switch
    {
        PaymentStatus.Pending or PaymentStatus.Processing when paid.Action is { ValueKind: JsonValueKind.Object } => PaymentStatus.RequiresAction,
        var status => status,
    };

    // An authorisation is the payment where the account takes the money by itself.
    private static PaymentStatus StatusOf(WordTable<PaymentStatus> table, string? word, CaptureMode mode) =>
        table.GetValueOrDefault(word ?? "") switch
        {
            PaymentStatus.Completed when mode == CaptureMode.Manual => PaymentStatus.Authorized,
            var status => status,
        };

    private static (PaymentMethod Method, string? ProviderMethod) MethodOf(AdyenPayment paid)
    {
        var type = AdyenJson.Text(paid.PaymentMethod, "type") ?? AdyenJson.Text(paid.AdditionalData, "paymentMethod") ?? AdyenJson.Text(paid.Action, "paymentMethodType");
        return (AdyenMethods.KindOf(type, AdyenJson.Text(paid.AdditionalData, "fundingSource")), type);
    }

    private static PaymentCard? CardOf(AdyenPayment paid)
    {
        var card = new PaymentCard
        {
            Brand = AdyenJson.Text(paid.PaymentMethod, "brand"),
            Last4 = AdyenJson.Text(paid.AdditionalData, "cardSummary"),
            ApprovalCode = AdyenJson.Text(paid.AdditionalData, "authCode"),
        };
        return card == new PaymentCard() ? null : card;
    }
}
