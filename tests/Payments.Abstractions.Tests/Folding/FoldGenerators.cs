using FsCheck;
using FsCheck.Fluent;

namespace Payments.Abstractions.Tests;

/// <summary>Facts about one payment as a careless provider might send them: few times, versions and ids, so that they collide.</summary>
internal static class FoldGenerators
{
    internal static Payment Initial { get; } = Make.Payment(PaymentStatus.Unknown, id: "") with { Method = PaymentMethod.Card };

    internal static Gen<List<PaymentFact>> Facts => Fact.ListOf().Select(facts => facts.Take(14).ToList());

    internal static Gen<PaymentFact> Fact => Gen.OneOf(Snapshot, Snapshot, Refund, Movement, Dispute, Plain);

    /// <summary>The same facts in another order, some of them several times.</summary>
    internal static Gen<(List<PaymentFact> Facts, List<PaymentFact> Shuffled)> Shuffles =>
        from facts in Facts
        from again in Gen.Shuffle(facts.Concat(facts.Where((_, i) => i % 2 == 0)).ToArray())
        select (facts, again.ToList());

    internal static PaymentFactSet SetOf(IEnumerable<PaymentFact> facts) => facts.Aggregate(PaymentFactSet.Empty, (set, fact) => set.Add(fact));

    internal static Payment Fold(params IEnumerable<PaymentFact> facts) => PaymentFold.Compute(Initial, SetOf(facts)).Payment;

    private static Gen<DateTimeOffset?> Times => Gen.Elements<DateTimeOffset?>(null, Make.At(1), Make.At(2), Make.At(3), Make.At(4));

    private static Gen<long?> Versions => Gen.Frequency((3, Gen.Constant<long?>(null)), (1, Gen.Elements<long?>(1, 2, 3)));

    private static Gen<Money?> Amounts => Gen.Elements<Money?>(null, Make.Usd(0), Make.Usd(30), Make.Usd(60), Make.Usd(100));

    private static Gen<Money> Sums => Gen.Elements(Make.Usd(30), Make.Usd(60), Make.Usd(60.00m), Make.Usd(100));

    private static Gen<PaymentReference> References => Gen.Elements(
        new PaymentReference(Make.Provider, "pay_1", "Order-1001"), new PaymentReference(Make.Provider, null, "Order-1001", [new RelatedId("charge", "ch_1")]),
        new PaymentReference(Make.Provider, "pay_2"), new PaymentReference(Make.Provider, null, null, [new RelatedId("charge", "ch_2"), new RelatedId("session", "s_1")]));

    private static Gen<NextAction?> Actions => Gen.Elements<NextAction?>(
        null, new WaitAction(), new RedirectAction(new Uri("https://pay.example/1")), new RedirectAction(new Uri("https://pay.example/2")),
        new ClientSdkAction("fake.js", """{"secret":"a"}"""), new ClientSdkAction("fake.js", """{"secret":"b"}"""),
        new FormPostAction(new Uri("https://pay.example/f")) { Fields = new Dictionary<string, string> { ["a"] = "1" } },
        new FormPostAction(new Uri("https://pay.example/f")) { Fields = new Dictionary<string, string> { ["a"] = "2" } },
        new CryptoTransferAction { Addresses = new Dictionary<string, string> { ["BTC"] = "bc1a" } },
        new CryptoTransferAction { Addresses = new Dictionary<string, string> { ["BTC"] = "bc1b" } });

    private static Gen<PaymentError?> Errors => Gen.Elements(
        null, Make.Error(), Make.Error() with { ProviderMessage = "one" }, Make.Error() with { ProviderMessage = "two" },
        Make.Error(PaymentErrorCode.Declined, PaymentErrorKind.Declined), Make.Error() with { RetryAfter = TimeSpan.FromSeconds(3) });

