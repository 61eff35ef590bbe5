namespace Payments.Http.Tests;

public sealed class WireKeyTests
{
    // Computed with another program: SHA-256 over length-prefixed parts.
    [TestCase(WireKeyFormat.Base64Url, "VLbLzuoOUrqDn9znIbSk3HUIEeFUsic3urh7Gx1WMSY")]
    [TestCase(WireKeyFormat.Hex, "54b6cbceea0e52ba839fdce721b4a4dc750811e154b22737bab87b1b1d563126")]
    public void Known_answers(WireKeyFormat format, string expected) =>
        Assert.That(WireKey.Create("stripe", PaymentOperations.Create, "", "key-1", format), Is.EqualTo(expected));

    [Test]
    public void A_uuid_carries_the_marks_of_version_4()
    {
        var key = WireKey.Create("crypto", PaymentOperations.Refund, "order", "키-é", WireKeyFormat.Uuid);
        Assert.That(key, Is.EqualTo("1db7a60c-5447-489b-9a1c-b566e134d932"));
    }

    [Test]
    public void Every_part_counts_and_parts_cannot_be_shifted()
    {
        string[] keys =
        [
            WireKey.Create("stripe", PaymentOperations.Create, "", "k"),
            WireKey.Create("stripe2", PaymentOperations.Create, "", "k"),
            WireKey.Create("stripe", PaymentOperations.Capture, "", "k"),
            WireKey.Create("stripe", PaymentOperations.Create, "s", "k"),
            WireKey.Create("stripe", PaymentOperations.Create, "", "sk"),
            WireKey.Create("stripe", PaymentOperations.Create, "", new string('k', 200)),
        ];
        Assert.That(keys, Is.Unique);
        Assert.That(keys, Has.All.Match("^[A-Za-z0-9_-]{43}$"));
    }

    [Test]
    public void A_limit_cuts_but_never_below_what_keeps_keys_apart()
    {
        Assert.That(WireKey.Create("square", PaymentOperations.Create, "", "k", maxLength: 45), Has.Length.EqualTo(43));
        Assert.That(WireKey.Create("x", PaymentOperations.Create, "", "k", WireKeyFormat.Hex, 40), Has.Length.EqualTo(40));
        Assert.That(() => WireKey.Create("x", PaymentOperations.Create, "", "k", maxLength: 21), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => WireKey.Create("x", PaymentOperations.Create, "", "k", WireKeyFormat.Uuid, 35), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
