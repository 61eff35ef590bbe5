namespace Payments.Http.Tests;

internal sealed class ProviderRefundsTests
{
    private static readonly PaymentReference Reference = PaymentReference.From("acme", "p1");

    private static readonly Payment Paid = new()
    {
        Reference = Reference, Status = PaymentStatus.PartiallyRefunded, ProviderStatus = "", Amount = new Money(100m, "EUR"), CreatedAt = default,
        Facts = [new RefundFact(Refund("r1", "A", RefundStatus.Completed)), new RefundFact(Refund("r2", "B", RefundStatus.Failed)), new RefundFact(Refund("r3", null, RefundStatus.Completed))],
    };

    private static Refund Refund(string id, string? reference, RefundStatus status) => new()
    {
        Provider = "acme", RefundId = id, Reference = reference, Payment = Reference, Status = status, ProviderStatus = "", Amount = new Money(30m, "EUR"), CreatedAt = default,
    };

    [Test]
    public async Task A_refund_is_found_by_its_id_or_our_reference()
    {
        Assert.That((await ReadAsync(id: "r2")).Reference, Is.EqualTo("B"));
        Assert.That((await ReadAsync(reference: "A")).RefundId, Is.EqualTo("r1"));
        var missing = (await Assert.ThrowsAsync<PaymentNotFoundException>(() => ReadAsync(reference: "C")))!;
        Assert.That((missing.Outcome, missing.Payment), Is.EqualTo((PaymentOutcome.Refused, Reference)));
    }

    [Test]
    public void Without_a_name_nothing_is_read() => Assert.That(
        async () => await ProviderRefunds.ReadAsync(new RefundReference(Reference), (_, _) => throw new InvalidOperationException("It was read."), default),
        Throws.TypeOf<PaymentRequestException>());

    private static Task<Refund> ReadAsync(string? id = null, string? reference = null) =>
        ProviderRefunds.ReadAsync(new RefundReference(Reference) { RefundId = id, Reference = reference }, (_, _) => Task.FromResult(Paid), default);

    [TestCase("A", null, "r1")]
    [TestCase("A", 30, "r1")]
    [TestCase("B", 30, null)]
    [TestCase("C", 30, null)]
    public void A_refund_that_was_made_before_is_known_by_our_reference(string reference, int? amount, string? expected)
    {
        var request = new RefundRequest { Payment = Reference, Reference = reference, Amount = amount is null ? null : new Money(amount.Value, "EUR") };
        Assert.That(ProviderRefunds.Made(Paid, request)?.RefundId, Is.EqualTo(expected));
    }

    [Test]
    public void A_reference_is_used_for_one_refund_only()
    {
        var refused = Assert.Throws<PaymentConflictException>(() =>
            ProviderRefunds.Made(Paid, new RefundRequest { Payment = Reference, Reference = "A", Amount = new Money(31m, "EUR") }))!;
        Assert.That((refused.Error.Code, refused.Outcome), Is.EqualTo((PaymentErrorCode.IdempotencyKeyReused, PaymentOutcome.NeverSent)));
    }

    [TestCase(null, 40)]
    [TestCase(40, 40)]
    [TestCase(1, 1)]
    public void All_means_what_is_left_and_what_failed_does_not_count(int? asked, int expected) =>
        Assert.That(ProviderRefunds.AmountOf(Asked(asked), Paid), Is.EqualTo(new Money(expected, "EUR")));

    [Test]
    public void More_than_is_left_or_of_what_was_never_paid_is_a_conflict()
    {
        Assert.That(Code(Asked(41), Paid), Is.EqualTo(PaymentErrorCode.AmountTooLarge));
        Assert.That(Code(Asked(1), Paid with { Status = PaymentStatus.Processing }), Is.EqualTo(PaymentErrorCode.InvalidState));
        Assert.That(Code(Asked(null), Paid with { Amount = new Money(60m, "EUR") }), Is.EqualTo(PaymentErrorCode.AlreadyRefunded));
        Assert.That(Code(Asked(null), Paid with { Amount = new Money(100m, "USD") }), Is.EqualTo(PaymentErrorCode.Mismatch));
        Assert.Throws<PaymentRequestException>(() => ProviderRefunds.AmountOf(new RefundRequest { Payment = Reference, Amount = new Money(1m, "USD") }, Paid));

        static PaymentErrorCode Code(RefundRequest request, Payment payment) =>
            Assert.Throws<PaymentConflictException>(() => ProviderRefunds.AmountOf(request, payment))!.Error.Code;
    }

    private static RefundRequest Asked(int? amount) => new() { Payment = Reference, Amount = amount is null ? null : new Money(amount.Value, "EUR") };
}
