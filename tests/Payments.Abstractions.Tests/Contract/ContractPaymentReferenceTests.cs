using FsCheck.Fluent;
using static Payments.Abstractions.Tests.ContractGenerators;
using static Payments.Abstractions.Tests.MoneyGenerators;

namespace Payments.Abstractions.Tests;

/// <summary>The name of a payment: one line of text, and the laws of completing it.</summary>
internal sealed class ContractPaymentReferenceTests
{
    [Test]
    public void Text_round_trips_the_whole() =>
        Holds(References, reference => PaymentReference.Parse(reference.ToString()) is var parsed && parsed == reference && parsed.ToString() == reference.ToString());

    [Test]
    public void Text_is_one_line_of_plain_characters() =>
        Holds(References, reference => reference.ToString().All(character => char.IsAscii(character) && !char.IsControl(character) && character is not (' ' or '"' or '<' or '\\')));

    [Test]
    public void Two_names_never_share_a_text() =>
        Holds(
            from a in References from b in References select (a, b),
            x => (x.a == x.b) == (x.a.ToString() == x.b.ToString()));

    [Test]
    public void Any_text_is_read_or_refused_and_what_is_read_is_written_the_same() =>
        Holds(
            from head in Texts from parts in Gen.OneOf(Texts, Gen.Elements("?", "&", "=", ":", "?order=", "&related.k=v", "?related.=v", "")).ListOf()
            select head + string.Concat(parts.Take(5)),
            text => !PaymentReference.TryParse(text, out var reference) || PaymentReference.Parse(reference.ToString()) == reference);

    [Test]
    public void Text_is_as_documented()
    {
        var reference = new PaymentReference("stripe", "pi_1", "A-1001", [new RelatedId("charge", "ch_1"), new RelatedId("order", "x&y")]);
        Assert.That(reference.ToString(), Is.EqualTo("stripe:pi_1?order=A-1001&related.charge=ch_1&related.order=x%26y"));
        Assert.That(new PaymentReference("toss", null, "A-1001").ToString(), Is.EqualTo("toss:?order=A-1001"));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("stripe")]
    [TestCase(":pi_1")]
    [TestCase("stripe:")]
    [TestCase("stripe:?")]
    [TestCase("stripe:pi_1?")]
    [TestCase("stripe:pi_1?order")]
    [TestCase("stripe:pi_1?order=")]
    [TestCase("stripe:pi_1?order=1&order=2")]
    [TestCase("stripe:pi_1?order=1=2")]
    [TestCase("stripe:pi_1?charge=ch_1")]
    [TestCase("stripe:pi_1?order=1&")]
    public void Other_text_is_refused(string? text)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(PaymentReference.TryParse(text, out var reference), Is.False);
            Assert.That(reference, Is.Null);
            Assert.That(() => PaymentReference.Parse(text!), Throws.TypeOf<FormatException>());
        }
    }

    [Test]
    public void There_is_always_an_id()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => new PaymentReference("stripe", null), Throws.ArgumentException);
            Assert.That(() => new PaymentReference("stripe", "", ""), Throws.ArgumentException);
            Assert.That(() => new PaymentReference("", "pi_1"), Throws.ArgumentException);
            Assert.That(() => PaymentReference.From("stripe", ""), Throws.ArgumentException);
        }
    }

    // An id that names nothing, or a kind without a name, would be written as another reference or as none.
    [TestCase("", "ch_1")]
    [TestCase("charge", "")]
    [TestCase(null, "ch_1")]
    [TestCase("charge", null)]
    public void A_related_id_has_a_kind_and_an_id(string? kind, string? id) =>
        Assert.That(() => new PaymentReference("stripe", "pi_1", null, [new RelatedId(kind!, id!)]), Throws.ArgumentException);

    [Test]
    public void Completing_is_idempotent_and_keeps_our_ids_first() =>
        Holds(Pairs, x =>
        {
            var union = x.A.Complete(x.B);
            return union.Complete(x.B) == union
                && ReferenceEquals(union.Complete(x.A), union)
                && union.Provider == x.A.Provider
                && union.PaymentId == (x.A.PaymentId ?? x.B.PaymentId)
                && union.OrderId == (x.A.OrderId ?? x.B.OrderId)
                && union.Related.Take(x.A.Related.Count).SequenceEqual(x.A.Related);
        });

    [Test]
    public void Completing_loses_no_id_and_adds_none_twice() =>
        Holds(Pairs, x =>
        {
            var union = x.A.Complete(x.B);
            var other = x.A.PaymentId is not null && x.B.PaymentId is not null && x.A.PaymentId != x.B.PaymentId;
            var expected = x.A.Related.Concat(x.B.Related).Concat(other ? [new RelatedId("payment", x.B.PaymentId!)] : []).ToHashSet();
            return expected.SetEquals(union.Related) && union.Related.Count - x.A.Related.Count == expected.Count - x.A.Related.Distinct().Count();
        });

    [Test]
    public void Completing_a_name_with_itself_changes_nothing() => Holds(References, reference => ReferenceEquals(reference.Complete(reference), reference));

    [Test]
    public void Names_of_two_registrations_are_not_joined() =>
        Assert.That(() => PaymentReference.From("stripe", "1").Complete(PaymentReference.From("stripe2", "1")), Throws.ArgumentException);

    [Test]
    public void What_is_known_is_no_part_of_the_name() =>
        Holds(References, reference =>
        {
            var known = reference.With(PaymentOf(reference));
            return known == reference
                && known.GetHashCode() == reference.GetHashCode()
                && known.ToString() == reference.ToString()
                && known.Known is not null
                && PaymentReference.Parse(known.ToString()).Known is null
                && reference.Complete(known).Known is not null
                && known.Complete(reference).Known is not null;
        });

    [Test]
    public void A_payment_is_its_own_reference()
    {
        var payment = PaymentOf(PaymentReference.From("stripe", "pi_1"));
        PaymentReference reference = payment;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reference, Is.EqualTo(payment.Reference));
            Assert.That(reference.Known, Is.SameAs(payment));
            Assert.That(payment.Reference.Known, Is.Null);
        }
    }

    [Test]
    public void The_last_id_of_a_kind_counts()
    {
        var reference = new PaymentReference("stripe", "pi_1", null, [new RelatedId("charge", "ch_1"), new RelatedId("charge", "ch_2")]);
        Assert.That((reference.GetRelated("charge"), reference.GetRelated("refund")), Is.EqualTo(("ch_2", (string?)null)));
    }

    [Test]
    public void Related_ids_are_copied()
    {
        List<RelatedId> related = [new RelatedId("charge", "ch_1")];
        var reference = new PaymentReference("stripe", null, null, related);
        related.Clear();
        Assert.That(reference.Related, Has.Count.EqualTo(1));
    }
}
