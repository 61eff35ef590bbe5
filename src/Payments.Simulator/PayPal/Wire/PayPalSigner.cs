using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Payments.Simulator;

/// <summary>
/// The certificate that signs webhooks and the authority that vouches for it, made in memory once a process: both are valid for a century, so that they
/// fit any clock of a test.
/// </summary>
internal sealed class PayPalSigner
{
    public const string CertificateName = "CERT-5a1d0c7e-51a70201-20261030";

    // The name in PayPal's own certificates of the sandbox.
    private const string SignerName = "messageverificationcerts.sandbox.paypal.com";

    private static readonly Lazy<PayPalSigner> Shared = new(static () => new PayPalSigner());
    private static readonly uint[] Rests = [.. Enumerable.Range(0, 256).Select(Rest)];

    private readonly RSA _key = RSA.Create(2048);

    private PayPalSigner()
    {
        var (from, to) = (new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=Payments.Simulator root", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var root = rootRequest.CreateSelfSigned(from, to);

        var request = new CertificateRequest($"CN={SignerName}, O=\"Payments.Simulator\"", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(SignerName);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        using var certificate = request.Create(
            root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), from, to, RandomNumberGenerator.GetBytes(16));
        CertificatePem = certificate.ExportCertificatePem() + "\n";
        RootPem = root.ExportCertificatePem();
    }

    public static PayPalSigner Instance => Shared.Value;

    /// <summary>The signer's certificate alone, as PayPal serves it.</summary>
    public string CertificatePem { get; }

    public string RootPem { get; }

    /// <summary>Signs what PayPal signs: two headers, the webhook's id, and the CRC-32 of the body.</summary>
    public string Sign(string transmissionId, string transmissionTime, string webhookId, ReadOnlySpan<byte> body) => Convert.ToBase64String(
        _key.SignData(Text(transmissionId, transmissionTime, webhookId, body), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public bool IsMine(string transmissionId, string transmissionTime, string webhookId, ReadOnlySpan<byte> body, string signature)
    {
        var bytes = new byte[signature.Length];
        return Convert.TryFromBase64String(signature, bytes, out var length) && _key.VerifyData(
            Text(transmissionId, transmissionTime, webhookId, body), bytes[..length], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
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
