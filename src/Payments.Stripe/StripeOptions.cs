using System.Diagnostics;
using System.Text.Json.Serialization;
using Payments.Http;
using Payments.Security;

namespace Payments.Stripe;

/// <summary>How one registration talks to Stripe. Checked at start, and again at first use.</summary>
public sealed class StripeOptions : ProviderHttpOptions
{
    /// <summary>Starts with Stripe's own defaults.</summary>
    public StripeOptions() => Timeout = StripeDefaults.Timeout;

    /// <summary>
    /// The secret key (<c>sk_…</c>) or, better, a restricted one (<c>rk_…</c>) that may write PaymentIntents, Checkout Sessions and Refunds and read
    /// Charges, Disputes and Events.
    /// </summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string SecretKey { get; set; } = "";

    /// <summary>The publishable key (<c>pk_…</c>), handed to the payer's browser with a client secret. Null when the page knows it already.</summary>
    public string? PublishableKey { get; set; }

    /// <summary>The signing secrets (<c>whsec_…</c>) of the webhook endpoint; several while one is being rotated. None: webhooks are refused.</summary>
    public IList<WebhookSecret> WebhookSecrets { get; set; } = [];

    /// <summary>How far a webhook's time may be from now, in either direction.</summary>
    public TimeSpan WebhookTolerance { get; set; } = StripeDefaults.WebhookTolerance;

    /// <summary>The API version that is sent with every call. This package is written and tested for its default.</summary>
    public string ApiVersion { get; set; } = StripeDefaults.ApiVersion;

    /// <summary>
    /// The connected account (<c>acct_…</c>) to act for. Null for the key's own account. An event that names another account is refused; one that names
    /// none, as from an account's own endpoint, is taken.
    /// </summary>
    public string? ConnectAccount { get; set; }

    /// <summary>Whether objects and events have to be of live mode. Null takes it from the key.</summary>
    public bool? Livemode { get; set; }

    /// <summary>What a payment without a token makes. An app gets a client secret in any case.</summary>
    public StripeFlow Flow { get; set; }

    internal bool? ExpectedLivemode => Livemode ?? ModeOf(SecretKey);

    /// <inheritdoc />
    protected override IEnumerable<WebhookSecret> RotatingSecrets => WebhookSecrets;

    /// <inheritdoc />
    protected override void Validate(ICollection<string> problems)
    {
        base.Validate(problems);
        ValidateKeys(problems);
        Check(
            WebhookSecrets.All(secret => secret is { Value.Length: > 0 }),
            "WebhookSecrets holds one without a value: set WebhookSecrets:0:Value to the endpoint's 'whsec_…'.");
        Check(WebhookTolerance > TimeSpan.Zero, "WebhookTolerance must be above zero: without it an old webhook could be replayed.");
        Check(ApiVersion.Length > 0 && !ApiVersion.Any(char.IsWhiteSpace), $"ApiVersion must be a version such as '{StripeDefaults.ApiVersion}'.");
        Check(ConnectAccount?.StartsWith("acct_", StringComparison.Ordinal) != false, "ConnectAccount must be an account id ('acct_…').");
        Check(Enum.IsDefined(Flow), "Flow must be HostedPage or ClientSecret.");

        void Check(bool good, string problem)
        {
            if (!good)
                problems.Add(problem);
        }
    }

    private void ValidateKeys(ICollection<string> problems)
    {
        if (string.IsNullOrEmpty(SecretKey))
            problems.Add("SecretKey is missing: set it to a secret ('sk_…') or restricted ('rk_…') key of the dashboard's page 'API keys'.");
        else if (SecretKey.Any(c => char.IsWhiteSpace(c) || c > '~'))
            problems.Add("SecretKey holds white space or a character that no key has: copy it again, without a line break.");
        else if (SecretKey.StartsWith("pk_", StringComparison.Ordinal))
            problems.Add("SecretKey is a publishable key ('pk_…'), which only browsers can use: set the secret ('sk_…') or a restricted ('rk_…') key.");

        if (PublishableKey is not null && !PublishableKey.StartsWith("pk_", StringComparison.Ordinal))
            problems.Add("PublishableKey must begin with 'pk_': it is given to browsers, so never a secret key.");
        if (Livemode is { } wanted && ModeOf(SecretKey) is { } mode && mode != wanted)
            problems.Add($"SecretKey is a {Name(mode)} key, but Livemode asks for {Name(wanted)}: change one of them.");
        if (PublishableKey is not null && ModeOf(PublishableKey) is { } publishable && ExpectedLivemode is { } secret && publishable != secret)
            problems.Add($"PublishableKey is a {Name(publishable)} key, but SecretKey is for {Name(secret)}: take both from the same mode.");

        static string Name(bool live) => live ? "live" : "test";
    }

    private static bool? ModeOf(string key) =>
        key.IndexOf('_', StringComparison.Ordinal) is not (> 0 and var end) ? null
        : key.AsSpan(end).StartsWith("_live_", StringComparison.Ordinal) ? true
        : key.AsSpan(end).StartsWith("_test_", StringComparison.Ordinal) ? false
        : null;
}

/// <summary>What a payment without a token makes.</summary>
public enum StripeFlow
{
    /// <summary>A Checkout Session: the payer is sent to Stripe's page.</summary>
    HostedPage,

    /// <summary>A PaymentIntent: the payer's own page or app pays it with Stripe's SDK and the client secret.</summary>
    ClientSecret,
}
