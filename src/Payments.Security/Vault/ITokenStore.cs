namespace Payments.Security;

/// <summary>Where a vault keeps its records. A record has no field for a verification value, and an implementation must not add one.</summary>
public interface ITokenStore
{
    /// <summary>Adds a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="InvalidOperationException">A record has this id already.</exception>
    Task AddAsync(TokenRecord record, CancellationToken cancellationToken = default);

    /// <summary>Finds a record, expired or not.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The record, or null.</returns>
    Task<TokenRecord?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Deletes a record, if there is one.</summary>
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
