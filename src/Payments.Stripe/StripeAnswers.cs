using System.Collections.Frozen;

namespace Payments.Stripe;

/// <summary>Makes the SDK's answers of Stripe's objects.</summary>
internal sealed class StripeAnswers(string provider, StripeOptions options)
{
    /// <summary>
    /// An intent, with its charge's disputes where those were read. <paramref name="session"/> is the session that it belongs to,
    /// <paramref name="named"/> what its message names it by.
    /// </summary>
    internal Payment Payment(
        StripeIntent intent, DateTimeOffset? asOf, IReadOnlyList<StripeDispute>? disputes = null, string? session = null, PaymentReference? named = null)
    {
        CheckMode(intent);
        var charge = intent.LatestCharge?.Value;
        var status = StatusOf(intent, disputes ?? []);
        var manual = intent.CaptureMethod == "manual";
        var taken = intent.AmountReceived;
        var (method, providerMethod) = MethodOf(charge, intent.OnlyPaymentMethodType);
        var reference = new StripeIds(session, intent.Id, intent.LatestCharge?.Id, OrderIdOf(intent)).ToReference(provider, named)!;
        return new Payment
        {
            Reference = reference,
            Status = status,
            ProviderStatus = intent.Status ?? "",
            Amount = StripeMoney.FromWire(intent.Amount, intent.Currency) ?? default,
            AuthorizedAmount = manual ? StripeMoney.FromWire(HeldBy(intent, charge), intent.Currency) : null,
            CapturedAmount = StripeMoney.FromWire(taken, intent.Currency),
            RefundedAmount = StripeMoney.FromWire(taken == 0 ? 0 : charge?.AmountRefunded, intent.Currency),
            TransactionId = taken > 0 ? intent.LatestCharge?.Id : null,
            Method = method,
            ProviderMethod = providerMethod,
            CaptureMode = manual ? CaptureMode.Manual : CaptureMode.Automatic,
            Card = CardOf(charge),
            ReceiptUrl = Link(charge?.ReceiptUrl),
            CreatedAt = Time(intent.Created) ?? asOf ?? default,
            AsOf = asOf,
            NextAction = status == PaymentStatus.RequiresAction && !IsOnPage(intent) ? StripeActions.Of(intent, options) : null,
            Error = intent.LastPaymentError is { } error && !status.IsPaid() ? StripeErrors.Decline(error) : null,
            Metadata = HostMetadata(intent),
            Facts = disputes is { Count: > 0 } ? FactsOf(disputes, reference, asOf) : [],
        };
    }

    /// <summary>A session. Its intent tells the rest, where the answer has it.</summary>
    internal Payment Payment(StripeSession session, DateTimeOffset? asOf, IReadOnlyList<StripeDispute>? disputes = null)
    {
        CheckMode(session);
        if (session.PaymentIntent?.Value is not { } whole)
            return WithoutIntent(session, asOf);

        var intent = Payment(whole, asOf, disputes, session.Id);
        var (status, providerStatus) = StatusOf(session, intent);
        var ids = StripeIds.Of(intent.Reference) with { OrderId = session.ClientReferenceId ?? OrderIdOf(session) ?? intent.Reference.OrderId };
        return intent with
        {
            Reference = ids.ToReference(provider)!,
            Status = status,
            ProviderStatus = providerStatus,
            Amount = StripeMoney.FromWire(session.AmountTotal, session.Currency) ?? intent.Amount,
            CreatedAt = Time(session.Created) ?? intent.CreatedAt,
            NextAction = ActionOf(session, status, intent.NextAction),
            Metadata = HostMetadata(session),
        };
    }

    /// <summary>A charge, as an event brings it or as it stands without an intent.</summary>
    internal Payment Payment(StripeCharge charge, DateTimeOffset? asOf, IReadOnlyList<StripeDispute>? disputes = null)
    {
        CheckMode(charge);
        var status = StripeMapping.Charges.GetValueOrDefault(charge.Status ?? "");
        if (status == PaymentStatus.Completed)
            status = charge.Captured == false ? PaymentStatus.Authorized : PaidStatus(charge, disputes ?? []);
        var (method, providerMethod) = MethodOf(charge, null);
        var reference = new StripeIds(null, charge.PaymentIntent?.Id, charge.Id, OrderIdOf(charge)).ToReference(provider)!;
        return new Payment
        {
            Reference = reference,
            Status = status,
            ProviderStatus = charge.Status ?? "",
            Amount = StripeMoney.FromWire(charge.Amount, charge.Currency) ?? default,
            CapturedAmount = StripeMoney.FromWire(charge.AmountCaptured, charge.Currency),
            RefundedAmount = StripeMoney.FromWire(charge.AmountRefunded, charge.Currency),
            TransactionId = charge.AmountCaptured > 0 ? charge.Id : null,
            Method = method,
            ProviderMethod = providerMethod,
            Card = CardOf(charge),
            ReceiptUrl = Link(charge.ReceiptUrl),
            CreatedAt = Time(charge.Created) ?? asOf ?? default,
            AsOf = asOf,
            Error = status == PaymentStatus.Failed
                ? StripeErrors.Decline(new StripeError { Code = charge.FailureCode, Message = charge.FailureMessage })
                : null,
            Metadata = HostMetadata(charge),
            Facts = disputes is { Count: > 0 } ? FactsOf(disputes, reference, asOf) : [],
        };
    }

