using Payments.Http;

namespace Payments.CoinGate;

/// <summary>Makes the SDK's answers of CoinGate's.</summary>
internal sealed class CoinGateAnswers(string provider)
{
    /// <summary>An order.</summary>
    internal Payment Payment(CoinGateOrder order, PaymentReference? named, DateTimeOffset? told)
    {
        var reference = new PaymentReference(provider, order.Id, order.OrderId is { Length: > 0 } ours ? ours : named?.OrderId, named?.Related);
        var amount = order.PriceAmount is { } price && CurrencyOf(order.PriceCurrency) is { } currency
            ? new Money(price, currency)
            : named?.Known?.Amount ?? default;
        var status = CoinGateMapping.Statuses.GetValueOrDefault(order.Status ?? "");
        List<RefundFact> refunds =
        [
            .. (order.Refunds ?? []).Where(refund => refund.Id is { Length: > 0 })
                .Select(refund => new RefundFact(Refund(refund, reference.With(named?.Known), amount.Currency, told)) { AsOf = told }),
        ];
        return new Payment
        {
            Reference = reference,
            Status = status,
            ProviderStatus = order.Status ?? "",
            Amount = amount,
            CapturedAmount = status is PaymentStatus.Unknown ? null : status.IsPaid() ? amount : Money.Zero(amount.Currency),
            RefundedAmount = RefundedOf(status, amount, refunds),
            ReceivedAmount = status.IsPaid() && order.PayAmount is { } paid && CurrencyOf(order.PayCurrency) is { } coin ? new Money(paid, coin) : null,
            TransactionId = order.BlockchainTransactions?.LastOrDefault(transaction => transaction.Txid is { Length: > 0 })?.Txid,
            Method = PaymentMethod.Cryptocurrency,
            ProviderMethod = order.PayCurrency is { Length: > 0 } method ? method : null,
            CreatedAt = ProviderTime.Parse(order.CreatedAt) ?? named?.Known?.CreatedAt ?? told ?? default,
            AsOf = told,
            NextAction = status is PaymentStatus.RequiresAction && Uri.TryCreate(order.PaymentUrl, UriKind.Absolute, out var page) ? new RedirectAction(page) : null,
            Error = status is PaymentStatus.Failed ? PaymentErrors.Create(PaymentErrorKind.Declined, PaymentErrorCode.ProcessingError, order.Status) : null,
            Attention = AttentionOf(order, status, named?.Known),
            Metadata = named?.Known?.Metadata ?? new Dictionary<string, string>(StringComparer.Ordinal),
            Facts = [.. refunds],
        };
    }

    /// <summary>A refund; its amount is in the currency of the order's price. Where CoinGate does not say whose it is, what is known of the payment does.</summary>
    internal Refund Refund(CoinGateRefund refund, PaymentReference payment, Currency? currency, DateTimeOffset? told)
    {
        var status = CoinGateMapping.RefundStatuses.GetValueOrDefault(refund.Status ?? "");
        return new Refund
        {
            Provider = provider,
            RefundId = refund.Id,
            Reference = CoinGateRefunds.ReferenceOf(refund, payment.Known),
            Payment = payment.With(null),
            Status = status,
            ProviderStatus = refund.Status ?? "",
            Amount = refund.RequestAmount is { } amount && (currency ?? CurrencyOf(refund.Order?.PriceCurrency?.Symbol)) is { } known ? new Money(amount, known) : default,
            CreatedAt = ProviderTime.Parse(refund.CreatedAt) ?? told ?? default,
            AsOf = told,
            Error = status is not RefundStatus.Failed ? null
                : PaymentErrors.Create(PaymentErrorKind.Declined, PaymentErrorCode.ProcessingError, refund.RejectionType ?? refund.Status, refund.RejectionReason),
            Origin = RefundOrigin.Merchant,
        };
    }

    private static Money? RefundedOf(PaymentStatus status, Money amount, List<RefundFact> refunds)
    {
        var returned = Money.Zero(amount.Currency);
        foreach (var fact in refunds.Where(fact => fact.Refund.Status is RefundStatus.Completed && fact.Refund.Amount.Currency == amount.Currency))
            returned += fact.Refund.Amount;
        return status switch
        {
            PaymentStatus.Unknown => null,
            PaymentStatus.Refunded => amount,
            PaymentStatus.PartiallyRefunded when !returned.IsPositive => null,
            _ => returned,
        };
    }

    // Late is what comes after an end that is known: paid_at is when it was credited, and may be long after the time to pay. What is underpaid is told of unpaid
    // orders only: on paid ones it may be the whole amount.
    private static PaymentAttention AttentionOf(CoinGateOrder order, PaymentStatus status, Payment? known)
    {
        var attention = PaymentAttention.None;
        if (order.UnderpaidAmount > 0 && !status.IsPaid())
            attention |= PaymentAttention.Underpaid;
        if (order.OverpaidAmount > 0)
            attention |= PaymentAttention.Overpaid;
        if (status is PaymentStatus.Failed)
            attention |= PaymentAttention.Review;
        var isLate = known is { Status: PaymentStatus.Expired or PaymentStatus.Cancelled } || known?.Attention.HasFlag(PaymentAttention.Late) == true;
        return isLate && (status.IsPaid() || status is PaymentStatus.Processing) ? attention | PaymentAttention.Late : attention;
    }

    private static Currency? CurrencyOf(string? code) => Currency.TryParse(code, out var currency) ? currency
        : string.IsNullOrWhiteSpace(code) ? null
        : Currency.FromCode(code);
}
