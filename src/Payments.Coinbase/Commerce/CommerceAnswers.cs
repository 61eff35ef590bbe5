using Payments.Http;

namespace Payments.Coinbase;

/// <summary>Makes the SDK's answers of charges.</summary>
internal sealed class CommerceAnswers(string provider)
{
    /// <summary>A charge. <paramref name="told"/> is the time of the answer or event, for a charge whose timeline has none.</summary>
    internal Payment Payment(Charge charge, DateTimeOffset? told)
    {
        var now = Newest(charge);
        var status = CommerceMapping.Statuses.GetValueOrDefault(now?.Status ?? "");
        var asOf = ProviderTime.Parse(now?.Time) ?? told;
        var asked = MoneyOf(charge.Pricing?.Local ?? charge.LocalPrice) ?? Sum(charge, value => value.Local);
        var captured = Captured(charge, now, status, asked);
        var reference = ReferenceOf(charge);
        var refund = Refund(charge, now, captured, reference, asOf);
        return new Payment
        {
            Reference = reference,
            Status = status,
            ProviderStatus = string.IsNullOrEmpty(now?.Context) ? now?.Status ?? "" : $"{now.Status}:{now.Context}",
            Amount = asked ?? default,
            CapturedAmount = captured,
            RefundedAmount = refund?.Status is RefundStatus.Completed ? captured : captured is { } taken ? Money.Zero(taken.Currency) : null,
            ReceivedAmount = Sum(charge, value => value.Crypto),
            TransactionId = TransactionOf(charge),
            Method = PaymentMethod.Cryptocurrency,
            ProviderMethod = charge.Payments is [.., { Network: { Length: > 0 } network }] ? network : null,
            CreatedAt = ProviderTime.Parse(charge.CreatedAt) ?? asOf ?? default,
            AsOf = asOf,
            Version = VersionOf(charge),
            NextAction = status is PaymentStatus.RequiresAction ? CoinbaseAnswers.Page(charge.HostedUrl) : null,
            Error = status is PaymentStatus.Failed ? CoinbaseAnswers.Failure(now?.Status) : null,
            Attention = now?.Status != CommerceMapping.Unresolved ? PaymentAttention.None
                : CommerceMapping.Contexts.GetValueOrDefault(now.Context ?? "", PaymentAttention.Review),
            Metadata = CoinbaseAnswers.HostMetadata(charge.Metadata),
            Facts = refund is null ? [] : [new RefundFact(refund) { AsOf = asOf, Version = refund.Version }],
        };
    }

    /// <summary>Both of a charge's ids name it; early ones have the code alone.</summary>
    internal PaymentReference ReferenceOf(Charge charge) => new(
        provider,
        charge.Id ?? charge.Code,
        charge.Metadata?.GetValueOrDefault(CoinbaseDefaults.OrderIdKey),
        charge is { Id: not null, Code: { Length: > 0 } code } ? [new RelatedId(CommerceDefaults.CodeKind, code)] : null);

    /// <summary>Whether a charge has an id at all.</summary>
    internal static bool IsNamed(Charge charge) => charge is { Id.Length: > 0 } or { Code.Length: > 0 };

    // The order of the timeline is not to be trusted; of two entries of one moment the later one is the newer.
    private static ChargeStep? Newest(Charge charge) => (charge.Timeline ?? [])
        .Select((step, place) => (Step: step, Time: ProviderTime.Parse(step.Time) ?? DateTimeOffset.MinValue, Place: place))
        .OrderBy(entry => entry.Time)
        .ThenBy(entry => entry.Place)
        .LastOrDefault().Step;

    // The timeline only grows, and its times are whole seconds: how long it is tells more surely which of two descriptions is the newer.
    private static long? VersionOf(Charge charge) => charge.Timeline is { Count: > 0 and var steps } ? steps : null;

    // What a merchant accepted by hand may differ from what was asked for. What is unresolved is not the merchant's yet.
    private static Money? Captured(Charge charge, ChargeStep? now, PaymentStatus status, Money? asked)
    {
        if (asked is not { } amount || status is PaymentStatus.Processing or PaymentStatus.Unknown)
            return null;
        if (!status.IsPaid())
            return Money.Zero(amount.Currency);
        var arrived = now?.Status == CommerceMapping.Resolved ? Sum(charge, value => value.Local) : null;
        return arrived?.Currency == amount.Currency ? arrived : amount;
    }

    // Refunds were made by hand, one for the whole, and have no id. They are seen in old timelines only.
    private Refund? Refund(Charge charge, ChargeStep? now, Money? captured, PaymentReference payment, DateTimeOffset? asOf) =>
        now?.Status is not (CommerceMapping.RefundPending or CommerceMapping.Refunded) || captured is not { } amount ? null : new Refund
        {
            Provider = provider,
            Payment = payment,
            Status = now.Status == CommerceMapping.Refunded ? RefundStatus.Completed : RefundStatus.Pending,
            ProviderStatus = now.Status,
            Amount = amount,
            CreatedAt = asOf ?? default,
            AsOf = asOf,
            Version = VersionOf(charge),
            Origin = RefundOrigin.Merchant,
        };

    // Null where there is none, or where they are of several assets.
    private static Money? Sum(Charge charge, Func<ChargeValue, ChargeAmount?> part)
    {
        Money? sum = null;
        foreach (var payment in (charge.Payments ?? []).Where(payment => payment.Status != "FAILED"))
        {
            if (payment.Value is null || MoneyOf(part(payment.Value)) is not { } money)
                continue;
            if (sum is { } other && other.Currency != money.Currency)
                return null;
            sum = sum is { } soFar ? soFar + money : money;
        }

        return sum;
    }

    private static string? TransactionOf(Charge charge) =>
        charge.Payments?.LastOrDefault(payment => payment.TransactionId is { Length: > 0 })?.TransactionId
        ?? charge.ChainData?.SuccessEvents?.LastOrDefault(success => success.TransactionHash is { Length: > 0 })?.TransactionHash;

    private static Money? MoneyOf(ChargeAmount? amount) => CoinbaseMoney.FromWire(amount?.Amount, amount?.Currency);
}
