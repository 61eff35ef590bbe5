using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Payments.Security.Tests.Signatures;

internal sealed class RsaSignatureTests
{
    private static readonly RsaSignature Scheme = new(HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    private RSA _key = null!;

    [OneTimeSetUp]
    public void MakeKey() => _key = RSA.Create(2048);

    [OneTimeTearDown]
    public void DropKey() => _key.Dispose();

    [Test]
    public void A_signature_over_parts_verifies_by_key_and_by_certificate([Values("SHA256", "SHA384", "SHA512")] string hash, [Values] bool pss)
    {
        var padding = pss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        var scheme = new RsaSignature(new HashAlgorithmName(hash), padding);
        var signed = Convert.ToBase64String(_key.SignData("id|time|123"u8, new HashAlgorithmName(hash), padding));
        using var certificate = new CertificateRequest("CN=provider", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1));

        Assert.That(scheme.Verify(_key, signed, "id|time|123"u8), Is.True);
        Assert.That(scheme.Verify(_key, signed, "id|"u8, "time|"u8, "123"u8), Is.True);
        Assert.That(scheme.Verify(certificate, signed, "id|"u8, "time|123"u8), Is.True);
        Assert.That(scheme.Verify(certificate, signed, "id|"u8, "time|124"u8), Is.False);
    }

    [Test]
    public void Other_hash_or_padding_or_key_is_refused()
    {
        var signed = Convert.ToBase64String(_key.SignData("m"u8, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        using var other = RSA.Create(2048);

        Assert.That(Scheme.Verify(_key, signed, "m"u8), Is.True);
        Assert.That(Scheme.Verify(other, signed, "m"u8), Is.False);
        Assert.That(new RsaSignature(HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1).Verify(_key, signed, "m"u8), Is.False);
        Assert.That(new RsaSignature(HashAlgorithmName.SHA256, RSASignaturePadding.Pss).Verify(_key, signed, "m"u8), Is.False);
    }

    [Test]
    public void A_key_of_an_uncommon_size_verifies()
    {
        using var odd = RSA.Create();
        odd.KeySize = 2056;
        var signed = Convert.ToBase64String(odd.SignData("m"u8, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.That(Scheme.Verify(odd, signed, "m"u8), Is.True);
    }

    [Test]
    public void A_signature_in_a_wrong_shape_is_false()
    {
        var signed = Convert.ToBase64String(_key.SignData("m"u8, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        string[] wrong = ["", "=", "not base64 é", signed[4..], signed + signed, signed[..^4] + "AAA=", new string(' ', signed.Length), new('A', 1 << 20)];

        foreach (var text in wrong)
            Assert.That(Scheme.Verify(_key, text, "m"u8), Is.False);
    }

    [Test]
    public void Weak_hashes_and_keys_are_refused([Values("MD5", "SHA1", "")] string hash)
    {
        Assert.That(() => new RsaSignature(hash.Length == 0 ? default : new(hash), RSASignaturePadding.Pkcs1), Throws.ArgumentException);

        using var small = RSA.Create(1024);
        var signed = Convert.ToBase64String(small.SignData("m"u8, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.That(Scheme.Verify(small, signed, "m"u8), Is.False);
    }

    [Test]
    public void A_certificate_without_an_rsa_key_verifies_nothing()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=provider", ec, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1));
        Assert.That(Scheme.Verify(certificate, "AAAA", "m"u8), Is.False);
    }
}
