using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Payments.Http;
using Payments.Security;

namespace Payments.PayPal;

/// <summary>Checks that a webhook was sent by PayPal to one of our webhook ids: here with PayPal's certificate, or by a call to PayPal.</summary>
internal sealed class PayPalSignature(PayPalOptions options, ProviderHttpClient http, TimeProvider time)
{
    private static readonly RsaSignature Rsa = new(HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private readonly WebhookSecrets _ids = new(options.WebhookIds);
    private readonly PayPalCertificates _certificates = new(options, http, time);

    /// <summary>Refuses a message that no webhook id could have received, before anything of it is read.</summary>
    /// <exception cref="WebhookVerificationException">No webhook id is configured, or a header is missing.</exception>
    internal PayPalTransmission Begin(WebhookRequest request)
    {
        if (!_ids.AnyValidAt(time.GetUtcNow()))
            ProviderWebhooks.ThrowUnlessValid(SignatureCheck.NoSecret, PayPalDefaults.TransmissionSignatureHeader, null, nameof(PayPalOptions.WebhookIds));
        return PayPalTransmission.Read(request);
    }

    /// <summary>Checks the signature over <c>id|time|webhook id|CRC-32 of the body</c>.</summary>
    /// <exception cref="WebhookVerificationException">It is not PayPal's.</exception>
    internal async Task CheckOfflineAsync(PayPalTransmission sent, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (sent.Algorithm != PayPalDefaults.Algorithm)
            throw ProviderWebhooks.Refused($"{PayPalDefaults.AlgorithmHeader} is not {PayPalDefaults.Algorithm}", PaymentErrorCode.InvalidSignature);
        var (keys, isSimulatorOnly) = await _certificates.KeyOfAsync(sent.CertificateUrl, TakesSimulator(), cancellationToken).ConfigureAwait(false);
        var key = keys.Rent();
        var isValid = Matches(key, sent, body.Span, isSimulatorOnly);
        keys.Return(key);
        Verdict(sent, isValid);
    }

    /// <summary>Has PayPal check a message. Its body goes along byte by byte, so that it has to be known to be JSON.</summary>
    /// <exception cref="WebhookVerificationException">PayPal says that it did not send it.</exception>
    internal async Task CheckOnlineAsync(PayPalTransmission sent, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        foreach (var id in ValidIds())
        {
            var response = await http.SendAsync(
                new ProviderRequest
                {
                    Method = HttpMethod.Post,
                    Path = PayPalDefaults.VerificationPath,
                    Kind = ProviderCallKind.Read,
                    Operation = PaymentOperations.Webhooks,
                    Body = ProviderBody.Bytes(Question(sent, id, body.Span), "application/json"),
                },
                cancellationToken).ConfigureAwait(false);
            if (response.Error is { Kind: PaymentErrorKind.InvalidRequest })
                continue;
            if (response.Read(PayPalJson.Default.PayPalVerification).VerificationStatus == "SUCCESS")
                return;
        }

        Verdict(sent, isValid: false);
    }

    private bool TakesSimulator()
    {
        foreach (var id in _ids.ValidAt(time.GetUtcNow()))
        {
            if (Ascii.Equals(id, PayPalDefaults.SimulatorWebhookId))
                return true;
        }

        return false;
    }

    private bool Matches(RSA key, PayPalTransmission sent, ReadOnlySpan<byte> body, bool isSimulatorOnly)
    {
        var head = Encoding.UTF8.GetBytes($"{sent.Id}|{sent.Time}|");
        var tail = Encoding.ASCII.GetBytes("|" + PayPalCrc32.Compute(body).ToString(CultureInfo.InvariantCulture));
        foreach (var id in _ids.ValidAt(time.GetUtcNow()))
        {
            if ((!isSimulatorOnly || Ascii.Equals(id, PayPalDefaults.SimulatorWebhookId)) && Rsa.Verify(key, sent.Signature, head, id, tail))
                return true;
        }

        return false;
    }

    private List<string> ValidIds()
    {
        List<string> ids = [];
        foreach (var id in _ids.ValidAt(time.GetUtcNow()))
            ids.Add(Encoding.UTF8.GetString(id));
        return ids;
    }

    private static ReadOnlyMemory<byte> Question(PayPalTransmission sent, string webhookId, ReadOnlySpan<byte> body)
    {
        var buffer = new ArrayBufferWriter<byte>(body.Length + 1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("auth_algo", sent.Algorithm);
            writer.WriteString("cert_url", sent.CertificateUrl);
            writer.WriteString("transmission_id", sent.Id);
            writer.WriteString("transmission_sig", sent.Signature);
            writer.WriteString("transmission_time", sent.Time);
            writer.WriteString("webhook_id", webhookId);
            writer.WritePropertyName("webhook_event");

            // Any other way writes it anew, and PayPal would not know its own message again.
            writer.WriteRawValue(body, skipInputValidation: true);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void Verdict(PayPalTransmission sent, bool isValid) => ProviderWebhooks.ThrowUnlessValid(
        isValid ? SignatureCheck.Valid : SignatureCheck.NoMatch, PayPalDefaults.TransmissionSignatureHeader, sent.Signature, nameof(PayPalOptions.WebhookIds));
}
