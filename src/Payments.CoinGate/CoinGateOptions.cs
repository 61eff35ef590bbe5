using System.Diagnostics;
using System.Text.Json.Serialization;
using Payments.Http;
using Payments.Security;

namespace Payments.CoinGate;

/// <summary>How one registration talks to CoinGate. Checked at start, and again at first use.</summary>
public sealed class CoinGateOptions : ProviderHttpOptions
{
    /// <summary>The API auth token of the dashboard (Merchant, Apps). The sandbox has accounts and tokens of its own.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string ApiToken { get; set; } = "";

    /// <summary>Whether to use <c>api-sandbox.coingate.com</c>, where also the ids of currencies, platforms and ledger accounts are others.</summary>
    public bool Sandbox { get; set; }

    /// <summary>
    /// What the merchant gets: <c>EUR</c>, <c>USD</c>, <c>GBP</c>, a coin, or <c>DO_NOT_CONVERT</c> for the coin that was paid. It has no default, since the
    /// account's own setting would decide without it.
    /// </summary>
    public string ReceiveCurrency { get; set; } = "";

    /// <summary>
    /// Where CoinGate posts the callbacks of payments and refunds that name no address of their own; http or https, and reached without a redirect. Null: such
    /// a payment has no callbacks, and only reads tell of it.
    /// </summary>
    public Uri? WebhookUrl { get; set; }

    /// <summary>
    /// Secrets of your own, 16 or more random characters each. CoinGate signs nothing: the token that it repeats in an order's callbacks is made of the first
    /// one that is valid, and the order id, so that nothing has to be stored. A former one stays while callbacks of older orders may come; CoinGate tries for
    /// about 6½ days. Empty: orders get no token of ours, and their callbacks are refused.
    /// </summary>
    public IList<WebhookSecret> WebhookSecrets { get; set; } = [];

    /// <summary>The balance that refunds are taken from, unless the refund names another. Null: each refund names one.</summary>
    public string? RefundLedgerAccountId { get; set; }

    /// <inheritdoc />
    protected override IEnumerable<WebhookSecret> RotatingSecrets => WebhookSecrets;

    /// <inheritdoc />
    protected override void Validate(ICollection<string> problems)
    {
        base.Validate(problems);
        if (string.IsNullOrEmpty(ApiToken))
            problems.Add("ApiToken is missing: set it to the API auth token of the dashboard (Merchant, Apps).");
        else if (ApiToken.AsSpan().ContainsAnyExceptInRange('!', '~'))
            problems.Add("ApiToken holds white space or a character that no token has: copy the token alone, without 'Token ' before it and without a line break.");
        if (string.IsNullOrWhiteSpace(ReceiveCurrency))
            problems.Add("ReceiveCurrency is missing: set it to EUR, USD, GBP, a coin, or DO_NOT_CONVERT to keep the coin that was paid.");
        if (WebhookUrl is not null && !CoinGateRequests.IsWeb(WebhookUrl))
            problems.Add("WebhookUrl must be an absolute http or https address.");
        if (WebhookUrl is not null && WebhookSecrets.Count == 0)
            problems.Add("WebhookSecrets is empty, so that every callback to WebhookUrl would be refused: set WebhookSecrets:0:Value to a long random text.");
        if (!WebhookSecrets.All(secret => secret is { Value.Length: >= MinSecretLength }))
            problems.Add("WebhookSecrets holds one with fewer than 16 characters: set WebhookSecrets:0:Value to a long random text.");
    }

    private const int MinSecretLength = 16;
}
