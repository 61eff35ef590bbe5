using Payments.Http;

namespace Payments.CoinGate;

/// <summary>
/// Whose a refund is. CoinGate documents <c>reason</c>, which has our reference, in callbacks only: where a read is without it, our own record tells it by the
/// refund's id, and else nobody does.
/// </summary>
internal static class CoinGateRefunds
{
    /// <summary>Our reference of a refund: as CoinGate tells it, else as our record of the payment has it. Null where neither says.</summary>
    internal static string? ReferenceOf(CoinGateRefund refund, Payment? known) =>
        CoinGateReason.ReferenceIn(refund.Reason) ?? In(known).FirstOrDefault(made => made.RefundId is not null && made.RefundId == refund.Id)?.Reference;

    /// <summary>The reference that a callback tells of the refund that was read for it. Null unless amount and address are those, or where our record has another.</summary>
    internal static string? ReferenceIn(CoinGateRefund told, CoinGateRefund read, Payment? known)
    {
        var isSame = told.RequestAmount is not null && told.RequestAmount == read.RequestAmount && AddressOf(told) is { } address && IsSame(address, AddressOf(read));
        return isSame && CoinGateReason.ReferenceIn(told.Reason) is { } reference && !In(known).Any(made => made.Reference == reference && made.RefundId != read.Id)
            ? reference
            : null;
    }

    /// <summary>The refund of our reference, among those that a read of the payment has told of.</summary>
    /// <exception cref="PaymentNotFoundException">There is none: each one says that it is another.</exception>
    /// <exception cref="PaymentOutcomeUnknownException">One of them does not say whose it is, or none was told of at all.</exception>
    internal static Refund Find(string reference, Payment payment, bool isTold)
    {
        var refunds = In(payment).ToArray();
        if (Array.FindLast(refunds, made => made.Reference == reference) is { } found)
            return found;
        if (isTold && Array.TrueForAll(refunds, made => made.Reference is not null))
        {
            throw new PaymentNotFoundException(
                $"{payment.Reference.Provider}: the payment has no such refund.",
                PaymentErrors.Create(PaymentErrorKind.NotFound, PaymentErrorCode.NotFound), PaymentOutcome.Refused, payment);
        }

        throw new PaymentOutcomeUnknownException(
            $"{payment.Reference.Provider}: CoinGate does not say what the refunds of this payment were made for, so that this one may be among them: give its RefundId, or "
            + "look at the order's refunds.",
            PaymentErrors.Create(PaymentErrorKind.Unknown, PaymentErrorCode.Unknown), payment);
    }

    /// <summary>Stops a refund that may be there already: one that looks the same, and of which nobody says whose it is.</summary>
    /// <exception cref="PaymentConflictException">There is one; nothing was sent.</exception>
    internal static void RefuseEqual(IEnumerable<CoinGateRefund> refunds, CoinGateRefundExtras extras, Money amount, PaymentReference payment)
    {
        var address = extras.Address!.Value.Reveal();
        var isThere = !extras.AllowEqualRefund && refunds.Any(refund =>
            ReferenceOf(refund, payment.Known) is null
            && refund.RequestAmount == amount.Amount
            && (AddressOf(refund) is not { } listed || IsSame(address, listed))
            && CoinGateMapping.RefundStatuses.GetValueOrDefault(refund.Status ?? "") is not RefundStatus.Failed);
        if (isThere)
        {
            throw new PaymentConflictException(
                $"A refund of {amount} to this address is there already, and CoinGate does not say what it was made for: look at the order's refunds, and set "
                + $"{nameof(CoinGateRefundExtras)}.{nameof(CoinGateRefundExtras.AllowEqualRefund)} if another one is meant.",
                PaymentErrorCode.InvalidState, payment);
        }
    }

    /// <summary>The payment with what was read of one of its refunds alone, which may say more than the order does.</summary>
    internal static Payment With(Payment payment, Refund refund) => payment with
    {
        Facts = [.. payment.Facts.Where(fact => fact is not RefundFact told || told.Refund.RefundId != refund.RefundId), new RefundFact(refund) { AsOf = refund.AsOf }],
    };

    private static IEnumerable<Refund> In(Payment? payment) => payment?.Facts.OfType<RefundFact>().Select(fact => fact.Refund) ?? [];

    private static string? AddressOf(CoinGateRefund refund) =>
        !string.IsNullOrWhiteSpace(refund.Address) ? refund.Address : !string.IsNullOrWhiteSpace(refund.CryptoAddress) ? refund.CryptoAddress : null;

    // Of one address there are several spellings: a checksum may be told by the case of its letters.
    private static bool IsSame(string address, string? other) => other is not null && address.AsSpan().Trim().Equals(other.AsSpan().Trim(), StringComparison.OrdinalIgnoreCase);
}
