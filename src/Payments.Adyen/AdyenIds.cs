namespace Payments.Adyen;

/// <summary>
/// The ids that a payment has at Adyen. A link or session has its id from the first and names the payment all its life; the pspReference, by which Adyen
/// captures and refunds, comes with the authorisation.
/// </summary>
internal readonly record struct AdyenIds(string? Link, string? Session, string? Psp, string? OrderId)
{
    internal bool IsPage => Link is not null || Session is not null;

    internal static AdyenIds Of(PaymentReference reference)
    {
        var bare = reference.PaymentId;
        var link = reference.GetRelated(AdyenDefaults.LinkKind);
        var session = reference.GetRelated(AdyenDefaults.SessionKind);
        var psp = AuthorisedPsp(reference.Known) ?? reference.GetRelated(AdyenDefaults.PspKind);

        // A name that somebody wrote by hand has no kinds, and ids do not show what they are.
        if (link is null && session is null)
            psp ??= bare;
        return new AdyenIds(link, session, psp, reference.OrderId);
    }

    /// <summary>The name of the payment. Null when there is no id at all.</summary>
    internal PaymentReference? ToReference(string provider)
    {
        List<RelatedId> related = [];
        Add(AdyenDefaults.LinkKind, Link);
        Add(AdyenDefaults.SessionKind, Session);
        Add(AdyenDefaults.PspKind, Psp);
        var id = Link ?? Session ?? Psp;
        return id is null && string.IsNullOrEmpty(OrderId) ? null : new PaymentReference(provider, id, OrderId, related);

        void Add(string kind, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                related.Add(new RelatedId(kind, value));
        }
    }

    // One page can see several attempts, each with an id of its own: what holds or took the money is the one to act on.
    private static string? AuthorisedPsp(Payment? known) => known?.Facts.OfType<AuthorizedFact>()
        .Where(fact => fact.State is MovementState.Succeeded).MaxBy(fact => (fact.AsOf, fact.Id))?.Id;
}
