using Microsoft.EntityFrameworkCore;
using Payments.Security;

namespace Payments.EntityFrameworkCore;

/// <summary>The wrapped data keys in the host's database. Whoever has the database alone can open none of them.</summary>
internal sealed class EntityDataKeyStore(DetachedSessions sessions) : IDataKeyStore
{
    public Task<bool> AddAsync(DataKeyRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return sessions.TryAddAsync(
            [
                new DataKeyRow
                {
                    Id = record.Id,
                    Scope = record.Scope,
                    Generation = record.Generation,
                    KeyEncryptionKeyId = record.Key.KeyEncryptionKeyId,
                    Ciphertext = record.Key.Ciphertext.ToArray(),
                    CreatedAt = record.CreatedAt,
                    ActiveFrom = record.ActiveFrom,
                },
            ],
            cancellationToken);
    }

    public Task<IReadOnlyList<DataKeyRecord>> FindAsync(string scope, CancellationToken cancellationToken = default) =>
        ReadAsync(rows => rows.Where(row => row.Scope == scope).OrderBy(row => row.Generation), cancellationToken);

    public Task<IReadOnlyList<DataKeyRecord>> ListAsync(string? after, int count, CancellationToken cancellationToken = default) =>
        ReadAsync(rows => (after is null ? rows : rows.Where(row => row.Id.CompareTo(after) > 0)).OrderBy(row => row.Id).Take(count), cancellationToken);

    public Task<bool> ReplaceAsync(string id, WrappedKey from, WrappedKey to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var (old, renewed, ciphertext) = (from.KeyEncryptionKeyId, to.KeyEncryptionKeyId, to.Ciphertext.ToArray());
        return sessions.RunAsync(async session => await session.WriteAsync(
            () => session.Rows<DataKeyRow>().Where(row => row.Id == id && row.KeyEncryptionKeyId == old).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.KeyEncryptionKeyId, renewed).SetProperty(row => row.Ciphertext, ciphertext), cancellationToken),
            cancellationToken).ConfigureAwait(false) == 1);
    }

    public Task<int> RemoveAsync(string scope, string? id, CancellationToken cancellationToken = default) => sessions.RunAsync(session =>
        session.DeleteAsync(session.Rows<DataKeyRow>().Where(row => row.Scope == scope && (id == null || row.Id == id)), cancellationToken));

    private Task<IReadOnlyList<DataKeyRecord>> ReadAsync(Func<IQueryable<DataKeyRow>, IQueryable<DataKeyRow>> which, CancellationToken cancellationToken) =>
        sessions.RunAsync<IReadOnlyList<DataKeyRecord>>(async session =>
            [.. (await which(session.Rows<DataKeyRow>().AsNoTracking()).ToListAsync(cancellationToken).ConfigureAwait(false)).Select(RecordOf)]);

    private static DataKeyRecord RecordOf(DataKeyRow row) => new()
    {
        Id = row.Id,
        Scope = row.Scope,
        Generation = row.Generation,
        Key = new WrappedKey(row.KeyEncryptionKeyId, row.Ciphertext),
        CreatedAt = row.CreatedAt,
        ActiveFrom = row.ActiveFrom,
    };
}
