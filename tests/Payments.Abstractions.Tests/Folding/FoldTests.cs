using static Payments.Abstractions.Tests.FoldGenerators;

namespace Payments.Abstractions.Tests;

/// <summary>Single stories: which fact may follow which.</summary>
internal sealed class FoldTests
{
    private static SnapshotFact Told(PaymentStatus status, double at, decimal? captured = null, decimal? refunded = null, bool isAnswer = false, long? version = null) =>
        new(Make.Payment(status, captured: captured, refunded: refunded), isAnswer) { AsOf = Make.At(at), Version = version };

    private static RefundFact Refunded(decimal amount, RefundStatus status, double at, string? id = "re_1", string? reference = null, double created = 0) =>
        new(Make.Refund(amount, status, id, reference, Make.At(created))) { AsOf = Make.At(at) };

    private static DisputeFact Disputed(DisputeStatus status, double at, bool isInquiry = false) => new(Make.Dispute(status, isInquiry)) { AsOf = Make.At(at) };

    private static CapturedFact Captured(string id, decimal amount, double at, MovementState state = MovementState.Succeeded) =>
        new(id, Make.Usd(amount), state) { AsOf = Make.At(at) };

    [Test]
    public void Without_facts_the_payment_is_what_was_asked_for() => Assert.That(Fold(), Is.EqualTo(Initial));

    [Test]
    public void A_stale_snapshot_never_overwrites_a_newer() =>
        Assert.That(Fold(Told(PaymentStatus.Authorized, 5), Told(PaymentStatus.RequiresAction, 4)).Status, Is.EqualTo(PaymentStatus.Authorized));

    [Test]
    public void The_version_counts_before_the_clock() =>
        Assert.That(
            Fold(Told(PaymentStatus.Authorized, 1, version: 7), Told(PaymentStatus.Pending, 9, version: 6)).Status, Is.EqualTo(PaymentStatus.Authorized));

    [Test]
    public void A_pushed_snapshot_does_not_unpay_but_asks_for_a_read()
    {
        var (payment, needsRead) = PaymentFold.Compute(Initial, SetOf([Told(PaymentStatus.Completed, 1, captured: 100), Told(PaymentStatus.Failed, 2)]));
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(needsRead, Is.True);
        Assert.That(payment.Attention, Is.EqualTo(PaymentAttention.Review));
    }

    [Test]
    public void A_newer_answer_unpays()
    {
        var (payment, needsRead) = PaymentFold.Compute(
            Initial, SetOf([Told(PaymentStatus.Completed, 1, captured: 100), Told(PaymentStatus.Failed, 2), Told(PaymentStatus.Pending, 3, isAnswer: true)]));
        Assert.That((payment.Status, needsRead), Is.EqualTo((PaymentStatus.Pending, false)));
        Assert.That(payment.RefundedAmount, Is.Null);
    }

    [Test]
    public void An_older_answer_does_not_unpay() =>
        Assert.That(Fold(Told(PaymentStatus.RequiresAction, 1, isAnswer: true), Told(PaymentStatus.Completed, 2)).Status, Is.EqualTo(PaymentStatus.Completed));

    // The same rule where a provider tells of single movements.
    [Test]
    public void A_pushed_snapshot_does_not_unpay_a_capture()
    {
        var (payment, needsRead) = PaymentFold.Compute(Initial, SetOf([Captured("c1", 100, 1), Told(PaymentStatus.Authorized, 2)]));
        Assert.That((payment.Status, needsRead), Is.EqualTo((PaymentStatus.Completed, true)));
    }

    [Test]
    public void A_newer_answer_unpays_a_capture() =>
        Assert.That(Fold(Captured("c1", 100, 1), Told(PaymentStatus.Authorized, 2, isAnswer: true)).Status, Is.EqualTo(PaymentStatus.Authorized));

