using Payments.Http;

namespace Payments.Coinbase;

/// <summary>Makes the SDK's answers of charges.</summary>
internal sealed class CommerceAnswers(string provider)
{
    private const string FailedTransfer = "FAILED";

    /// <summary>A charge. <paramref name="told"/> is the time of the answer or event, for a charge whose timeline has none.</summary>
    internal Payment Payment(Charge charge, DateTimeOffset? told)
    {
        var steps = InOrder(charge);
        var now = steps.LastOrDefault();
        var basis = BasisOf(steps);
        var status = now?.Status == CommerceMapping.RefundPending && basis is not null ? StatusOf(basis) : StatusOf(now);
        var asOf = ProviderTime.Parse(now?.Time) ?? told;
        var asked = MoneyOf(charge.Pricing?.Local ?? charge.LocalPrice) ?? Sum(charge, value => value.Local);
        var taken = Taken(charge, steps, basis, asked);
        var captured = Captured(status, asked, taken);
        var reference = ReferenceOf(charge);
        var refund = Refund(charge, now, taken, reference, asOf);
        var failure = status is PaymentStatus.Failed ? FailureOf(charge) : null;
        return new Payment
        {
            Reference = reference,
            Status = status,
            ProviderStatus = string.IsNullOrEmpty(now?.Context) ? now?.Status ?? "" : $"{now.Status}:{now.Context}",
            Amount = asked ?? default,
            CapturedAmount = captured,
            RefundedAmount = refund?.Status is RefundStatus.Completed ? captured : captured is { } kept ? Money.Zero(kept.Currency) : null,
            ReceivedAmount = Sum(charge, value => value.Crypto),
            TransactionId = TransactionOf(charge) ?? failure?.TransactionHash,
            Method = PaymentMethod.Cryptocurrency,
            ProviderMethod = charge.Payments is [.., { Network: { Length: > 0 } network }] ? network : null,
            CreatedAt = ProviderTime.Parse(charge.CreatedAt) ?? asOf ?? default,
            AsOf = asOf,
            Version = VersionOf(charge),
            NextAction = status is PaymentStatus.RequiresAction ? CoinbaseAnswers.Page(charge.HostedUrl) : null,
            Error = status is PaymentStatus.Failed ? CoinbaseAnswers.Failure(now?.Status, failure?.Reason) : null,
            Attention = status is PaymentStatus.Processing && basis?.Status == CommerceMapping.Unresolved
                ? CommerceMapping.Contexts.GetValueOrDefault(basis.Context ?? "", PaymentAttention.Review)
                : PaymentAttention.None,
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
    private static List<ChargeStep> InOrder(Charge charge) =>
        [.. (charge.Timeline ?? []).OrderBy(step => ProviderTime.Parse(step.Time) ?? DateTimeOffset.MinValue)];

    private static PaymentStatus StatusOf(ChargeStep? step) => CommerceMapping.Statuses.GetValueOrDefault(step?.Status ?? "");

    // The entry that says how the money stands: the newest, or, of a refund, the newest before it that tells of money. Null where none does.
    private static ChargeStep? BasisOf(List<ChargeStep> steps) => steps is not [.., var now] || !IsRefund(now)
        ? steps.LastOrDefault()
        : steps.FindLast(step => !IsRefund(step) && (StatusOf(step) is PaymentStatus.Processing || StatusOf(step).IsPaid()));

    private static bool IsRefund(ChargeStep step) => step.Status is CommerceMapping.RefundPending or CommerceMapping.Refunded;

    // The timeline only grows, and its times are whole seconds: how long it is tells more surely which of two descriptions is the newer.
    private static long? VersionOf(Charge charge) => charge.Timeline is { Count: > 0 and var steps } ? steps : null;

    // What arrived may differ from what was asked for, once a person had to look at it. Null where only that could tell, and it is not listed.
    private static Money? Taken(Charge charge, List<ChargeStep> steps, ChargeStep? basis, Money? asked)
    {
        if (!steps.Exists(step => step.Status is CommerceMapping.Unresolved or CommerceMapping.Resolved))
            return asked;
        var arrived = Sum(charge, value => value.Local);
        return arrived?.Currency == asked?.Currency ? arrived : basis?.Status == CommerceMapping.Unresolved ? null : asked;
    }

    // What is unresolved is not the merchant's yet.
    private static Money? Captured(PaymentStatus status, Money? asked, Money? taken) =>
        asked is not { } amount || status is PaymentStatus.Processing or PaymentStatus.Unknown ? null
        : status.IsPaid() ? taken
        : Money.Zero(amount.Currency);

    // Refunds were made by hand, one for the whole, and have no id. They are seen in old timelines only.
    private Refund? Refund(Charge charge, ChargeStep? now, Money? taken, PaymentReference payment, DateTimeOffset? asOf) =>
        now?.Status is not (CommerceMapping.RefundPending or CommerceMapping.Refunded) || taken is not { } amount ? null : new Refund
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
        foreach (var payment in (charge.Payments ?? []).Where(payment => payment.Status != FailedTransfer))
        {
            if (payment.Value is null || MoneyOf(part(payment.Value)) is not { } money)
                continue;
            if (sum is { } other && other.Currency != money.Currency)
                return null;
            sum = sum is { } soFar ? soFar + money : money;
        }

        return sum;
    }

    // A transfer that failed took no money.
    private static string? TransactionOf(Charge charge) =>
        charge.Payments?.LastOrDefault(payment => payment is { TransactionId.Length: > 0, Status: not FailedTransfer })?.TransactionId
        ?? charge.ChainData?.SuccessEvents?.LastOrDefault(success => success.TransactionHash is { Length: > 0 })?.TransactionHash;

    private static ChargeChainEvent? FailureOf(Charge charge) =>
        charge.ChainData?.FailureEvents?.LastOrDefault(failed => failed is { Reason.Length: > 0 } or { TransactionHash.Length: > 0 });

    private static Money? MoneyOf(ChargeAmount? amount) => CoinbaseMoney.FromWire(amount?.Amount, amount?.Currency);
}
