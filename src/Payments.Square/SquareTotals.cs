namespace Payments.Square;

/// <summary>Adds up the payments of a basket.</summary>
internal static class SquareTotals
{
    /// <summary>The whole as one payment.</summary>
    /// <param name="answers">Makes answers of the single payments.</param>
    /// <param name="basket">What was asked for.</param>
    /// <param name="payments">Its payments, those among them that Square does not list with it yet.</param>
    /// <param name="named">What it is called here, with what is known of it; null for nothing.</param>
    /// <param name="disputes">Disputes of its payments, where those were read.</param>
    internal static Payment Whole(
        SquareAnswers answers, SquareBasket basket, IReadOnlyList<SquarePayment> payments, PaymentReference? named, IReadOnlyList<SquareDispute> disputes)
    {
        var known = named?.Known;
        var alive = payments.Where(IsAlive).OrderBy(payment => SquareAnswers.Time(payment.CreatedAt)).ToList();
        var ended = payments.Where(payment => !IsAlive(payment) && basket.PaymentIds.Contains(payment.Id, StringComparer.Ordinal)).ToList();
        var taken = alive.Where(payment => SquareAnswers.StatusOf(payment, []).IsPaid()).ToList();
        var captured = SquareAmounts.Sum(taken.Select(SquareAnswers.TotalOf));
        var refunded = SquareAmounts.Sum(taken.Select(payment => SquareAmounts.FromWire(payment.RefundedMoney)));
        var covered = SquareAmounts.Sum(taken.Select(SquareAnswers.NetOf));
        var asked = known?.Amount ?? basket.Total ?? covered ?? default;
        var (status, providerStatus) = StatusOf(basket, alive, ended, isManual: (basket.CaptureMode ?? known?.CaptureMode) == CaptureMode.Manual, (captured, refunded, covered), disputes);
        var last = alive.Count > 0 ? alive[^1] : ended.Count > 0 ? ended[^1] : null;
        var zero = status == PaymentStatus.Unknown ? null : SquareAnswers.Zero(basket.Total ?? asked);
        var isFreeOrder = taken.Count == 0 && status.IsPaid();
        var mode = basket.CaptureMode ?? known?.CaptureMode ?? (status == PaymentStatus.Authorized ? CaptureMode.Manual : CaptureMode.Automatic);
        var (method, providerMethod) = last is null ? (PaymentMethod.Unspecified, null) : SquareMethods.Of(last);
        var reference = answers.Complete(ReferenceOf(named, answers, basket, alive), named);
        return new Payment
        {
            Reference = reference,
            Status = status,
            ProviderStatus = providerStatus,
            Amount = asked,
            AuthorizedAmount = mode == CaptureMode.Manual ? SquareAmounts.Sum(alive.Select(SquareAnswers.HeldOf)) : null,
            CapturedAmount = captured ?? (isFreeOrder ? basket.Total : zero),
            RefundedAmount = refunded ?? zero,
            TransactionId = alive.Count > 0 ? alive[^1].Id : null,
            Method = method,
            ProviderMethod = providerMethod,
            CaptureMode = mode,
            Card = last is null ? null : SquareMethods.CardOf(last),
            ReceiptUrl = SquareAnswers.Link(last?.ReceiptUrl),
            CreatedAt = basket.CreatedAt ?? known?.CreatedAt ?? default,
            AsOf = payments.Select(payment => SquareAnswers.Time(payment.UpdatedAt)).Append(basket.UpdatedAt).Max(),
            NextAction = status == PaymentStatus.RequiresAction ? basket.NextAction : null,
            Error = status == PaymentStatus.Failed && last is not null ? SquareAnswers.ErrorOf(last) : null,
            Attention = mode == CaptureMode.Manual ? PaymentAttention.None : AttentionOf(status, covered, asked, taken.Count > 1),
            Metadata = basket.Metadata ?? new Dictionary<string, string>(StringComparer.Ordinal),
            Facts = [.. disputes.Select(dispute => answers.Fact(dispute, reference))],
        };
    }

    private static bool IsAlive(SquarePayment payment) =>
        SquareMapping.Payments.GetValueOrDefault(payment.Status ?? "") is not (PaymentStatus.Failed or PaymentStatus.Cancelled);

    private static PaymentReference ReferenceOf(PaymentReference? named, SquareAnswers answers, SquareBasket basket, List<SquarePayment> alive)
    {
        List<RelatedId> related = [new(basket.Kind, basket.Id)];
        if (named is not null && SquareIds.LinkOf(named) is { } link)
            related.Add(new RelatedId(SquareDefaults.LinkKind, link));
        related.AddRange(alive.Where(payment => payment.Id is not null).Select(payment => new RelatedId(SquareDefaults.PaymentKind, payment.Id!)));
        var orderId = basket.OrderId ?? alive.Select(payment => payment.ReferenceId).FirstOrDefault(id => !string.IsNullOrEmpty(id));
        return new PaymentReference(answers.Provider, basket.PaymentId, orderId, related);
    }

    private static (PaymentStatus Status, string ProviderStatus) StatusOf(
        SquareBasket basket,
        List<SquarePayment> alive,
        List<SquarePayment> ended,
        bool isManual,
        (Money? Captured, Money? Refunded, Money? Covered) sums,
        IReadOnlyList<SquareDispute> disputes)
    {
        if (alive.Count == 0)
        {
            return basket.EndsWithItsPayments && ended is [.., var only]
                ? (SquareAnswers.StatusOf(only, []), only.Status ?? "")
                : (basket.Status, basket.ProviderStatus);
        }

        var statuses = alive.ConvertAll(payment => (Status: SquareAnswers.StatusOf(payment, []), Word: payment.Status ?? ""));
        if (statuses.Find(each => each.Status == PaymentStatus.Unknown) is { Word: not null } odd)
            return odd;
        var isCovered = sums.Covered is { } covered && !(basket.Total is { } total && total.Currency == covered.Currency && covered < total);

        // A part of what was held is all that was wanted of it.
        var paid = (SquareAnswers.PaidStatus(sums.Captured, sums.Refunded, disputes), statuses.Find(each => each.Status.IsPaid()).Word);
        if (isCovered || (isManual && statuses.TrueForAll(each => each.Status.IsPaid())))
            return paid;

        // What is still under way may cover it, and so may what is held; else the payer has to pay the rest, as long as that can be done.
        foreach (var wanted in (PaymentStatus[])[PaymentStatus.Processing, PaymentStatus.Authorized])
        {
            if (statuses.Find(each => each.Status == wanted) is { Word: not null } found)
                return found;
        }

        return basket.Status.IsFinal() ? paid : (PaymentStatus.RequiresAction, basket.ProviderStatus);
    }

    private static PaymentAttention AttentionOf(PaymentStatus status, Money? covered, Money asked, bool areSeveral) =>
        covered is not { } got || got.Currency != asked.Currency || got == asked ? PaymentAttention.None
        : got > asked ? areSeveral ? PaymentAttention.Overpaid | PaymentAttention.Multiple : PaymentAttention.Overpaid
        : status.IsPaid() || status == PaymentStatus.RequiresAction ? PaymentAttention.Underpaid
        : PaymentAttention.None;
}
