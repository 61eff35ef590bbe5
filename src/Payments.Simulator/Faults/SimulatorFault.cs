namespace Payments.Simulator;

/// <summary>What can go wrong with a request on purpose.</summary>
public enum SimulatorFaultKind
{
    /// <summary>The answer is only late, or carries other headers.</summary>
    Latency,

    /// <summary>An error status; the provider did nothing.</summary>
    ErrorBeforeActing,

    /// <summary>An error status although the provider did what was asked for.</summary>
    ErrorAfterActing,

    /// <summary>Too many requests; the provider did nothing.</summary>
    RateLimited,

    /// <summary>Another request with the same idempotency key is said to be running; the provider did nothing.</summary>
    KeyInUse,

    /// <summary>The connection is cut; the provider did nothing.</summary>
    CutBeforeActing,

    /// <summary>The connection is cut although the provider did what was asked for.</summary>
    CutAfterActing,

    /// <summary>Nothing is answered until the caller gives up; the provider did nothing.</summary>
    Hang,

    /// <summary>The body ends in the middle of its JSON.</summary>
    MalformedJson,

    /// <summary>The body is a proxy's HTML page with an error status, although the provider did what was asked for.</summary>
    HtmlBody,

    /// <summary>The body is padded to <see cref="SimulatorFault.Size"/> bytes.</summary>
    OversizedBody,

    /// <summary>The object's status has a value that no client knows.</summary>
    UnknownStatus,
}

/// <summary>One fault and which requests it meets.</summary>
/// <param name="Kind">What goes wrong.</param>
public sealed record SimulatorFault(SimulatorFaultKind Kind)
{
    /// <summary>
    /// Which requests: method and path, <c>*</c> or <c>{name}</c> for one segment (<c>POST /v1/payment_intents/*/capture</c>). Null: every
    /// request.
    /// </summary>
    public string? Operation { get; init; }

    /// <summary>How many requests it meets before it is used up. Default: 1.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The status of an error. Default: 500.</summary>
    public int Status { get; init; } = 500;

    /// <summary>How long the answer waits first, on the simulator's clock. Default: not at all.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Why the rate is limited (Stripe: <c>Stripe-Rate-Limited-Reason</c>).</summary>
    public string? Reason { get; init; }

    /// <summary>The <c>Retry-After</c> header of an error.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The provider's word on whether to retry, where it has one (Stripe: <c>Stripe-Should-Retry</c>).</summary>
    public bool? ShouldRetry { get; init; }

    /// <summary>The value of an unknown status. Default: <c>teleported</c>.</summary>
    public string UnknownValue { get; init; } = "teleported";

    /// <summary>How many bytes an oversized body has. Default: 16 MiB.</summary>
    public int Size { get; init; } = 16 * 1024 * 1024;

    internal bool StopsBeforeActing => Kind is SimulatorFaultKind.ErrorBeforeActing or SimulatorFaultKind.RateLimited
        or SimulatorFaultKind.KeyInUse or SimulatorFaultKind.CutBeforeActing or SimulatorFaultKind.Hang;

    internal bool SpoilsBody => Kind is SimulatorFaultKind.MalformedJson or SimulatorFaultKind.HtmlBody or SimulatorFaultKind.OversizedBody or SimulatorFaultKind.UnknownStatus;
}

/// <summary>What can go wrong with a webhook on purpose.</summary>
public enum WebhookFaultKind
{
    /// <summary>It is sent twice.</summary>
    Duplicate,

    /// <summary>It is sent after the one that follows it.</summary>
    Reorder,

    /// <summary>It is held back until <see cref="ProviderSimulator.FlushWebhooksAsync"/>.</summary>
    Delay,

    /// <summary>Its body is changed after it was signed.</summary>
    Tamper,

    /// <summary>It is signed with a secret that nobody has.</summary>
    WrongSecret,

    /// <summary>It is signed with a time that is an hour old.</summary>
    StaleTimestamp,

    /// <summary>It is never sent.</summary>
    Drop,
}

/// <summary>One webhook fault and which events it meets.</summary>
/// <param name="Kind">What goes wrong.</param>
public sealed record WebhookFault(WebhookFaultKind Kind)
{
    /// <summary>The event type that it meets. Null: every event.</summary>
    public string? EventType { get; init; }

    /// <summary>How many events it meets before it is used up. Default: 1.</summary>
    public int Count { get; init; } = 1;
}
