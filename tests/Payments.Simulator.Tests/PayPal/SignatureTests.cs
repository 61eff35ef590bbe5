using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Simulator.Tests.PayPal;

/// <summary>Webhooks as a host without the SDK would check them.</summary>
internal sealed class SignatureTests : PayPalFixture
{
    private async Task<X509Certificate2> CertificateAsync(SimulatedWebhook webhook, string host = "api.sandbox.paypal.com")
    {
        var address = new Uri(webhook.Headers["PAYPAL-CERT-URL"]);
        Assert.That((address.Host, address.Scheme), Is.EqualTo((host, "https")));
        return X509Certificate2.CreateFromPem(await Http.GetStringAsync(new Uri(Simulator.BaseAddress, address.AbsolutePath)));
    }

    private static bool IsSigned(SimulatedWebhook webhook, X509Certificate2 certificate, string webhookId)
    {
        using var key = certificate.GetRSAPublicKey()!;
        var text = $"{webhook.Headers["PAYPAL-TRANSMISSION-ID"]}|{webhook.Headers["PAYPAL-TRANSMISSION-TIME"]}|{webhookId}|{Crc(webhook.Body.Span)}";
        return key.VerifyData(
            Encoding.UTF8.GetBytes(text), Convert.FromBase64String(webhook.Headers["PAYPAL-TRANSMISSION-SIG"]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
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

    [Test]
    public async Task A_webhook_is_signed_with_a_certificate_that_the_root_vouches_for()
    {
        await ApproveAsync();
        var webhook = Simulator.Webhooks.Single();
        using var certificate = await CertificateAsync(webhook);
        using var root = X509Certificate2.CreateFromPem(Simulator.RootCertificatePem);
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { root } } };
        Assert.Multiple(() =>
        {
            Assert.That(chain.Build(certificate), Is.True);
            Assert.That(certificate.MatchesHostname("messageverificationcerts.sandbox.paypal.com"), Is.True);
            Assert.That(IsSigned(webhook, certificate, PayPalSimulator.DefaultWebhookId), Is.True);
            Assert.That(IsSigned(webhook, certificate, "OTHER"), Is.False);
            Assert.That(webhook.Headers["PAYPAL-AUTH-ALGO"], Is.EqualTo("SHA256withRSA"));
        });
    }

    [Test]
    public async Task A_test_event_is_signed_with_a_word_and_a_live_certificate()
    {
        await Simulator.SendTestEventAsync();
        await Simulator.SendTestEventAsync();
        var webhook = Simulator.Webhooks[0];
        using var certificate = await CertificateAsync(webhook, "api.paypal.com");
        var capture = (string)JsonNode.Parse(webhook.Body.Span)!["resource"]!["id"]!;
        var verdict = await AskAsync(webhook, Encoding.UTF8.GetString(webhook.Body.Span), "WEBHOOK_ID");
        var missing = await GetAsync($"/v2/payments/captures/{capture}");
        Assert.Multiple(() =>
        {
            Assert.That(certificate.MatchesHostname("messageverificationcerts.paypal.com"), Is.True);
            Assert.That(certificate.MatchesHostname("messageverificationcerts.sandbox.paypal.com"), Is.False);
            Assert.That(IsSigned(webhook, certificate, "WEBHOOK_ID"), Is.True);
            Assert.That(IsSigned(webhook, certificate, PayPalSimulator.DefaultWebhookId), Is.False);
            Assert.That(Simulator.Webhooks.Select(each => each.EventId).Distinct().Count(), Is.EqualTo(1), "the id is always the same");
            Assert.That(verdict.Text("verification_status"), Is.EqualTo("FAILURE"));
            Assert.That(missing.Status, Is.EqualTo(404), "it is about nothing that there is");
        });
    }

    [Test]
    public async Task The_postback_wants_the_same_bytes()
    {
        await ApproveAsync();
        var webhook = Simulator.Webhooks.Single();
        Assert.That((await AskAsync(webhook, Encoding.UTF8.GetString(webhook.Body.Span))).Text("verification_status"), Is.EqualTo("SUCCESS"));
        var again = JsonNode.Parse(webhook.Body.Span)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        Assert.That((await AskAsync(webhook, again)).Text("verification_status"), Is.EqualTo("FAILURE"));
    }

    [Test]
    public async Task A_certificate_that_it_does_not_have_is_not_found()
    {
        using var missing = await Http.GetAsync(new Uri(Simulator.BaseAddress, "/v1/notifications/certs/CERT-other"));
        Assert.That((int)missing.StatusCode, Is.EqualTo(404));
    }

    private Task<Answer> AskAsync(SimulatedWebhook webhook, string body, string webhookId = PayPalSimulator.DefaultWebhookId) => PostAsync(
        "/v1/notifications/verify-webhook-signature",
        $$"""
        {"auth_algo":"SHA256withRSA","cert_url":"{{webhook.Headers["PAYPAL-CERT-URL"]}}","transmission_id":"{{webhook.Headers["PAYPAL-TRANSMISSION-ID"]}}",
         "transmission_sig":"{{webhook.Headers["PAYPAL-TRANSMISSION-SIG"]}}","transmission_time":"{{webhook.Headers["PAYPAL-TRANSMISSION-TIME"]}}",
         "webhook_id":"{{webhookId}}","webhook_event":{{body}}}
        """);
}
