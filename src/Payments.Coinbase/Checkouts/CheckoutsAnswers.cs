using Payments.Http;

namespace Payments.Coinbase;

/// <summary>Makes the SDK's answers of checkouts and their refunds.</summary>
internal sealed class CheckoutsAnswers(string provider)
{
    /// <summary>A checkout.</summary>
    /// <param name="checkout">The checkout.</param>
    /// <param name="told">The time of the answer, for a checkout without one of its own.</param>
    /// <param name="known">The currency that was asked for, as the request or the payment memory has it. Null where neither is there.</param>
    internal Payment Payment(Checkout checkout, DateTimeOffset? told, Currency? known)
    {
        var status = CheckoutsMapping.Statuses.GetValueOrDefault(checkout.Status ?? "");
        var asOf = ProviderTime.Parse(checkout.UpdatedAt) ?? told;
        var asked = AmountOf(checkout, known);
        var nothing = status is PaymentStatus.Unknown || asked is null ? (Money?)null : Money.Zero(asked.Value.Currency);
        var asset = CoinbaseMoney.FromWire(checkout.Amount, checkout.Currency);
        var reference = ReferenceOf(checkout);
        var refunds = Refunds(checkout, reference, told, asked?.Currency);
        return new Payment
        {
            Reference = reference,
            Status = status,
            ProviderStatus = checkout.Status ?? "",
            Amount = asked ?? default,
            CapturedAmount = status.IsPaid() ? asked : nothing,
            RefundedAmount = status.IsPaid() && asked is { } amount ? RefundedAmount(checkout, status, amount, refunds) : nothing,
            ReceivedAmount = status.IsPaid() && asset?.Currency != asked?.Currency ? asset : null,
            TransactionId = checkout.TransactionHash,
            Method = PaymentMethod.Cryptocurrency,
            ProviderMethod = checkout.Network,
            CreatedAt = ProviderTime.Parse(checkout.CreatedAt) ?? asOf ?? default,
            AsOf = asOf,
            NextAction = status is PaymentStatus.RequiresAction ? CoinbaseAnswers.Page(checkout.Url) : null,
            Error = status is PaymentStatus.Failed ? CoinbaseAnswers.Failure(checkout.Status) : null,
            Metadata = CoinbaseAnswers.HostMetadata(checkout.Metadata),
            Facts = refunds.Count == 0 ? [] : FactsOf(refunds, asOf),
        };
    }

    /// <summary>The refunds of a checkout; only those that have an id.</summary>
    internal IReadOnlyList<Refund> Refunds(Checkout checkout, PaymentReference payment, DateTimeOffset? told, Currency? known)
    {
        List<Refund>? refunds = null;
        foreach (var refund in checkout.Refunds ?? [])
        {
            if (refund.Id is { Length: > 0 })
                (refunds ??= []).Add(Refund(refund, checkout, payment, told, known));
        }

        return refunds ?? (IReadOnlyList<Refund>)[];
    }

    /// <summary>One refund of a checkout. Only the merchant can make one: here, or in the dashboard.</summary>
    internal Refund Refund(CheckoutRefund refund, Checkout checkout, PaymentReference payment, DateTimeOffset? told, Currency? known)
    {
        var status = CheckoutsMapping.Refunds.GetValueOrDefault(refund.Status ?? "");
        var asOf = ProviderTime.Parse(checkout.UpdatedAt) ?? told;
        return new Refund
        {
            Provider = provider,
            RefundId = refund.Id,
            Reference = CheckoutsRequests.ReferenceIn(refund.Reason),
            Payment = payment,
            Status = status,
            ProviderStatus = refund.Status ?? "",
            Amount = AmountOf(refund, AmountOf(checkout, known)?.Currency ?? known),
            CreatedAt = ProviderTime.Parse(refund.CreatedAt) ?? asOf ?? default,
            AsOf = asOf,
            Error = status is RefundStatus.Failed ? CoinbaseAnswers.Failure(refund.Status) : null,
            Origin = RefundOrigin.Merchant,
        };
    }

    internal PaymentReference ReferenceOf(Checkout checkout) =>
        new(provider, checkout.Id, checkout.Metadata?.GetValueOrDefault(CoinbaseDefaults.OrderIdKey));

    private static PaymentFact[] FactsOf(IReadOnlyList<Refund> refunds, DateTimeOffset? asOf) =>
        [.. refunds.Select(refund => new RefundFact(refund) { AsOf = asOf })];

    /// <summary>
    /// What was asked for. An answer may name both the price in another currency and the asset it is paid in, whichever of the two was asked for: our
    /// own entry tells, else the request or the memory. Where nothing does, a fiat price is taken for it.
    /// </summary>
    private static Money? AmountOf(Checkout checkout, Currency? known)
    {
        var asset = CoinbaseMoney.FromWire(checkout.Amount, checkout.Currency);
        var fiat = CoinbaseMoney.FromWire(checkout.FiatAmount, checkout.FiatCurrency);
        return In(checkout.Metadata?.GetValueOrDefault(CoinbaseDefaults.CurrencyKey)) ?? In(known?.Code) ?? fiat ?? asset;

        Money? In(string? code) => asset?.Currency.Code == code ? asset : fiat?.Currency.Code == code ? fiat : null;
    }

    // In the payment's currency where the answer has it. What was given back in another one stays in that.
    private static Money AmountOf(CheckoutRefund refund, Currency? currency)
    {
        var asset = CoinbaseMoney.FromWire(refund.Amount, refund.Currency ?? CheckoutsDefaults.Asset);
        var fiat = CoinbaseMoney.FromWire(refund.FiatAmount, refund.FiatCurrency);
        return (asset?.Currency == currency ? asset : null) ?? (fiat?.Currency == currency ? fiat : null) ?? asset ?? default;
    }

    // The refunds tell it in the payment's currency; the total alone is in the asset, and may count one that is not listed. Null where nobody tells:
    // nothing is never said of what was partly given back.
    private static Money? RefundedAmount(Checkout checkout, PaymentStatus status, Money amount, IReadOnlyList<Refund> refunds)
    {
        if (status is PaymentStatus.Refunded)
            return amount;
        var done = refunds.Where(refund => refund.Status is RefundStatus.Completed).Select(refund => refund.Amount).ToList();
        if (done.Exists(part => part.Currency != amount.Currency))
            return null;
        var (listed, total) = (done.Sum(part => part.Amount), checkout.RefundedAmount ?? 0);
        var told = amount.Currency.Code == CheckoutsDefaults.Asset ? Math.Max(listed, total) : listed;
        return told == 0 && (status is PaymentStatus.PartiallyRefunded || total > 0) ? null : amount with { Amount = told };
    }
}