    [Test]
    public void A_refund_that_fails_after_completion_is_taken_out_of_the_total()
    {
        var paid = Told(PaymentStatus.Refunded, 2, captured: 100, refunded: 100);
        Assert.That(Fold(paid, Refunded(100, RefundStatus.Completed, 2)).Status, Is.EqualTo(PaymentStatus.Refunded));
        var after = Fold(paid, Refunded(100, RefundStatus.Completed, 2), Refunded(100, RefundStatus.Failed, 9));
        Assert.That(after.Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(after.RefundedAmount, Is.EqualTo(Make.Usd(0)));
    }

    // The total comes from an older snapshot than the status: the failure is judged against the one that told the total.
    [Test]
    public void A_failed_refund_counts_against_the_snapshot_that_told_the_total() =>
        Assert.That(
            Fold(Told(PaymentStatus.Refunded, 1, captured: 100, refunded: 100), Refunded(100, RefundStatus.Failed, 2), Told(PaymentStatus.Completed, 3)).RefundedAmount,
            Is.EqualTo(Make.Usd(0)));

    // It cannot be in a total that was told before it was made.
    [Test]
    public void A_failed_refund_that_was_made_after_the_total_is_not_taken_out_of_it() =>
        Assert.That(
            Fold(Told(PaymentStatus.PartiallyRefunded, 1, captured: 100, refunded: 30), Refunded(60, RefundStatus.Failed, 3, created: 2)).RefundedAmount,
            Is.EqualTo(Make.Usd(30)));

    [Test]
    public void A_refund_told_without_and_with_its_id_counts_once()
    {
        var after = Fold(
            Told(PaymentStatus.Completed, 1, captured: 100), Refunded(50, RefundStatus.Completed, 2, id: null, reference: "ours"),
            Refunded(50, RefundStatus.Completed, 3, id: "re_9", reference: "ours"));
        Assert.That((after.Status, after.RefundedAmount), Is.EqualTo((PaymentStatus.PartiallyRefunded, (Money?)Make.Usd(50))));
    }

    [Test]
    public void Returned_overpayments_do_not_reduce_what_was_paid() =>
        Assert.That(
            Fold(Told(PaymentStatus.Completed, 1, captured: 100), new RefundFact(Make.Refund(20) with { Origin = RefundOrigin.Overpayment }) { AsOf = Make.At(2) }).Status,
            Is.EqualTo(PaymentStatus.Completed));

    [Test]
    public void Refunds_add_up()
    {
        var paid = Told(PaymentStatus.Completed, 1, captured: 100);
        Assert.That(Fold(paid, Refunded(60, RefundStatus.Completed, 2)).Status, Is.EqualTo(PaymentStatus.PartiallyRefunded));
        Assert.That(Fold(paid, Refunded(60, RefundStatus.Completed, 2), Refunded(40, RefundStatus.Completed, 3, "re_2")).Status, Is.EqualTo(PaymentStatus.Refunded));
        Assert.That(Fold(paid, Refunded(60, RefundStatus.Pending, 2)).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    // Five providers in turn forgot to tell what was captured: all of the amount was.
    [Test]
    public void A_full_refund_is_one_even_if_nobody_told_what_was_captured() =>
        Assert.That(Fold(Told(PaymentStatus.Completed, 1), Refunded(100, RefundStatus.Completed, 2)).Status, Is.EqualTo(PaymentStatus.Refunded));

    [Test]
    public void A_deposit_that_is_taken_back_makes_the_payment_wait_again()
    {
        var after = Fold(Told(PaymentStatus.Completed, 1, captured: 100), Captured("c1", 100, 1), Captured("c1", 100, 2, MovementState.Reversed));
        Assert.That((after.Status, after.CapturedAmount), Is.EqualTo((PaymentStatus.Pending, (Money?)Make.Usd(0))));
    }

    [Test]
    public void A_deposit_that_comes_again_completes_it_again() =>
        Assert.That(
            Fold(Told(PaymentStatus.Completed, 1, captured: 100), Captured("c1", 100, 2, MovementState.Reversed), Told(PaymentStatus.Completed, 3, captured: 100)).Status,
            Is.EqualTo(PaymentStatus.Completed));

    [Test]
    public void A_late_payment_revives_what_had_expired()
    {
        Assert.That(Fold(new ExpiredFact { AsOf = Make.At(2) }, Told(PaymentStatus.Pending, 1)).Status, Is.EqualTo(PaymentStatus.Expired));
        Assert.That(Fold(Told(PaymentStatus.Expired, 2), Told(PaymentStatus.Completed, 3)).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(Fold(Told(PaymentStatus.Expired, 2), Captured("tx", 100, 3)).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(Fold(new ExpiredFact { AsOf = Make.At(2) }, Told(PaymentStatus.Processing, 3)).Status, Is.EqualTo(PaymentStatus.Processing));
    }

    [Test]
    public void A_failed_attempt_may_be_retried()
    {
        var failed = new FailedAttemptFact("a1", Make.Error(PaymentErrorCode.Declined)) { AsOf = Make.At(2) };
        var after = Fold(Told(PaymentStatus.RequiresAction, 1), failed);
        Assert.That((after.Status, after.Error?.Code), Is.EqualTo((PaymentStatus.Failed, (PaymentErrorCode?)PaymentErrorCode.Declined)));
        Assert.That(Fold(Told(PaymentStatus.RequiresAction, 1), failed, Told(PaymentStatus.RequiresAction, 3)).Status, Is.EqualTo(PaymentStatus.RequiresAction));
        Assert.That(Fold(failed, Told(PaymentStatus.Completed, 3)).Error, Is.Null);
        Assert.That(Fold(failed, Captured("c1", 100, 3)).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [Test]
    public void Authorization_captures_and_void()
    {
        var held = new AuthorizedFact("a1", Make.Usd(100)) { AsOf = Make.At(1) };
        Assert.That(Fold(held) is { Status: PaymentStatus.Authorized, AuthorizedAmount.Amount: 100 });
        var captured = Fold(held, Captured("c1", 60, 2), Captured("c2", 30, 3), Captured("c3", 10, 4, MovementState.Failed));
        Assert.That(captured is { Status: PaymentStatus.Completed, CapturedAmount.Amount: 90, AuthorizedAmount.Amount: 100 });
        var voided = new VoidedFact("v1") { AsOf = Make.At(2) };
        Assert.That(Fold(held, voided).Status, Is.EqualTo(PaymentStatus.Cancelled));
        Assert.That(Fold(held, voided with { State = MovementState.Failed }).Status, Is.EqualTo(PaymentStatus.Authorized));
        Assert.That(Fold(held, Captured("c1", 60, 2), voided with { AsOf = Make.At(3) }).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    // A provider that answers "received" and tells by a webhook how it ended.
    [Test]
    public void A_capture_or_void_that_was_only_received_is_under_way()
    {
        var held = new AuthorizedFact("a1", Make.Usd(100)) { AsOf = Make.At(1) };
        var received = Captured("c1", 100, 2, MovementState.Pending);
        Assert.That(Fold(held, received).Status, Is.EqualTo(PaymentStatus.Processing));
        Assert.That(Fold(held, new VoidedFact("v1", MovementState.Pending) { AsOf = Make.At(2) }).Status, Is.EqualTo(PaymentStatus.Processing));
        Assert.That(Fold(Told(PaymentStatus.Authorized, 1), received).Status, Is.EqualTo(PaymentStatus.Processing));
        Assert.That(Fold(Told(PaymentStatus.RequiresAction, 1), new VoidedFact("v1", MovementState.Pending) { AsOf = Make.At(2) }).Status, Is.EqualTo(PaymentStatus.Processing));
        Assert.That(Fold(Told(PaymentStatus.Authorized, 3, isAnswer: true), received).Status, Is.EqualTo(PaymentStatus.Authorized), "a later answer knows better");
        Assert.That(Fold(held, received, Captured("c1", 100, 3, MovementState.Failed)).Status, Is.EqualTo(PaymentStatus.Authorized));
        Assert.That(Fold(held, received, Captured("c1", 100, 3)) is { Status: PaymentStatus.Completed, CapturedAmount.Amount: 100, TransactionId: "c1" });
    }

    [Test]
    public void A_hold_that_has_run_out_is_expired_unless_it_was_renewed_or_captured()
    {
        var held = new AuthorizedFact("a1", Make.Usd(100)) { AsOf = Make.At(1) };
        var expired = new ExpiredFact { AsOf = Make.At(3) };
        Assert.That(Fold(held, expired).Status, Is.EqualTo(PaymentStatus.Expired));
        Assert.That(Fold(Told(PaymentStatus.Authorized, 1), expired).Status, Is.EqualTo(PaymentStatus.Expired));
        Assert.That(Fold(held, expired, held with { AsOf = Make.At(4) }).Status, Is.EqualTo(PaymentStatus.Authorized));
        Assert.That(Fold(held, Captured("c1", 40, 2), expired) is { Status: PaymentStatus.Completed, CapturedAmount.Amount: 40 });
    }

    [Test]
    public void A_capture_that_is_taken_back_leaves_the_hold()
    {
        var held = new AuthorizedFact("a1", Make.Usd(100)) { AsOf = Make.At(1) };
        var back = Captured("c1", 100, 2, MovementState.Reversed);
        Assert.That(Fold(Told(PaymentStatus.Completed, 1, captured: 100), held, back).Status, Is.EqualTo(PaymentStatus.Authorized));
        Assert.That(Fold(held, back).Status, Is.EqualTo(PaymentStatus.Authorized));
    }

    // Money is held although the page had been closed: the host has to know, so that it can release it.
    [Test]
    public void A_hold_after_a_cancellation_is_seen() =>
        Assert.That(Fold(Told(PaymentStatus.Cancelled, 1), new AuthorizedFact("a1", Make.Usd(100)) { AsOf = Make.At(2) }).Status, Is.EqualTo(PaymentStatus.Authorized));

    [Test]
    public void A_hold_of_the_same_moment_does_not_undo_a_cancellation() =>
        Assert.That(Fold(Told(PaymentStatus.Cancelled, 1), new AuthorizedFact("a1", Make.Usd(100)) { AsOf = Make.At(1) }).Status, Is.EqualTo(PaymentStatus.Cancelled));

    [TestCase(DisputeStatus.NeedsResponse, false, PaymentStatus.Disputed)]
    [TestCase(DisputeStatus.NeedsResponse, true, PaymentStatus.Disputed)]
    [TestCase(DisputeStatus.Unknown, false, PaymentStatus.Disputed)]
    [TestCase(DisputeStatus.Lost, false, PaymentStatus.Disputed)]
    [TestCase(DisputeStatus.Won, false, PaymentStatus.Completed)]
    [TestCase(DisputeStatus.Closed, true, PaymentStatus.Completed)]
    public void Disputes(DisputeStatus status, bool isInquiry, PaymentStatus expected)
    {
        var paid = Told(PaymentStatus.Completed, 1, captured: 100);
        Assert.That(Fold(paid, Disputed(DisputeStatus.NeedsResponse, 2, isInquiry), Disputed(status, 3, isInquiry)).Status, Is.EqualTo(expected));
        Assert.That(Fold(Told(PaymentStatus.Disputed, 1, captured: 100), Disputed(status, 3, isInquiry)).Status, Is.EqualTo(expected));
    }

    [Test]
    public void A_won_dispute_leaves_earlier_refunds() =>
        Assert.That(
            Fold(Told(PaymentStatus.Completed, 1, captured: 100), Refunded(30, RefundStatus.Completed, 2), Disputed(DisputeStatus.Won, 3)).Status,
            Is.EqualTo(PaymentStatus.PartiallyRefunded));

    [Test]
    public void Details_survive_a_poorer_snapshot()
    {
        var rich = new SnapshotFact(
            Make.Payment(PaymentStatus.Completed, captured: 100) with
            {
                Card = new PaymentCard { Last4 = "4242" }, ReceiptUrl = new Uri("https://pay.example/r"), TransactionId = "ch_1", Method = PaymentMethod.CreditCard,
                ProviderMethod = "card", ProviderState = "state", ReceivedAmount = new Money(0.1m, Currency.BTC), Reference = new PaymentReference(Make.Provider, "pay_1", null, [new RelatedId("charge", "ch_1")]),
            },
            IsAnswer: true) { AsOf = Make.At(1) };
        var after = Fold(rich, Told(PaymentStatus.Completed, 2));
        Assert.That(after is
        {
            Card.Last4: "4242", ReceiptUrl: not null, TransactionId: "ch_1", Method: PaymentMethod.CreditCard, ProviderMethod: "card", CapturedAmount.Amount: 100,
            ReceivedAmount.Amount: 0.1m, Reference.OrderId: "Order-1001",
        });
        Assert.That(after.ProviderState?.Reveal(), Is.EqualTo("state"));
        Assert.That(after.Reference.GetRelated("charge"), Is.EqualTo("ch_1"));
    }

    // A provider without events for refunds tells it by its total alone.
    [Test]
    public void A_later_total_takes_back_a_refund_that_failed_since()
    {
        var refunded = new RefundFact(Make.Refund(1)) { AsOf = Make.At(2) };
        var before = new SnapshotFact(Make.Payment(PaymentStatus.Completed, captured: 100) with { RefundedAmount = Make.Usd(0) }, IsAnswer: true) { AsOf = Make.At(1) };
        var after = before with { AsOf = Make.At(2).AddMinutes(1) };
        var sameSecond = before with { AsOf = Make.At(2).AddTicks(1) };
        Assert.That(Fold(before, refunded).RefundedAmount!.Value.IsPositive, Is.True);
        Assert.That(Fold(sameSecond, refunded).RefundedAmount!.Value.IsPositive, Is.True, "a clock of whole seconds does not tell which came first");
        Assert.That(Fold(before, refunded, after) is { Status: PaymentStatus.Completed, RefundedAmount.Amount: 0 });
        Assert.That(Fold(after, refunded, before) is { Status: PaymentStatus.Completed, RefundedAmount.Amount: 0 });
    }

    // A provider that answers with the reference it was given brings along what the pipeline put into it.
    [Test]
    public void What_was_known_is_not_kept_inside_of_what_is_known()
    {
        var known = Make.Payment(PaymentStatus.Authorized);
        var reference = known.Reference.With(known);
        var set = SetOf(
        [
            new SnapshotFact(Make.Payment(PaymentStatus.Completed) with { Reference = reference }, IsAnswer: true) { AsOf = Make.At(1) },
            new RefundFact(Make.Refund(1) with { Payment = reference }), new DisputeFact(Make.Dispute(DisputeStatus.Won) with { Payment = reference }),
        ]);
        Assert.That(PaymentFold.Compute(Initial, set).Payment.Reference.Known, Is.Null);
        Assert.That(set.Select(fact => fact switch
        {
            SnapshotFact snapshot => snapshot.Payment.Reference.Known,
            RefundFact refund => refund.Refund.Payment.Known,
            DisputeFact dispute => dispute.Dispute.Payment.Known,
            _ => known,
        }), Is.All.Null);
    }

    [Test]
    public void An_amount_of_another_currency_is_not_added_but_asks_for_a_person()
    {
        var after = Fold(Told(PaymentStatus.Completed, 1, captured: 100), new RefundFact(Make.Refund(30) with { Amount = new Money(30, Currency.EUR) }) { AsOf = Make.At(2) });
        Assert.That((after.Status, after.RefundedAmount, after.Attention), Is.EqualTo((PaymentStatus.Completed, (Money?)null, PaymentAttention.Review)));
    }
}
