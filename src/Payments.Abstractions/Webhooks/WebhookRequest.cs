using System.Diagnostics;
using System.Net;
using System.Text.Json.Serialization;

namespace Payments;

/// <summary>An incoming webhook as it came off the wire, before any model binding.</summary>
[DebuggerDisplay("{Body.Length} bytes")]
public sealed class WebhookRequest
{
    /// <summary>The raw bytes of the body. Signatures are made over these and nothing else.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The headers; several lines of one name joined with a comma. Names are matched without regard to case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init => field = StringMap.Copy(value); }

    /// <summary>The address it was posted to, as the caller saw it. Null when unknown; never trusted for verification.</summary>
    public Uri? Url { get; init; }

    /// <summary>Who posted it. Null when unknown.</summary>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>A header's value.</summary>
    /// <param name="name">The header's name, in any case.</param>
    /// <returns>The value, or null when there is no such header.</returns>
    public string? GetHeader(string name) => ((StringMap)Headers).FindInAnyCase(name);
}

/// <summary>How far a webhook can be believed.</summary>
public enum WebhookTrust
{
    /// <summary>Nothing that counts is signed: it leads to a read with our own API key, and to nothing else.</summary>
    Hint,

    /// <summary>Its content is signed by the provider.</summary>
    Signed,
}

/// <summary>A webhook that passed the provider's check. It can be stored and resolved later.</summary>
[DebuggerDisplay("{Provider} {Trust} {Body.Length} bytes")]
public sealed record VerifiedWebhook
{
    private readonly Aside _parsed;

    /// <summary>The registration's name.</summary>
    public required string Provider { get; init; }

    /// <summary>How far it can be believed.</summary>
    public required WebhookTrust Trust { get; init; }

    /// <summary>The ids to de-duplicate by, which the signature covers. Empty when there are none: a hint is never dropped as a repeat.</summary>
    public IReadOnlyList<string> EventIds { get; init => field = ValueList<string>.Copy(value); } = ValueList<string>.Empty;

    /// <summary>The payments that it names. Empty when that takes a read to know.</summary>
    public IReadOnlyList<PaymentReference> References { get; init => field = ValueList<PaymentReference>.Copy(value); } = ValueList<PaymentReference>.Empty;

    /// <summary>The raw bytes of the body. May hold personal data and client secrets: stores seal it.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>
    /// What a repeat of the message has in common with it, where the body is not the same each time (a number of the attempt, a date that nobody signed): a
    /// repeat is known by this and the event's id. Null or empty where it is the body.
    /// </summary>
    public ReadOnlyMemory<byte>? Identity { get; init; }

    /// <summary>The headers that resolving needs, and no others.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init => field = StringMap.Copy(value); } = StringMap.Empty;

    /// <summary>What the provider wants to hear once the webhook is safely kept.</summary>
    public WebhookAcknowledgement Acknowledgement { get; init; } = WebhookAcknowledgement.Ok;

    /// <summary>
    /// What verifying has read of the body already, for the provider's own resolving in the same process. Never stored, printed or compared; null
    /// after the webhook was stored, and where the provider keeps nothing: the body is read again then.
    /// </summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public object? Parsed { get => _parsed.Value; init => _parsed = new(value); }

    /// <summary>Provider, trust and event ids; never the body.</summary>
    /// <returns>Text for logs.</returns>
    public override string ToString() => $"{Provider} webhook, {Trust}, {string.Join(", ", EventIds)}";

    /// <summary>Something that does not count when records are compared.</summary>
    private readonly struct Aside(object? value) : IEquatable<Aside>
    {
        internal object? Value { get; } = value;

        public bool Equals(Aside other) => true;

        public override bool Equals(object? obj) => obj is Aside;

        public override int GetHashCode() => 0;
    }
}

/// <summary>The answer that a provider wants to its webhook.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Body">The exact text of the body; empty for none.</param>
/// <param name="ContentType">The media type of the body. Null for none.</param>
public sealed record WebhookAcknowledgement(int StatusCode, string Body = "", string? ContentType = null)
{
    /// <summary>200 with an empty body.</summary>
    public static WebhookAcknowledgement Ok { get; } = new(200);
}
