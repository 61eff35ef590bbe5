using System.Globalization;
using FsCheck.Fluent;
using static Payments.Abstractions.Tests.ContractGenerators;
using static Payments.Abstractions.Tests.MoneyGenerators;

namespace Payments.Abstractions.Tests;

/// <summary>One fingerprint, one request: what differs never looks alike, what is the same never differs.</summary>
internal sealed class ContractFingerprintTests
{
    [Test]
    public void Ambiguous_concatenations_differ()
    {
        string[] fingerprints =
        [
            Of(print => print.Add("ab", "c")), Of(print => print.Add("a", "bc")), Of(print => print.Add("abc", "")), Of(print => print.Add("", "abc")),
            Of(print => print.Add("abc", (string?)null)), Of(print => print.Add("a", "b").Add("c", (string?)null)), Of(print => print.Add("a", (string?)null).Add("b", "c")),
            Of(print => print.Add("ab", "c").Add("", "")), Of(_ => { }),
        ];
        Assert.That(fingerprints, Is.Unique);
    }

    [Test]
    public void Different_members_never_look_alike() =>
        Holds(
            from a in Members from b in Gen.OneOf(Members, Gen.Constant(a)) select (a, b),
            x => x.a.SequenceEqual(x.b) == (Of(x.a) == Of(x.b)));

    // The same characters, cut in two ways into names and values.
    [Test]
    public void The_same_text_cut_in_another_way_differs() =>
        Holds(
            from text in Texts.Select(text => text + text + "xyz") from a in Gen.Choose(0, text.Length) from b in Gen.Choose(0, text.Length) select (text, a, b),
            x => (x.a == x.b) == (Of(print => print.Add(x.text[..x.a], x.text[x.a..])) == Of(print => print.Add(x.text[..x.b], x.text[x.b..]))));

    [Test]
    public void A_long_text_counts_to_its_end()
    {
        var text = new string('\u00e9', 5_000);
        Assert.That(Of(print => print.Add("a", text + "x").Add("b", "c")), Is.Not.EqualTo(Of(print => print.Add("a", text + "y").Add("b", "c"))));
        Assert.That(Of(print => print.Add("a", text).Add("b", "c")), Is.Not.EqualTo(Of(print => print.Add("a", text).Add("b", "d"))));
    }

    [Test]
    public void Registration_and_operation_count()
    {
        string[] fingerprints =
        [
            Of(_ => { }), Of(_ => { }, "stripe2"), Of(_ => { }, "stripe", PaymentOperations.Refund), Of(_ => { }, "stripe", PaymentOperations.Capture),
        ];
        Assert.That(fingerprints, Is.Unique.And.All.Matches("^[0-9a-f]{64}$"));
    }

    [Test]
    public void Order_of_a_map_does_not_count() =>
        Holds(
            from keys in Texts.NonEmptyListOf() select keys.Distinct(StringComparer.Ordinal).ToList(),
            keys =>
            {
                var forward = keys.ToDictionary(key => key, key => key + "!", StringComparer.Ordinal);
                var backward = keys.AsEnumerable().Reverse().ToDictionary(key => key, key => key + "!", StringComparer.Ordinal);
                return Of(print => print.Add("metadata", forward)) == Of(print => print.Add("metadata", backward));
            });

    [Test]
    public void Content_of_a_map_counts()
    {
        string[] fingerprints =
        [
            Of(print => print.Add("m", Map())), Of(print => print.Add("m", Map(("a", "b")))), Of(print => print.Add("m", Map(("b", "a")))),
            Of(print => print.Add("m", Map(("a", "")))), Of(print => print.Add("m", Map(("a", "b"), ("c", "d")))), Of(print => print.Add("m", Map(("a", "bc"), ("", "d")))),
        ];
        Assert.That(fingerprints, Is.Unique);
    }

    // Two maps of which one's name begins like the other's: an entry must not wander from one to the other.
    [Test]
    public void Maps_are_parted_from_what_follows()
    {
        var one = Of(print => print.Add("a", Map(("b.c", "1"))).Add("a.b", Map(("d", "2"), ("e", "3"))));
        var other = Of(print => print.Add("a", Map(("b.c", "1"), ("b.d", "2"))).Add("a.b", Map(("e", "3"))));
        Assert.That(one, Is.Not.EqualTo(other));
    }

    [Test]
    public void A_map_is_not_a_member_of_a_longer_name() =>
        Assert.That(Of(print => print.Add("a", Map(("b", "1")))), Is.Not.EqualTo(Of(print => print.Add("a.b", "1"))));

