namespace Payments.Security;

/// <summary>
/// Where the wrapped data keys are. Who loses it loses everything that was protected; who deletes a scope's keys from it, and from its backups,
/// makes all that they protect unreadable for good. Safe for concurrent use, by several processes too.
/// </summary>
public interface IDataKeyStore
{
    /// <summary>Adds a key.</summary>
    /// <param name="record">The key.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>False, and nothing is added, when there is one of the same scope and generation: another process was faster.</returns>
    Task<bool> AddAsync(DataKeyRecord record, CancellationToken cancellationToken = default);

    /// <summary>Finds the keys of a scope.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Its keys by generation, oldest first; none when there are none.</returns>
    Task<IReadOnlyList<DataKeyRecord>> FindAsync(string scope, CancellationToken cancellationToken = default);

    /// <summary>Reads the keys of all scopes, page by page.</summary>
    /// <param name="after">The id of the last key of the page before; null for the first page. It need not exist any more.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The next keys by id; fewer than asked for at the end.</returns>
    Task<IReadOnlyList<DataKeyRecord>> ListAsync(string? after, int count, CancellationToken cancellationToken = default);

    /// <summary>Puts a key under another key-encryption key.</summary>
    /// <param name="id">The key's id.</param>
    /// <param name="from">What is expected to be stored; only <see cref="WrappedKey.KeyEncryptionKeyId"/> is compared.</param>
    /// <param name="to">What is stored instead.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether it was there as expected, and is replaced.</returns>
    Task<bool> ReplaceAsync(string id, WrappedKey from, WrappedKey to, CancellationToken cancellationToken = default);

    /// <summary>Deletes keys for good.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="id">The key; null for all keys of the scope.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>How many were deleted.</returns>
    Task<int> RemoveAsync(string scope, string? id, CancellationToken cancellationToken = default);
}
