using System.Collections.Concurrent;

namespace Payments.Security;

/// <summary>Keeps a vault's records in memory, without bound, until the process ends: for tests and trials.</summary>
public sealed class InMemoryTokenStore : ITokenStore
{
    private readonly ConcurrentDictionary<string, TokenRecord> _records = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public Task AddAsync(TokenRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancellationToken.ThrowIfCancellationRequested();
        return _records.TryAdd(record.Id, record)
            ? Task.CompletedTask
            : throw new InvalidOperationException("A record has this id already.");
    }

    /// <inheritdoc />
    public Task<TokenRecord?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_records.GetValueOrDefault(id));
    }

    /// <inheritdoc />
    public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_records.TryRemove(id, out _));
    }

    /// <inheritdoc />
    public Task<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_records.Count(record => record.Value.ExpiresAt <= now && _records.TryRemove(record)));
    }
}