    [Test]
    public void Equal_amounts_are_the_same_and_others_are_not() =>
        Holds(
            from a in Decimals from b in Gen.OneOf(Decimals, Gen.Constant(a), Gen.Constant(a * 1.0m)) select (A: new Money(a, Currency.USD), B: new Money(b, Currency.USD)),
            x => (x.A == x.B) == (Of(print => print.Add("amount", x.A)) == Of(print => print.Add("amount", x.B))));

    [Test]
    public void Trailing_zeros_do_not_count_and_currencies_do()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Of(print => print.Add("amount", new Money(10.0m, "USD"))), Is.EqualTo(Of(print => print.Add("amount", new Money(10.00m, "USD")))));
            Assert.That(Of(print => print.Add("amount", new Money(10m, "USD"))), Is.Not.EqualTo(Of(print => print.Add("amount", new Money(10m, "EUR")))));
            Assert.That(Of(print => print.Add("amount", (Money?)null)), Is.Not.EqualTo(Of(print => print.Add("amount", new Money(0m, "USD")))));
        }
    }

    // A secret formats itself as three stars: its fingerprint must not.
    [Test]
    public void Two_secrets_never_look_alike() =>
        Assert.That(
            Of(print => print.Add("token", (Sensitive<string>?)"tok_visa")), Is.Not.EqualTo(Of(print => print.Add("token", (Sensitive<string>?)"tok_mastercard"))));

    [Test]
    public void Two_moments_never_look_alike()
    {
        var moment = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        Assert.That(
            Of(print => print.Add("expires", (DateTimeOffset?)moment)), Is.Not.EqualTo(Of(print => print.Add("expires", (DateTimeOffset?)moment.AddMilliseconds(1)))));
    }

    [Test]
    public void Flags_numbers_and_enums_count()
    {
        string[] fingerprints =
        [
            Of(print => print.Add("x", (bool?)null)), Of(print => print.Add("x", (bool?)true)), Of(print => print.Add("x", (bool?)false)), Of(print => print.Add("x", (int?)1)),
            Of(print => print.Add("x", (int?)-1)), Of(print => print.Add("x", (CaptureMode?)CaptureMode.Manual)), Of(print => print.Add("x", (TimeSpan?)TimeSpan.FromMinutes(1))),
            Of(print => print.Add("x", (TimeSpan?)TimeSpan.FromTicks(1))),
        ];
        Assert.That(fingerprints, Is.Unique);
    }

    [Test]
    public void Long_values_count_to_the_end()
    {
        var text = new string('한', 1000);
        Assert.That(Of(print => print.Add("x", text + "a")), Is.Not.EqualTo(Of(print => print.Add("x", text + "b"))));
    }

    [TestCase("tr-TR")]
    [TestCase("ar-SA")]
    [TestCase("de-DE")]
    [TestCase("sv-SE")]
    public void Culture_does_not_count(string culture)
    {
        var before = Of(Write);
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        Assert.That(Of(Write), Is.EqualTo(before));

        static void Write(RequestFingerprint print) => print
            .Add("amount", new Money(-1234.5m, "USD")).Add("number", (int?)-5).Add("decimal", (decimal?)-1.5m).Add("time", (TimeSpan?)TimeSpan.FromSeconds(-1.5))
            .Add("moment", (DateTimeOffset?)DateTimeOffset.UnixEpoch).Add("method", (PaymentMethod?)PaymentMethod.GiftCard).Add("map", Map(("i", "1"), ("I", "2"), ("ı", "3")));
    }

    private static FsCheck.Gen<List<(string Name, string? Value)>> Members =>
        (from name in Gen.Elements("a", "b", "ab", "") from value in Gen.OneOf(Gen.Elements<string?>("a", "b", "ab", "", null), OptionalTexts) select (name, value))
        .ListOf().Select(list => list.Take(3).ToList());

    private static Dictionary<string, string> Map(params (string Key, string Value)[] entries) =>
        entries.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);

    private static string Of(List<(string Name, string? Value)> members) => Of(print =>
    {
        foreach (var (name, value) in members)
            print.Add(name, value);
    });

    private static string Of(Action<RequestFingerprint> write, string provider = "stripe", PaymentOperations operation = PaymentOperations.Create)
    {
        using var fingerprint = new RequestFingerprint(provider, operation);
        write(fingerprint);
        return fingerprint.Finish();
    }
}
