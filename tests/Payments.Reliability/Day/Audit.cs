using Payments.Reliability.Hosting;
using Payments.Reliability.Providers;
using Payments.Simulator;

namespace Payments.Reliability.Day;

/// <summary>What the comparison of one order says.</summary>
/// <param name="Plan">The order.</param>
/// <param name="Finding">Whether books and provider agree.</param>
/// <param name="Reason">Why not, or why it stays unresolved.</param>
internal sealed record OrderFinding(OrderPlan Plan, BookEntry Book, Finding Finding, string Reason = "");

/// <summary>The outcomes of a comparison.</summary>
internal enum Finding
{
    Agrees,

    /// <summary>The host says that it does not know, and cannot.</summary>
    Unresolved,

    /// <summary>A defect.</summary>
    Disagrees,
}

/// <summary>
/// Holds the host's books against the simulators, which know what really happened. Nothing is taken from the product here but what stands in its database.
/// </summary>
internal sealed class Audit(Shop shop, IReadOnlySet<string> lostFor)
{
    private static readonly PaymentStatus[] OpenStatuses =
        [PaymentStatus.RequiresAction, PaymentStatus.RequiresConfirmation, PaymentStatus.Pending, PaymentStatus.Processing, PaymentStatus.Failed];

    private static readonly PaymentStatus[] EndedStatuses = [PaymentStatus.Cancelled, PaymentStatus.Expired, PaymentStatus.Failed];

    internal OrderFinding Compare(OrderPlan plan, BookEntry book, IReadOnlyList<ChangeRow> changes)
    {
        var (provider, simulator, id) = (ShopProviders.Named(plan.Order.Provider), shop.SimulatorOf(plan.Order.Provider), plan.Order.OrderId);
        var (totals, stage) = (simulator.TotalsOf(id), simulator.StageOf(id));
        if (Moved(plan, provider, totals, stage) is { } wrong)
            return new OrderFinding(plan, book, Finding.Disagrees, wrong);
        if (ChainOf(book, changes) is { } broken)
            return new OrderFinding(plan, book, Finding.Disagrees, broken);
        if (!book.IsFound)
            return stage is SimulatedStage.None
                ? new OrderFinding(plan, book, Finding.Agrees)
                : new OrderFinding(plan, book, Finding.Disagrees, $"the provider has it as {stage}, the books have not exactly one record");
        if (Difference(provider, book, totals, stage, plan.Order.Money) is not { } difference)
        {
            return book.Open.Count > 0
                ? new OrderFinding(plan, book, Finding.Unresolved, "the state is right, and a call stays unclear: " + string.Join(", ", book.Open))
                : new OrderFinding(plan, book, Finding.Agrees);
        }

        if (WhyUnknowable(plan, book, totals) is { } reason)
            return new OrderFinding(plan, book, Finding.Unresolved, reason);
        return new OrderFinding(plan, book, Finding.Disagrees, difference);
    }

    /// <summary>What the provider itself did wrong by our asking: charged twice, captured or refunded what no single intention of the shop's asked for.</summary>
    private static string? Moved(OrderPlan plan, ShopProvider provider, SimulatedTotals totals, SimulatedStage stage)
    {
        if (totals.Charges > 1)
            return $"charged {totals.Charges} times";
        if (totals.Refunded > totals.Captured)
            return $"{totals.Refunded} given back of {totals.Captured}";
        var currency = plan.Order.Money.Currency;
        decimal Wire(decimal amount) => provider.OnTheWire(new Money(amount, currency));
        if (stage is not SimulatedStage.Taken)
            return totals.Captured == totals.Refunded ? null : $"{stage}, but {totals.Captured} was taken and {totals.Refunded} given back";
        var asked = Wire(plan.Order.IsHeldFirst ? plan.Capture ?? -1 : plan.Order.Amount);
        if (totals.Captured != asked)
            return $"{totals.Captured} was taken where {asked} was asked for";
        HashSet<decimal> possible = [0];
        foreach (var refund in plan.Refunds)
            possible.UnionWith([.. possible.Select(sum => sum + Wire(refund))]);
        return possible.Contains(totals.Refunded) ? null : $"{totals.Refunded} was given back, which no choice of the shop's refunds adds up to";
    }

