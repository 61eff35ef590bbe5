using System.Diagnostics;
using System.Text.Json.Serialization;
using Payments.Http;
using Payments.Security;

namespace Payments.BitPay;

/// <summary>How one registration talks to BitPay. Checked at start, and again at first use.</summary>
public sealed class BitPayOptions : ProviderHttpOptions
{
    /// <summary>The permissions of <see cref="ApiToken"/>; they decide what the registration can do.</summary>
    public BitPayFacade Facade { get; set; }

    /// <summary>
    /// The API token of the dashboard (Payment Tools, API Tokens) for <see cref="Facade"/>. Not the <c>token</c> inside of an invoice. Webhooks of
    /// invoices that it made are signed with it.
    /// </summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string ApiToken { get; set; } = "";

    /// <summary>
    /// Merchant facade: the private key on secp256k1 that <see cref="ApiToken"/> was paired with, as 64 hexadecimal digits or in PEM
    /// (<c>-----BEGIN EC PRIVATE KEY-----</c>). Line breaks may be written as <c>\n</c>.
    /// </summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string PrivateKey { get; set; } = "";

    /// <summary>Whether to use <c>test.bitpay.com</c>, which has accounts, tokens and coins of its own.</summary>
    public bool Sandbox { get; set; }

    /// <summary>
    /// Merchant facade: the address that requests are signed for, where <see cref="ProviderHttpOptions.BaseAddress"/> is a proxy and BitPay sees another
    /// one, such as <c>https://bitpay.com</c>. Null for the address that is called.
    /// </summary>
    public Uri? SignedBaseAddress { get; set; }

    /// <summary>
    /// Where BitPay posts the webhooks of payments and refunds that name no address of their own; https. BitPay has no setting for it. Null: such a
    /// payment has no webhooks, and only reads tell of it.
    /// </summary>
    public Uri? WebhookUrl { get; set; }

    /// <summary>Former API tokens, while webhooks of invoices that they made may still come. <see cref="ApiToken"/> itself always counts.</summary>
    public IList<WebhookSecret> WebhookSecrets { get; set; } = [];

    /// <summary>
    /// Whether a webhook without a signature is taken as a hint, after which BitPay is asked. Off: it is refused. BitPay does not promise that every account's
    /// webhooks are signed. One with a wrong signature is refused in any case.
    /// </summary>
    public bool AcceptUnsignedWebhooks { get; set; }

    /// <inheritdoc />
    protected override IEnumerable<WebhookSecret> RotatingSecrets => WebhookSecrets;

    /// <inheritdoc />
    protected override void Validate(ICollection<string> problems)
    {
        base.Validate(problems);
        if (Facade is not (BitPayFacade.Pos or BitPayFacade.Merchant))
            problems.Add("Facade must be Pos or Merchant.");
        if (string.IsNullOrEmpty(ApiToken))
            problems.Add("ApiToken is missing: set it to a token of the dashboard (Payment Tools, API Tokens).");
        else if (ApiToken.AsSpan().ContainsAnyExceptInRange('!', '~'))
            problems.Add("ApiToken holds white space or a character that no token has: copy it again, without a line break.");
        ValidateKey(problems);
        if (SignedBaseAddress is not null)
            ValidateAddress(nameof(SignedBaseAddress), SignedBaseAddress, problems);
        if (WebhookUrl is not null && !BitPayRequests.IsHttps(WebhookUrl))
            problems.Add("WebhookUrl must be an absolute https address: BitPay posts to no other.");
        if (!WebhookSecrets.All(secret => secret is { Value.Length: > 0 }))
            problems.Add("WebhookSecrets holds one without a value: set WebhookSecrets:0:Value to a former API token, or leave it out.");
    }

    private void ValidateKey(ICollection<string> problems)
    {
        if (Facade is BitPayFacade.Merchant && BitPayIdentity.Read(PrivateKey, out var problem) is null)
            problems.Add($"{nameof(PrivateKey)} {problem}");
        if (Facade is BitPayFacade.Pos && !string.IsNullOrEmpty(PrivateKey))
            problems.Add("PrivateKey is for the merchant facade: set Facade to Merchant, or leave PrivateKey out.");
    }
}

/// <summary>The permissions of an API token at BitPay.</summary>
public enum BitPayFacade
{
    /// <summary>Point of sale: makes invoices and reads its own. It cannot cancel, refund or list, and does not see refunds.</summary>
    Pos,

    /// <summary>Everything, with requests that are signed by a key.</summary>
    Merchant,
}
