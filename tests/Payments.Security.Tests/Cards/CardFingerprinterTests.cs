namespace Payments.Security.Tests.Cards;

internal sealed class CardFingerprinterTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly CardNumber Card = CardNumber.Parse("4242424242424242");

    [Test]
    public void Known_answer()
    {
        // Computed with another HMAC implementation over the 16 digits.
        using var fingerprinter = new CardFingerprinter("fp-1", Key);
        Assert.That(fingerprinter.Compute(Card), Is.EqualTo("fp-1.SNPvSJWOXRgs-nQmirJ78R3l-rgkOFQ2Zw7PckLQACw"));
    }

    [Test]
    public void It_tells_cards_and_keys_apart()
    {
        using var one = new CardFingerprinter("a", Key);
        using var other = new CardFingerprinter("a", [.. Key.Reverse()]);

        Assert.That(one.Compute(CardNumber.Parse("4242 4242 4242 4242")), Is.EqualTo(one.Compute(Card)));
        Assert.That(one.Compute(CardNumber.Parse("5555555555554444")), Is.Not.EqualTo(one.Compute(Card)));
        Assert.That(other.Compute(Card), Is.Not.EqualTo(one.Compute(Card)));
    }

    [Test]
    public void Weak_keys_and_odd_ids_are_refused([Values("", "a b", "a.b", "ключ", "123456789012345678901234567890123")] string id)
    {
        Assert.That(() => new CardFingerprinter("a", Key.AsSpan(1)), Throws.ArgumentException);
        Assert.That(() => new CardFingerprinter(id, Key), Throws.ArgumentException);
    }

    [Test]
    public void The_callers_key_may_be_cleared_and_a_disposed_one_makes_nothing()
    {
        var key = (byte[])Key.Clone();
        var fingerprinter = new CardFingerprinter("fp-1", key);
        var before = fingerprinter.Compute(Card);
        Array.Clear(key);

        Assert.That(fingerprinter.Compute(Card), Is.EqualTo(before));
        fingerprinter.Dispose();
        Assert.That(() => fingerprinter.Compute(Card), Throws.InstanceOf<ObjectDisposedException>());
    }
}
