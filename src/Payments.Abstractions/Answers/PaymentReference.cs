using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Payments;

/// <summary>A further id of a payment at its provider.</summary>
/// <param name="Kind">What it is the id of, such as <c>charge</c> or <c>checkout_session</c>; each provider's README lists its kinds.</param>
/// <param name="Id">The id.</param>
public readonly record struct RelatedId(string Kind, string Id);

/// <summary>
/// Names a payment: the provider's registration, the provider's id, our order id and further ids. At least one id is there.
/// <see cref="ToString"/> and <see cref="Parse"/> round-trip the whole, so that a host without a store keeps one column.
/// </summary>
public sealed record PaymentReference : IParsable<PaymentReference>
{
    /// <summary>Names a payment.</summary>
    /// <param name="provider">The registration's name.</param>
    /// <param name="paymentId">The provider's id; null while there is none.</param>
    /// <param name="orderId">Our order id; null when it is not known.</param>
    /// <param name="related">Further ids; null for none.</param>
    /// <exception cref="ArgumentException">The provider's name is empty, or there is no id at all.</exception>
    public PaymentReference(string provider, string? paymentId, string? orderId = null, IReadOnlyList<RelatedId>? related = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(provider);
        Provider = provider;
        PaymentId = string.IsNullOrEmpty(paymentId) ? null : paymentId;
        OrderId = string.IsNullOrEmpty(orderId) ? null : orderId;
        Related = related is null ? ValueList<RelatedId>.Empty : ValueList<RelatedId>.Copy(related);
        if (PaymentId is null && OrderId is null && Related.Count == 0)
            throw new ArgumentException("A payment is named by at least one id: the provider's, ours, or a related one.", nameof(paymentId));
        for (var i = 0; i < Related.Count; i++)
        {
            if (string.IsNullOrEmpty(Related[i].Kind) || string.IsNullOrEmpty(Related[i].Id))
                throw new ArgumentException("A related id has a kind and an id.", nameof(related));
        }
    }

    /// <summary>The registration's name, such as <c>stripe</c>.</summary>
    public string Provider { get; }

    /// <summary>The provider's id of the payment. Null while the provider has given none.</summary>
    public string? PaymentId { get; }

    /// <summary>Our order id. Null when the message did not carry it.</summary>
    public string? OrderId { get; }

    /// <summary>Further ids of this payment at the provider.</summary>
    public IReadOnlyList<RelatedId> Related { get; }

    /// <summary>
    /// What is known of the payment already, for the provider to act on: the pipeline fills it from the store, and the conversion from
    /// <see cref="Payment"/> does so too. Not a part of the name: ignored by equality, <see cref="ToString"/> and <see cref="Parse"/>.
    /// Null when nothing is known; a provider that needs it then reads first, or refuses and names what is missing.
    /// </summary>
    public Payment? Known { get; private init; }

    /// <summary>Names a payment by the provider's id.</summary>
    /// <param name="provider">The registration's name.</param>
    /// <param name="paymentId">The provider's id.</param>
    /// <returns>The reference.</returns>
    public static PaymentReference From(string provider, string paymentId)
    {
        ArgumentException.ThrowIfNullOrEmpty(paymentId);
        return new PaymentReference(provider, paymentId);
    }

    /// <summary>The reference of a payment, with the payment itself as what is known.</summary>
    /// <param name="payment">The payment.</param>
    public static implicit operator PaymentReference(Payment payment) => FromPayment(payment);

    /// <summary>The reference of a payment, with the payment itself as what is known.</summary>
    /// <param name="payment">The payment.</param>
    /// <returns>The reference.</returns>
    public static PaymentReference FromPayment(Payment payment)
    {
        ArgumentNullException.ThrowIfNull(payment);
        return payment.Reference.With(payment);
    }

    /// <summary>The same name, with what is known of the payment.</summary>
    /// <param name="known">What is known; null for nothing.</param>
    /// <returns>The reference.</returns>
    public PaymentReference With(Payment? known) => ReferenceEquals(known, Known) ? this : this with { Known = known };

    /// <summary>The id of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The last id of that kind, or null.</returns>
    public string? GetRelated(string kind)
    {
        for (var i = Related.Count - 1; i >= 0; i--)
        {
            if (Related[i].Kind == kind)
                return Related[i].Id;
        }

        return null;
    }

    /// <summary>
    /// This name completed by another name of the same payment. Ours stays first: where both have a payment id and they differ, the other's
    /// is kept as a related id of the kind <c>payment</c>.
    /// </summary>
    /// <param name="other">The other name.</param>
    /// <returns>The union.</returns>
    /// <exception cref="ArgumentException">The other names a payment of another registration.</exception>
    public PaymentReference Complete(PaymentReference other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Provider != Provider)
            throw new ArgumentException("The two references are of different registrations.", nameof(other));

