using Payments.Http;

namespace Payments.PayPal;

/// <summary>Makes the SDK's answers of PayPal's objects.</summary>
internal sealed class PayPalAnswers(string provider, TimeProvider time)
{
    /// <summary>An order, with the movements that are known besides.</summary>
    /// <param name="order">The order. Null where PayPal no longer has it, but has its movements.</param>
    /// <param name="moves">The movements, those of the order among them.</param>
    /// <param name="named">What the payment is known by.</param>
    /// <param name="answeredAt">PayPal's clock.</param>
    internal Payment Payment(PayPalOrder? order, PayPalMoves moves, PaymentReference? named, DateTimeOffset? answeredAt)
    {
        var known = named?.Known;
        var reference = Reference(order, moves, named);
        var (status, word) = PayPalStatus.Of(order, moves, time.GetUtcNow());
        var amount = AmountOf(order) ?? known?.Amount ?? Sum(moves.Authorizations) ?? Sum(moves.Captures) ?? default;
        var refunded = RefundedOf(moves, amount.Currency);
        var page = status == PaymentStatus.RequiresAction ? PayPalLinks.Page(order?.Links) : null;
        var (method, providerMethod) = MethodOf(order?.PaymentSource);
        return new Payment
        {
            Reference = reference,
            Status = status,
            ProviderStatus = word,
            Amount = amount,
            AuthorizedAmount = Sum(moves.Authorizations.Where(WasHeld)),
            CapturedAmount = CapturedOf(order, moves, amount.Currency),
            RefundedAmount = refunded,
            TransactionId = moves.Captures.LastOrDefault(IsTaken)?.Id,
            Method = method,
            ProviderMethod = providerMethod,
            CaptureMode = order?.Intent switch
            {
                "AUTHORIZE" => CaptureMode.Manual,
                "CAPTURE" => CaptureMode.Automatic,
                _ => known?.CaptureMode ?? (moves.Authorizations.Count > 0 ? CaptureMode.Manual : CaptureMode.Automatic),
            },
            Card = CardOf(order?.PaymentSource),
            CreatedAt = ProviderTime.Parse(order?.CreateTime) ?? known?.CreatedAt ?? Earliest(moves) ?? answeredAt ?? time.GetUtcNow(),
            AsOf = AsOf(moves, answeredAt ?? order?.ChangedAt),

            // An app of the payer's, where there is no page.
            NextAction = status != PaymentStatus.RequiresAction ? null : page is not null ? new RedirectAction(page) : new WaitAction(),
            Error = status == PaymentStatus.Failed ? DeclineOf(moves) : null,
            Attention = AttentionOf(moves),
            Facts = FactsOf(moves, reference, answeredAt),
        };
    }

    /// <summary>
    /// A payment of which only the answer to our own call is known now. What was taken by captures before that call is still taken.
    /// </summary>
    internal Payment Unread(PayPalMoves changed, PaymentReference payment, DateTimeOffset? answeredAt)
    {
        var told = Payment(null, changed, payment, answeredAt);
        if (payment.Known is not { } known)
            return told;
        told = told with { AuthorizedAmount = told.AuthorizedAmount ?? known.AuthorizedAmount };
        if (known.CapturedAmount is not { IsPositive: true } before || before.Currency != told.Amount.Currency
            || changed.Captures.Any(capture => known.Reference.Related.Contains(new RelatedId(PayPalDefaults.CaptureKind, capture.Id!))))
            return told;
        return told with
        {
            Status = told.Status is not PaymentStatus.Cancelled and not PaymentStatus.Expired ? told.Status : known.Status.IsPaid() ? known.Status : PaymentStatus.Completed,
            CapturedAmount = told.CapturedAmount is { } more ? before + more : before,
            RefundedAmount = known.RefundedAmount,
            TransactionId = told.TransactionId ?? known.TransactionId,
        };
    }

    /// <summary>A refund. What PayPal took back by itself carries the order's own id, and is not ours.</summary>
    internal Refund Refund(PayPalRefund refund, PaymentReference payment, DateTimeOffset? answeredAt)
    {
        var status = PayPalMapping.Refunds.GetValueOrDefault(refund.Status ?? "");
        var ours = string.IsNullOrEmpty(refund.CustomId) || refund.CustomId == payment.OrderId ? null : refund.CustomId;
        var capture = CaptureOf(refund);
        return new Refund
        {
            Provider = provider,
            RefundId = refund.Id,
            Reference = ours,
            Payment = payment.With(null),
            Status = status,
            ProviderStatus = refund.Status ?? "",
            Amount = refund.Amount?.ToMoney() ?? default,
            CreatedAt = ProviderTime.Parse(refund.CreateTime) ?? answeredAt ?? time.GetUtcNow(),
            AsOf = refund.ChangedAt ?? answeredAt,
            Error = status == RefundStatus.Failed ? PayPalErrors.RefundFailure(refund.StatusDetails?.Reason) : null,
            Origin = ours is null ? RefundOrigin.Unknown : RefundOrigin.Merchant,
            Related = capture is null ? [] : [new RelatedId(PayPalDefaults.CaptureKind, capture)],
        };
    }

