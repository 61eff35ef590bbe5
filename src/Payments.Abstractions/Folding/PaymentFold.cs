namespace Payments;

/// <summary>Computes a payment's state from its facts: a pure function, the only place where a status is decided.</summary>
public static class PaymentFold
{
    /// <summary>The state that the facts add up to.</summary>
    /// <param name="initial">What was asked for: its amount and capture mode stay, and it is the answer when there are no facts.</param>
    /// <param name="facts">The facts.</param>
    /// <returns>The payment, and whether two facts contradict each other so that the provider should be read.</returns>
    public static FoldedPayment Compute(Payment initial, PaymentFactSet facts)
    {
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(facts);

        var (snapshot, needsRead) = Choose(facts);
        var view = snapshot?.Payment ?? initial;
        var captured = Captured(facts, snapshot, view, out var reversed);
        var refunded = Refunded(facts, snapshot, view);
        var status = StatusOf(facts, snapshot, view, captured, reversed, out var error);
        if (status.IsPaid())
            status = PaidStatus(facts, snapshot, view, captured, refunded);
        else if (view.Status.IsPaid())
            refunded = null;

        var payment = view with
        {
            Reference = References(initial, facts, view),
            Status = status,
            ProviderStatus = view.ProviderStatus,
            Amount = initial.Amount,
            CreatedAt = view.CreatedAt < initial.CreatedAt ? view.CreatedAt : initial.CreatedAt,
            CaptureMode = initial.CaptureMode,
            AuthorizedAmount = Authorized(facts) ?? Sticky(facts, p => p.AuthorizedAmount is not null)?.AuthorizedAmount,
            CapturedAmount = captured,
            RefundedAmount = refunded,
            ReceivedAmount = view.ReceivedAmount ?? Sticky(facts, p => p.ReceivedAmount is not null)?.ReceivedAmount,
            TransactionId = view.TransactionId ?? Sticky(facts, p => p.TransactionId is not null)?.TransactionId,
            Method = view.Method is PaymentMethod.Unspecified
                ? Sticky(facts, p => p.Method is not PaymentMethod.Unspecified)?.Method ?? initial.Method
                : view.Method,
            ProviderMethod = view.ProviderMethod ?? Sticky(facts, p => p.ProviderMethod is not null)?.ProviderMethod,
            Card = view.Card ?? Sticky(facts, p => p.Card is not null)?.Card,
            ReceiptUrl = view.ReceiptUrl ?? Sticky(facts, p => p.ReceiptUrl is not null)?.ReceiptUrl,
            ProviderState = view.ProviderState ?? Sticky(facts, p => p.ProviderState is not null)?.ProviderState ?? initial.ProviderState,
            NextAction = status == view.Status ? view.NextAction : null,
            Error = error,
            Attention = needsRead ? view.Attention | PaymentAttention.Review : view.Attention,
            Facts = [.. facts.Where(fact => fact is not SnapshotFact).OrderBy(fact => fact.Key, StringComparer.Ordinal)],
        };
        return new FoldedPayment(payment, needsRead);
    }

    // A pushed snapshot does not take a payment out of the paid states; the answer to our own call may.
    private static (SnapshotFact? Snapshot, bool NeedsRead) Choose(PaymentFactSet facts)
    {
        var newest = facts.Newest(_ => true);
        var paid = facts.Newest(fact => fact.Payment.Status.IsPaid());
        if (newest is null || paid is null || newest.Payment.Status.IsPaid())
            return (newest, false);

        var unpaidAnswer = facts.Newest(fact => fact.IsAnswer && !fact.Payment.Status.IsPaid());
        return FactOrder.Instance.Compare(paid, unpaidAnswer) > 0 ? (paid, true) : (newest, false);
    }

    private static PaymentStatus StatusOf(
        PaymentFactSet facts, SnapshotFact? snapshot, Payment view, Money? captured, bool reversed, out PaymentError? error)
    {
        error = view.Error;
        var capturedLater = facts.OfType<CapturedFact>().Any(fact => fact.State is MovementState.Succeeded && IsLater(fact, snapshot));
        if (view.Status.IsPaid() || capturedLater)
        {
            var nothingLeft = reversed && captured is null or { Amount: <= 0 };
            error = null;
            return nothingLeft ? PaymentStatus.Pending : PaymentStatus.Completed;
        }

        if (facts.OfType<VoidedFact>().Any(fact => fact.State is MovementState.Succeeded && IsLater(fact, snapshot)))
            return PaymentStatus.Cancelled;
        if (view.Status is PaymentStatus.Cancelled or PaymentStatus.Expired)
            return view.Status;
        if (facts.OfType<AuthorizedFact>().Any(fact => fact.State is MovementState.Succeeded && IsLater(fact, snapshot)))
            return PaymentStatus.Authorized;
        if (view.Status is not PaymentStatus.Authorized && facts.OfType<ExpiredFact>().Any(fact => IsLater(fact, snapshot)))
            return PaymentStatus.Expired;
        if (view.Status is not PaymentStatus.Authorized && facts.OfType<FailedAttemptFact>().FirstOrDefault(fact => IsLater(fact, snapshot)) is { } failed)
        {
            error = failed.Error;
            return PaymentStatus.Failed;
        }

        return view.Status;
    }

