using System.Security.Cryptography;
using System.Text;

namespace Payments.Security.Tests.Signatures;

[SetCulture("tr-TR")]
internal sealed class HmacSignatureTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Key = Convert.FromHexString("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");

    // RFC 4231, and RFC 2202 for SHA-1: algorithm, key (hex), data (hex), digest (hex).
    private static readonly object[][] Vectors =
    [
        [HmacAlgorithm.Sha256, "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"],
        [HmacAlgorithm.Sha256, "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"],
        [HmacAlgorithm.Sha256, new string('a', 262), "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374", "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"],
        [HmacAlgorithm.Sha512, "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f", "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"],
        [HmacAlgorithm.Sha1, "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"],
    ];

    [TestCaseSource(nameof(Vectors))]
    public void Known_answers(HmacAlgorithm algorithm, string key, string data, string digest)
    {
        var signature = new HmacSignature(algorithm, SignatureEncoding.Hex);
        var (keyBytes, bytes) = (Convert.FromHexString(key), Convert.FromHexString(data));

        Assert.That(signature.Sign(keyBytes, bytes), Is.EqualTo(digest));
        Assert.That(signature.Sign(keyBytes, bytes.AsSpan(0, 3), bytes.AsSpan(3, 1), bytes.AsSpan(4)), Is.EqualTo(digest));
        Assert.That(signature.Verify(keyBytes, bytes, digest.ToUpperInvariant()), Is.True);
        Assert.That(new HmacSignature(algorithm, SignatureEncoding.Base64).Sign(keyBytes, bytes),
            Is.EqualTo(Convert.ToBase64String(Convert.FromHexString(digest))));
    }

    [Test]
    public void Every_overload_sees_the_same_message()
    {
        var secrets = new WebhookSecrets([Convert.ToHexString(Key)], WebhookSecretEncoding.Hex);
        var signature = HmacSignature.Sha256Base64;
        var good = signature.Sign(Key, "one.two.three"u8);

        Assert.That(signature.Verify(Key, "one."u8, "two.three"u8, good), Is.True);
        Assert.That(signature.Verify(Key, "one."u8, "two."u8, "three"u8, good), Is.True);
        Assert.That(signature.Verify(secrets, Now, "one.two.three"u8, good), Is.True);
        Assert.That(signature.Verify(secrets, Now, "one."u8, "two.three"u8, good), Is.True);
        Assert.That(signature.Verify(secrets, Now, "one."u8, "two."u8, "three"u8, good), Is.True);
        Assert.That(signature.Verify(secrets, Now, "two."u8, "one."u8, "three"u8, good), Is.False);
    }

    [Test]
    public void A_computation_of_many_parts_signs_and_checks_text_as_utf8()
    {
        var url = "https://shop.example/결제/\U0001F4B3?" + new string('é', 400);
        using var mac = HmacSignature.Sha512Hex.Begin(Key);
        mac.Append(url);
        mac.Append("body"u8);
        var signed = mac.Sign();
        mac.Append(url);
        mac.Append("body"u8);
        var matches = mac.Matches(signed);
        mac.Append("body"u8);
        var other = mac.Matches(signed);

        Assert.That(signed, Is.EqualTo(HmacSignature.Sha512Hex.Sign(Key, Encoding.UTF8.GetBytes(url + "body"))));
        Assert.That(matches, Is.True);
        Assert.That(other, Is.False);
    }

    [Test]
    public void Any_changed_bit_of_body_or_signature_is_refused()
    {
        byte[] body = [.. "amount=100"u8];
        var digest = HMACSHA256.HashData(Key, body);
        for (var bit = 0; bit < digest.Length * 8; bit++)
        {
            var changed = (byte[])digest.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(HmacSignature.Sha256Hex.Verify(Key, body, Convert.ToHexString(changed)), Is.False);
        }

        for (var bit = 0; bit < body.Length * 8; bit++)
        {
            var changed = (byte[])body.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(HmacSignature.Sha256Hex.Verify(Key, changed, Convert.ToHexString(digest)), Is.False);
        }
    }

    [Test]
    public void A_signature_in_a_wrong_shape_is_false_and_never_an_exception(
        [Values("", "=", "zz", "0x12", "====", "\0", "ı", "٣٣٣٣")] string garbage, [Values] SignatureEncoding encoding)
    {
        var signature = new HmacSignature(HmacAlgorithm.Sha256, encoding);
        var good = signature.Sign(Key, "body"u8);
        string[] wrong =
        [
            garbage, garbage + good, good + garbage + "=", good[1..], good[..^1], good + good, string.Concat(Enumerable.Repeat("g", good.Length)),
            string.Concat(Enumerable.Repeat(" ", good.Length)), new string('A', 100_000), good[..^2] + "é=",
        ];

        Assert.That(signature.Verify(Key, "body"u8, good), Is.True);
        using var mac = signature.Begin(Key);
        foreach (var text in wrong.Where(text => text != good))
        {
            mac.Append("body"u8);
            var matches = mac.Matches(text);
            Assert.That(matches, Is.False);
            Assert.That(signature.Verify(Key, "body"u8, text), Is.False);
        }
    }

    [Test]
    public void An_empty_key_verifies_nothing_and_signs_nothing()
    {
        var forged = Convert.ToHexString(HMACSHA256.HashData([], "body"u8));
        using var mac = HmacSignature.Sha256Hex.Begin([]);
        mac.Append("body"u8);
        var matches = mac.Matches(forged);

        Assert.That(matches, Is.False);
        Assert.That(HmacSignature.Sha256Hex.Verify([], "body"u8, forged), Is.False);
        Assert.That(HmacSignature.Sha256Hex.Verify([], ""u8, "body"u8, forged), Is.False);
        Assert.That(HmacSignature.Sha256Hex.Verify(new WebhookSecrets(), Now, "body"u8, forged), Is.False);
        Assert.That(() => HmacSignature.Sha256Hex.Sign([], "body"u8), Throws.ArgumentException);
    }

    [Test]
    public void Any_valid_secret_verifies_and_an_expired_one_does_not()
    {
        var secrets = new WebhookSecrets("new", new WebhookSecret("old", Now));
        var byOld = HmacSignature.Sha256Hex.Sign("old"u8, "body"u8);

        Assert.That(HmacSignature.Sha256Hex.Verify(secrets, Now, "body"u8, byOld), Is.True);
        Assert.That(HmacSignature.Sha256Hex.Verify(secrets, Now.AddTicks(1), "body"u8, byOld), Is.False);
        Assert.That(HmacSignature.Sha256Hex.Verify(secrets, Now, "body"u8, HmacSignature.Sha256Hex.Sign("other"u8, "body"u8)), Is.False);
    }

    [Test]
    public void A_large_body_needs_no_stack_and_no_copy()
    {
        var body = new byte[32 * 1024 * 1024];
        var signed = HmacSignature.Sha256Hex.Sign(Key, "https://shop.example/hook"u8, body);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var valid = HmacSignature.Sha256Hex.Verify(Key, "https://shop.example/hook"u8, body, signed);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4096));
        Assert.That(valid, Is.True);
    }
}
