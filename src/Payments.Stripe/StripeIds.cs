namespace Payments.Stripe;

/// <summary>
/// The ids that name one payment at Stripe. A hosted payment is named by its session all its life, any other by its intent; an old charge without
/// an intent by itself. The intent and the charge are also kept under their own kinds, so that a message which knows only them is matched.
/// </summary>
internal readonly record struct StripeIds(string? Session, string? Intent, string? Charge, string? OrderId)
{
    // Prefixes are no contract: what has none of these, and is not known as a charge, is taken for an intent.
    internal static StripeIds Of(PaymentReference payment)
    {
        var id = payment.PaymentId;
        var isSession = id?.StartsWith("cs_", StringComparison.Ordinal) == true;
        var charge = payment.GetRelated(StripeDefaults.ChargeKind);
        var isCharge = id is not null
            && (id == charge || id.StartsWith("ch_", StringComparison.Ordinal) || id.StartsWith("py_", StringComparison.Ordinal));
        return new StripeIds(
            isSession ? id : null,
            payment.GetRelated(StripeDefaults.IntentKind) ?? (isSession || isCharge ? null : id),
            isCharge ? id : charge,
            payment.OrderId);
    }

    /// <summary>Whether nothing but the charge is known.</summary>
    internal bool IsChargeOnly => this is { Session: null, Intent: null, Charge: not null };

    /// <summary>A payment's own name with the intent and the charge added.</summary>
    internal PaymentReference Complete(PaymentReference payment) =>
        Related is { Length: > 0 } related
            ? payment.Complete(new PaymentReference(payment.Provider, null, null, related))
            : payment;

    /// <summary>The reference; <paramref name="made"/> itself, where one was made of the same ids already. Null where there is no id.</summary>
    internal PaymentReference? ToReference(string provider, PaymentReference? made = null)
    {
        if (made is not null && made.Provider == provider && Of(made) == this)
            return made;
        var id = Session ?? Intent ?? Charge;
        if (id is null && OrderId is null)
            return null;
        return new PaymentReference(provider, id, OrderId, Related);
    }

    private RelatedId[] Related => (Intent, Charge) switch
    {
        ({ } intent, { } charge) => [new(StripeDefaults.IntentKind, intent), new(StripeDefaults.ChargeKind, charge)],
        ({ } intent, null) => [new(StripeDefaults.IntentKind, intent)],
        (null, { } charge) => [new(StripeDefaults.ChargeKind, charge)],
        _ => [],
    };
}
