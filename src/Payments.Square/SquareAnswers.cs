using Payments.Http;

namespace Payments.Square;

/// <summary>Makes the SDK's answers of Square's objects.</summary>
internal sealed class SquareAnswers(string provider)
{
    private const string ReferenceStart = "[";
    private const string ReferenceEnd = "]";

    internal string Provider => provider;

    /// <summary>A payment by itself: one that was charged by token, or one that nobody asked for here.</summary>
    /// <param name="payment">What Square tells.</param>
    /// <param name="named">What it is called here, with what is known of it; null for its own id.</param>
    /// <param name="disputes">Its disputes, where those were read.</param>
    internal Payment Payment(SquarePayment payment, PaymentReference? named, IReadOnlyList<SquareDispute>? disputes = null)
    {
        var total = TotalOf(payment);
        var status = StatusOf(payment, disputes ?? []);
        var known = named?.Known;
        var mode = known?.CaptureMode ?? (status == PaymentStatus.Authorized ? CaptureMode.Manual : CaptureMode.Automatic);
        var (method, providerMethod) = SquareMethods.Of(payment);
        var basket = named is null ? null : SquareIds.Of(named).Basket;
        var related = SquareIds.BasketOf(payment);
        var reference = Complete(
            basket is null
                ? new PaymentReference(provider, payment.Id, payment.ReferenceId, related)
                : new PaymentReference(provider, basket, payment.ReferenceId, [.. related, new RelatedId(SquareDefaults.PaymentKind, payment.Id!)]),
            named);
        return new Payment
        {
            Reference = reference,
            Status = status,
            ProviderStatus = payment.Status ?? "",
            Amount = known?.Amount ?? SquareAmounts.FromWire(payment.AmountMoney) ?? default,
            AuthorizedAmount = mode == CaptureMode.Manual ? HeldOf(payment) : null,
            CapturedAmount = status.IsPaid() ? total : status == PaymentStatus.Unknown ? null : Zero(total),
            RefundedAmount = status.IsPaid() ? SquareAmounts.FromWire(payment.RefundedMoney) ?? Zero(total) : status == PaymentStatus.Unknown ? null : Zero(total),
            TransactionId = status.IsPaid() || status is PaymentStatus.Authorized or PaymentStatus.Processing ? payment.Id : null,
            Method = method,
            ProviderMethod = providerMethod,
            CaptureMode = mode,
            Card = SquareMethods.CardOf(payment),
            ReceiptUrl = Link(payment.ReceiptUrl),
            CreatedAt = Time(payment.CreatedAt) ?? known?.CreatedAt ?? default,
            AsOf = Time(payment.UpdatedAt) ?? Time(payment.CreatedAt),
            Error = status == PaymentStatus.Failed ? ErrorOf(payment) : null,
            Facts = disputes is { Count: > 0 } ? FactsOf(disputes, reference) : [],
        };
    }

    /// <summary>A refund, or a Terminal's.</summary>
    /// <param name="refund">What Square tells.</param>
    /// <param name="payment">The payment, as it is called here.</param>
    /// <param name="isTerminal">Whether it is a Terminal's, which has an id of its own until a refund comes out of it.</param>
    internal Refund Refund(SquareRefund refund, PaymentReference payment, bool isTerminal = false)
    {
        var word = refund.Status?.Replace(' ', '_');
        var status = (isTerminal ? SquareMapping.TerminalRefunds : SquareMapping.Refunds).GetValueOrDefault(word ?? "");
        var terminalId = isTerminal ? refund.Id : refund.TerminalRefundId;
        var reference = ReferenceIn(refund.Reason);
        return new Refund
        {
            Provider = provider,
            RefundId = isTerminal ? refund.RefundId : refund.Id,
            Reference = reference,
            Payment = refund.PaymentId is { Length: > 0 } id ? payment.Complete(PaymentOf(id)) : payment,
            Status = status,
            ProviderStatus = refund.Status ?? "",
            Amount = SquareAmounts.FromWire(refund.AmountMoney) ?? default,
            CreatedAt = Time(refund.CreatedAt) ?? default,
            AsOf = Time(refund.UpdatedAt) ?? Time(refund.CreatedAt),
            Error = status == RefundStatus.Failed ? SquareErrors.Unexplained(refund.Status) : null,
            Origin = reference is null ? RefundOrigin.Unknown : RefundOrigin.Merchant,
            Related = string.IsNullOrEmpty(terminalId) ? [] : [new RelatedId(SquareDefaults.TerminalRefundKind, terminalId)],
        };
    }

    internal Dispute Dispute(SquareDispute dispute, PaymentReference payment) => new()
    {
        DisputeId = (dispute.Id ?? dispute.DisputeId)!,
        Payment = dispute.DisputedPayment?.PaymentId is { Length: > 0 } id ? payment.Complete(PaymentOf(id)) : payment,
        Status = SquareMapping.Disputes.GetValueOrDefault(dispute.State ?? ""),
        ProviderStatus = dispute.State ?? "",
        IsInquiry = dispute.State?.StartsWith("INQUIRY_", StringComparison.Ordinal) == true,
        Amount = SquareAmounts.FromWire(dispute.AmountMoney),
        Reason = dispute.Reason,
        EvidenceDueBy = Time(dispute.DueAt),
        CreatedAt = Time(dispute.CreatedAt),
        AsOf = Time(dispute.UpdatedAt) ?? Time(dispute.CreatedAt),
        Version = dispute.Version,
    };

