using Payments.Http;

namespace Payments.KakaoPay;

/// <summary>Makes the SDK's answers of Kakao Pay's.</summary>
internal sealed class KakaoPayAnswers(string provider, TimeProvider time)
{
    /// <summary>A payment that waits for the payer. Null when the answer has no page to send the payer to.</summary>
    internal Payment? Ready(KakaoPayReady ready, KakaoPayReadyCall call, PaymentRequest request, DateTimeOffset? asOf)
    {
        if (Page(ready, request.Channel) is not { } page)
            return null;
        return new Payment
        {
            Reference = new PaymentReference(provider, ready.Tid, call.PartnerOrderId),
            Status = PaymentStatus.RequiresAction,
            ProviderStatus = "",
            Amount = request.Amount,
            CapturedAmount = KoreanWon.FromWire(0),
            RefundedAmount = KoreanWon.FromWire(0),
            Method = request.Method,
            ProviderMethod = call.PaymentMethodType,
            CreatedAt = Time(ready.CreatedAt) ?? asOf ?? time.GetUtcNow(),
            AsOf = asOf,
            NextAction = page,
            ProviderState = KakaoPayState.Create(call.PartnerUserId),
        };
    }

    /// <summary>A charge that was made.</summary>
    internal Payment Approved(KakaoPayApproval approval, KakaoPayCharge charge, DateTimeOffset? asOf) => new()
    {
        Reference = new PaymentReference(provider, approval.Tid, charge.PartnerOrderId),
        Status = PaymentStatus.Completed,
        ProviderStatus = "",
        Amount = KoreanWon.FromWire(charge.TotalAmount),
        CapturedAmount = KoreanWon.FromWire(approval.Amount?.Total),
        RefundedAmount = KoreanWon.FromWire(0),
        TransactionId = approval.Aid,
        Method = MethodOf(approval.PaymentMethodType, approval.CardInfo?.CardType),
        ProviderMethod = approval.PaymentMethodType,
        Card = approval.CardInfo is not { } card ? null : new PaymentCard
        {
            Brand = card.KakaopayIssuerCorp ?? card.IssuerCorp,
            Installments = Months(card.InstallMonth),
            ApprovalCode = card.ApprovedId,
        },
        CreatedAt = Time(approval.CreatedAt) ?? Time(approval.ApprovedAt) ?? asOf ?? time.GetUtcNow(),
        AsOf = asOf,
        ProviderState = KakaoPayState.Create(charge.PartnerUserId, approval.Sid),
    };

    /// <summary>A payment as it was read. What only the approval told comes from what is known.</summary>
    internal Payment Order(KakaoPayOrder order, PaymentReference payment, DateTimeOffset? asOf)
    {
        var known = payment.Known;
        var status = StatusOf(order, known);
        var isPaid = status.IsPaid();
        var reference = new PaymentReference(provider, order.Tid, order.PartnerOrderId ?? payment.OrderId);
        return new Payment
        {
            Reference = reference,
            Status = status,
            ProviderStatus = order.Status ?? "",
            Amount = KoreanWon.FromWire(order.Amount?.Total) ?? known?.Amount ?? KoreanWon.FromWire(0),
            CapturedAmount = isPaid ? KoreanWon.FromWire(order.Amount?.Total) : status is PaymentStatus.Unknown ? null : KoreanWon.FromWire(0),
            RefundedAmount = isPaid ? KoreanWon.FromWire(RefundedOf(order, status)) : status is PaymentStatus.Unknown ? null : KoreanWon.FromWire(0),
            TransactionId = order.PaymentActionDetails?.FirstOrDefault(action => action.PaymentActionType == KakaoPayAction.Payment)?.Aid,
            Method = MethodOf(order, known),
            ProviderMethod = order.PaymentMethodType,
            Card = CardOf(order, known?.Card),
            CreatedAt = Time(order.CreatedAt) ?? known?.CreatedAt ?? asOf ?? time.GetUtcNow(),
            AsOf = asOf,
            Error = KakaoPayErrors.End(order.Status),
            ProviderState = StateOf(order, known),
            Facts = [.. RefundsOf(order, reference, asOf).Select(refund => new RefundFact(refund) { AsOf = asOf })],
        };
    }

    /// <summary>A payment whose time has run out before it was paid: Kakao Pay tells it by an error.</summary>
    internal Payment Expired(ProviderResponse response, PaymentReference payment) => new()
    {
        Reference = payment.With(null),
        Status = PaymentStatus.Expired,
        ProviderStatus = "",
        Amount = payment.Known?.Amount ?? KoreanWon.FromWire(0),
        CapturedAmount = KoreanWon.FromWire(0),
        RefundedAmount = KoreanWon.FromWire(0),
        CreatedAt = payment.Known?.CreatedAt ?? response.Date ?? time.GetUtcNow(),
        AsOf = response.Date,
        Error = response.Error,
    };