    /// <summary>The capture that a refund gives back. Null where it names none.</summary>
    internal static string? CaptureOf(PayPalRefund refund) =>
        PayPalLinks.Up(refund.Links, "captures") ?? (refund.SupplementaryData?.RelatedIds?.CaptureId is { Length: > 0 } id ? id : null);

    /// <summary>A dispute. One that is resolved in a way that is not known is over all the same, and the payment says who has the money.</summary>
    /// <param name="dispute">The dispute.</param>
    /// <param name="payment">What is disputed, read after it.</param>
    /// <param name="answeredAt">PayPal's clock.</param>
    internal static Dispute Dispute(PayPalDispute dispute, Payment payment, DateTimeOffset? answeredAt) => new()
    {
        DisputeId = dispute.DisputeId!,
        Payment = payment.Reference.With(null),
        Status = dispute.Status != "RESOLVED" ? PayPalMapping.Disputes.GetValueOrDefault(dispute.Status ?? "")
            : PayPalMapping.Outcomes.TryGetValue(dispute.DisputeOutcome?.OutcomeCode ?? "", out var outcome) ? outcome
            : payment.Status is PaymentStatus.Refunded ? DisputeStatus.Lost
            : DisputeStatus.Closed,
        ProviderStatus = dispute.Status ?? "",
        IsInquiry = dispute.DisputeLifeCycleStage == "INQUIRY",
        Amount = dispute.DisputeAmount?.ToMoney(),
        Reason = dispute.Reason,
        EvidenceDueBy = ProviderTime.Parse(dispute.SellerResponseDueDate),
        CreatedAt = ProviderTime.Parse(dispute.CreateTime),
        AsOf = ProviderTime.Parse(dispute.UpdateTime) ?? answeredAt,
    };

    /// <summary>What the order asks for. Null where PayPal did not say.</summary>
    internal static Money? AmountOf(PayPalOrder? order)
    {
        Money? sum = null;
        foreach (var unit in order?.PurchaseUnits ?? [])
        {
            if (unit.Amount?.ToMoney() is { } amount)
                sum = sum is { } soFar && soFar.Currency == amount.Currency ? soFar + amount : sum ?? amount;
        }

        return sum;
    }

    // PayPal's order is the payment; the rest is kept under its kind, so that a message which knows only that is matched.
    private PaymentReference Reference(PayPalOrder? order, PayPalMoves moves, PaymentReference? named)
    {
        return new PaymentReference(
            provider,
            order?.Id ?? moves.Related(ids => ids.OrderId) ?? named?.PaymentId,
            CustomIdOf(order, moves) ?? named?.OrderId,
            moves.IsEmpty ? null :
            [
                .. moves.Authorizations.Select(authorization => new RelatedId(PayPalDefaults.AuthorizationKind, authorization.Id!)),
                .. moves.Captures.Select(capture => new RelatedId(PayPalDefaults.CaptureKind, capture.Id!)),
            ]);
    }

    private static string? CustomIdOf(PayPalOrder? order, PayPalMoves moves)
    {
        foreach (var unit in order?.PurchaseUnits ?? [])
        {
            if (unit.CustomId is { Length: > 0 } id)
                return id;
        }

        return moves.IsEmpty ? null : moves.Authorizations.Concat<PayPalMovement>(moves.Captures).FirstOrDefault(move => move.CustomId is { Length: > 0 })?.CustomId;
    }

    private static Money? CapturedOf(PayPalOrder? order, PayPalMoves moves, Currency currency) =>
        Sum(moves.Captures.Where(IsTaken))
        ?? (order?.Status == "COMPLETED" && moves.IsEmpty ? null
            : moves.Captures.Count == 0 && moves.Authorizations.Any(authorization => authorization.Status is "CAPTURED" or "PARTIALLY_CAPTURED") ? null
            : Zero(currency));

