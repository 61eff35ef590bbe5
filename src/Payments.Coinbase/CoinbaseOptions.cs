using System.Diagnostics;
using System.Text.Json.Serialization;
using Payments.Http;
using Payments.Security;

namespace Payments.Coinbase;

/// <summary>How one registration talks to Coinbase. Checked at start, and again at first use.</summary>
public sealed class CoinbaseOptions : ProviderHttpOptions
{
    /// <summary>Which of Coinbase's APIs this registration uses; it decides what the registration can do.</summary>
    public CoinbaseApi Api { get; set; }

    /// <summary>Checkouts: the id of the CDP API key, a UUID or <c>organizations/…/apiKeys/…</c>, as the portal shows it.</summary>
    public string ApiKeyId { get; set; } = "";

    /// <summary>
    /// Checkouts: the secret of the CDP API key, an ECDSA key on P-256 in PEM (<c>-----BEGIN EC PRIVATE KEY-----</c>). Line breaks may be written as
    /// <c>\n</c>. Ed25519 keys are refused: .NET 10 cannot sign with them.
    /// </summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string ApiKeySecret { get; set; } = "";

    /// <summary>Commerce: the API key of the account's settings.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string CommerceApiKey { get; set; } = "";

    /// <summary>Checkouts: whether to use the sandbox, which takes the same keys, moves test money and keeps it for 30 days.</summary>
    public bool Sandbox { get; set; }

    /// <summary>
    /// Checkouts: the address that tokens are signed for, where <see cref="ProviderHttpOptions.BaseAddress"/> is a proxy and Coinbase sees another one,
    /// such as <c>https://business.coinbase.com</c>. Null for the address that is called.
    /// </summary>
    public Uri? SignedBaseAddress { get; set; }

    /// <summary>Checkouts: whether tokens also carry the claim <c>uri</c>, which older Coinbase APIs read, beside <c>uris</c>.</summary>
    public bool SendUriClaim { get; set; }

    /// <summary>
    /// The secrets of the webhook subscriptions (Checkouts), or the shared secret of the account (Commerce); several while one is replaced. They are
    /// other values than the API keys. None: webhooks are refused.
    /// </summary>
    public IList<WebhookSecret> WebhookSecrets { get; set; } = [];

    /// <summary>Checkouts: how far a webhook's time may be from now, in either direction, the edge included. Commerce signs no time.</summary>
    public TimeSpan WebhookTolerance { get; set; } = CoinbaseDefaults.WebhookTolerance;

    /// <summary>
    /// Checkouts: whether a webhook is believed that has only the older signature <c>v0</c>, which covers time and body but no headers. One that has
    /// <c>v1</c> is judged by that alone in any case.
    /// </summary>
    public bool AcceptVersion0Signatures { get; set; } = true;

    /// <inheritdoc />
    protected override IEnumerable<WebhookSecret> RotatingSecrets => WebhookSecrets;

    /// <inheritdoc />
    protected override void Validate(ICollection<string> problems)
    {
        base.Validate(problems);
        if (Api is CoinbaseApi.Checkouts)
            ValidateCheckouts(problems);
        else if (Api is CoinbaseApi.Commerce)
            ValidateCommerce(problems);
        else
            problems.Add("Api must be Checkouts or Commerce.");

        if (!WebhookSecrets.All(secret => secret is { Value.Length: > 0 }))
            problems.Add("WebhookSecrets holds one without a value: set WebhookSecrets:0:Value to the 'secret' of the webhook subscription.");
        if (WebhookTolerance <= TimeSpan.Zero)
            problems.Add("WebhookTolerance must be above zero: without it an old webhook could be replayed.");
    }

    private void ValidateCheckouts(ICollection<string> problems)
    {
        ValidateHeader(nameof(ApiKeyId), ApiKeyId, "the id of a CDP API key, as portal.cdp.coinbase.com shows it", problems);
        if (CdpKey.Read(ApiKeySecret, out var problem) is null)
            problems.Add($"{nameof(ApiKeySecret)} {problem}");
        if (SignedBaseAddress is not null)
            ValidateAddress(nameof(SignedBaseAddress), SignedBaseAddress, problems);
    }

    private void ValidateCommerce(ICollection<string> problems)
    {
        ValidateHeader(nameof(CommerceApiKey), CommerceApiKey, "the API key of the Commerce account's settings", problems);
        if (Sandbox)
            problems.Add("Sandbox is for Checkouts only: Commerce has none. Set Sandbox to false, or Api to Checkouts.");
    }

    private static void ValidateHeader(string option, string value, string meaning, ICollection<string> problems)
    {
        if (string.IsNullOrEmpty(value))
            problems.Add($"{option} is missing: set it to {meaning}.");
        else if (value.AsSpan().ContainsAnyExceptInRange('!', '~'))
            problems.Add($"{option} holds white space or a character that no key has: copy it again, without a line break.");
    }
}

/// <summary>Coinbase's APIs for merchants.</summary>
public enum CoinbaseApi
{
    /// <summary>Coinbase Business checkouts: USDC on Base, with refunds and idempotency keys. The current one.</summary>
    Checkouts,

    /// <summary>
    /// Coinbase Commerce charges, which merchants were told to leave by 31 March 2026: without refunds and idempotency keys. For accounts that are still
    /// served, and for their archived webhooks.
    /// </summary>
    Commerce,
}
