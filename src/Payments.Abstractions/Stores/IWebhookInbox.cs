namespace Payments;

/// <summary>Keeps verified webhooks from their acknowledgement until they are applied, and remembers which were.</summary>
public interface IWebhookInbox
{
    /// <summary>
    /// Stores a webhook. A signed one that is here already, or was applied, with the same body, is not stored again; a hint waits at most once for
    /// each payment.
    /// </summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The entry, or null when it is here already.</returns>
    ValueTask<InboxEntry?> AddAsync(VerifiedWebhook webhook, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Takes entries that are due, so that no other worker has them until the lease ends.</summary>
    /// <param name="now">The time.</param>
    /// <param name="lease">How long they are ours.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The entries, oldest first.</returns>
    ValueTask<IReadOnlyList<InboxEntry>> TakeAsync(DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken = default);

    /// <summary>Ends an entry that was applied. Its event ids are remembered.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when it is written.</returns>
    ValueTask CompleteAsync(InboxEntry entry, CancellationToken cancellationToken = default);

    /// <summary>Puts back an entry that could not be applied.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="error">Why, without data of the payer.</param>
    /// <param name="retryAt">When to try again. Null gives it up for a person to see.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when it is written.</returns>
    ValueTask FailAsync(InboxEntry entry, string error, DateTimeOffset? retryAt, CancellationToken cancellationToken = default);

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
}

/// <summary>A webhook in the inbox.</summary>
/// <param name="Id">The inbox's own id.</param>
/// <param name="Webhook">The webhook.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Attempts">How often it was taken.</param>
public sealed record InboxEntry(long Id, VerifiedWebhook Webhook, DateTimeOffset ReceivedAt, int Attempts);
