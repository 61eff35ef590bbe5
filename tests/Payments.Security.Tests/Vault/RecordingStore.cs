namespace Payments.Security.Tests.Vault;

/// <summary>A store in memory that remembers every record it was given.</summary>
internal sealed class RecordingStore : ITokenStore
{
    private readonly Lock _lock = new();

    public InMemoryTokenStore Inner { get; } = new();

    public List<TokenRecord> Added { get; } = [];

    public async Task AddAsync(TokenRecord record, CancellationToken cancellationToken = default)
    {
        await Inner.AddAsync(record, cancellationToken);
        lock (_lock)
            Added.Add(record);
    }

    public Task<TokenRecord?> FindAsync(string id, CancellationToken cancellationToken = default) => Inner.FindAsync(id, cancellationToken);

    public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken = default) => Inner.RemoveAsync(id, cancellationToken);

    public Task<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken = default) =>
        Inner.RemoveExpiredAsync(now, cancellationToken);
}
