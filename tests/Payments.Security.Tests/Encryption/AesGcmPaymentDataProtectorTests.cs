using System.Text;

namespace Payments.Security.Tests.Encryption;

internal sealed class AesGcmPaymentDataProtectorTests
{
    private static readonly byte[] KeyBytes = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] Plaintext = [.. "4242424242424242"u8];

    private readonly PaymentKeyRing _keys = new("k1", new PaymentKey("k1", KeyBytes));

    [OneTimeTearDown]
    public void DropKeys() => _keys.Dispose();

    [Test]
    public void The_format_gives_the_same_bytes_as_another_implementation()
    {
        var protector = new AesGcmPaymentDataProtector(_keys, nonce =>
        {
            for (var i = 0; i < nonce.Length; i++)
                nonce[i] = (byte)(100 + i);
        });

        Assert.That(Convert.ToHexStringLower(protector.Protect(Plaintext, "purpose.é", "row-7"u8)), Is.EqualTo(
            "01026b316465666768696a6b6c6d6e6f707172737475767778797a7bf6f7eaae8fb4871f0001f9fd3a569432bdfe19b18a243903c7243e6907679ac6"));
    }

    [Test]
    public void What_was_protected_opens([Values(0, 1, 16, 1000, 1_000_000)] int size)
    {
        var protector = new AesGcmPaymentDataProtector(_keys);
        var data = new byte[size];
        new Random(size).NextBytes(data);
        var sealedData = protector.Protect(data, "p");
        var destination = new byte[sealedData.Length];

        Assert.That(protector.Unprotect(sealedData, "p"), Is.EqualTo(data));
        Assert.That(protector.Unprotect(sealedData, destination, "p"), Is.EqualTo(size));
        Assert.That(destination[..size], Is.EqualTo(data));
        Assert.That(protector.Protect(data, "p"), Is.Not.EqualTo(sealedData));
    }

    [Test]
    public void Every_changed_byte_is_refused_alike()
    {
        var protector = new AesGcmPaymentDataProtector(_keys);
        var sealedData = protector.Protect(Plaintext, "p", "a"u8);
        for (var at = 0; at < sealedData.Length; at++)
        {
            foreach (var flip in new byte[] { 1, 0x80, 0xFF })
            {
                var changed = (byte[])sealedData.Clone();
                changed[at] ^= flip;
                Refused(protector, changed, "p", "a");
            }
        }

        for (var length = 0; length < sealedData.Length; length++)
            Refused(protector, sealedData[..length], "p", "a");
        Refused(protector, [.. sealedData, 0], "p", "a");
    }

    [Test]
    public void Another_purpose_or_association_or_key_is_refused_alike()
    {
        var protector = new AesGcmPaymentDataProtector(_keys);
        var sealedData = protector.Protect(Plaintext, "ab", "c"u8);
        using var unknown = new PaymentKeyRing("k2", new PaymentKey("k2", KeyBytes));
        using var otherBytes = new PaymentKeyRing("k1", new PaymentKey("k1", [.. KeyBytes.Reverse()]));

        Refused(protector, sealedData, "a", "bc");
        Refused(protector, sealedData, "abc", "");
        Refused(protector, sealedData, "AB", "c");
        Refused(protector, sealedData, "ab", "");
        Refused(protector, sealedData, "ab", "cc");
        Refused(new(unknown), sealedData, "ab", "c");
        Refused(new(otherBytes), sealedData, "ab", "c");
    }

    [Test]
    public void The_key_id_is_authenticated()
    {
        using var twins = new PaymentKeyRing("k1", new PaymentKey("k1", KeyBytes), new PaymentKey("k2", KeyBytes));
        var sealedData = new AesGcmPaymentDataProtector(twins).Protect(Plaintext, "p");
        sealedData[3] = (byte)'2';
        Refused(new(twins), sealedData, "p", "");
    }

    [Test]
    public void Old_keys_open_and_new_ones_protect()
    {
        var before = new AesGcmPaymentDataProtector(_keys).Protect(Plaintext, "p");
        using var rotated = new PaymentKeyRing("k2", PaymentKey.CreateEphemeral("k2"), new PaymentKey("k1", KeyBytes));
        var protector = new AesGcmPaymentDataProtector(rotated);

        Assert.That(protector.Unprotect(before, "p"), Is.EqualTo(Plaintext));
        Refused(new(_keys), protector.Protect(Plaintext, "p"), "p", "");
    }

    [Test]
    public void Nothing_readable_is_left_in_the_destination()
    {
        var protector = new AesGcmPaymentDataProtector(_keys);
        var sealedData = protector.Protect(Plaintext, "p");
        sealedData[^1] ^= 1;
        var destination = new byte[64];

        Assert.That(() => protector.Unprotect(sealedData, destination, "p"), Throws.TypeOf<PaymentCryptographyException>());
        Assert.That(destination, Is.All.Zero);
    }

    [Test]
    public void Purposes_have_a_form()
    {
        var protector = new AesGcmPaymentDataProtector(_keys);

        Assert.That(() => protector.Protect(Plaintext, ""), Throws.ArgumentException);
        Assert.That(() => protector.Protect(Plaintext, new string('é', 128)), Throws.ArgumentException);
        Assert.That(protector.Unprotect(protector.Protect(Plaintext, new string('é', 127)), new string('é', 127)), Is.EqualTo(Plaintext));
        Assert.That(() => protector.Unprotect(protector.Protect(Plaintext, "p"), new byte[15], "p"), Throws.ArgumentException);
    }

    [Test]
    public void Hostile_data_is_only_ever_refused()
    {
        var protector = new AesGcmPaymentDataProtector(_keys);
        var random = new Random(20261102);
        for (var i = 0; i < 10_000; i++)
        {
            var data = new byte[random.Next(0, 120)];
            random.NextBytes(data);
            if (data.Length > 4 && i % 2 == 0)
                "\u0001\u0002k1"u8.CopyTo(data);
            Refused(protector, data, "p", "");
        }
    }

    [Test]
    public void Concurrent_use_mixes_nothing_up()
    {
        var protector = new AesGcmPaymentDataProtector(_keys);
        var wrong = 0;
        Parallel.For(0, 5000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var data = BitConverter.GetBytes(i);
            if (!protector.Unprotect(protector.Protect(data, "p", data), "p", data).AsSpan().SequenceEqual(data))
                Interlocked.Increment(ref wrong);
        });
        Assert.That(wrong, Is.Zero);
    }

    private static void Refused(AesGcmPaymentDataProtector protector, byte[] data, string purpose, string associated)
    {
        var refusal = Assert.Throws<PaymentCryptographyException>(() => protector.Unprotect(data, purpose, Encoding.UTF8.GetBytes(associated)));
        Assert.That(refusal.Message, Is.EqualTo("The protected data could not be opened."));
        Assert.That(refusal.InnerException, Is.Null);
    }
}
