namespace Payments.Security;

/// <summary>Takes the entries of the audit log. A singleton, safe for concurrent use; entries of concurrent callers are written together.</summary>
public interface IAuditLog
{
    /// <summary>How many entries wait for a store that fails. Above 0 for long, a person should look.</summary>
    int Queued { get; }

    /// <summary>How many entries did not fit into the queue since the start. Each was logged instead, as a whole.</summary>
    long Lost { get; }

    /// <summary>Writes an entry and ends when it is durable: an intent, before the operation.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="cancellationToken">Ends the waiting; the entry may be written nevertheless.</param>
    /// <returns>The entry's sequence number.</returns>
    /// <exception cref="AuditUnavailableException">It could not be written, or not in time: the operation must not happen.</exception>
    ValueTask<long> AppendAsync(AuditEntry entry, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes an entry, or queues it until the store takes it: an outcome, after the operation. Never throws because of the store, does not
    /// wait for one that fails, nor for a slow one longer than <see cref="AuditLogOptions.OutcomeTimeout"/>.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="cancellationToken">Ends the waiting; the entry stays queued.</param>
    /// <returns>Whether it is durable already.</returns>
    ValueTask<bool> AppendOrQueueAsync(AuditEntry entry, CancellationToken cancellationToken = default);

    /// <summary>Queues an entry and returns at once: for those who must not wait, such as a handler inside of a transaction.</summary>
    /// <param name="entry">The entry.</param>
    void Queue(AuditEntry entry);
}
