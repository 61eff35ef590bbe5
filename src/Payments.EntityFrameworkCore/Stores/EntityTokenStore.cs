using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Payments.Security;

namespace Payments.EntityFrameworkCore;

/// <summary>The token vault's records in the host's database.</summary>
internal sealed class EntityTokenStore(DetachedSessions sessions) : ITokenStore
{
    public Task<bool> AddAsync(TokenRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return sessions.RunAsync(async session =>
        {
            try
            {
                return await session.WriteAsync(() => session.Context.Database.ExecuteSqlRawAsync(session.Sql.AddToken, ValuesOf(record), cancellationToken), cancellationToken)
                    .ConfigureAwait(false) == 1;
            }
            catch (PaymentConflictException exception) when (session.IsDuplicate(exception))
            {
                throw new InvalidOperationException("A record has this id already.", exception);
            }
        });
    }

    public Task<TokenRecord?> FindAsync(string id, CancellationToken cancellationToken = default) => FindAsync(row => row.Id == id, cancellationToken);

    public Task<TokenRecord?> FindReusableAsync(string reuseKey, CancellationToken cancellationToken = default) =>
        FindAsync(row => row.ReuseKey == reuseKey, cancellationToken);

    public Task<IReadOnlyList<TokenRecord>> ListAsync(string? after, int count, CancellationToken cancellationToken = default) =>
        sessions.RunAsync<IReadOnlyList<TokenRecord>>(async session =>
        {
            var rows = session.Rows<TokenRow>().AsNoTracking();
            if (after is not null)
                rows = rows.Where(row => row.Id.CompareTo(after) > 0);
            return [.. (await rows.OrderBy(row => row.Id).Take(count).ToListAsync(cancellationToken).ConfigureAwait(false)).Select(RecordOf)];
        });

    public Task<bool> ReplaceAsync(TokenRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        var ciphertext = record.Ciphertext.ToArray();
        return sessions.RunAsync(async session => await session.WriteAsync(
            () => session.Rows<TokenRow>().Where(row => row.Id == record.Id && row.Revision == record.Revision - 1).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Ciphertext, ciphertext).SetProperty(row => row.Brand, record.Brand).SetProperty(row => row.Last4, record.Last4)
                    .SetProperty(row => row.Fingerprint, record.Fingerprint).SetProperty(row => row.ExpiresAt, record.ExpiresAt).SetProperty(row => row.Tenant, record.Tenant)
                    .SetProperty(row => row.ReuseKey, record.ReuseKey).SetProperty(row => row.IsSingleUse, record.IsSingleUse).SetProperty(row => row.Revision, record.Revision),
                cancellationToken),
            cancellationToken).ConfigureAwait(false) == 1);
    }

    public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken = default) => sessions.RunAsync(async session =>
        await session.DeleteAsync(session.Rows<TokenRow>().Where(row => row.Id == id), cancellationToken).ConfigureAwait(false) == 1);

    public Task<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken = default) =>
        sessions.RemoveAsync<TokenRow>(rows => rows.Where(row => row.ExpiresAt <= now).OrderBy(row => row.ExpiresAt), cancellationToken);

    private Task<TokenRecord?> FindAsync(Expression<Func<TokenRow, bool>> which, CancellationToken cancellationToken) => sessions.RunAsync(async session =>
        await session.Rows<TokenRow>().AsNoTracking().FirstOrDefaultAsync(which, cancellationToken).ConfigureAwait(false) is { } found ? RecordOf(found) : null);

    // In the order of PaymentSql.AddToken.
    private static object[] ValuesOf(TokenRecord record) =>
    [
        record.Id, record.Ciphertext.ToArray(), record.Brand, record.Last4, record.Fingerprint, record.ExpiresAt is { } end ? Columns.TextOf(end) : null!, record.Tenant!,
        record.ReuseKey!, record.IsSingleUse, record.Revision,
    ];

    private static TokenRecord RecordOf(TokenRow row) => new()
    {
        Id = row.Id,
        Ciphertext = row.Ciphertext,
        Brand = row.Brand,
        Last4 = row.Last4,
        Fingerprint = row.Fingerprint,
        ExpiresAt = row.ExpiresAt,
        Tenant = row.Tenant,
        ReuseKey = row.ReuseKey,
        IsSingleUse = row.IsSingleUse,
        Revision = row.Revision,
    };
}
