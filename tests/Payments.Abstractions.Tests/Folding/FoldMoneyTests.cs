using static Payments.Abstractions.Tests.FoldGenerators;

namespace Payments.Abstractions.Tests;

/// <summary>What movements that are told of by themselves say of the whole payment.</summary>
internal sealed class FoldMoneyTests
{
    private static readonly AuthorizedFact Hold = new("a1", Make.Usd(100)) { AsOf = Make.At(1) };

    private static SnapshotFact Told(PaymentStatus status, double at, decimal? captured = null) => new(Make.Payment(status, captured: captured), IsAnswer: false) { AsOf = Make.At(at) };

    // An account that captures by itself counts as paid with its authorization; a void that wins says that nothing was taken after all.
    [Test]
    public void What_was_voided_before_it_was_taken_is_cancelled() =>
        Assert.That(
            Fold(Told(PaymentStatus.Completed, 1), new CapturedFact("c1", Make.Usd(100), MovementState.Reversed) { AsOf = Make.At(3) }, new VoidedFact("v1") { AsOf = Make.At(3) }).Status,
            Is.EqualTo(PaymentStatus.Cancelled));

    [Test]
    public void A_void_does_not_cancel_what_stays_captured() =>
        Assert.That(Fold(Hold, new CapturedFact("c1", Make.Usd(40)) { AsOf = Make.At(2) }, new VoidedFact("v1") { AsOf = Make.At(3) }).Status, Is.EqualTo(PaymentStatus.Completed));

    [TestCase(100, PaymentStatus.Refunded)]
    [TestCase(40, PaymentStatus.PartiallyRefunded)]
    public void A_refund_that_is_done_proves_a_capture_that_nobody_told_of(int amount, PaymentStatus expected)
    {
        var refund = new RefundFact(Make.Refund(amount)) { AsOf = Make.At(2) };
        Assert.That(Fold(Hold, refund).Status, Is.EqualTo(expected));
        Assert.That(Fold(Told(PaymentStatus.Authorized, 1), refund).Status, Is.EqualTo(expected));
    }

    [Test]
    public void So_does_a_chargeback_and_an_inquiry_does_not()
    {
        Assert.That(Fold(Hold, new DisputeFact(Make.Dispute(DisputeStatus.NeedsResponse)) { AsOf = Make.At(2) }).Status, Is.EqualTo(PaymentStatus.Disputed));
        Assert.That(Fold(Hold, new DisputeFact(Make.Dispute(DisputeStatus.NeedsResponse, isInquiry: true)) { AsOf = Make.At(2) }).Status, Is.EqualTo(PaymentStatus.Authorized));
    }

    [TestCase(RefundStatus.Pending)]
    [TestCase(RefundStatus.Failed)]
    public void A_refund_that_is_not_done_proves_nothing(RefundStatus status) =>
        Assert.That(Fold(Hold, new RefundFact(Make.Refund(40, status)) { AsOf = Make.At(2) }).Status, Is.EqualTo(PaymentStatus.Authorized));

    // A part went back, and nobody said how much: what was told before does not say that it was nothing.
    [Test]
    public void A_status_that_says_that_something_went_back_is_believed_before_an_older_total()
    {
        var after = Fold(
            new SnapshotFact(Make.Payment(PaymentStatus.Completed, captured: 100, refunded: 0), IsAnswer: true) { AsOf = Make.At(1) },
            new SnapshotFact(Make.Payment(PaymentStatus.PartiallyRefunded), IsAnswer: true) { AsOf = Make.At(2) });
        Assert.That((after.Status, after.RefundedAmount), Is.EqualTo((PaymentStatus.PartiallyRefunded, (Money?)null)));
    }

    // Part of a hold that was taken and given back: the rest is still held.
    [Test]
    public void A_refund_of_a_part_that_was_told_leaves_the_rest_held() =>
        Assert.That(Fold(Told(PaymentStatus.Authorized, 1, captured: 40), new RefundFact(Make.Refund(40)) { AsOf = Make.At(2) }).Status, Is.EqualTo(PaymentStatus.Authorized));
}
