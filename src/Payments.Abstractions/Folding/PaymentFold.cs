namespace Payments;

/// <summary>Computes a payment's state from its facts: a pure function, the only place where a status is decided.</summary>
public static class PaymentFold
{
    private static readonly TimeSpan ClockGrain = TimeSpan.FromSeconds(2);

    /// <summary>The state that the facts add up to.</summary>
    /// <param name="initial">What was asked for: its amount and capture mode stay, and it is the answer when there are no facts.</param>
    /// <param name="facts">The facts.</param>
    /// <returns>The payment, and whether two facts contradict each other so that the provider should be read.</returns>
    public static FoldedPayment Compute(Payment initial, PaymentFactSet facts)
    {
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(facts);
        var (payment, needsRead) = Compute(initial, initial.Reference, facts);
        return new FoldedPayment(payment, needsRead);
    }

    /// <summary>The state that the facts add up to, under every id that has been learnt.</summary>
    internal static (Payment Payment, bool NeedsRead) Compute(Payment initial, PaymentReference known, PaymentFactSet facts)
    {
        var evidence = new Evidence(initial, facts);
        var view = evidence.View;
        var captured = Captured(evidence, out var isTakenBack);
        var refunded = Refunded(evidence);
        var (status, error, isContradicted) = StatusOf(evidence, captured, isTakenBack);
        if (status.IsPaid())
            status = PaidStatus(evidence, captured, refunded);
        else if (view.Status.IsPaid())
            refunded = null;

        var reference = ReferenceOf(evidence, known);
        if (IsAllSaidBy(view, evidence) && ReferenceEquals(reference, view.Reference) && status == view.Status && error == view.Error)
            return (view, false);

        var needsRead = evidence.NeedsRead || isContradicted;
        var payment = view with
        {
            Reference = reference,
            Status = status,
            Amount = initial.Amount,
            CreatedAt = view.CreatedAt < initial.CreatedAt ? view.CreatedAt : initial.CreatedAt,
            CaptureMode = initial.CaptureMode,
            AuthorizedAmount = Authorized(evidence),
            CapturedAmount = captured,
            RefundedAmount = refunded,
            ReceivedAmount = view.ReceivedAmount ?? evidence.Sticky(p => p.ReceivedAmount is not null)?.ReceivedAmount,
            TransactionId = view.TransactionId ?? evidence.Sticky(p => p.TransactionId is not null)?.TransactionId ?? evidence.LastCapture?.Id,
            Method = view.Method is not PaymentMethod.Unspecified
                ? view.Method
                : evidence.Sticky(p => p.Method is not PaymentMethod.Unspecified)?.Method ?? initial.Method,
            ProviderMethod = view.ProviderMethod ?? evidence.Sticky(p => p.ProviderMethod is not null)?.ProviderMethod,
            Card = view.Card ?? evidence.Sticky(p => p.Card is not null)?.Card,
            ReceiptUrl = view.ReceiptUrl ?? evidence.Sticky(p => p.ReceiptUrl is not null)?.ReceiptUrl,
            ProviderState = view.ProviderState ?? evidence.Sticky(p => p.ProviderState is not null)?.ProviderState ?? initial.ProviderState,
            NextAction = NextStep(evidence, status),
            Error = error,
            Attention = needsRead || evidence.HasForeignAmount ? view.Attention | PaymentAttention.Review : view.Attention,
            Facts = evidence.HasObjects ? [.. facts.Objects.ToArray().OrderBy(fact => fact.Key, StringComparer.Ordinal)] : [],
        };
        return (payment, needsRead);
    }

    // Most payments are told of once: what that says is kept, and not made again.
    private static bool IsAllSaidBy(Payment view, Evidence evidence) =>
        evidence is { HasObjects: false, HasForeignAmount: false, Snapshots.Length: 1, Initial: var initial }
        && view.Amount == initial.Amount && view.CreatedAt <= initial.CreatedAt && view.CaptureMode == initial.CaptureMode
        && (view.Method is not PaymentMethod.Unspecified || initial.Method is PaymentMethod.Unspecified)
        && (view.ProviderState is not null || initial.ProviderState is null);

