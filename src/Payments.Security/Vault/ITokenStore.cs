namespace Payments.Security;

/// <summary>Where a vault keeps its records. A record has no field for a verification value, and an implementation must not add one.</summary>
public interface ITokenStore
{
    /// <summary>Adds a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>False, and nothing is added, when a record has the same <see cref="TokenRecord.ReuseKey"/> already, expired or not.</returns>
    /// <exception cref="InvalidOperationException">A record has this id already.</exception>
    Task<bool> AddAsync(TokenRecord record, CancellationToken cancellationToken = default);

    /// <summary>Finds a record, expired or not.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The record, or null.</returns>
    Task<TokenRecord?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Finds the record of a card that has been tokenized before, expired or not.</summary>
    /// <param name="reuseKey">Its <see cref="TokenRecord.ReuseKey"/>.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The record, or null.</returns>
    Task<TokenRecord?> FindReusableAsync(string reuseKey, CancellationToken cancellationToken = default);

    /// <summary>Reads all records, page by page.</summary>
    /// <param name="after">The id of the last record of the page before; null for the first page. It need not exist any more.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The next records by id, in whatever order the store sorts ids; fewer than asked for at the end.</returns>
    Task<IReadOnlyList<TokenRecord>> ListAsync(string? after, int count, CancellationToken cancellationToken = default);

    /// <summary>Replaces a record that nobody has changed meanwhile.</summary>
    /// <param name="record">The new record: the same id, <see cref="TokenRecord.Revision"/> one more than what is stored.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>False, and nothing is changed, when the stored revision is another, or the record is gone.</returns>
    Task<bool> ReplaceAsync(TokenRecord record, CancellationToken cancellationToken = default);

    /// <summary>Deletes a record, if there is one. Of several callers at the same time exactly one is told that there was one.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether there was one.</returns>
    Task<bool> RemoveAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Deletes the records whose <see cref="TokenRecord.ExpiresAt"/> is not after a time.</summary>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>How many there were.</returns>
    Task<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken = default);
}