    private static PaymentStatus PaidStatus(PaymentFactSet facts, SnapshotFact? snapshot, Payment view, Money? captured, Money? refunded)
    {
        var disputes = facts.OfType<DisputeFact>().ToList();
        if (disputes.Exists(fact => fact.Dispute.Status is not (DisputeStatus.Won or DisputeStatus.Closed)))
            return PaymentStatus.Disputed;
        if (view.Status is PaymentStatus.Disputed && !disputes.Exists(fact => IsLater(fact, snapshot)))
            return PaymentStatus.Disputed;
        if (refunded is not { Amount: > 0 } back)
            return view.Status is PaymentStatus.Refunded or PaymentStatus.PartiallyRefunded && refunded is null ? view.Status : PaymentStatus.Completed;
        return captured is { Amount: > 0 } taken && back >= taken ? PaymentStatus.Refunded
            : captured is null && view.Status is PaymentStatus.Refunded ? PaymentStatus.Refunded
            : PaymentStatus.PartiallyRefunded;
    }

    private static Money? Captured(PaymentFactSet facts, SnapshotFact? snapshot, Payment view, out bool reversed)
    {
        var captures = facts.OfType<CapturedFact>().ToList();
        var succeeded = Sum(captures.Where(fact => fact.State is MovementState.Succeeded).Select(fact => fact.Amount));
        var takenBack = captures.Where(fact => fact.State is MovementState.Reversed && IsLater(fact, snapshot)).ToList();
        reversed = takenBack.Count > 0;

        var said = view.Status.IsPaid() ? view.CapturedAmount ?? Sticky(facts, p => p.CapturedAmount is not null && p.Status.IsPaid())?.CapturedAmount : view.CapturedAmount;
        if (said is null)
            return succeeded ?? (reversed ? Money.Zero(takenBack[0].Amount.Currency) : null);
        var known = reversed ? Floor(said.Value - Sum(takenBack.Select(fact => fact.Amount))!.Value) : said.Value;
        return succeeded > known ? succeeded : known;
    }

    private static Money? Refunded(PaymentFactSet facts, SnapshotFact? snapshot, Payment view)
    {
        var refunds = facts.OfType<RefundFact>().Where(fact => Reduces(fact.Refund)).ToList();
        var completed = Sum(refunds.Where(fact => fact.Refund.Status is RefundStatus.Completed).Select(fact => fact.Refund.Amount));
        var said = view.RefundedAmount ?? Sticky(facts, p => p.RefundedAmount is not null && p.Status.IsPaid())?.RefundedAmount;
        if (said is null)
            return completed;

        var failedSince = Sum(refunds
            .Where(fact => fact.Refund.Status is RefundStatus.Failed or RefundStatus.Cancelled && fact.Refund.RefundId is not null && IsLater(fact, snapshot))
            .Select(fact => fact.Refund.Amount));
        var known = failedSince is { } failed ? Floor(said.Value - failed) : said.Value;
        return completed > known ? completed : known;
    }

    private static Money? Authorized(PaymentFactSet facts) =>
        Sum(facts.OfType<AuthorizedFact>().Where(fact => fact.State is MovementState.Succeeded).Select(fact => fact.Amount));

    internal static bool Reduces(Refund refund) =>
        refund.Origin is not (RefundOrigin.Overpayment or RefundOrigin.Underpayment or RefundOrigin.DeclinedReturn);

    private static PaymentReference References(Payment initial, PaymentFactSet facts, Payment view)
    {
        var reference = view.Reference.Complete(initial.Reference);
        foreach (var fact in facts)
        {
            if (fact is SnapshotFact snapshot)
                reference = reference.Complete(snapshot.Payment.Reference);
        }

        return reference.Sorted();
    }

    private static Payment? Sticky(PaymentFactSet facts, Func<Payment, bool> has) => facts.Newest(fact => has(fact.Payment))?.Payment;

    private static bool IsLater(PaymentFact fact, SnapshotFact? snapshot) =>
        snapshot is null || (fact.Version, snapshot.Version) switch
        {
            ({ } mine, { } theirs) when mine != theirs => mine > theirs,
            _ => Nullable.Compare(fact.AsOf, snapshot.AsOf) >= 0,
        };

    private static Money Floor(Money money) => money.Amount < 0 ? Money.Zero(money.Currency) : money;

    private static Money? Sum(IEnumerable<Money> amounts)
    {
        Money? sum = null;
        foreach (var amount in amounts)
            sum = sum is { } soFar ? soFar + amount : amount;
        return sum;
    }
}

/// <summary>What the facts add up to.</summary>
/// <param name="Payment">The payment.</param>
/// <param name="NeedsRead">Whether two facts contradict each other, so that the provider should be read.</param>
public sealed record FoldedPayment(Payment Payment, bool NeedsRead);
