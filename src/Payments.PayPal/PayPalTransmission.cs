using Payments.Http;
using Payments.Security;

namespace Payments.PayPal;

/// <summary>The headers that prove where a webhook comes from, each as it was received.</summary>
/// <param name="Id">The transmission's id.</param>
/// <param name="Time">Its time; never parsed, since it is signed as it stands.</param>
/// <param name="Signature">The signature in Base64.</param>
/// <param name="CertificateUrl">Where the sender says that the certificate is. Not to be believed.</param>
/// <param name="Algorithm">The algorithm.</param>
internal sealed record PayPalTransmission(string Id, string Time, string Signature, string CertificateUrl, string Algorithm)
{
    private const int MaxLength = 2048;

    /// <exception cref="WebhookVerificationException">One is missing, or longer than any real one.</exception>
    internal static PayPalTransmission Read(WebhookRequest request)
    {
        return new PayPalTransmission(
            Header(PayPalDefaults.TransmissionIdHeader),
            Header(PayPalDefaults.TransmissionTimeHeader),
            Header(PayPalDefaults.TransmissionSignatureHeader),
            Header(PayPalDefaults.CertificateUrlHeader),
            Header(PayPalDefaults.AlgorithmHeader));

        string Header(string name)
        {
            var value = request.GetHeader(name);
            if (value is not { Length: > 0 and <= MaxLength })
                ProviderWebhooks.ThrowUnlessValid(SignatureCheck.Malformed, name, value, nameof(PayPalOptions.WebhookIds));
            return value!;
        }
    }
}
