using Payments.Http;

namespace Payments.PayPal;

/// <summary>
/// Where a payment stands. A completed order is no proof of money: its captures are, then its authorizations, and only where there is neither
/// does the order's own status count.
/// </summary>
internal static class PayPalStatus
{
    /// <returns>The status, and the word of PayPal's that decided it.</returns>
    internal static (PaymentStatus Status, string Word) Of(PayPalOrder? order, PayPalMoves moves, DateTimeOffset now)
    {
        if (Find(moves.Captures, IsDisputed) is { } disputed)
            return (PaymentStatus.Disputed, disputed);
        if (moves.Captures.Any(IsGood))
            return Paid(moves);
        if (Find(moves.Captures, capture => StatusOf(capture) is PaymentStatus.Unknown) is { } strange)
            return (PaymentStatus.Unknown, strange);
        if (Find(moves.Captures, capture => StatusOf(capture) is PaymentStatus.Processing) is { } waiting)
            return (PaymentStatus.Processing, waiting);
        return Held(moves) ?? Ended(order, moves, now) ?? OfOrder(order);
    }

    /// <summary>Whether a capture took money, whatever became of it.</summary>
    internal static bool IsGood(PayPalCapture capture) =>
        StatusOf(capture) is PaymentStatus.Completed or PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded;

    /// <summary>Whether the payer wants the money of a capture back, so that PayPal withholds it.</summary>
    internal static bool IsDisputed(PayPalCapture capture) =>
        capture.Status == "PENDING" && capture.StatusDetails?.Reason is { } reason && PayPalMapping.DisputeReasons.Contains(reason);

    internal static bool IsFailed(PayPalCapture capture) => StatusOf(capture) is PaymentStatus.Failed;

    /// <summary>How far a capture has come. Null when that is not known.</summary>
    internal static MovementState? StateOf(PayPalCapture capture) =>
        IsGood(capture) || IsDisputed(capture) ? MovementState.Succeeded
        : StatusOf(capture) switch
        {
            PaymentStatus.Processing => MovementState.Pending,
            PaymentStatus.Failed => MovementState.Failed,
            _ => null,
        };

    /// <summary>How far a hold has come. Null when that is not known.</summary>
    internal static MovementState? StateOf(PayPalAuthorization authorization) => StatusOf(authorization) switch
    {
        PaymentStatus.Authorized or PaymentStatus.Completed => MovementState.Succeeded,
        PaymentStatus.Processing => MovementState.Pending,
        PaymentStatus.Failed => MovementState.Failed,
        PaymentStatus.Cancelled or PaymentStatus.Expired => MovementState.Reversed,
        _ => null,
    };

    // While a part of the hold is neither taken nor released, the payment is still held. An order that lags behind lists its hold as it was made. A capture that
    // failed took nothing and closed nothing, even if it was to be the last one.
    private static (PaymentStatus, string)? OpenRest(PayPalMoves moves) =>
        Find(moves.Authorizations, authorization => authorization.Status is "PARTIALLY_CAPTURED" or "CREATED") is { } word
        && moves.Captures.All(capture => IsFailed(capture)
            || (capture.FinalCapture != true && StatusOf(capture) is PaymentStatus.Completed or PaymentStatus.Processing))
            ? (PaymentStatus.Authorized, word)
            : null;

    private static (PaymentStatus, string) Paid(PayPalMoves moves)
    {
        if (OpenRest(moves) is { } held)
            return held;
        var good = moves.Captures.Where(IsGood).ToList();
        var status = good.TrueForAll(capture => StatusOf(capture) is PaymentStatus.Refunded) ? PaymentStatus.Refunded
            : good.Exists(capture => StatusOf(capture) is not PaymentStatus.Completed) ? PaymentStatus.PartiallyRefunded
            : PaymentStatus.Completed;
        return (status, good[^1].Status!);
    }

    private static (PaymentStatus, string)? Held(PayPalMoves moves)
    {
        if (moves.Authorizations.Count == 0)
            return null;
        foreach (var wanted in (ReadOnlySpan<PaymentStatus>)[PaymentStatus.Authorized, PaymentStatus.Processing, PaymentStatus.Unknown])
        {
            if (Find(moves.Authorizations, authorization => StatusOf(authorization) == wanted) is { } word)
                return (wanted, word);
        }

        return null;
    }

    // An order that was not completed yet may still be: only its end makes an end of these.
    private static (PaymentStatus, string)? Ended(PayPalOrder? order, PayPalMoves moves, DateTimeOffset now)
    {
        if (order is not null && order.Status is not ("COMPLETED" or "VOIDED"))
            return null;
        foreach (var authorization in moves.Authorizations)
        {
            switch (StatusOf(authorization))
            {
                case PaymentStatus.Cancelled:
                    return (ProviderTime.Parse(authorization.ExpirationTime) <= now ? PaymentStatus.Expired : PaymentStatus.Cancelled, authorization.Status!);
                case PaymentStatus.Expired or PaymentStatus.Failed:
                    return (StatusOf(authorization), authorization.Status!);
                case PaymentStatus.Completed when moves.Captures.Count == 0:
                    return (PaymentStatus.Completed, authorization.Status!);
            }
        }

        return Find(moves.Captures, IsFailed) is { } failed ? (PaymentStatus.Failed, failed) : null;
    }

    // Without a page there is nothing for the payer to do on it.
    private static (PaymentStatus, string) OfOrder(PayPalOrder? order)
    {
        var status = PayPalMapping.Orders.GetValueOrDefault(order?.Status ?? "");
        return (order?.Status == "CREATED" && PayPalLinks.Page(order.Links) is null ? PaymentStatus.Pending : status, order?.Status ?? "");
    }

    private static string? Find<T>(IReadOnlyList<T> items, Func<T, bool> where)
        where T : PayPalObject
    {
        foreach (var item in items)
        {
            if (where(item))
                return item.Status ?? "";
        }

        return null;
    }

    private static PaymentStatus StatusOf(PayPalCapture capture) => PayPalMapping.Captures.GetValueOrDefault(capture.Status ?? "");

    private static PaymentStatus StatusOf(PayPalAuthorization authorization) => PayPalMapping.Authorizations.GetValueOrDefault(authorization.Status ?? "");
}
