using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Serialization;
using Payments.Http;
using Payments.Security;

namespace Payments.PayPal;

/// <summary>How one registration talks to PayPal. Checked at start, and again at first use.</summary>
public sealed class PayPalOptions : ProviderHttpOptions
{
    /// <summary>Starts with PayPal's own defaults.</summary>
    public PayPalOptions() => Timeout = PayPalDefaults.Timeout;

    /// <summary>The client id of the REST app. Sandbox and live have separate apps.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The secret of the REST app.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string ClientSecret { get; set; } = "";

    /// <summary>Where the app lives. Real money needs <see cref="PayPalEnvironment.Live"/>.</summary>
    public PayPalEnvironment Environment { get; set; }

    /// <summary>
    /// The webhook's id (not the event's) of each address that this registration listens at; it is a part of what PayPal signs. Several while one is
    /// being replaced. None: webhooks are refused. <c>WEBHOOK_ID</c> takes the events of PayPal's Webhooks Simulator, for tests in the sandbox.
    /// </summary>
    public IList<WebhookSecret> WebhookIds { get; set; } = [];

    /// <summary>How a webhook's signature is checked.</summary>
    public PayPalWebhookVerification WebhookVerification { get; set; }

    /// <summary>
    /// Where the certificates that sign webhooks are downloaded: a simulator or a proxy. Null for <see cref="ProviderHttpOptions.BaseAddress"/> where that
    /// is not PayPal's own, else the host of PayPal's that a message names.
    /// </summary>
    public Uri? WebhookCertificateAddress { get; set; }

    /// <summary>The root certificates that may vouch for such a certificate, each as PEM. None: those that the machine trusts.</summary>
    public IList<string> WebhookCertificateRoots { get; set; } = [];

    /// <summary>Whether it is asked online if such a certificate was revoked. An authority that cannot be reached then refuses webhooks.</summary>
    public bool CheckWebhookCertificateRevocation { get; set; }

    /// <summary>The shop's name on PayPal's page, at most 127 characters. Null for the account's own.</summary>
    public string? BrandName { get; set; }

    /// <summary>Whether the payer may pay from what takes days to arrive, such as an eCheck. The payment is then <see cref="PaymentStatus.Processing"/> first.</summary>
    public bool AllowDelayedFunding { get; set; }

    /// <summary>The merchant's account id (13 letters and digits) that must get the money; a confirmation compares it. Null for no comparison.</summary>
    public string? MerchantId { get; set; }

    /// <summary>The partner's attribution id (BN code) that goes with every call, at most 36 characters. Null for none.</summary>
    public string? PartnerAttributionId { get; set; }

    /// <summary>How old an order of ours must be that PayPal no longer knows, to count as expired. PayPal drops none that is younger than three hours.</summary>
    public TimeSpan OrderLifetime { get; set; } = PayPalDefaults.OrderLifetime;

    /// <inheritdoc />
    protected override IEnumerable<WebhookSecret> RotatingSecrets => WebhookIds;

    /// <inheritdoc />
    protected override void Validate(ICollection<string> problems)
    {
        base.Validate(problems);
        Check(IsKey(ClientId), "ClientId is missing or holds white space: copy it from the app's page in the developer dashboard.");
        Check(IsKey(ClientSecret), "ClientSecret is missing or holds white space: copy it from the app's page in the developer dashboard.");
        Check(Enum.IsDefined(Environment), "Environment must be Sandbox or Live.");
        Check(
            WebhookIds.All(id => id is { Value.Length: > 0 }),
            "WebhookIds holds one without a value: set WebhookIds:0:Value to the webhook's id from the app's page.");
        Check(Enum.IsDefined(WebhookVerification), "WebhookVerification must be Offline or Api.");
        Check(WebhookCertificateRoots.All(IsCertificate), "WebhookCertificateRoots holds a text that is no certificate: each is PEM, with its BEGIN and END lines.");
        Check(BrandName is not ({ Length: 0 } or { Length: > PayPalDefaults.MaxTextLength }), "BrandName has 1 to 127 characters; leave it out for the account's own.");
        Check(MerchantId is null || (MerchantId.Length == 13 && MerchantId.All(char.IsAsciiLetterOrDigit)), "MerchantId must be the account's id of 13 letters and digits.");
        Check(
            PartnerAttributionId is null || (IsKey(PartnerAttributionId) && PartnerAttributionId.Length <= PayPalDefaults.MaxPartnerIdLength),
            "PartnerAttributionId has 1 to 36 characters without white space.");
        Check(OrderLifetime > TimeSpan.Zero && OrderLifetime <= PayPalDefaults.MaxOrderLifetime, "OrderLifetime must be above zero and at most 72 hours.");
        if (WebhookCertificateAddress is not null)
            ValidateAddress(nameof(WebhookCertificateAddress), WebhookCertificateAddress, problems);

        void Check(bool good, string problem)
        {
            if (!good)
                problems.Add(problem);
        }
    }

    private static bool IsKey(string text) => text.Length > 0 && text.All(c => c is > ' ' and <= '~');

    private static bool IsCertificate(string text)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(text);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}

/// <summary>Where an app of PayPal's lives.</summary>
public enum PayPalEnvironment
{
    /// <summary>The test world: no money moves.</summary>
    Sandbox,

    /// <summary>Real money.</summary>
    Live,
}

/// <summary>How a webhook's signature is checked. Either way it only leads to a read with our own key, since PayPal signs no more than a CRC-32 of the body.</summary>
public enum PayPalWebhookVerification
{
    /// <summary>Here, with PayPal's certificate, which is downloaded once a day.</summary>
    Offline,

    /// <summary>By a call to PayPal for each webhook.</summary>
    Api,
}
