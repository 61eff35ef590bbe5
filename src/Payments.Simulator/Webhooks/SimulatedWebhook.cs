namespace Payments.Simulator;

/// <summary>
/// One message as it was, or would be, sent to the host: hand it to the SDK, or register an endpoint and let it be delivered.
/// </summary>
/// <param name="EventId">The provider's id of the event.</param>
/// <param name="EventType">The provider's type of the event.</param>
/// <param name="Body">The exact bytes.</param>
/// <param name="Headers">The headers, the signature and the content type among them.</param>
/// <param name="Url">The endpoint it goes to; null when none is registered.</param>
public sealed record SimulatedWebhook(
    string EventId, string EventType, ReadOnlyMemory<byte> Body, IReadOnlyDictionary<string, string> Headers, Uri? Url)
{
    /// <summary>What was done to it on purpose.</summary>
    public WebhookFaultKind? Fault { get; init; }
}

/// <summary>One attempt to deliver a message.</summary>
/// <param name="EventId">The provider's id of the event.</param>
/// <param name="EventType">The provider's type of the event.</param>
/// <param name="Url">The endpoint.</param>
/// <param name="Attempt">The attempt, from 1.</param>
/// <param name="Status">The host's status, or null when it could not be reached.</param>
public sealed record WebhookDelivery(string EventId, string EventType, Uri Url, int Attempt, int? Status);

/// <summary>A message before it is signed.</summary>
/// <param name="EventId">The provider's id of the event; empty for a body of a test's own.</param>
/// <param name="EventType">The provider's type of the event; empty for a body of a test's own.</param>
/// <param name="Body">The bytes.</param>
/// <param name="Url">The endpoint it goes to; null when none is registered.</param>
/// <param name="Secrets">The endpoint's active secrets.</param>
/// <param name="SignedAt">The time to sign with.</param>
public sealed record WebhookDraft(
    string EventId, string EventType, ReadOnlyMemory<byte> Body, Uri? Url, IReadOnlyList<string> Secrets, DateTimeOffset SignedAt);

/// <summary>A message as it is sent.</summary>
/// <param name="Body">The exact bytes: the draft's, unless the signature is part of the body.</param>
/// <param name="Headers">The headers, the content type among them.</param>
public sealed record SignedWebhook(ReadOnlyMemory<byte> Body, IReadOnlyDictionary<string, string> Headers);

/// <summary>One endpoint of the host.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Secrets">Its active secrets: each signs, as while a secret is being replaced.</param>
internal sealed record WebhookEndpoint(Uri Url, IReadOnlyList<string> Secrets);

/// <summary>An event as the provider keeps it, before it is signed for an endpoint.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Type">The provider's type.</param>
/// <param name="Body">The bytes.</param>
/// <param name="Url">The address that the payment named for its messages; null for the registered endpoints.</param>
internal sealed record SimulatedEvent(string Id, string Type, ReadOnlyMemory<byte> Body, Uri? Url);
