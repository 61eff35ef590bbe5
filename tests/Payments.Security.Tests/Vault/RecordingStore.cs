namespace Payments.Security.Tests.Vault;

/// <summary>A store in memory that remembers every record it was given.</summary>
internal sealed class RecordingStore : ITokenStore
{
    private readonly Lock _lock = new();

    public InMemoryTokenStore Inner { get; } = new();

    public List<TokenRecord> Added { get; } = [];

    public async Task<bool> AddAsync(TokenRecord record, CancellationToken cancellationToken = default)
    {
        if (!await Inner.AddAsync(record, cancellationToken))
            return false;

        lock (_lock)
            Added.Add(record);
        return true;
    }

    public Task<TokenRecord?> FindAsync(string id, CancellationToken cancellationToken = default) => Inner.FindAsync(id, cancellationToken);

    public Task<TokenRecord?> FindReusableAsync(string reuseKey, CancellationToken cancellationToken = default) =>
        Inner.FindReusableAsync(reuseKey, cancellationToken);

    public Task<IReadOnlyList<TokenRecord>> ListAsync(string? after, int count, CancellationToken cancellationToken = default) =>
        Inner.ListAsync(after, count, cancellationToken);

    public Task<bool> ReplaceAsync(TokenRecord record, CancellationToken cancellationToken = default) =>
        Inner.ReplaceAsync(record, cancellationToken);

    public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken = default) => Inner.RemoveAsync(id, cancellationToken);

    public Task<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken = default) =>
        Inner.RemoveExpiredAsync(now, cancellationToken);
}
