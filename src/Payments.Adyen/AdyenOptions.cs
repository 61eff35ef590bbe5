using System.Buffers;
using System.Diagnostics;
using System.Text.Json.Serialization;
using Payments.Http;
using Payments.Security;

namespace Payments.Adyen;

/// <summary>How one registration talks to Adyen. Checked at start, and again at first use.</summary>
public sealed class AdyenOptions : ProviderHttpOptions
{
    /// <summary>Starts with Adyen's own defaults.</summary>
    public AdyenOptions() => Timeout = AdyenDefaults.Timeout;

    /// <summary>The API key of an API credential with the Checkout roles. Test and live keys differ.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string ApiKey { get; set; } = "";

    /// <summary>The merchant account that payments are booked on. Webhooks of another one are refused.</summary>
    public string MerchantAccount { get; set; } = "";

    /// <summary>Which system to use. Webhooks of the other one are refused.</summary>
    public AdyenEnvironment Environment { get; set; }

    /// <summary>The company's prefix of the live address, from the live Customer Area under Developers, API URLs. Needed in the live environment.</summary>
    public string? LiveUrlPrefix { get; set; }

    /// <summary>The client key (<c>test_…</c>, <c>live_…</c>), handed to the payer's browser with a session or an action. Null when the page knows it already.</summary>
    public string? ClientKey { get; set; }

    /// <summary>
    /// When the account takes money by itself: <see cref="Payments.CaptureMode.Automatic"/> for immediate capture, <see cref="Payments.CaptureMode.Manual"/> for
    /// manual and for delayed capture. It decides what an authorisation means for payments that were not made here. Those that are made here say so to Adyen where
    /// they ask for <see cref="Payments.CaptureMode.Manual"/>, or for another mode than this.
    /// </summary>
    public CaptureMode AccountCaptureMode { get; set; }

    /// <summary>Whether Adyen has switched on several partial captures of one authorisation. Off, the rest is released after the first.</summary>
    public bool MultiplePartialCaptures { get; set; }

    /// <summary>The HMAC keys (64 hexadecimal digits) of the webhook; several while one is being replaced. None: webhooks are refused.</summary>
    public IList<WebhookSecret> WebhookSecrets { get; set; } = [];

    /// <summary>The user name of the webhook's basic authentication. Null when none is set up.</summary>
    public string? WebhookUserName { get; set; }

    /// <summary>The password of the webhook's basic authentication. Null when none is set up.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? WebhookPassword { get; set; }

    /// <summary>What a payment without a token makes. An app gets a session in any case.</summary>
    public AdyenFlow Flow { get; set; }

    /// <summary>The version of the Checkout API. This package is written and tested for its default.</summary>
    public string ApiVersion { get; set; } = AdyenDefaults.ApiVersion;

    /// <inheritdoc />
    protected override IEnumerable<WebhookSecret> RotatingSecrets => WebhookSecrets;

    /// <inheritdoc />
    protected override void Validate(ICollection<string> problems)
    {
        base.Validate(problems);
        ValidateKeys(problems);
        Check(MerchantAccount.Length > 0 && !MerchantAccount.Any(char.IsWhiteSpace), "MerchantAccount is missing: set it to the merchant account's name, such as 'ShopECOM'.");
        Check(Enum.IsDefined(Environment), "Environment must be Test or Live.");
        Check(
            Environment != AdyenEnvironment.Live || BaseAddress is not null || !string.IsNullOrEmpty(LiveUrlPrefix),
            "LiveUrlPrefix is missing: without it there is no live address. Copy it from the live Customer Area under Developers, API URLs.");
        Check(
            string.IsNullOrEmpty(LiveUrlPrefix) || LiveUrlPrefix.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'),
            "LiveUrlPrefix must be the prefix alone, such as '1797a841fbb37ca7-AdyenDemo', not an address.");
        Check(Enum.IsDefined(AccountCaptureMode), "AccountCaptureMode must be Automatic or Manual.");
        Check(Enum.IsDefined(Flow), "Flow must be PaymentLink, Session or HostedSession.");
        Check(
            ApiVersion.Length > 1 && ApiVersion[0] == 'v' && ApiVersion.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0,
            $"ApiVersion must be a version such as '{AdyenDefaults.ApiVersion}'.");
        Check(
            WebhookSecrets.All(secret => secret is { Value.Length: > 0 } && IsHex(secret.Value)),
            "WebhookSecrets holds one that is not hexadecimal: set WebhookSecrets:0:Value to the HMAC key that the Customer Area made, 64 digits of 0-9 and A-F.");
        Check(
            string.IsNullOrEmpty(WebhookUserName) == string.IsNullOrEmpty(WebhookPassword),
            "WebhookUserName and WebhookPassword belong together: set both, as in the webhook's settings, or none.");

        void Check(bool good, string problem)
        {
            if (!good)
                problems.Add(problem);
        }
    }

    private void ValidateKeys(ICollection<string> problems)
    {
        if (string.IsNullOrEmpty(ApiKey))
            problems.Add("ApiKey is missing: make one in the Customer Area under Developers, API credentials.");
        else if (ApiKey.Any(c => char.IsWhiteSpace(c) || c > '~'))
            problems.Add("ApiKey holds white space or a character that no key has: copy it again, without a line break.");
        else if (ModeOf(ApiKey) is not null)
            problems.Add("ApiKey is a client key, which only browsers can use: set the API key of the API credential.");

        if (ClientKey is not null && ModeOf(ClientKey) != Environment)
            problems.Add($"ClientKey must begin with '{(Environment == AdyenEnvironment.Live ? "live" : "test")}_' in this environment: it is given to browsers, so never an API key.");
    }

    private static bool IsHex(string text) =>
        Convert.FromHexString(text, new byte[text.Length / 2], out _, out _) == OperationStatus.Done;

    private static AdyenEnvironment? ModeOf(string key) =>
        key.StartsWith("test_", StringComparison.Ordinal) ? AdyenEnvironment.Test
        : key.StartsWith("live_", StringComparison.Ordinal) ? AdyenEnvironment.Live
        : null;
}

/// <summary>Adyen's two systems.</summary>
public enum AdyenEnvironment
{
    /// <summary>No money moves.</summary>
    Test,

    /// <summary>Real money.</summary>
    Live,
}

/// <summary>What a payment without a token makes.</summary>
public enum AdyenFlow
{
    /// <summary>A payment link: the payer is sent to Adyen's page.</summary>
    PaymentLink,

    /// <summary>A session for Drop-in or Components on the shop's own page.</summary>
    Session,

    /// <summary>A session on Adyen's page.</summary>
    HostedSession,
}
