using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Payments.PayPal.Tests;

/// <summary>A key with a certificate of a test's making.</summary>
internal sealed class TestSigner : IDisposable
{
    public const string SandboxName = "messageverificationcerts.sandbox.paypal.com";
    public const string LiveName = "messageverificationcerts.paypal.com";

    private readonly RSA _key = RSA.Create(2048);

    /// <summary>Makes a certificate; every argument left out makes it what PayPal's sandbox has.</summary>
    public TestSigner(
        string name = SandboxName, bool inSubjectOnly = false, DateTimeOffset? from = null, DateTimeOffset? to = null, TestSigner? issuer = null, bool isEllipticCurve = false)
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = isEllipticCurve
            ? new CertificateRequest($"CN={name}", curve, HashAlgorithmName.SHA256)
            : new CertificateRequest($"CN={(inSubjectOnly ? name : "signer")}", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (!inSubjectOnly)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
        }

        var (start, end) = (from ?? TestClock.Start.AddDays(-1), to ?? TestClock.Start.AddYears(1));
        var root = new CertificateRequest("CN=Test root", RootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        Root = root.CreateSelfSigned(TestClock.Start.AddYears(-5), TestClock.Start.AddYears(5));
        var authority = issuer ?? this;
        using var certificate = request.Create(authority.Root.SubjectName, X509SignatureGenerator.CreateForECDsa(authority.RootKey), start, end, [1, 2, 3]);
        Pem = certificate.ExportCertificatePem();
    }

    public static TestSigner Good { get; } = new();

    public string Pem { get; }

    public string RootPem => Root.ExportCertificatePem();

    private ECDsa RootKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private X509Certificate2 Root { get; }

    public string Sign(string text) => Convert.ToBase64String(_key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public void Dispose()
    {
        _key.Dispose();
        RootKey.Dispose();
        Root.Dispose();
    }
}
