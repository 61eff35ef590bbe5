namespace Payments;

/// <summary>
/// Keeps verified webhooks from their acknowledgement until they are applied, and remembers which were. A webhook that cannot be applied ends as a dead
/// letter, for a person to see and replay.
/// </summary>
public interface IWebhookInbox
{
    /// <summary>
    /// Stores a webhook. One that is here already, or was applied, is not stored again, unless it was given up. A hint that comes once more while it
    /// waits or is being applied leads to one more look; one that comes right after it was applied waits until
    /// <see cref="PaymentsOptions.HintInterval"/> has passed.
    /// </summary>
    /// <param name="arrival">The webhook.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The entry, or null when it was not stored: it is here already, or too many of its group wait.</returns>
    ValueTask<InboxEntry?> AddAsync(InboxArrival arrival, CancellationToken cancellationToken = default);

    /// <summary>Takes entries of a registration that are due, so that no other worker has them until the lease ends.</summary>
    /// <param name="provider">The registration's name.</param>
    /// <param name="now">The time.</param>
    /// <param name="lease">How long they are ours.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The entries, oldest first.</returns>
    ValueTask<IReadOnlyList<InboxEntry>> TakeAsync(
        string provider, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken = default);

    /// <summary>Ends an entry that was applied, unless another worker has taken it over.</summary>
    /// <param name="entry">The entry as it was taken.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when it is written.</returns>
    ValueTask CompleteAsync(InboxEntry entry, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Puts back an entry that could not be applied, unless another worker has taken it over.</summary>
    /// <param name="entry">The entry as it was taken.</param>
    /// <param name="error">Why, without data of the payer.</param>
    /// <param name="now">The time.</param>
    /// <param name="retryAt">When to try again. Null gives it up for a person to see.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when it is written.</returns>
    ValueTask FailAsync(InboxEntry entry, string error, DateTimeOffset now, DateTimeOffset? retryAt, CancellationToken cancellationToken = default);

    /// <summary>Whether an event was applied.</summary>
    /// <param name="provider">The registration's name.</param>
    /// <param name="eventId">The event's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>True when it was.</returns>
    ValueTask<bool> WasAppliedAsync(string provider, string eventId, CancellationToken cancellationToken = default);

    /// <summary>Remembers that an event was applied; joins the scope's transaction.</summary>
    /// <param name="provider">The registration's name.</param>
    /// <param name="eventId">The event's id.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when it is written.</returns>
    ValueTask MarkAppliedAsync(string provider, string eventId, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>What was given up.</summary>
    /// <param name="afterId">Only entries with a greater id; 0 for all.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The dead letters, by their id.</returns>
    ValueTask<IReadOnlyList<DeadLetter>> FindDeadLettersAsync(long afterId, int limit, CancellationToken cancellationToken = default);

    /// <summary>Lets a dead letter be tried again from now on, as if it had just come.</summary>
    /// <param name="id">The entry's id.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The entry, or null when there is no such dead letter.</returns>
    ValueTask<InboxEntry?> ReplayAsync(long id, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Ends a dead letter that nobody needs.</summary>
    /// <param name="id">The entry's id.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether there was such a dead letter.</returns>
    ValueTask<bool> DiscardAsync(long id, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Counts what waits. The cost grows with the backlog, not with what was applied.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The figures.</returns>
    ValueTask<InboxStatistics> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>Forgets what was applied: events and entries. What waits and what was given up stays.</summary>
    /// <param name="before">Applied before this.</param>
    /// <param name="limit">About so many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were forgotten. 0 for an inbox that makes room by itself.</returns>
    ValueTask<int> RemoveAppliedAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default) => new(0);
}

/// <summary>A verified webhook on its way into the inbox.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="At">When it came.</param>
public sealed record InboxArrival(VerifiedWebhook Webhook, DateTimeOffset At)
{
    /// <summary>What it is kept once for: its events with this body, or the payment that it hints at with this body. 64 characters; null when nothing tells it apart.</summary>
    public string? DedupeKey { get; init; }

    /// <summary>What only <see cref="GroupLimit"/> webhooks may wait for at once: the payment that a hint names. Null for a signed one, which is always kept.</summary>
    public string? Group { get; init; }

    /// <summary>How many of the group may wait.</summary>
    public int GroupLimit { get; init; } = int.MaxValue;
}

/// <summary>A webhook in the inbox.</summary>
/// <param name="Id">The inbox's own id.</param>
/// <param name="Webhook">The webhook.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Attempts">How often it was taken.</param>
public sealed record InboxEntry(long Id, VerifiedWebhook Webhook, DateTimeOffset ReceivedAt, int Attempts)
{
    /// <summary>Grows when it is taken, or another hint about the same payment comes: whoever has an older one does not end it.</summary>
    public long Revision { get; init; }
}

/// <summary>A webhook that was given up.</summary>
/// <param name="Entry">The webhook.</param>
/// <param name="Error">Why the last attempt failed, without data of the payer.</param>
/// <param name="GivenUpAt">When it was given up.</param>
public sealed record DeadLetter(InboxEntry Entry, string Error, DateTimeOffset GivenUpAt);

/// <summary>How the inbox stands.</summary>
/// <param name="Waiting">How many wait, those that are being applied and those that failed and are tried again included.</param>
/// <param name="OldestReceivedAt">When the longest waiting of them came. Null when none waits.</param>
/// <param name="DeadLetters">How many were given up.</param>
public sealed record InboxStatistics(long Waiting, DateTimeOffset? OldestReceivedAt, long DeadLetters);