    /// <summary>A refund. Null for one that belongs to no payment.</summary>
    internal Refund? Refund(StripeRefund refund, PaymentReference? payment, DateTimeOffset? asOf)
    {
        var ids = new StripeIds(null, refund.PaymentIntent?.Id, refund.Charge?.Id, null);
        if ((payment is null ? ids.ToReference(provider) : ids.Complete(payment)) is not { } reference)
            return null;
        var ours = refund.Metadata?[StripeDefaults.RefundReferenceKey];
        var status = StripeMapping.Refunds.GetValueOrDefault(refund.Status ?? "");
        return new Refund
        {
            Provider = provider,
            RefundId = refund.Id,
            Reference = ours,
            Payment = reference,
            Status = status,
            ProviderStatus = refund.Status ?? "",
            Amount = StripeMoney.FromWire(refund.Amount, refund.Currency) ?? default,
            CreatedAt = Time(refund.Created) ?? asOf ?? default,
            AsOf = asOf,
            Error = status == RefundStatus.Failed ? StripeErrors.RefundFailure(refund.FailureReason) : null,
            Origin = refund.Reason == "expired_uncaptured_charge" ? RefundOrigin.DeclinedReturn
                : ours is not null || refund.Reason is not null ? RefundOrigin.Merchant
                : RefundOrigin.Unknown,
            Metadata = HostMetadata(refund),
        };
    }

    internal static Dispute Dispute(StripeDispute dispute, PaymentReference payment, DateTimeOffset? asOf) => new()
    {
        DisputeId = dispute.Id!,
        Payment = payment,
        Status = StripeMapping.Disputes.GetValueOrDefault(dispute.Status ?? ""),
        ProviderStatus = dispute.Status ?? "",
        IsInquiry = dispute.Status?.StartsWith("warning_", StringComparison.Ordinal) == true,
        Amount = StripeMoney.FromWire(dispute.Amount, dispute.Currency),
        Reason = dispute.Reason,
        EvidenceDueBy = Time(dispute.EvidenceDetails?.DueBy),
        CreatedAt = Time(dispute.Created),
        AsOf = asOf,
    };

    /// <summary>Whether only the intent's page can tell if the payer may go on or the payment has failed.</summary>
    internal static bool IsLeftToPage(StripeIntent intent) => intent.Status is "requires_payment_method" or "requires_action" && IsOnPage(intent);

    // While the page is open the payer can try again on it; its end is told by the session.
    private static bool IsOnPage(StripeIntent intent) => intent.Metadata?[StripeDefaults.FlowKey] == StripeDefaults.HostedPage;

    // 'automatic' is not explained by Stripe: a hold can only have lapsed, and a page can only have come to its end.
    private static PaymentStatus StatusOf(StripeIntent intent, IReadOnlyList<StripeDispute> disputes) => intent.Status switch
    {
        "succeeded" => PaidStatus(intent.LatestCharge?.Value, disputes),
        "requires_payment_method" when intent.LastPaymentError is not null && !IsOnPage(intent) => PaymentStatus.Failed,
        "canceled" when intent.CancellationReason == "expired" => PaymentStatus.Expired,
        "canceled" when intent.CancellationReason == "automatic" && (intent.LatestCharge is not null || IsOnPage(intent)) => PaymentStatus.Expired,
        _ => StripeMapping.Intents.GetValueOrDefault(intent.Status ?? ""),
    };

    // 'disputed' stays true for ever, so the disputes themselves are asked.
    private static PaymentStatus PaidStatus(StripeCharge? charge, IReadOnlyList<StripeDispute> disputes) =>
        disputes.Any(dispute => StripeMapping.Disputes.GetValueOrDefault(dispute.Status ?? "") is not (DisputeStatus.Won or DisputeStatus.Closed))
            ? PaymentStatus.Disputed
        : charge?.Refunded == true ? PaymentStatus.Refunded
        : charge?.AmountRefunded > 0 ? PaymentStatus.PartiallyRefunded
        : PaymentStatus.Completed;

