using Microsoft.Extensions.DependencyInjection;

namespace Payments.EntityFrameworkCore;

/// <summary>
/// Work of the stores that are singletons, each in a scope, a context and a transaction of its own: whatever operation asks for it, what was written stays
/// when that operation's transaction is undone.
/// </summary>
internal sealed class DetachedSessions(IServiceScopeFactory scopes)
{
    /// <summary>How many rows are read or deleted at once.</summary>
    internal const int Batch = 500;

    private const int MaxTries = 5;

    internal async Task<T> RunAsync<T>(Func<PaymentSession, Task<T>> work)
    {
        for (var tries = 1; ; tries++)
        {
            var scope = scopes.CreateAsyncScope();
            await using var _ = scope.ConfigureAwait(false);
            var session = scope.ServiceProvider.GetRequiredService<PaymentSession>();
            try
            {
                return await work(session).ConfigureAwait(false);
            }
            catch (PaymentConflictException exception) when (tries < MaxTries && session.IsWorthRepeating(exception))
            {
                // The database gave up one of two that were in each other's way.
            }
        }
    }

    /// <summary>Adds rows, all or none.</summary>
    /// <returns>False, and nothing is added, when a unique key refuses one.</returns>
    internal Task<bool> TryAddAsync<TRow>(IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
        where TRow : class => RunAsync(async session =>
        {
            try
            {
                session.Rows<TRow>().AddRange(rows);
                await session.WriteAsync(() => session.Context.SaveChangesAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (PaymentConflictException exception) when (session.IsDuplicate(exception))
            {
                return false;
            }
        });

    /// <summary>Deletes what a query finds, in batches, so that nobody waits long for the writer's turn.</summary>
    /// <returns>How many there were.</returns>
    internal Task<int> RemoveAsync<TRow>(Func<IQueryable<TRow>, IQueryable<TRow>> inOrder, CancellationToken cancellationToken)
        where TRow : class => RunAsync(async session =>
        {
            var removed = 0;
            while (true)
            {
                var batch = await session.DeleteAsync(inOrder(session.Rows<TRow>()).Take(Batch), cancellationToken).ConfigureAwait(false);
                removed += batch;
                if (batch < Batch)
                    return removed;
            }
        });
}
