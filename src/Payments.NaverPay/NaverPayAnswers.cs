using Payments.Http;

namespace Payments.NaverPay;

/// <summary>Makes the SDK's answers of Naver Pay's.</summary>
internal sealed class NaverPayAnswers(string provider, NaverPayOptions options, TimeProvider time)
{
    /// <summary>A payment that waits for the payer. Until he comes back it is named by its reserve.</summary>
    internal Payment Reserved(string reserveId, PaymentRequest request, DateTimeOffset? asOf) => new()
    {
        Reference = new PaymentReference(provider, reserveId, request.OrderId, [new RelatedId(NaverPayDefaults.ReserveKind, reserveId)]),
        Status = PaymentStatus.RequiresAction,
        ProviderStatus = "",
        Amount = request.Amount,
        CapturedAmount = KoreanWon.FromWire(0),
        RefundedAmount = KoreanWon.FromWire(0),
        Method = request.Method,
        CreatedAt = asOf ?? time.GetUtcNow(),
        AsOf = asOf,
        NextAction = Page(reserveId, request.Channel),
    };

    /// <summary>A payment by all of its movements.</summary>
    internal Payment Payment(NaverPayTotals totals, PaymentReference payment, DateTimeOffset? asOf)
    {
        var known = payment.Known;
        var status = totals.Status;
        var approval = totals.Approval;
        var first = approval ?? totals.First;
        var reference = Name(payment, totals, first);
        return new Payment
        {
            Reference = reference,
            Status = status,
            ProviderStatus = totals.ProviderStatus,
            Amount = known?.Amount ?? KoreanWon.FromWire(first?.TotalPayAmount ?? 0),
            CapturedAmount = status is PaymentStatus.Unknown ? null : KoreanWon.FromWire(totals.Paid),
            RefundedAmount = status is PaymentStatus.Unknown ? null : KoreanWon.FromWire(totals.Refunded),
            TransactionId = approval?.PayHistId,
            Method = MethodOf(approval),
            ProviderMethod = ProviderMethodOf(approval),
            Card = CardOf(approval),
            CreatedAt = known?.CreatedAt ?? first?.At ?? asOf ?? time.GetUtcNow(),
            AsOf = asOf,
            Error = status is PaymentStatus.Failed
                ? PaymentErrors.Create(PaymentErrorKind.Declined, PaymentErrorCode.Declined, first?.AdmissionState)
                : null,
            Attention = totals.Refunded > totals.Paid ? PaymentAttention.Review
                : totals.Approvals > 1 ? PaymentAttention.Multiple
                : PaymentAttention.None,
            Facts = [.. totals.Refunds.Select(movement => new RefundFact(Refund(movement, reference, asOf)) { AsOf = asOf })],
        };
    }

    /// <summary>A payment that has no movement, with the reason that the payer's last return gave. Naver Pay does not say that one has run out: after its time there will be none.</summary>
    internal Payment Waiting(PaymentReference payment, DateTimeOffset? asOf)
    {
        var known = payment.Known;
        var isOver = known is not null && (asOf ?? time.GetUtcNow()) - known.CreatedAt >= NaverPayDefaults.Lifetime + NaverPayDefaults.ListingTime;
        return new Payment
        {
            Reference = payment.With(null),
            Status = isOver ? PaymentStatus.Expired : PaymentStatus.RequiresAction,
            ProviderStatus = "",
            Amount = known?.Amount ?? KoreanWon.FromWire(0),
            CapturedAmount = KoreanWon.FromWire(0),
            RefundedAmount = KoreanWon.FromWire(0),
            CreatedAt = known?.CreatedAt ?? asOf ?? time.GetUtcNow(),
            AsOf = asOf,
            NextAction = isOver ? null : known?.NextAction,
            Error = known?.Error,
        };
    }

    /// <summary>A payment whose payer agreed too long ago: it was not charged.</summary>
    internal Payment Expired(ProviderResponse response, PaymentReference payment) =>
        Waiting(payment, response.Date) with { Status = PaymentStatus.Expired, NextAction = null, Error = response.Error };

