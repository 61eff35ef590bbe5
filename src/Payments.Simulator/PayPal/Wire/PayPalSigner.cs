using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Payments.Simulator;

/// <summary>
/// A certificate that signs webhooks, and the authority that vouches for all of them, made in memory once a process: they are valid for a century, so that
/// they fit any clock of a test.
/// </summary>
internal sealed class PayPalSigner
{
    private const string SandboxCertificate = "CERT-5a1d0c7e-51a70201-20261030";
    private const string LiveCertificate = "CERT-5a1d0c7e-51a70201-11feca7e";

    private static readonly DateTimeOffset From = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Lazy<(X509Certificate2 Certificate, ECDsa Key)> Root = new(MakeRoot);

    // By the names in PayPal's own certificates, and its own hosts.
    private static readonly Lazy<PayPalSigner> SharedSandbox = new(static () => new(
        "messageverificationcerts.sandbox.paypal.com", PayPalShapes.ApiHost, SandboxCertificate));

    private static readonly Lazy<PayPalSigner> SharedLive = new(static () => new(
        "messageverificationcerts.paypal.com", "https://api.paypal.com", LiveCertificate));

    private static readonly uint[] Rests = [.. Enumerable.Range(0, 256).Select(Rest)];

    private readonly RSA _key = RSA.Create(2048);

    private PayPalSigner(string signer, string host, string name)
    {
        CertificateUrl = $"{host}{PayPalSimulator.CertificatePath}{name}";
        var request = new CertificateRequest($"CN={signer}, O=\"Payments.Simulator\"", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(signer);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        var root = Root.Value;
        using var certificate = request.Create(
            root.Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(root.Key), From, To, RandomNumberGenerator.GetBytes(16));
        CertificatePem = certificate.ExportCertificatePem() + "\n";
    }

    /// <summary>What signs the events of the account.</summary>
    public static PayPalSigner Sandbox => SharedSandbox.Value;

    /// <summary>What signs the events of PayPal's Webhooks Simulator, in the sandbox too.</summary>
    public static PayPalSigner Live => SharedLive.Value;

    public static string RootPem => Root.Value.Certificate.ExportCertificatePem();

    public string CertificateUrl { get; }

    /// <summary>The signer's certificate alone, as PayPal serves it.</summary>
    public string CertificatePem { get; }

    /// <summary>The signer whose certificate has a name; null where there is none.</summary>
    public static PayPalSigner? Find(string certificateName) => certificateName switch
    {
        SandboxCertificate => Sandbox,
        LiveCertificate => Live,
        _ => null,
    };

    /// <summary>Signs what PayPal signs: two headers, the webhook's id, and the CRC-32 of the body.</summary>
    public string Sign(string transmissionId, string transmissionTime, string webhookId, ReadOnlySpan<byte> body) => Convert.ToBase64String(
        _key.SignData(Text(transmissionId, transmissionTime, webhookId, body), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public bool IsMine(string transmissionId, string transmissionTime, string webhookId, ReadOnlySpan<byte> body, string signature)
    {
        var bytes = new byte[signature.Length];
        return Convert.TryFromBase64String(signature, bytes, out var length) && _key.VerifyData(
            Text(transmissionId, transmissionTime, webhookId, body), bytes[..length], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static (X509Certificate2 Certificate, ECDsa Key) MakeRoot()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Payments.Simulator root", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return (request.CreateSelfSigned(From, To), key);
    }

    private static byte[] Text(string id, string time, string webhookId, ReadOnlySpan<byte> body) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}|{time}|{webhookId}|{Checksum(body)}"));

    private static uint Checksum(ReadOnlySpan<byte> body)
    {
        var rest = 0xFFFFFFFFu;
        foreach (var b in body)
            rest = (rest >> 8) ^ Rests[(rest ^ b) & 0xFF];
        return rest ^ 0xFFFFFFFFu;
    }

    private static uint Rest(int value)
    {
        var rest = (uint)value;
        for (var i = 0; i < 8; i++)
            rest = (rest >> 1) ^ ((rest & 1) * 0xEDB88320u);
        return rest;
    }
}
