namespace Payments.Security;

/// <summary>Keeps a vault's records in memory, without bound, until the process ends: for tests and trials.</summary>
public sealed class InMemoryTokenStore : ITokenStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TokenRecord> _records = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _reusable = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public Task<bool> AddAsync(TokenRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_records.ContainsKey(record.Id))
                throw new InvalidOperationException("A record has this id already.");
            if (record.ReuseKey is { } reuseKey && !_reusable.TryAdd(reuseKey, record.Id))
                return Task.FromResult(false);

            _records.Add(record.Id, record);
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc />
    public Task<TokenRecord?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
            return Task.FromResult(_records.GetValueOrDefault(id));
    }

    /// <inheritdoc />
    public Task<TokenRecord?> FindReusableAsync(string reuseKey, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
            return Task.FromResult(_reusable.TryGetValue(reuseKey, out var id) ? _records[id] : null);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<TokenRecord>> ListAsync(string? after, int count, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<TokenRecord>>([.. _records.Values
                .Where(record => after is null || string.CompareOrdinal(record.Id, after) > 0)
                .OrderBy(record => record.Id, StringComparer.Ordinal)
                .Take(count)]);
        }
    }

    /// <inheritdoc />
    public Task<bool> ReplaceAsync(TokenRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_records.TryGetValue(record.Id, out var stored) || stored.Revision != record.Revision - 1)
                return Task.FromResult(false);

            _records[record.Id] = record;
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc />
    public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
            return Task.FromResult(Remove(id));
    }

    /// <inheritdoc />
    public Task<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
            return Task.FromResult(_records.Values.Where(record => record.ExpiresAt <= now).ToList().Count(record => Remove(record.Id)));
    }

    private bool Remove(string id)
    {
        if (!_records.Remove(id, out var record))
            return false;

        if (record.ReuseKey is { } reuseKey)
            _reusable.Remove(reuseKey);
        return true;
    }
}
