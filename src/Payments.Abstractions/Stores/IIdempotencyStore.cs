namespace Payments;

/// <summary>Remembers which intentions were carried out, and with what answer.</summary>
public interface IIdempotencyStore
{
    /// <summary>Claims an intention, or says what became of it.</summary>
    /// <param name="claim">The intention.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The record, and whether it is ours to carry out now.</returns>
    ValueTask<IdempotencyClaimResult> ClaimAsync(IdempotencyClaim claim, CancellationToken cancellationToken = default);

    /// <summary>
    /// Says how a claimed intention ended. It counts while the claim is still ours, which <see cref="IdempotencyRecord.LeaseUntil"/> tells; after
    /// another took it over, only an answer counts, and not over another answer.
    /// </summary>
    /// <param name="record">The record, with its new state.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when it is written.</returns>
    ValueTask SettleAsync(IdempotencyRecord record, CancellationToken cancellationToken = default);

    /// <summary>Waits until a claim that another caller holds may have changed.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that ends when it is worth claiming again.</returns>
    ValueTask WaitAsync(IdempotencyRecordKey key, CancellationToken cancellationToken = default);

    /// <summary>Forgets old intentions that are settled: answered, or open to be carried out again. What is under way or unknown stays.</summary>
    /// <param name="before">First claimed before this.</param>
    /// <param name="limit">About so many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were forgotten. 0 for a store that makes room by itself.</returns>
    ValueTask<int> RemoveSettledAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default) => new(0);
}

/// <summary>What an idempotency key is unique in.</summary>
/// <param name="Provider">The registration's name.</param>
/// <param name="Operation">The call.</param>
/// <param name="Key">The key.</param>
public readonly record struct IdempotencyRecordKey(string Provider, PaymentOperations Operation, string Key);

/// <summary>An intention to be carried out.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Fingerprint">A hash of what it asks for.</param>
/// <param name="Now">The time.</param>
/// <param name="Lease">How long the claim holds if nobody settles it (the process died); after that its outcome is unknown.</param>
public readonly record struct IdempotencyClaim(IdempotencyRecordKey Key, string Fingerprint, DateTimeOffset Now, TimeSpan Lease);

/// <summary>The answer to a claim.</summary>
/// <param name="Record">What is known of the intention.</param>
/// <param name="IsOurs">Whether the caller is to carry it out now.</param>
/// <param name="WasUnknown">Whether it was sent before and nobody knows what became of it.</param>
public readonly record struct IdempotencyClaimResult(IdempotencyRecord Record, bool IsOurs, bool WasUnknown = false);

/// <summary>What is known of an intention.</summary>
public sealed record IdempotencyRecord
{
    /// <summary>Its key.</summary>
    public required IdempotencyRecordKey Key { get; init; }

    /// <summary>A hash of what it asked for.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Where it stands.</summary>
    public required IdempotencyState State { get; init; }

    /// <summary>
    /// Counts the answers of the provider that did not settle it. The key that is sent to the provider depends on it: a call that was refused is
    /// a new call there, one whose outcome is unknown is the same.
    /// </summary>
    public int Attempt { get; init; } = 1;

    /// <summary>When it was first claimed; the provider's memory of its key counts from here.</summary>
    public required DateTimeOffset FirstClaimedAt { get; init; }

    /// <summary>Until when the claim holds.</summary>
    public required DateTimeOffset LeaseUntil { get; init; }

    /// <summary>The answer: a <see cref="Payments.Payment"/>. Null when there is none, or when it is a refund.</summary>
    public Payment? Payment { get; init; }

    /// <summary>The answer: a <see cref="Payments.Refund"/>. Null when there is none, or when it is a payment.</summary>
    public Refund? Refund { get; init; }
}

/// <summary>Where an intention stands.</summary>
public enum IdempotencyState
{
    /// <summary>It was sent and nobody knows what became of it.</summary>
    Unknown,

    /// <summary>Nothing happened, or it may be carried out again.</summary>
    Open,

    /// <summary>Someone carries it out.</summary>
    InFlight,

    /// <summary>It was carried out and has an answer.</summary>
    Answered,
}