        var known = Known ?? other.Known;
        var isContained = Related.Count == 0 && (PaymentId is null || PaymentId == other.PaymentId) && (OrderId is null || OrderId == other.OrderId);
        if (isContained)
            return (Equals(other) ? this : other).With(known);

        List<RelatedId>? related = null;
        for (var i = 0; i < other.Related.Count; i++)
            Add(other.Related[i]);
        if (other.PaymentId is not null && PaymentId is not null && other.PaymentId != PaymentId)
            Add(new RelatedId("payment", other.PaymentId));

        var paymentId = PaymentId ?? other.PaymentId;
        var orderId = OrderId ?? other.OrderId;
        if (related is null && paymentId == PaymentId && orderId == OrderId)
            return With(known);
        return new PaymentReference(Provider, paymentId, orderId, related ?? Related) { Known = known };

        void Add(RelatedId id)
        {
            if (!Related.Contains(id) && related?.Contains(id) != true)
                (related ??= [.. Related]).Add(id);
        }
    }

    /// <summary>The id that a payment of ours has had from the first: its order, else the provider's id, else a related one.</summary>
    internal string FirstId => OrderId ?? PaymentId ?? Related[0].Id;

    /// <summary>The same name with the related ids in a fixed order, so that it does not depend on the order in which they were learnt.</summary>
    internal PaymentReference Sorted()
    {
        if (Related.Count < 2)
            return this;
        var sorted = Related.OrderBy(id => id.Kind, StringComparer.Ordinal).ThenBy(id => id.Id, StringComparer.Ordinal).ToList();
        return sorted.SequenceEqual(Related) ? this : new PaymentReference(Provider, PaymentId, OrderId, sorted) { Known = Known };
    }

    /// <summary>Whether two references have the same ids.</summary>
    /// <param name="other">The other reference.</param>
    /// <returns>True when provider, ids and related ids are the same.</returns>
    public bool Equals(PaymentReference? other) =>
        other is not null && Provider == other.Provider && PaymentId == other.PaymentId && OrderId == other.OrderId && Related.Equals(other.Related);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Provider, PaymentId, OrderId, Related);

    /// <summary>The whole name as one line, each part percent-encoded: <c>stripe:pi_1?order=A-1001&amp;charge=ch_1</c>.</summary>
    /// <returns>Text that <see cref="Parse"/> reads.</returns>
    public override string ToString()
    {
        var text = new StringBuilder(Uri.EscapeDataString(Provider)).Append(':');
        if (PaymentId is not null)
            text.Append(Uri.EscapeDataString(PaymentId));
        var separator = '?';
        if (OrderId is not null)
            Append("order", OrderId);
        foreach (var (kind, id) in Related)
            Append("related." + Uri.EscapeDataString(kind), id);
        return text.ToString();

        void Append(string name, string id)
        {
            text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(id));
            separator = '&';
        }
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="FormatException">The text is not a payment reference.</exception>
    public static PaymentReference Parse(string text) => TryParse(text, out var reference)
        ? reference
        : throw new FormatException("A payment reference is written as 'provider:payment-id?order=order-id&related.kind=id'.");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">The text.</param>
    /// <param name="reference">The reference.</param>
    /// <returns>Whether the text is a payment reference.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PaymentReference? reference)
    {
        reference = null;
        if (text is null || text.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var colon))
            return false;

        var query = text.IndexOf('?', colon);
        var paymentId = Uri.UnescapeDataString(query < 0 ? text[(colon + 1)..] : text[(colon + 1)..query]);
        string? orderId = null;
        List<RelatedId> related = [];
        foreach (var part in query < 0 ? [] : text[(query + 1)..].Split('&'))
        {
            if (part.Split('=') is not [var name, { Length: > 0 } value])
                return false;
            if (name == "order" && orderId is null)
                orderId = Uri.UnescapeDataString(value);
            else if (name.StartsWith("related.", StringComparison.Ordinal) && name.Length > "related.".Length)
                related.Add(new RelatedId(Uri.UnescapeDataString(name["related.".Length..]), Uri.UnescapeDataString(value)));
            else
                return false;
        }

        if (paymentId.Length == 0 && orderId is null && related.Count == 0)
            return false;
        reference = new PaymentReference(Uri.UnescapeDataString(text[..colon]), paymentId, orderId, related);
        return true;
    }

    static PaymentReference IParsable<PaymentReference>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<PaymentReference>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out PaymentReference result) =>
        TryParse(s, out result);
}
