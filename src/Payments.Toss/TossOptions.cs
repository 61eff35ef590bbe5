using System.Diagnostics;
using System.Text.Json.Serialization;
using Payments.Http;
using Payments.Security;

namespace Payments.Toss;

/// <summary>How one registration talks to Toss Payments. Checked at start, and again at first use.</summary>
public sealed class TossOptions : ProviderHttpOptions
{
    /// <summary>Starts with Toss Payments' own defaults.</summary>
    public TossOptions() => Timeout = TossDefaults.Timeout;

    /// <summary>
    /// The secret key of the developer centre: <c>test_sk_…</c> or <c>live_sk_…</c> for the payment window, billing and virtual accounts,
    /// <c>test_gsk_…</c> or <c>live_gsk_…</c> for payments that begin with the widget. The prefix decides between test and live.
    /// </summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string SecretKey { get; set; } = "";

    /// <summary>The client key that is the pair of <see cref="SecretKey"/>, handed to the payer's browser. Null when the page knows it already.</summary>
    public string? ClientKey { get; set; }

    /// <summary>The merchant id (<c>mId</c>) that a charge and an issued account have to name; one of another is undone. Null compares nothing: the key implies it.</summary>
    public string? MerchantId { get; set; }

    /// <summary>
    /// The security keys (64 hexadecimal digits) that sign the payout and seller events; several while one is being rotated. None: those events are
    /// refused. Payment events carry no signature and need none.
    /// </summary>
    public IList<WebhookSecret> WebhookSecrets { get; set; } = [];

    /// <summary>The addresses or networks (<c>3.36.173.151</c>, <c>115.92.221.120/29</c>) that webhooks may come from. Empty: from anywhere.</summary>
    public IList<string> WebhookAddresses { get; set; } = [];

    /// <summary>What a payment without a token makes.</summary>
    public TossFlow Flow { get; set; }

    /// <summary>The language of messages and values in answers, such as <c>en-US</c>. Null for Korean. Both are read.</summary>
    public string? AcceptLanguage { get; set; }

    internal bool IsLive => SecretKey.StartsWith("live_", StringComparison.Ordinal);

    /// <summary>Whether the key is the widget's, with which payments can be confirmed and cancelled but not begun without a page.</summary>
    internal bool IsWidget => SecretKey.AsSpan(Math.Min(SecretKey.Length, 5)).StartsWith("gsk_", StringComparison.Ordinal);

    /// <inheritdoc />
    protected override IEnumerable<WebhookSecret> RotatingSecrets => WebhookSecrets;

    /// <inheritdoc />
    protected override void Validate(ICollection<string> problems)
    {
        base.Validate(problems);
        ValidateKeys(problems);
        Check(MerchantId is null or { Length: > 0 and <= 14 }, "MerchantId has 1 to 14 characters: leave it out to compare nothing.");
        Check(Enum.IsDefined(Flow), "Flow must be ClientSdk or HostedWindow.");
        Check(AcceptLanguage is null or { Length: > 0 and <= 35 }, "AcceptLanguage must be a language tag such as 'en-US'.");
        foreach (var secret in WebhookSecrets)
        {
            Check(
                secret is { Value.Length: > 0 },
                "WebhookSecrets holds one without a value: set WebhookSecrets:0:Value to the security key of the developer centre.");
            Check(
                secret?.Value is not { } value || !(value.StartsWith("test_", StringComparison.Ordinal) || value.StartsWith("live_", StringComparison.Ordinal)),
                "WebhookSecrets holds an API key: it takes the security key (64 hexadecimal digits), which stands beside the API keys.");
        }

        foreach (var address in WebhookAddresses)
            Check(WebhookSources.TryParse(address, out _), $"WebhookAddresses holds '{address}': give addresses such as '3.36.173.151' or networks such as '115.92.221.120/29'.");

        void Check(bool good, string problem)
        {
            if (!good)
                problems.Add(problem);
        }
    }

    private void ValidateKeys(ICollection<string> problems)
    {
        var prefix = TossDefaults.KeyPrefixes.FirstOrDefault(known => SecretKey.StartsWith(known, StringComparison.Ordinal));
        if (string.IsNullOrEmpty(SecretKey))
            problems.Add("SecretKey is missing: set it to the secret key ('test_sk_…' or 'live_sk_…', for the widget 'test_gsk_…' or 'live_gsk_…') of the developer centre.");
        else if (SecretKey.Any(c => char.IsWhiteSpace(c) || c > '~' || c == ':'))
            problems.Add("SecretKey holds white space or a character that no key has: copy it again, without a line break and without the colon.");
        else if (SecretKey.Contains("ck_", StringComparison.Ordinal) && prefix is null)
            problems.Add("SecretKey is a client key ('…_ck_…'), which only browsers can use: set the secret key that is its pair.");
        else if (prefix is null)
            problems.Add("SecretKey must begin with 'test_sk_', 'live_sk_', 'test_gsk_' or 'live_gsk_'.");

        if (ClientKey is null || prefix is null)
            return;
        var pair = prefix.Replace("sk_", "ck_", StringComparison.Ordinal);
        if (!ClientKey.StartsWith(pair, StringComparison.Ordinal))
            problems.Add($"ClientKey must begin with '{pair}': a payment can only be confirmed with the secret key that is the pair of the client key it began with.");
    }
}

/// <summary>What a payment without a token makes.</summary>
public enum TossFlow
{
    /// <summary>Parameters for Toss Payments' SDK in the payer's browser or app. Nothing is sent before the payer has agreed.</summary>
    ClientSdk,

    /// <summary>A payment window that the server opens: the payer is sent to Toss Payments' page. Not every contract has it.</summary>
    HostedWindow,
}
