using FsCheck;
using FsCheck.Fluent;

namespace Payments.Abstractions.Tests;

/// <summary>Names and ids as an attacker or a strange provider would choose them.</summary>
internal static class ContractGenerators
{
    private static readonly string[] Hostile =
    [
        "?", "&", "=", ":", "%", "%3A", "%253a", "#", "/", "\\", "+", " ", ".", ",", ";", "'", "\"", "<", "\0", "\r\n", "\u202e", "\u00a0", "é", "e\u0301", "한국", "😀",
        "order", "related", "related.", "order=", "?order=x", "&related.k=v", "payment", "stripe", "pi_1", "A-1001", "a", "0",
    ];

    internal static Gen<string> Texts => Gen.Elements(Hostile).NonEmptyListOf().Select(parts => string.Concat(parts.Take(4)));

    internal static Gen<string?> OptionalTexts => Gen.Frequency((2, Texts.Select(text => (string?)text)), (1, Gen.Constant<string?>(null)));

    internal static Gen<RelatedId> RelatedIds =>
        from kind in Gen.OneOf(Texts, Gen.Elements("charge", "payment", "refund")) from id in Texts select new RelatedId(kind, id);

    internal static Gen<PaymentReference> ReferencesOf(Gen<string> providers) =>
        from provider in providers
        from paymentId in OptionalTexts
        from orderId in OptionalTexts
        from related in RelatedIds.ListOf().Select(list => list.Take(4).ToList())
        select paymentId is null && orderId is null && related.Count == 0
            ? new PaymentReference(provider, "pi_1")
            : new PaymentReference(provider, paymentId, orderId, related);

    internal static Gen<PaymentReference> References => ReferencesOf(Texts);

    /// <summary>Two names of one registration that share some of their ids.</summary>
    internal static Gen<(PaymentReference A, PaymentReference B)> Pairs =>
        from a in ReferencesOf(Gen.Constant("stripe"))
        from other in ReferencesOf(Gen.Constant("stripe"))
        from shared in Gen.Choose(0, 3)
        select (a, shared switch
        {
            0 => new PaymentReference("stripe", a.PaymentId ?? other.PaymentId, other.OrderId ?? "A-1", other.Related),
            1 => new PaymentReference("stripe", other.PaymentId ?? "pi_2", a.OrderId, [.. other.Related, .. a.Related]),
            _ => other,
        });

    internal static Payment PaymentOf(PaymentReference reference) => new()
    {
        Reference = reference,
        Status = PaymentStatus.Completed,
        ProviderStatus = "succeeded",
        Amount = new Money(10m, Currency.USD),
        CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };
}
