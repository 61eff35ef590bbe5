using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using Payments.Http;
using Payments.Security;

namespace Payments.Square;

/// <summary>How one registration talks to Square. Checked at start, and again at first use.</summary>
public sealed class SquareOptions : ProviderHttpOptions
{
    /// <summary>Starts with Square's own defaults.</summary>
    public SquareOptions()
    {
        Timeout = SquareDefaults.Timeout;
        AttemptTimeout = SquareDefaults.AttemptTimeout;
    }

    /// <summary>
    /// The access token: the account's own, which does not end, or a seller's of OAuth, which lives 30 days and is the host's to renew. Each environment
    /// has its own.
    /// </summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string AccessToken { get; set; } = "";

    /// <summary>Which of Square's two hosts the token is for. <see cref="ProviderHttpOptions.BaseAddress"/> wins over it.</summary>
    public SquareEnvironment Environment { get; set; }

    /// <summary>The id of the seller's location that takes the payments. It decides the currency; without it Square would choose the main location.</summary>
    public string LocationId { get; set; } = "";

    /// <summary>The location's currency as <c>GET /v2/locations</c> says it, so that every other is refused before sending. Null leaves that to Square.</summary>
    public string? Currency { get; set; }

    /// <summary>The webhook subscriptions whose messages are believed, each with its own address and keys. None: webhooks are refused.</summary>
    public IList<SquareWebhookSubscription> WebhookSubscriptions { get; set; } = [];

    /// <summary>
    /// The seller. One application's subscription tells of every seller who uses it: events of another one are refused. Null for any.
    /// </summary>
    public string? MerchantId { get; set; }

    /// <summary>The Terminal for payments of <see cref="PaymentChannel.PointOfSale"/>, without <c>device:</c>. Null: each names its own.</summary>
    public string? DeviceId { get; set; }

    /// <summary>The API version that is sent with every call. This package is written and tested for its default.</summary>
    public string ApiVersion { get; set; } = SquareDefaults.ApiVersion;

    /// <inheritdoc />
    protected override IEnumerable<WebhookSecret> RotatingSecrets => WebhookSubscriptions.SelectMany(subscription => subscription.SignatureKeys);

    /// <inheritdoc />
    protected override void Validate(ICollection<string> problems)
    {
        base.Validate(problems);
        Check(
            !string.IsNullOrEmpty(AccessToken),
            "AccessToken is missing: set it to the access token of the application's page 'Credentials' in the Developer Console.");
        Check(!AccessToken.Any(c => c is <= ' ' or > '~'), "AccessToken holds white space or a character that no token has: copy it again, without a line break.");
        Check(Enum.IsDefined(Environment), "Environment must be Production or Sandbox.");
        Check(
            LocationId.Length > 0 && !LocationId.Any(char.IsWhiteSpace) && LocationId != "main",
            "LocationId must be the id of the location that takes the payments ('GET /v2/locations' lists them): without it Square would choose one.");
        Check(
            Currency is null || (Payments.Currency.TryParse(Currency, out var currency) && SquareDefaults.Capabilities.Currencies.Known.Contains(currency)),
            "Currency must be the location's own: one of AUD, CAD, EUR, GBP, JPY, USD.");
        Check(
            DateTime.TryParseExact(ApiVersion, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            $"ApiVersion must be a version such as '{SquareDefaults.ApiVersion}'.");
        Check(DeviceId is null || SquareRequests.IsDeviceId(DeviceId), SquareRequests.DeviceRule);
        Check(MerchantId is not "", "MerchantId must not be empty: leave it out for any.");
        foreach (var subscription in WebhookSubscriptions)
            subscription.Validate(problems);

        void Check(bool good, string problem)
        {
            if (!good)
                problems.Add(problem);
        }
    }
}

/// <summary>Square's two hosts. Tokens, locations, subscriptions and keys are of one of them.</summary>
public enum SquareEnvironment
{
    /// <summary><c>connect.squareup.com</c>: real money.</summary>
    Production,

    /// <summary><c>connect.squareupsandbox.com</c>.</summary>
    Sandbox,
}

/// <summary>One webhook subscription of the Developer Console. Each signs with a key of its own, over an address of its own.</summary>
public sealed class SquareWebhookSubscription
{
    /// <summary>
    /// The notification URL exactly as the subscription has it: it is a part of what is signed. Never the address that a request seems to come to, which
    /// proxies change. <see cref="Uri.OriginalString"/> counts.
    /// </summary>
    public Uri? NotificationUrl { get; set; }

    /// <summary>The signature keys, as the console shows them. Square replaces a key at once: hold the old one here too while you change it.</summary>
    public IList<WebhookSecret> SignatureKeys { get; set; } = [];

    internal void Validate(ICollection<string> problems)
    {
        if (NotificationUrl is not { IsAbsoluteUri: true })
            problems.Add("WebhookSubscriptions holds one without NotificationUrl: set it to the subscription's address, character by character.");
        if (SignatureKeys.Any(key => key is not { Value.Length: > 0 }))
            problems.Add("WebhookSubscriptions holds a signature key without a value: set SignatureKeys:0:Value to the subscription's signature key.");
    }
}
