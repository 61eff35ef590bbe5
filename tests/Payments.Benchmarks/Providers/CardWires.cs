using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Payments.PayPal.Tests;
using Payments.Square;

namespace Payments.Benchmarks;

/// <summary>The providers of cards and wallets.</summary>
internal static class CardWires
{
    private const string AdyenKey = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";
    private const string SquareKey = "asdf_1234-signature";
    private const string SquareUrl = "https://shop.example/hooks/square";
    private const string PayPalWebhookId = "8PT597110X687430LKGECATA";

    internal static ProviderWire Stripe { get; } = new()
    {
        Name = "stripe",
        Add = payments => payments.AddStripe(StripeHost.Configure),
        Create = ProviderWires.Request(25m, "EUR"),
        Answers = [("", Wire.Read("checkout.session.json"))],
        Event = padding =>
        {
            var request = StripeEvents.Sign(Signer.Padded(StripeEvents.Body(1), padding));
            var key = Encoding.UTF8.GetBytes(StripeEvents.Secret);
            return new SignedEvent(request, () => Signer.Sign(key, request.Body.Span) + Signer.Scan(request.Body.Span));
        },
    };

    internal static ProviderWire Adyen { get; } = new()
    {
        Name = "adyen",
        Add = payments => payments.AddAdyen(options =>
        {
            (options.ApiKey, options.MerchantAccount, options.ClientKey) = ("AQEtest-key", "ShopECOM", "test_CLIENTKEY");
            options.WebhookSecrets.Add(AdyenKey);
        }),
        Create = ProviderWires.Request(12.50m, "EUR"),
        Answers = [("", "Adyen/link.json")],
        Event = padding =>
        {
            const string Signed = "ABCD1234EFGH5678::ShopECOM:ord-1001:1250:EUR:AUTHORISATION:true";
            var key = Convert.FromHexString(AdyenKey);
            var body = JsonNode.Parse(ProviderFiles.Event("Adyen/notification.json"))!;
            var data = body["notificationItems"]![0]!["NotificationRequestItem"]!["additionalData"]!;
            data["hmacSignature"] = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(Signed)));
            return Signer.Hmac(key, Signed, Signer.Message(Signer.Padded(body.ToJsonString(), padding)));
        },
    };

    internal static ProviderWire Square { get; } = new()
    {
        Name = "square",
        Add = payments => payments.AddSquare(options =>
        {
            (options.AccessToken, options.LocationId) = ("EAAA-token", "L1");
            options.WebhookSubscriptions.Add(new SquareWebhookSubscription { NotificationUrl = new Uri(SquareUrl), SignatureKeys = { SquareKey } });
        }),
        Create = ProviderWires.Request(12.50m, "USD", token: "cnon:card-nonce-ok"),
        Answers = [("", "Square/payment.json")],
        Event = padding =>
        {
            var body = Signer.Padded(ProviderFiles.Event("Square/payment.updated.json"), padding);
            return Signer.Hmac(Encoding.UTF8.GetBytes(SquareKey), SquareUrl + body, Signer.Message(
                body, ("X-Square-HmacSha256-Signature", Convert.ToBase64String(Signer.Hmac(SquareKey, SquareUrl + body)))));
        },
    };

    /// <summary>Signed with RSA: the certificate is fetched once.</summary>
    internal static ProviderWire PayPal { get; } = new()
    {
        Name = "paypal",
        Add = payments => payments.AddPayPal(options =>
        {
            (options.ClientId, options.ClientSecret) = ("client-1", "client-secret-1");
            options.WebhookIds.Add(PayPalWebhookId);
            options.WebhookCertificateRoots.Add(TestSigner.Good.RootPem);
        }),
        Create = ProviderWires.Request(20m, "USD"),
        Confirm = ProviderWires.Back(new PaymentReference("paypal", "5O190127TN364715T", "A-1001"), 20m, "USD", ("token", "5O190127TN364715T"), ("PayerID", "PAYER23456789")),
        Answers =
        [
            ("/token", "PayPal/token.json"), ("/capture", "PayPal/order-captured.json"), ("/5O190127TN364715T", "PayPal/order-approved.json"),
            ("/CERT-360caa42", TestSigner.Good.Pem), ("", "PayPal/order-new.json"),
        ],
        Event = padding =>
        {
            const string Id = "69cd13f0-d67a-11e5-baa3-778b53f4ae55";
            var body = Signer.Padded(ProviderFiles.Event("PayPal/sale.json"), padding);
            var time = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            var signed = $"{Id}|{time}|{PayPalWebhookId}|{Signer.Crc(Encoding.UTF8.GetBytes(body)).ToString(CultureInfo.InvariantCulture)}";
            var signature = TestSigner.Good.Sign(signed);
            var (data, proof) = (Encoding.UTF8.GetBytes(signed), Convert.FromBase64String(signature));
            var request = Signer.Message(
                body, ("paypal-transmission-id", Id), ("paypal-transmission-time", time), ("paypal-transmission-sig", signature),
                ("paypal-cert-url", "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-360caa42"), ("paypal-auth-algo", "SHA256withRSA"), ("paypal-auth-version", "v2"));
            var key = X509Certificate2.CreateFromPem(TestSigner.Good.Pem).GetRSAPublicKey()!;
            return new SignedEvent(
                request, () => (key.VerifyData(data, proof, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ? 1 : 0) + Signer.Scan(request.Body.Span));
        },
    };
}
