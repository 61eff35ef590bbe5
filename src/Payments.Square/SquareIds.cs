namespace Payments.Square;

/// <summary>
/// What a payment is named by at Square: a payment by its plain id, what a page or a Terminal was asked for by <c>order:</c> or <c>checkout:</c> and the id,
/// all its life. The three kinds of ids look alike, so the kind goes along; exactly one of the three is set, or none.
/// </summary>
internal readonly record struct SquareIds(string? Payment, string? Order, string? Checkout)
{
    // What the memory calls it comes first: a message may have named one of an order's payments.
    internal static SquareIds Of(PaymentReference payment)
    {
        if ((payment.Known?.Reference.PaymentId ?? payment.PaymentId) is not { } id)
        {
            return payment.GetRelated(SquareDefaults.PaymentKind) is { } single ? new SquareIds(single, null, null)
                : payment.GetRelated(SquareDefaults.CheckoutKind) is { } checkout ? new SquareIds(null, null, checkout)
                : new SquareIds(null, payment.GetRelated(SquareDefaults.OrderKind), null);
        }

        return After(id, SquareDefaults.OrderPrefix) is { } named ? new SquareIds(null, named, null)
            : After(id, SquareDefaults.CheckoutPrefix) is { } device ? new SquareIds(null, null, device)
            : new SquareIds(After(id, SquareDefaults.PaymentPrefix) ?? id, null, null);
    }

    /// <summary>The name of the order or checkout; null for a payment by its own id.</summary>
    internal string? Basket => Order is not null ? SquareDefaults.OrderPrefix + Order : Checkout is not null ? SquareDefaults.CheckoutPrefix + Checkout : null;

    /// <summary>The payments that were learnt to belong to an order or a checkout.</summary>
    internal static IReadOnlyList<string> PaymentsOf(PaymentReference payment) =>
    [
        .. payment.Related.Concat(payment.Known?.Reference.Related ?? [])
            .Where(id => id.Kind == SquareDefaults.PaymentKind && !id.Id.Contains(':', StringComparison.Ordinal))
            .Select(id => id.Id).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>
    /// The one payment that the caller named by its own id, where the memory knows it as one of an order's or a checkout's. Null when the caller named the whole.
    /// </summary>
    internal static string? OwnOf(PaymentReference payment) =>
        payment is { PaymentId: { } id, Known.Reference: var known } && known.PaymentId != id
            && (After(id, SquareDefaults.PaymentPrefix) ?? id) is var own && known.Related.Contains(new RelatedId(SquareDefaults.PaymentKind, own))
            ? own
            : null;

    /// <summary>The page of an order.</summary>
    internal static string? LinkOf(PaymentReference payment) =>
        payment.GetRelated(SquareDefaults.LinkKind) ?? payment.Known?.Reference.GetRelated(SquareDefaults.LinkKind);

    /// <summary>
    /// The names by which a message is matched that tells of a payment. Without a payment id: which of its names the payment goes by, only the memory knows.
    /// </summary>
    internal static PaymentReference Lookup(string provider, string payment, SquarePayment? told)
    {
        List<RelatedId> related = [new(SquareDefaults.PaymentKind, payment)];
        if (told is not null)
            related.AddRange(BasketOf(told));
        return new PaymentReference(provider, null, told?.ReferenceId, related);
    }

    /// <summary>
    /// What a payment was made for. One that carries our own order id was charged by token: several of those may pay one order at Square, so that order
    /// does not name it.
    /// </summary>
    /// <returns>One id, or none.</returns>
    internal static RelatedId[] BasketOf(SquarePayment payment) =>
        !string.IsNullOrEmpty(payment.TerminalCheckoutId) ? [new RelatedId(SquareDefaults.CheckoutKind, payment.TerminalCheckoutId)]
        : !string.IsNullOrEmpty(payment.OrderId) && string.IsNullOrEmpty(payment.ReferenceId) ? [new RelatedId(SquareDefaults.OrderKind, payment.OrderId)]
        : [];

    private static string? After(string id, string prefix) =>
        id.Length > prefix.Length && id.StartsWith(prefix, StringComparison.Ordinal) ? id[prefix.Length..] : null;
}
