namespace Payments;

/// <summary>
/// Makes one record of two that are one payment: a message that came before the answer to the call that made the payment, and named neither its order
/// nor anything else that was known, has made a record of its own.
/// </summary>
internal static class RecordTwins
{
    /// <summary>The name under which there may be another record of this payment: the provider's id, when it is learnt. Null when it is no news.</summary>
    internal static PaymentReference? NameOf(PaymentRecord? record, LedgerEntry entry) =>
        record is { Reference.PaymentId: null } && entry.Reference is { PaymentId: { } learnt } told ? PaymentReference.From(told.Provider, learnt) : null;

    /// <summary>The record that was made here, with all that was heard of the payment under the other one, if there is one.</summary>
    internal static PaymentRecord Merge(PaymentRecord made, PaymentRecord? heard)
    {
        if (heard is null)
            return made;

        // Handlers have heard of the other one alone, as long as nothing was known of this one.
        var told = made.Facts.Count == 0 ? heard.Payment : made.Payment;
        return made with
        {
            Facts = heard.Facts.Aggregate(made.Facts, (set, fact) => set.Add(fact)),
            Payment = told with { Reference = made.Reference.Complete(heard.Reference).With(null) },
            HadOutcome = made.HadOutcome || heard.HadOutcome,
            CustomerId = made.CustomerId ?? heard.CustomerId,
            Pending = [.. made.Pending, .. heard.Pending],
            Undelivered = [.. heard.Undelivered, .. made.Undelivered],
            UpdatedAt = made.UpdatedAt > heard.UpdatedAt ? made.UpdatedAt : heard.UpdatedAt,
        };
    }
}
