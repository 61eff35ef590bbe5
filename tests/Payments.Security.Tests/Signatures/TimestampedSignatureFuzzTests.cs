namespace Payments.Security.Tests.Signatures;

internal sealed class TimestampedSignatureFuzzTests
{
    private static readonly TimestampedSignature Scheme = new();
    private static readonly WebhookSecrets Secrets = new("whsec_test_secret");
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1492774577);
    private static readonly byte[] Body = [.. "body"u8];
    private static readonly string Header = Scheme.Sign("whsec_test_secret", Body, Now);
    private static readonly string Mac = Header[^64..];

    [Test]
    public void Hostile_headers_get_a_documented_answer_and_are_never_valid()
    {
        const string Alphabet = "t=v1,0 9aFf=\0\uD800é٣\r\n";
        var random = new Random(20261102);
        for (var i = 0; i < 10_000; i++)
        {
            var header = i % 2 == 0 ? Mutated(random) : string.Create(random.Next(0, 300), random, Fill);
            var result = Scheme.Verify(Secrets, header, Body, Now);

            Assert.That(Enum.IsDefined(result), Is.True);
            if (result == SignatureCheck.Valid)
                Assert.That(header, Does.Contain(Mac).IgnoreCase.And.Contain("1492774577"));
        }

        static void Fill(Span<char> span, Random random) => random.GetItems(Alphabet, span);
    }

    private static string Mutated(Random random)
    {
        var chars = Header.ToCharArray().ToList();
        for (var edits = random.Next(1, 5); edits > 0; edits--)
        {
            var at = random.Next(chars.Count);
            if (random.Next(3) == 0)
                chars.RemoveAt(at);
            else if (random.Next(2) == 0)
                chars.Insert(at, (char)random.Next(0x80));
            else
                chars[at] = (char)random.Next(0x10000);
        }

        return new string([.. chars]);
    }
}
