using Payments.Reliability.Providers;

namespace Payments.Reliability.Hosting;

/// <summary>What the shop wants of its host. The same command may be sent any number of times: it is one intention.</summary>
/// <param name="Kind">Which call.</param>
/// <param name="Order">The order.</param>
internal sealed record ShopCommand(ShopCommandKind Kind, ShopOrder Order)
{
    /// <summary>How much; null for all that is left.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The idempotency key. Null where the call makes its own.</summary>
    public string? Key { get; init; }

    /// <summary>What came back with the payer.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }
}

/// <summary>The calls.</summary>
internal enum ShopCommandKind
{
    Create,

    /// <summary>The payer's browser is back: the shop confirms where the provider wants that, else it reads.</summary>
    Return,
    Capture,
    Cancel,
    Refund,
    Read,

    /// <summary>What the memory holds, without a call to the provider.</summary>
    Look,
}

/// <summary>What became of it.</summary>
/// <param name="Result">How it ended.</param>
internal sealed record ShopAnswer(ShopResult Result)
{
    /// <summary>The payment's status. Null where there is none.</summary>
    public PaymentStatus? Status { get; init; }

    public string? PaymentId { get; init; }

    /// <summary>Where the payer is sent.</summary>
    public string? Url { get; init; }

    public string? SdkParameters { get; init; }

    public IReadOnlyDictionary<string, string>? FormFields { get; init; }

    public RefundStatus? Refund { get; init; }

    public string? RefundId { get; init; }

    /// <summary>Whether the same call may end otherwise later.</summary>
    public bool MayTryAgain { get; init; }

    /// <summary>The error's kind, code and words. Null for none.</summary>
    public string? Error { get; init; }
}

/// <summary>How a command ended.</summary>
internal enum ShopResult
{
    Ok,
    NeverSent,
    Refused,
    Unknown,
    NotSupported,

    /// <summary>An exception that is none of the SDK's: never right.</summary>
    Broke,
}

/// <summary>One payment as the host's books have it.</summary>
internal sealed record BookEntry(string Provider, string OrderId)
{
    /// <summary>Whether there is exactly one record.</summary>
    public bool IsFound { get; init; }

    public PaymentStatus Status { get; init; }

    public string ProviderStatus { get; init; } = "";

    public decimal? Authorized { get; init; }

    public decimal? Captured { get; init; }

    public decimal? Refunded { get; init; }

    /// <summary>When the reconciler looks again. Null when it does not.</summary>
    public DateTimeOffset? CheckAt { get; init; }

    public int Checks { get; init; }

    /// <summary>What is unclear or under way: calls, contradictions, changes that no handler has taken.</summary>
    public IReadOnlyList<string> Open { get; init; } = [];

    /// <summary>Whether nothing was ever told of it.</summary>
    public bool IsUntold { get; init; }
}

/// <summary>One row that the shop's handler wrote.</summary>
internal sealed record ChangeRow(long Number, string ChangeId, string Provider, string OrderId, string Source)
{
    public PaymentStatus? Before { get; init; }

    public PaymentStatus After { get; init; }

    public decimal CapturedBefore { get; init; }

    public decimal CapturedAfter { get; init; }

    public decimal RefundedBefore { get; init; }

    public decimal RefundedAfter { get; init; }
}

/// <summary>What one round of the host's background work did.</summary>
/// <param name="Dispatched">Webhooks that were taken.</param>
/// <param name="Looked">Payments that were due.</param>
/// <param name="NextCheckAt">When the next payment is due.</param>
internal sealed record WorkResult(int Dispatched, int Looked, DateTimeOffset? NextCheckAt);
