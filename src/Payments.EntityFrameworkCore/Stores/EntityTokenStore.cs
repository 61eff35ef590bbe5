using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Payments.Security;

namespace Payments.EntityFrameworkCore;

/// <summary>The token vault's records in the host's database, each call in a scope of its own: the vault is a singleton.</summary>
internal sealed class EntityTokenStore(IServiceScopeFactory scopes) : ITokenStore
{
    private const int Batch = 500;

    public Task AddAsync(TokenRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return WithSessionAsync(async session =>
        {
            try
            {
                await session.WriteAsync(() => AddAsync(session, record, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
            catch (PaymentConflictException exception)
            {
                throw new InvalidOperationException("A record has this id already.", exception);
            }

            return true;
        });
    }

    public Task<TokenRecord?> FindAsync(string id, CancellationToken cancellationToken = default) => WithSessionAsync(async session =>
        await session.Rows<TokenRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken).ConfigureAwait(false) is { } found
            ? new TokenRecord { Id = found.Id, Ciphertext = found.Ciphertext, Brand = found.Brand, Last4 = found.Last4, Fingerprint = found.Fingerprint, ExpiresAt = found.ExpiresAt }
            : null);

    public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken = default) => WithSessionAsync(async session =>
        await session.WriteAsync(() => session.Rows<TokenRow>().Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken), cancellationToken).ConfigureAwait(false) == 1);

    public Task<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken = default) => WithSessionAsync(async session =>
    {
        var removed = 0;
        while (true)
        {
            var batch = await session.WriteAsync(
                () => session.Rows<TokenRow>().Where(row => row.ExpiresAt <= now).OrderBy(row => row.ExpiresAt).Take(Batch).ExecuteDeleteAsync(cancellationToken),
                cancellationToken).ConfigureAwait(false);
            removed += batch;
            if (batch < Batch)
                return removed;
        }
    });

    private static async Task<int> AddAsync(PaymentSession session, TokenRecord record, CancellationToken cancellationToken)
    {
        session.Context.Add(new TokenRow
        {
            Id = record.Id,
            Ciphertext = record.Ciphertext.ToArray(),
            Brand = record.Brand,
            Last4 = record.Last4,
            Fingerprint = record.Fingerprint,
            ExpiresAt = record.ExpiresAt,
        });
        return await session.Context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> WithSessionAsync<T>(Func<PaymentSession, Task<T>> work)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
            return await work(scope.ServiceProvider.GetRequiredService<PaymentSession>()).ConfigureAwait(false);
    }
}
