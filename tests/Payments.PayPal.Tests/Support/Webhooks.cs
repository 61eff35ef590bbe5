using System.Globalization;
using System.Text;

namespace Payments.PayPal.Tests;

internal static class Webhooks
{
    public const string CertificateUrl = "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-b0d12406";
    public const string CertificateCall = "GET " + CertificateUrl;
    public const string LiveCertificateUrl = "https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-b0d12406";
    public const string LiveCertificateCall = "GET " + LiveCertificateUrl;
    public const string Verification = "POST /v1/notifications/verify-webhook-signature";

    private const string TransmissionId = "69cd13f0-d67a-11e5-baa3-778b53f4ae55";
    private const string Time = "2026-10-30T00:00:04Z";

    /// <summary>A host that trusts the test's root.</summary>
    public static PayPalHost Host(Action<PayPalOptions>? configure = null, TestSigner? root = null, bool signsIn = false) => new(
        options =>
        {
            options.WebhookCertificateRoots.Add((root ?? TestSigner.Good).RootPem);
            configure?.Invoke(options);
        },
        signsIn);

    /// <summary>A host that has the certificate of the first message already, and a token next.</summary>
    public static async Task<PayPalHost> ReadyAsync()
    {
        var paypal = Host();
        paypal.On(CertificateCall, TestSigner.Good.Pem);
        await paypal.Provider.VerifyWebhookAsync(Signed(Fixture.Event("sale")));
        paypal.On("POST /v1/oauth2/token", Fixture.Answer("token"));
        return paypal;
    }

    public static WebhookRequest Signed(string body, TestSigner? signer = null, string id = PayPalHost.WebhookId, string url = CertificateUrl) =>
        Signed(Encoding.UTF8.GetBytes(body), signer, id, url);

    public static WebhookRequest Signed(byte[] body, TestSigner? signer = null, string id = PayPalHost.WebhookId, string url = CertificateUrl) =>
        With(body, Headers((signer ?? TestSigner.Good).Sign($"{TransmissionId}|{Time}|{id}|{Crc(body).ToString(CultureInfo.InvariantCulture)}"), url));

    public static Dictionary<string, string> Headers(string signature, string url = CertificateUrl) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["paypal-transmission-id"] = TransmissionId,
        ["paypal-transmission-time"] = Time,
        ["paypal-transmission-sig"] = signature,
        ["paypal-cert-url"] = url,
        ["paypal-auth-algo"] = "SHA256withRSA",
        ["paypal-auth-version"] = "v2",
    };

    public static WebhookRequest With(byte[] body, IReadOnlyDictionary<string, string> headers) => new() { Body = body, Headers = headers };

    /// <summary>CRC-32 as its definition has it, a bit at a time.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var rest = uint.MaxValue;
        foreach (var value in bytes)
        {
            rest ^= value;
            for (var bit = 0; bit < 8; bit++)
                rest = (rest & 1) == 0 ? rest >> 1 : (rest >> 1) ^ 0xEDB88320;
        }

        return ~rest;
    }
}