    /// <summary>A refund that was taken: done, or one that Naver Pay goes on with by itself.</summary>
    internal Refund Refunded(
        NaverPayCancelled? cancelled, RefundStatus status, string code, NaverPayCancel cancel, PaymentReference payment, DateTimeOffset? asOf) => new()
    {
        Provider = provider,
        RefundId = cancelled?.PayHistId is { Length: > 0 } id ? id : null,
        Reference = cancel.Reference,
        Payment = payment,
        Status = status,
        ProviderStatus = code,
        Amount = KoreanWon.FromWire(cancel.Amount),
        CreatedAt = TimeOf(cancelled?.CancelYmdt) ?? asOf ?? time.GetUtcNow(),
        AsOf = asOf,
        Origin = RefundOrigin.Merchant,
    };

    private Refund Refund(NaverPayMovement movement, PaymentReference payment, DateTimeOffset? asOf) => new()
    {
        Provider = provider,
        RefundId = movement.PayHistId,
        Reference = movement.MerchantPayTransactionKey is { Length: > 0 } reference ? reference : null,
        Payment = payment,
        Status = movement.State switch
        {
            MovementState.Succeeded => RefundStatus.Completed,
            MovementState.Failed => RefundStatus.Failed,
            _ => RefundStatus.Unknown,
        },
        ProviderStatus = $"{movement.AdmissionTypeCode} {movement.AdmissionState}",
        Amount = KoreanWon.FromWire(movement.TotalPayAmount ?? 0),
        CreatedAt = movement.At ?? asOf ?? time.GetUtcNow(),
        AsOf = asOf,
        Error = movement.State is MovementState.Failed
            ? PaymentErrors.Create(PaymentErrorKind.Declined, PaymentErrorCode.Declined, movement.AdmissionState)
            : null,
        Origin = RefundOrigin.Merchant,
    };

    private RedirectAction Page(string reserveId, PaymentChannel channel)
    {
        var mobile = Address(options.MobilePage);
        return new RedirectAction(channel is PaymentChannel.Web ? Address(options.PcPage) : mobile) { MobileUrl = mobile };

        Uri Address(Uri page) => new($"{page.AbsoluteUri.TrimEnd('/')}/payments/{Uri.EscapeDataString(reserveId)}");
    }

    // Every payment that took money is named: one that is not would not be read again.
    private PaymentReference Name(PaymentReference payment, NaverPayTotals totals, NaverPayMovement? first)
    {
        string?[] ids = totals.PaymentIds.Count > 0 ? [.. totals.PaymentIds] : [first?.PaymentId];
        var orderId = first?.MerchantPayKey is { Length: > 0 } key ? key : null;
        return ids.Where(id => id is not null || orderId is not null)
            .Aggregate(payment.With(null), (name, id) => name.Complete(new PaymentReference(provider, id, orderId)));
    }

    // Points and gift cards have no means of their own.
    private static PaymentMethod MethodOf(NaverPayMovement? approval) => approval is null ? PaymentMethod.Unspecified
        : approval.PrimaryPayMeans is { Length: > 0 } means ? NaverPayMapping.Means.GetValueOrDefault(means, PaymentMethod.Other)
        : approval.NpointPayAmount > 0 || (approval.GiftCardAmount ?? approval.GiftCardPayAmount) > 0 ? PaymentMethod.DigitalWallet
        : PaymentMethod.Unspecified;

    // A card's company has a place of its own, a bank has not.
    private static string? ProviderMethodOf(NaverPayMovement? approval) => approval?.PrimaryPayMeans is not { Length: > 0 } means ? null
        : approval.BankCorpCode is { Length: > 0 } bank ? $"{means} {bank}"
        : means;

    private static PaymentCard? CardOf(NaverPayMovement? approval) => approval?.CardCorpCode is not { Length: > 0 } company ? null : new PaymentCard
    {
        Brand = company,
        Last4 = approval.CardNo is { Length: >= 4 } number && number[^4..].All(char.IsAsciiDigit) ? number[^4..] : null,
        Installments = approval.CardInstCount is >= 0 and <= 99 ? (int)approval.CardInstCount.Value : null,
        ApprovalCode = approval.CardAuthNo,
    };

    private static DateTimeOffset? TimeOf(string? text) => ProviderTime.ParseExact(text, NaverPayDefaults.TimeFormat, ProviderTime.KoreaOffset);
}
