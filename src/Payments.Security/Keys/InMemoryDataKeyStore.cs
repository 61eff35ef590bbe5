namespace Payments.Security;

/// <summary>Keeps wrapped data keys in memory until the process ends, and with them whatever they protected: for tests and trials.</summary>
public sealed class InMemoryDataKeyStore : IDataKeyStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, DataKeyRecord> _records = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public Task<bool> AddAsync(DataKeyRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult(
                !_records.Values.Any(other => other.Scope == record.Scope && other.Generation == record.Generation)
                && _records.TryAdd(record.Id, record));
        }
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<DataKeyRecord>> FindAsync(string scope, CancellationToken cancellationToken = default) =>
        Read(records => records.Where(record => record.Scope == scope).OrderBy(record => record.Generation), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<DataKeyRecord>> ListAsync(string? after, int count, CancellationToken cancellationToken = default) =>
        Read(records => records.Where(record => after is null || string.CompareOrdinal(record.Id, after) > 0).Take(count), cancellationToken);

    /// <inheritdoc />
    public Task<bool> ReplaceAsync(string id, WrappedKey from, WrappedKey to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_records.TryGetValue(id, out var record) || record.Key.KeyEncryptionKeyId != from.KeyEncryptionKeyId)
                return Task.FromResult(false);

            _records[id] = record with { Key = to };
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc />
    public Task<int> RemoveAsync(string scope, string? id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var removed = _records.Values.Where(record => record.Scope == scope && (id is null || record.Id == id)).ToList();
            return Task.FromResult(removed.Count(record => _records.Remove(record.Id)));
        }
    }

    private Task<IReadOnlyList<DataKeyRecord>> Read(
        Func<IEnumerable<DataKeyRecord>, IEnumerable<DataKeyRecord>> query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
            return Task.FromResult<IReadOnlyList<DataKeyRecord>>([.. query(_records.Values)]);
    }
}