    // A capture alone does not tell how much of it was given back, only whether all was.
    private static Money? RefundedOf(PayPalMoves moves, Currency currency)
    {
        var listed = Sum(moves.Refunds.Where(refund => refund.Status == "COMPLETED"));
        var whole = Sum(moves.Captures.Where(capture => capture.Status == "REFUNDED"));
        if (listed is null && moves.Captures.Any(capture => capture.Status == "PARTIALLY_REFUNDED"))
            return null;
        return (listed, whole) switch
        {
            ({ } some, { } all) when some.Currency == all.Currency => some > all ? some : all,
            _ => listed ?? whole ?? Zero(currency),
        };
    }

    private static Money? Zero(Currency currency) => currency.Code.Length == 0 ? null : Money.Zero(currency);

    private static bool IsTaken(PayPalCapture capture) => PayPalStatus.StateOf(capture) is MovementState.Succeeded;

    private static bool WasHeld(PayPalAuthorization authorization) => PayPalStatus.StateOf(authorization) is MovementState.Succeeded or MovementState.Reversed;

    private static Money? Sum(IEnumerable<PayPalMovement> moves)
    {
        Money? sum = null;
        foreach (var move in moves)
        {
            if (move.Amount?.ToMoney() is { } amount)
                sum = sum is { } soFar && soFar.Currency == amount.Currency ? soFar + amount : sum ?? amount;
        }

        return sum;
    }

    // The answer is of now, and it is told after all that it lists: what failed before it is not in its sums.
    private static DateTimeOffset? AsOf(PayPalMoves moves, DateTimeOffset? answeredAt) =>
        moves.All.Max(move => move.ChangedAt) is { } newest && !(answeredAt > newest) ? newest.AddTicks(1) : answeredAt;

    private static DateTimeOffset? Earliest(PayPalMoves moves) => moves.All.Min(move => ProviderTime.Parse(move.CreateTime));

    private List<PaymentFact> FactsOf(PayPalMoves moves, PaymentReference payment, DateTimeOffset? answeredAt)
    {
        List<PaymentFact> facts = [];
        foreach (var authorization in moves.Authorizations)
        {
            if (PayPalStatus.StateOf(authorization) is { } state && authorization.Amount?.ToMoney() is { } amount)
                facts.Add(new AuthorizedFact(authorization.Id!, amount, state) { AsOf = authorization.ChangedAt ?? answeredAt });
        }

        foreach (var capture in moves.Captures)
        {
            if (PayPalStatus.StateOf(capture) is { } state && capture.Amount?.ToMoney() is { } amount)
                facts.Add(new CapturedFact(capture.Id!, amount, state) { AsOf = capture.ChangedAt ?? answeredAt });
        }

        foreach (var moved in moves.Refunds)
        {
            var refund = Refund(moved, payment, answeredAt);
            facts.Add(new RefundFact(refund) { AsOf = refund.AsOf });
        }

        return facts;
    }

    /// <summary>Why the last capture or authorization that failed did so, as far as PayPal tells.</summary>
    internal static PaymentError DeclineOf(PayPalMoves moves)
    {
        var capture = moves.Captures.LastOrDefault(PayPalStatus.IsFailed);
        var denied = moves.Authorizations.LastOrDefault(authorization => PayPalStatus.StateOf(authorization) is MovementState.Failed);
        return PayPalErrors.Decline(capture?.ProcessorResponse?.ResponseCode, capture?.StatusDetails?.Reason ?? denied?.StatusDetails?.Reason);
    }

    private static PaymentAttention AttentionOf(PayPalMoves moves) => moves.IsEmpty ? PaymentAttention.None : moves.Authorizations.Concat<PayPalMovement>(moves.Captures)
        .Where(move => move.Status == "PENDING")
        .Select(move => PayPalMapping.PendingReasons.GetValueOrDefault(move.StatusDetails?.Reason ?? ""))
        .Aggregate(PaymentAttention.None, (all, one) => all | one);

    private static (PaymentMethod Method, string? ProviderMethod) MethodOf(PayPalSource? source) =>
        source is null ? (PaymentMethod.Unspecified, null)
        : source is { Kind: PayPalMapping.CardSource, Type: { } type }
            ? PayPalMapping.Cards.TryGetValue(type, out var card) ? (card, source.Kind) : (PaymentMethod.Card, $"{source.Kind}/{type}")
        : (PayPalMapping.Methods.GetValueOrDefault(source.Kind, PaymentMethod.Other), source.Kind);

    private static PaymentCard? CardOf(PayPalSource? source) =>
        source?.Kind == PayPalMapping.CardSource ? new PaymentCard { Brand = source.Brand, Last4 = source.LastDigits } : null;
}