    // The intent decides once money is held or moving; before that the page does, since the payer may try again on it.
    private static (PaymentStatus Status, string ProviderStatus) StatusOf(StripeSession session, Payment? intent) => (session.Status, intent) switch
    {
        (_, { Status: PaymentStatus.Authorized or PaymentStatus.Processing or PaymentStatus.Unknown }) => (intent.Status, intent.ProviderStatus),
        (_, not null) when intent.Status.IsPaid() => (intent.Status, intent.ProviderStatus),
        ("complete", { ProviderStatus: "requires_payment_method" }) => (PaymentStatus.Failed, intent.ProviderStatus),
        ("complete", not null) => (intent.Status, intent.ProviderStatus),
        ("complete", null) => (StripeMapping.SessionPayments.GetValueOrDefault(session.PaymentStatus ?? ""), session.PaymentStatus ?? ""),
        _ => (StripeMapping.Sessions.GetValueOrDefault(session.Status ?? ""), session.Status ?? ""),
    };

    private Payment WithoutIntent(StripeSession session, DateTimeOffset? asOf)
    {
        var (status, providerStatus) = StatusOf(session, null);
        var total = StripeMoney.FromWire(session.AmountTotal, session.Currency) ?? default;
        var (method, providerMethod) = MethodOf(null, session.OnlyPaymentMethodType);
        var unpaid = session.PaymentStatus == "unpaid";
        return new Payment
        {
            Reference = new StripeIds(session.Id, session.PaymentIntent?.Id, null, session.ClientReferenceId ?? OrderIdOf(session)).ToReference(provider)!,
            Status = status,
            ProviderStatus = providerStatus,
            Amount = total,
            CapturedAmount = unpaid ? Money.Zero(total.Currency) : session.PaymentStatus is "paid" or "no_payment_required" ? total : null,
            RefundedAmount = unpaid ? Money.Zero(total.Currency) : null,
            Method = method,
            ProviderMethod = providerMethod,
            CreatedAt = Time(session.Created) ?? default,
            AsOf = asOf,
            NextAction = ActionOf(session, status, null),
            Metadata = HostMetadata(session),
        };
    }

    private static NextAction? ActionOf(StripeSession session, PaymentStatus status, NextAction? ofIntent) =>
        status != PaymentStatus.RequiresAction ? null
        : session.Status != "open" ? ofIntent
        : Link(session.Url) is { } page ? new RedirectAction(page)
        : null;

    private static long? HeldBy(StripeIntent intent, StripeCharge? charge) =>
        charge is { Status: "succeeded", Amount: { } amount } ? amount
        : intent.Status == "requires_capture" ? intent.AmountCapturable + (intent.AmountReceived ?? 0)
        : null;

    private static (PaymentMethod Method, string? ProviderMethod) MethodOf(StripeCharge? charge, string? onlyType)
    {
        var details = charge?.PaymentMethodDetails;
        if (details?.Card?.Wallet?.Type is { } wallet)
            return (StripeMapping.CardWallets.Contains(wallet) ? PaymentMethod.DigitalWallet : PaymentMethod.Card, wallet);
        if (details?.Card?.Funding is { } funding && StripeMapping.CardFunding.TryGetValue(funding, out var card))
            return (card, details.Type);
        return (details?.Type ?? onlyType) is { } type
            ? (StripeMapping.Methods.GetValueOrDefault(type, PaymentMethod.Other), type)
            : (PaymentMethod.Unspecified, null);
    }

    private static PaymentCard? CardOf(StripeCharge? charge) => charge?.PaymentMethodDetails?.Card is not { } card ? null : new PaymentCard
    {
        Brand = card.Brand,
        Last4 = card.Last4,
        Installments = card.Installments?.Plan?.Count,
        ApprovalCode = card.AuthorizationCode ?? charge.AuthorizationCode,
    };

    private static string? OrderIdOf(StripeObject thing) => thing.Metadata?[StripeDefaults.OrderIdKey];

    private static PaymentFact[] FactsOf(IReadOnlyList<StripeDispute> disputes, PaymentReference payment, DateTimeOffset? asOf) =>
        [.. disputes.Select(dispute => new DisputeFact(Dispute(dispute, payment, asOf)) { AsOf = asOf })];

    private static IReadOnlyDictionary<string, string> HostMetadata(StripeObject thing) => thing.Metadata?.OfHost ?? FrozenDictionary<string, string>.Empty;

    internal static Uri? Link(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var link) ? link : null;

    internal static DateTimeOffset? Time(long? seconds) =>
        seconds is >= 0 and <= 253402300799 ? DateTimeOffset.FromUnixTimeSeconds(seconds.Value) : null;

    private void CheckMode(StripeObject thing)
    {
        if (options.ExpectedLivemode is { } expected && thing.Livemode is { } mode && mode != expected)
            throw new PaymentConflictException(
                $"{provider}: Stripe answered with an object of {(mode ? "live" : "test")} mode, but this registration is for "
                + $"{(expected ? "live" : "test")} mode: check SecretKey and Livemode.",
                new PaymentError { Kind = PaymentErrorKind.Conflict, Code = PaymentErrorCode.Mismatch },
                PaymentOutcome.Unknown);
    }
}
