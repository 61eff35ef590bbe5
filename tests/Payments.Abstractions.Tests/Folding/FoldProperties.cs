using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using static Payments.Abstractions.Tests.FoldGenerators;

namespace Payments.Abstractions.Tests;

/// <summary>What holds for every set of facts.</summary>
internal sealed class FoldProperties
{
    [Test]
    public void Order_and_repetition_change_nothing() =>
        Holds(Shuffles, x => PaymentFold.Compute(Initial, SetOf(x.Facts)) == PaymentFold.Compute(Initial, SetOf(x.Shuffled)), 3000);

    [Test]
    public void Order_and_repetition_give_one_set() =>
        Holds(Shuffles, x => SetOf(x.Facts).ToHashSet().SetEquals(SetOf(x.Shuffled)), 3000);

    // Facts come one by one over years: what is kept must not grow with their number.
    [Test]
    public void The_set_is_bounded_by_the_objects_and_the_questions() =>
        Holds(Facts, facts =>
        {
            var set = SetOf(facts);
            var listed = facts.Concat(facts.OfType<SnapshotFact>().SelectMany(fact => fact.Payment.Facts));
            return set.OfType<SnapshotFact>().Count() <= PaymentFactSet.MaxSnapshots
                && set.Count(fact => fact is not SnapshotFact) <= listed.Where(fact => fact is not SnapshotFact).DistinctBy(fact => fact.Key).Count();
        });

    [Test]
    public void A_fact_that_says_nothing_new_gives_the_same_set() =>
        Holds(Facts, facts =>
        {
            var set = SetOf(facts);
            return facts.All(fact => ReferenceEquals(set.Add(fact), set));
        });

    [Test]
    public void Amount_and_capture_mode_never_change() =>
        Holds(Facts, facts => Fold(facts) is var payment && payment.Amount == Initial.Amount && payment.CaptureMode == Initial.CaptureMode);

    // A refund that failed before it had an id changes nothing, but takes the fold off its short way.
    [Test]
    public void A_single_snapshot_is_handed_back_only_where_it_is_what_the_facts_add_up_to() =>
        Holds(Fact, fact => fact is not SnapshotFact { Payment.Facts.Count: 0 } || Fold(fact) == Fold(fact, FailedWithoutId) with { Facts = [] }, 3000);

    [Test]
    public void Nothing_is_ever_negative() =>
        Holds(Facts, facts => Fold(facts) is var payment && payment.CapturedAmount is null or { Amount: >= 0 } && payment.RefundedAmount is null or { Amount: >= 0 });

    // A payment that was paid by a snapshot stays paid whatever is pushed; only an answer, or a capture that was taken back, undoes it.
    [Test]
    public void Pushed_snapshots_never_take_back_what_was_paid() =>
        Holds(
            Facts.Select(facts => facts.Where(fact => fact is SnapshotFact { IsAnswer: false }).ToList()),
            facts => !facts.Any(fact => fact is SnapshotFact { Payment: var payment } && payment.Status.IsPaid() && payment.Facts.Count == 0)
                || facts.SelectMany(fact => ((SnapshotFact)fact).Payment.Facts).OfType<CapturedFact>().Any()
                || Fold(facts).Status.IsPaid());

    [TestCase("tr-TR")]
    [TestCase("ar-SA")]
    [TestCase("th-TH")]
    public void The_culture_changes_nothing(string culture)
    {
        var facts = Facts.Sample(60, 12).Select(SetOf).ToList();
        var plain = facts.ConvertAll(set => PaymentFold.Compute(Initial, set));
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);
            Assert.That(facts.ConvertAll(set => PaymentFold.Compute(Initial, SetOf(set.Reverse()))), Is.EqualTo(plain));
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = before;
        }
    }

    private static void Holds<T>(Gen<T> values, Func<T, bool> property, int times = 1000) =>
        Prop.ForAll(values.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(times));

    private static readonly RefundFact FailedWithoutId = new(new Refund
    {
        Provider = Make.Provider, Payment = Initial.Reference, Status = RefundStatus.Failed, ProviderStatus = "failed", Amount = Make.Usd(1), CreatedAt = Make.At(1),
    });
}