    /// <summary>How the books differ from the provider; null when they do not.</summary>
    private static string? Difference(ShopProvider provider, BookEntry book, SimulatedTotals totals, SimulatedStage stage, Money asked)
    {
        PaymentStatus[] right = stage switch
        {
            SimulatedStage.Taken when totals.Refunded == 0 => [PaymentStatus.Completed],
            SimulatedStage.Taken => [totals.Refunded == totals.Captured ? PaymentStatus.Refunded : PaymentStatus.PartiallyRefunded],
            SimulatedStage.Held => [PaymentStatus.Authorized],
            SimulatedStage.Open => provider.CancelsAlone ? [.. OpenStatuses, PaymentStatus.Cancelled] : OpenStatuses,

            // Where the provider hears of it from the payer only, it waits for one.
            SimulatedStage.None => [.. EndedStatuses, PaymentStatus.RequiresAction],

            // Its inquiry tells a charge that was undone at once and one that was given back by the same word.
            _ when provider.TellsUndoneAsGivenBack && totals.Captured > 0 && totals.Captured == totals.Refunded && book.Captured == book.Refunded => [.. EndedStatuses, PaymentStatus.Refunded],
            _ => EndedStatuses,
        };
        var told = $"{book.Status} '{book.ProviderStatus}', captured {book.Captured ?? 0}, refunded {book.Refunded ?? 0}";
        var truth = $"{stage}, captured {totals.Captured}, refunded {totals.Refunded}";
        var (taken, back) = stage is SimulatedStage.Taken ? (totals.Captured, totals.Refunded) : (0, 0);

        // A call that was refused, or never sent, made nothing and leaves nothing behind.
        var isNothing = stage is SimulatedStage.None && book is { IsUntold: true, Open.Count: 0, Status: PaymentStatus.Unknown };
        var isRight = (isNothing || right.Contains(book.Status)) && Wire(book.Captured) - (stage is SimulatedStage.Taken ? 0 : Wire(book.Refunded)) == taken
            && (stage is not SimulatedStage.Taken || Wire(book.Refunded) == back);
        return isRight ? null : $"the books say {told}; the provider says {truth}";

        decimal Wire(decimal? amount) => provider.OnTheWire(new Money(amount ?? 0, asked.Currency));
    }

    private string? WhyUnknowable(OrderPlan plan, BookEntry book, SimulatedTotals totals)
    {
        if (book.CheckAt is not null)
            return null;
        if (book is { IsUntold: true, Open.Count: > 0 } && totals.Charges == 0)
            return "nobody can tell whether it was made; no money moved";
        return plan.Order.Provider == "adyen" && lostFor.Contains(plan.Order.OrderId) && (!book.Status.IsFinal() || book.Status.IsPaid() || book.Open.Count > 0)
            ? "a message that only a webhook carries was lost for good"
            : null;
    }

    /// <summary>Whether the handler's rows are a chain: each change once, in order, from the first to the present state.</summary>
    private static string? ChainOf(BookEntry book, IReadOnlyList<ChangeRow> changes)
    {
        if (changes.GroupBy(row => row.ChangeId).FirstOrDefault(rows => rows.Count() > 1) is { } twice)
            return $"the handler's row of change {twice.Key} stands there {twice.Count()} times";
        ChangeRow? before = null;
        foreach (var row in changes)
        {
            var isNext = before is null
                ? row is { Before: null or PaymentStatus.Unknown, CapturedBefore: 0, RefundedBefore: 0 }
                : row.Before == before.After && row.CapturedBefore == before.CapturedAfter && row.RefundedBefore == before.RefundedAfter;
            if (!isNext)
                return $"the handler's row {row.Number} begins at {row.Before} {row.CapturedBefore}/{row.RefundedBefore}, the one before ended at {before?.After} {before?.CapturedAfter}/{before?.RefundedAfter}";
            before = row;
        }

        if (!book.IsFound || book.Open.Contains("undelivered"))
            return null;
        var (status, captured, refunded) = before is null ? (PaymentStatus.Unknown, 0, 0) : (before.After, before.CapturedAfter, before.RefundedAfter);
        return status == book.Status && captured == (book.Captured ?? 0) && refunded == (book.Refunded ?? 0)
            ? null
            : $"the handler's last row says {status} {captured}/{refunded}, the books {book.Status} {book.Captured ?? 0}/{book.Refunded ?? 0}";
    }
}