    // A poorer message about a page that is still open does not lose its address.
    private static NextAction? NextStep(Evidence evidence, PaymentStatus status) => status != evidence.View.Status ? null
        : evidence.View.NextAction
            ?? (status is PaymentStatus.RequiresAction
                ? evidence.Sticky(p => p is { NextAction: not null, Status: PaymentStatus.RequiresAction })?.NextAction
                : null);

    private static (PaymentStatus Status, PaymentError? Error, bool IsContradicted) StatusOf(Evidence evidence, Money? captured, bool isTakenBack)
    {
        var (view, snapshot) = (evidence.View, evidence.Snapshot);
        var isTaken = captured is { Amount: > 0 };
        if (view.Status.IsPaid() || evidence.IsCaptured)
            return (isTaken || !isTakenBack ? PaymentStatus.Completed : LeftWithNothing(evidence), null, false);

        // Money that went back had been taken, whoever kept silent about it.
        if (!isTaken && evidence.WentBack && (view.Status is PaymentStatus.Authorized || (evidence.WasHeld && !view.Status.IsFinal())))
            return (PaymentStatus.Completed, null, false);
        return evidence.HasObjects ? UnpaidStatus(evidence, view, snapshot) : (view.Status, view.Error, false);
    }

    private static PaymentStatus LeftWithNothing(Evidence evidence) =>
        evidence.IsVoided ? PaymentStatus.Cancelled : evidence.WasHeld ? PaymentStatus.Authorized : PaymentStatus.Pending;

    private static (PaymentStatus Status, PaymentError? Error, bool IsContradicted) UnpaidStatus(Evidence evidence, Payment view, SnapshotFact? snapshot)
    {
        var holds = evidence.Authorizations.Where(fact => fact.State is MovementState.Succeeded && Evidence.IsLater(fact, snapshot)).ToList();
        var isVoided = evidence.All<VoidedFact>().Any(fact => fact.State is MovementState.Succeeded
            && Evidence.IsLater(fact, snapshot) && !holds.Exists(hold => Evidence.IsLater(hold, fact, strictly: true)));
        if (isVoided)
            return (PaymentStatus.Cancelled, view.Error, false);

        // A hold that is surely newer than the end of the payment is real money: someone has to release it.
        if (view.Status is PaymentStatus.Cancelled or PaymentStatus.Expired)
        {
            return holds.Exists(hold => Evidence.IsLater(hold, snapshot, strictly: true))
                ? (PaymentStatus.Authorized, view.Error, true)
                : (view.Status, view.Error, false);
        }

        // So does a hold that has run out, unless one is newer.
        var isHeld = holds.Count > 0 || view.Status is PaymentStatus.Authorized;
        var isExpired = evidence.All<ExpiredFact>().Any(fact => Evidence.IsLater(fact, snapshot, strictly: view.Status is PaymentStatus.Authorized)
            && !holds.Exists(hold => Evidence.IsLater(hold, fact)));
        if (isExpired)
            return (PaymentStatus.Expired, view.Error, false);
        if (evidence.IsUnderWay && (isHeld || !view.Status.IsFinal()))
            return (PaymentStatus.Processing, view.Error, false);
        if (isHeld)
            return (PaymentStatus.Authorized, view.Error, false);
        return evidence.All<FailedAttemptFact>().FirstOrDefault(fact => Evidence.IsLater(fact, snapshot)) is { } failed
            ? (PaymentStatus.Failed, failed.Error, false)
            : (view.Status, view.Error, false);
    }

    private static PaymentStatus PaidStatus(Evidence evidence, Money? captured, Money? refunded)
    {
        var view = evidence.View;
        if (IsDisputed(evidence))
            return PaymentStatus.Disputed;
        if (refunded is not { Amount: > 0 } back)
            return view.Status is PaymentStatus.Refunded or PaymentStatus.PartiallyRefunded && refunded is null ? view.Status : PaymentStatus.Completed;

        // Where nobody told what was captured, all of the amount was.
        var taken = captured is { Amount: > 0 } told ? told : evidence.Initial.Amount;
        return back >= taken || (captured is null && view.Status is PaymentStatus.Refunded) ? PaymentStatus.Refunded : PaymentStatus.PartiallyRefunded;
    }

    private static bool IsDisputed(Evidence evidence)
    {
        var isOver = false;
        foreach (var fact in evidence.All<DisputeFact>())
        {
            if (fact.Dispute.Status is not (DisputeStatus.Won or DisputeStatus.Closed))
                return true;
            isOver |= Evidence.IsLater(fact, evidence.Snapshot);
        }

        return evidence.View.Status is PaymentStatus.Disputed && !isOver;
    }

