using System.Diagnostics;

namespace Payments.Http;

/// <summary>Whether a call moves money or other state.</summary>
public enum ProviderCallKind
{
    /// <summary>It changes nothing: it may be repeated, and its caller may give up at any time. Some providers read by POST.</summary>
    Read,

    /// <summary>It changes something: once its first byte has left, it is neither abandoned nor blindly repeated.</summary>
    Write,
}

/// <summary>One call of a provider's API. It says what the call means, so that retries and errors can be judged by that and not by the HTTP verb.</summary>
[DebuggerDisplay("{Kind} {Method} {LogPath ?? Path}")]
public sealed class ProviderRequest
{
    private Dictionary<string, string>? _headers;

    /// <summary>The HTTP method.</summary>
    public required HttpMethod Method { get; init; }

    /// <summary>
    /// The path below the base address, already escaped; put ids in with <see cref="ProviderPath.Segment"/>. It is logged, unless
    /// <see cref="LogPath"/> stands in for it.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>
    /// What logs and exceptions say in place of a path that holds a secret, such as <c>billing/***</c>; register such a provider with
    /// <c>hasSecretPaths</c>. Null for the path itself.
    /// </summary>
    public string? LogPath { get; init; }

    /// <summary>Whether the call moves money or other state.</summary>
    public required ProviderCallKind Kind { get; init; }

    /// <summary>The operation that the call is a part of. <see cref="PaymentOperations.None"/> for the provider's own needs, such as a token.</summary>
    public PaymentOperations Operation { get; init; }

    /// <summary>Whether the provider recognises a repeat by an idempotency key that goes with this call, in a header or in the body.</summary>
    public bool HasProviderKey { get; init; }

    /// <summary>The payment, for exceptions. Null when there is none yet.</summary>
    public PaymentReference? Payment { get; init; }

    /// <summary>Another host than the registration's: out of the provider's own table or options, never out of a message. Null for the registration's.</summary>
    public Uri? BaseAddress { get; init; }

    /// <summary>The query. Never logged. Null for none.</summary>
    public FormFields? Query { get; init; }

    /// <summary>The body. Never logged. Null for none.</summary>
    public ProviderBody? Body { get; init; }

    /// <summary>
    /// Makes the body of each attempt, where it holds a time or a number that is good once. It may wait within the deadline; what it throws ends the attempt
    /// before anything of it is sent. Null: <see cref="Body"/> is sent in every attempt.
    /// </summary>
    public Func<CancellationToken, ValueTask<ProviderBody>>? BodyOfAttempt { get; init; }

    /// <summary>Headers beyond those that the protocol adds to every attempt. Never logged.</summary>
    public IDictionary<string, string> Headers => _headers ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>A time budget of its own. Null for <see cref="ProviderHttpOptions.Timeout"/>.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>The greatest answer that is read, in bytes after decompression. Null, or more, for <see cref="ProviderHttpOptions.MaxResponseBytes"/>.</summary>
    public int? MaxResponseBytes { get; init; }

    /// <summary>Whether the call goes out even while the circuit is open: for undoing what was just done.</summary>
    public bool BypassCircuit { get; init; }

    /// <summary>The headers, if there are any.</summary>
    internal Dictionary<string, string>? OwnHeaders => _headers;
}