    private static Gen<Payment> Payments =>
        from status in Gen.Elements(Enum.GetValues<PaymentStatus>())
        from authorized in Amounts
        from captured in Amounts
        from refunded in Amounts
        from reference in References
        from action in Actions
        from error in Errors
        from transaction in Gen.Elements(null, "t1", "t2")
        from method in Gen.Elements(PaymentMethod.Unspecified, PaymentMethod.Card, PaymentMethod.Cryptocurrency)
        from card in Gen.Elements(null, new PaymentCard { Brand = "visa" }, new PaymentCard { Last4 = "4242" })
        from receipt in Gen.Elements(null, new Uri("https://pay.example/r1"), new Uri("https://pay.example/r2"))
        from state in Gen.Elements<Sensitive<string>?>(null, "s1", "s2")
        from metadata in Gen.Elements("", "a", "b")
        from listed in Gen.Frequency((3, Gen.Constant<PaymentFact[]>([])), (1, Gen.OneOf(Refund, Movement, Dispute).Select(fact => new[] { fact })))
        select new Payment
        {
            Reference = reference,
            Status = status,
            ProviderStatus = status.ToString(),
            Amount = Make.Usd(metadata == "b" ? 77 : 100),
            AuthorizedAmount = authorized,
            CapturedAmount = captured,
            RefundedAmount = refunded,
            TransactionId = transaction,
            Method = method,
            Card = card,
            ReceiptUrl = receipt,
            NextAction = action,
            Error = error,
            ProviderState = state,
            CreatedAt = Make.At(metadata.Length),
            Metadata = metadata.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { ["m"] = metadata },
            Facts = listed,
        };

    private static Gen<PaymentFact> Snapshot =>
        from payment in Payments
        from asOf in Times
        from version in Versions
        from isAnswer in Gen.Elements(true, false)
        select (PaymentFact)new SnapshotFact(payment, isAnswer) { AsOf = asOf, Version = version };

    private static Gen<PaymentFact> Refund =>
        from id in Gen.Elements("re_1", "re_2", null)
        from own in Gen.Elements("ours_1", "ours_2", null)
        from status in Gen.Elements(Enum.GetValues<RefundStatus>())
        from origin in Gen.Elements(Enum.GetValues<RefundOrigin>())
        from amount in Sums
        from error in Errors
        from created in Gen.Choose(0, 4)
        from metadata in Gen.Elements("", "a")
        from asOf in Times
        from version in Versions
        select (PaymentFact)new RefundFact(Make.Refund(amount.Amount, status, id, own, Make.At(created)) with
        {
            Origin = origin,
            Error = error,
            Metadata = metadata.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { ["m"] = metadata },
        })
        { AsOf = asOf, Version = version };

    private static Gen<PaymentFact> Movement =>
        from kind in Gen.Choose(0, 2)
        from id in Gen.Elements("m_1", "m_2")
        from state in Gen.Elements(Enum.GetValues<MovementState>())
        from amount in Sums
        from asOf in Times
        from version in Versions
        select kind switch
        {
            0 => new AuthorizedFact(id, amount, state) { AsOf = asOf, Version = version },
            1 => new CapturedFact(id, amount, state) { AsOf = asOf, Version = version },
            _ => (PaymentFact)new VoidedFact(id, state) { AsOf = asOf, Version = version },
        };

    private static Gen<PaymentFact> Dispute =>
        from id in Gen.Elements("dp_1", "dp_2")
        from status in Gen.Elements(Enum.GetValues<DisputeStatus>())
        from isInquiry in Gen.Elements(true, false)
        from due in Times
        from asOf in Times
        select (PaymentFact)new DisputeFact(Make.Dispute(status, isInquiry, id) with { EvidenceDueBy = due, CreatedAt = due }) { AsOf = asOf };

    private static Gen<PaymentFact> Plain =>
        from expired in Gen.Elements(true, false)
        from id in Gen.Elements("a_1", "a_2")
        from error in Errors
        from asOf in Times
        select expired ? new ExpiredFact { AsOf = asOf } : (PaymentFact)new FailedAttemptFact(id, error ?? Make.Error()) { AsOf = asOf };
}