    internal DisputeFact Fact(SquareDispute dispute, PaymentReference payment)
    {
        var told = Dispute(dispute, payment);
        return new DisputeFact(told) { AsOf = told.AsOf, Version = told.Version };
    }

    private PaymentFact[] FactsOf(IReadOnlyList<SquareDispute> disputes, PaymentReference payment) => [.. disputes.Select(dispute => Fact(dispute, payment))];

    /// <summary>One of Square's payments as a further id.</summary>
    internal PaymentReference PaymentOf(string id) => new(provider, null, null, [new RelatedId(SquareDefaults.PaymentKind, id)]);

    /// <summary>A name with the further ids and the order id of another, which may call the payment something else.</summary>
    internal PaymentReference Complete(PaymentReference name, PaymentReference? other)
    {
        if (other is null || (other.OrderId is null && other.Related.Count == 0))
            return name;
        var related = other.Related.Where(id => !(id.Kind == SquareDefaults.PaymentKind && (id.Id == name.PaymentId || id.Id.Contains(':', StringComparison.Ordinal)))).ToList();
        return other.OrderId is null && related.Count == 0 ? name : name.Complete(new PaymentReference(provider, null, other.OrderId, related));
    }

    /// <summary>Our reference goes at the end of the reason, the only text that Square keeps with a refund.</summary>
    internal static string ReasonWith(string? reason, string reference)
    {
        var mark = ReferenceStart + reference + ReferenceEnd;
        var left = SquareDefaults.MaxReasonLength - mark.Length - 1;
        return string.IsNullOrWhiteSpace(reason) ? mark : $"{ProviderText.Cut(reason, left)} {mark}";
    }

    internal static string? ReferenceIn(string? reason) =>
        reason?.EndsWith(ReferenceEnd, StringComparison.Ordinal) == true && reason.LastIndexOf(ReferenceStart, StringComparison.Ordinal) is >= 0 and var start
            && start + 1 < reason.Length - 1
            ? reason[(start + 1)..^1]
            : null;

    internal static PaymentStatus StatusOf(SquarePayment payment, IReadOnlyList<SquareDispute> disputes)
    {
        var status = SquareMapping.Payments.GetValueOrDefault(payment.Status ?? "");
        return status switch
        {
            PaymentStatus.Completed => PaidStatus(TotalOf(payment), SquareAmounts.FromWire(payment.RefundedMoney), disputes),

            // Square's own word for 'run out' is the same as for 'cancelled': only the time tells.
            PaymentStatus.Cancelled when Time(payment.CardDetails?.CardPaymentTimeline?.VoidedAt) >= Time(payment.DelayedUntil) => PaymentStatus.Expired,
            _ => status,
        };
    }

    internal static PaymentStatus PaidStatus(Money? taken, Money? back, IReadOnlyList<SquareDispute> disputes) =>
        disputes.Any(dispute => SquareMapping.Disputes.GetValueOrDefault(dispute.State ?? "") is not (DisputeStatus.Won or DisputeStatus.Closed))
            ? PaymentStatus.Disputed
        : back is not { IsPositive: true } returned ? PaymentStatus.Completed
        : taken is { } all && all.Currency == returned.Currency && returned < all ? PaymentStatus.PartiallyRefunded
        : PaymentStatus.Refunded;

    /// <summary>What a payment takes in all, its tip included.</summary>
    internal static Money? TotalOf(SquarePayment payment) => SquareAmounts.FromWire(payment.TotalMoney) ?? SquareAmounts.FromWire(payment.AmountMoney);

    /// <summary>
    /// What a payment holds, or held: completing takes its total, tip included, while <c>approved_money</c> is what the bank was asked for at first. Null for
    /// one that held nothing.
    /// </summary>
    internal static Money? HeldOf(SquarePayment payment) => StatusOf(payment, []) switch
    {
        PaymentStatus.Unknown or PaymentStatus.Processing or PaymentStatus.Failed => null,
        _ => TotalOf(payment),
    };

    /// <summary>What a payment pays of what was asked for: without its tip.</summary>
    internal static Money? NetOf(SquarePayment payment) => SquareAmounts.Minus(TotalOf(payment), SquareAmounts.FromWire(payment.TipMoney));

    internal static PaymentError ErrorOf(SquarePayment payment) =>
        SquareErrors.Of(payment.CardDetails?.Errors) ?? SquareErrors.Of(payment.WalletDetails?.Errors) ?? SquareErrors.Of(payment.BankAccountDetails?.Errors)
        ?? SquareErrors.Unexplained(payment.Status);

    internal static Money? Zero(Money? like) => like is { } money ? Money.Zero(money.Currency) : null;

    internal static Uri? Link(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var link) ? link : null;

    internal static DateTimeOffset? Time(string? text) => ProviderTime.Parse(text);
}