    /// <summary>A refund that was made just now.</summary>
    internal Refund Refunded(KakaoPayCancellation cancellation, KakaoPayCancelCall call, PaymentReference payment, DateTimeOffset? asOf) => new()
    {
        Provider = provider,
        RefundId = cancellation.Aid,
        Reference = call.Payload,
        Payment = payment,
        Status = RefundStatus.Completed,
        ProviderStatus = cancellation.Status ?? "",
        Amount = KoreanWon.FromWire(cancellation.ApprovedCancelAmount?.Total ?? call.CancelAmount),
        CreatedAt = Time(cancellation.CanceledAt) ?? asOf ?? time.GetUtcNow(),
        AsOf = asOf,
        Origin = RefundOrigin.Merchant,
    };

    private IEnumerable<Refund> RefundsOf(KakaoPayOrder order, PaymentReference payment, DateTimeOffset? asOf) =>
        from action in order.PaymentActionDetails ?? []
        where action is { PaymentActionType: KakaoPayAction.Cancel, Aid.Length: > 0 }
        select new Refund
        {
            Provider = provider,
            RefundId = action.Aid,
            Reference = action.Payload is { Length: > 0 } reference ? reference : null,
            Payment = payment,
            Status = RefundStatus.Completed,
            ProviderStatus = action.PaymentActionType!,
            Amount = KoreanWon.FromWire(action.Amount ?? 0),
            CreatedAt = Time(action.ApprovedAt) ?? asOf ?? time.GetUtcNow(),
            AsOf = asOf,
            Origin = RefundOrigin.Merchant,
        };

    // Only a key that nobody has to pay for is complete: an order that was to be paid is not, and before an approval the amount may be missing.
    private static PaymentStatus StatusOf(KakaoPayOrder order, Payment? known) =>
        order is { Status: KakaoPayMapping.IssuedSid, Amount.Total: 0 } && known is not { Amount.IsPositive: true }
            ? PaymentStatus.Completed
            : KakaoPayMapping.Statuses.GetValueOrDefault(order.Status ?? "");

    // A read does not tell the recurring key. If it began before the approval was kept, what is known has no key either: said again as of now, that would
    // stand in place of what the approval brought. Left out, the memory keeps what it has.
    private static Sensitive<string>? StateOf(KakaoPayOrder order, Payment? known) => KakaoPayState.Of(known) switch
    {
        null => KakaoPayState.Create(order.PartnerUserId),
        { Sid: not null } => known!.ProviderState,
        _ => default(Sensitive<string>?),
    };

    private static long? RefundedOf(KakaoPayOrder order, PaymentStatus status) => (status, KakaoPayLeft.Canceled(order)) switch
    {
        (PaymentStatus.Refunded, 0) => order.Amount?.Total,
        (PaymentStatus.PartiallyRefunded, 0) => null,
        var (_, canceled) => canceled,
    };

    private static RedirectAction? Page(KakaoPayReady ready, PaymentChannel channel)
    {
        var (pc, mobile, app) = (Link(ready.NextRedirectPcUrl), Link(ready.NextRedirectMobileUrl), Link(ready.NextRedirectAppUrl));
        var page = channel switch { PaymentChannel.MobileWeb => mobile, PaymentChannel.App => app, _ => pc } ?? pc ?? mobile ?? app;
        return page is null ? null : new RedirectAction(page)
        {
            MobileUrl = mobile, AppUrl = app, AndroidAppUrl = Link(ready.AndroidAppScheme), IosAppUrl = Link(ready.IosAppScheme),
        };
    }

    private static PaymentMethod MethodOf(string? type, string? cardType) => type is null ? PaymentMethod.Unspecified
        : !KakaoPayMapping.Methods.TryGetValue(type, out var method) ? PaymentMethod.Other
        : method is PaymentMethod.Card && cardType is not null ? KakaoPayMapping.CardTypes.GetValueOrDefault(cardType, PaymentMethod.Card)
        : method;

    private static PaymentMethod MethodOf(KakaoPayOrder order, Payment? known) => MethodOf(order.PaymentMethodType, null) switch
    {
        PaymentMethod.Card when known?.Method is PaymentMethod.CreditCard or PaymentMethod.DebitCard or PaymentMethod.GiftCard => known.Method,
        var method => method,
    };

    private static PaymentCard? CardOf(KakaoPayOrder order, PaymentCard? known) => order.SelectedCardInfo is not { } card ? known : new PaymentCard
    {
        Brand = known?.Brand ?? card.CardCorpName,
        Installments = Months(card.InstallMonth) ?? known?.Installments,
        ApprovalCode = known?.ApprovalCode,
    };

    private static int? Months(long? months) => months is >= 0 and <= 99 ? (int)months.Value : null;

    // Kakao Pay writes its own country's time and does not say so.
    private static DateTimeOffset? Time(string? text) => ProviderTime.Parse(text, ProviderTime.KoreaOffset);

    private static Uri? Link(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var link) ? link : null;
}