    private static Money? Captured(Evidence evidence, out bool isTakenBack)
    {
        Money? succeeded = null, takenBack = null;
        foreach (var fact in evidence.Captures)
        {
            if (fact.State is MovementState.Succeeded)
                succeeded = Sum(succeeded, fact.Amount);
            else if (fact.State is MovementState.Reversed && Evidence.IsLater(fact, evidence.Snapshot))
                takenBack = Sum(takenBack, fact.Amount);
        }

        isTakenBack = takenBack is not null;
        var view = evidence.View;
        var said = evidence.Ours(view.CapturedAmount)
            ?? (view.Status.IsPaid() ? evidence.Ours(evidence.Sticky(p => p.CapturedAmount is not null && p.Status.IsPaid())?.CapturedAmount) : null);
        if (said is not { } total)
            return succeeded ?? (takenBack is { } all ? Money.Zero(all.Currency) : null);
        return Greater(succeeded, takenBack is { } back ? Floor(total - back) : total);
    }

    private static Money? Refunded(Evidence evidence)
    {
        var source = evidence.View.RefundedAmount is null ? evidence.Newest(p => p.RefundedAmount is not null && p.Status.IsPaid()) : evidence.Snapshot;
        Money? completed = null, failed = null;
        var isNewer = false;
        foreach (var fact in evidence.Refunds)
        {
            if (fact.Refund.Status is RefundStatus.Completed)
            {
                completed = Sum(completed, fact.Refund.Amount);
                isNewer |= !IsSurelyOlder(fact, source);
            }
            else if (IsCountedAndFailed(fact, source))
            {
                failed = Sum(failed, fact.Refund.Amount);
            }
        }

        // An older 'nothing' does not stand against a status that says that something was given back.
        var isOutdated = evidence.View is { RefundedAmount: null, Status: PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded } && source?.Payment.RefundedAmount is { IsZero: true };
        if (isOutdated || evidence.Ours(evidence.View.RefundedAmount ?? source?.Payment.RefundedAmount) is not { } total)
            return completed;

        // A total that is surely newer than every refund which is done knows better: one of them has failed since, and nobody else told.
        var told = failed is { } back ? Floor(total - back) : total;
        return isNewer ? Greater(completed, told) : told;
    }

    // Counted in the total, and failed since. One that was made after the total was told is not in it.
    private static bool IsCountedAndFailed(RefundFact fact, SnapshotFact? source) =>
        fact.Refund is { Status: RefundStatus.Failed or RefundStatus.Cancelled, RefundId: not null }
        && Evidence.IsLater(fact, source) && !(fact.Refund.CreatedAt > source?.AsOf);

    // Providers count whole seconds, and their clocks differ a little: only what is apart by more is surely in this order.
    private static bool IsSurelyOlder(RefundFact fact, SnapshotFact? source) => source?.AsOf - fact.AsOf > ClockGrain;

    private static Money? Authorized(Evidence evidence)
    {
        Money? held = null;
        foreach (var fact in evidence.Authorizations)
        {
            if (fact.State is MovementState.Succeeded)
                held = Sum(held, fact.Amount);
        }

        return held ?? evidence.Ours(evidence.Sticky(p => p.AuthorizedAmount is not null)?.AuthorizedAmount);
    }

    private static PaymentReference ReferenceOf(Evidence evidence, PaymentReference known)
    {
        var reference = evidence.View.Reference.Complete(known);
        for (var i = evidence.Snapshots.Length - 1; i >= 0; i--)
            reference = reference.Complete(evidence.Snapshots[i].Payment.Reference);
        return reference.Sorted();
    }

    private static Money? Greater(Money? one, Money other) => one > other ? one : other;

    private static Money Floor(Money money) => money.Amount < 0 ? Money.Zero(money.Currency) : money;

    private static Money Sum(Money? soFar, Money amount) => soFar is { } sum ? sum + amount : amount;
}

/// <summary>What the facts add up to.</summary>
/// <param name="Payment">The payment.</param>
/// <param name="NeedsRead">Whether two facts contradict each other, so that the provider should be read.</param>
public sealed record FoldedPayment(Payment Payment, bool NeedsRead);
