using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Payments.EntityFrameworkCore;

/// <summary>
/// The host's DbContext in the scope of one operation, and the transaction that the stores and the host's handlers share there. What the stores write is
/// put into the context only while it is saved, so that nothing a handler does to the context can lose it.
/// </summary>
internal sealed class PaymentSession(DbContext context, PaymentDatabase database) : IPaymentTransactions, IPaymentTransaction, IDisposable
{
    // As long as the database's own patience: a handler that waits for another write of this process would wait for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private IDbContextTransaction? _transaction;
    private SemaphoreSlim? _turn;
    private Func<CancellationToken, Task>? _beforeCommit;
    private Action? _afterCommit;

    internal DbContext Context => context;

    internal PaymentDatabase Database => database;

    internal PaymentSql Sql => database.SqlOf(context);

    internal bool IsOpen => _transaction is not null;

    internal DbSet<TRow> Rows<TRow>()
        where TRow : class => context.Set<TRow>();

    public async ValueTask<IPaymentTransaction> BeginAsync(CancellationToken cancellationToken = default)
    {
        if (IsOpen)
            throw new InvalidOperationException("This scope has a transaction already.");
        if (context.Database.CreateExecutionStrategy().RetriesOnFailure)
        {
            throw new InvalidOperationException(
                $"{context.GetType().Name} retries on failure (EnableRetryOnFailure), which forbids transactions. The payment stores repeat what is in each other's way by themselves: leave it out.");
        }

        await TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _transaction = await GuardAsync(() => context.Database.BeginTransactionAsync(Sql.Dialect.Isolation, cancellationToken)).ConfigureAwait(false);
        }
        catch
        {
            PassTurn();
            throw;
        }

        return this;
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (PaymentDatabase.CauseOf(exception) is { } cause && Sql.Dialect.IsBusy(cause))
        {
            throw Conflict(exception);
        }
    }

    public async ValueTask CommitAsync(CancellationToken cancellationToken = default)
    {
        await GuardAsync(async () =>
        {
            if (_beforeCommit is { } write)
                await write(cancellationToken).ConfigureAwait(false);
            else if (context.ChangeTracker.HasChanges())
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            await _transaction!.CommitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
        var done = _afterCommit;
        (_beforeCommit, _afterCommit) = (null, null);
        await EndAsync().ConfigureAwait(false);
        done?.Invoke();
    }

    public ValueTask DisposeAsync()
    {
        (_beforeCommit, _afterCommit) = (null, null);
        return EndAsync();
    }

    // A host's scope may end without awaiting.
    public void Dispose()
    {
        _transaction?.Dispose();
        _transaction = null;
        (_beforeCommit, _afterCommit) = (null, null);
        PassTurn();
    }

    /// <summary>What a store does when the transaction commits, once however often it is said.</summary>
    internal void BeforeCommit(Func<CancellationToken, Task> write) => _beforeCommit = write;

    /// <summary>What is done once others can see what was written: at once where there is no transaction.</summary>
    internal void AfterCommit(Action done)
    {
        if (IsOpen)
            _afterCommit += done;
        else
            done();
    }

    /// <summary>One statement that writes, in the scope's transaction or by itself.</summary>
    /// <exception cref="PaymentConflictException">Another transaction was in the way.</exception>
    internal async Task<T> WriteAsync<T>(Func<Task<T>> statement, CancellationToken cancellationToken)
    {
        if (IsOpen)
            return await GuardAsync(statement).ConfigureAwait(false);
        await TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await GuardAsync(statement).ConfigureAwait(false);
        }
        finally
        {
            PassTurn();
        }
    }

    /// <summary>Saves rows that are put into the context for just this.</summary>
    internal async Task SaveAsync(IReadOnlyList<(object Row, EntityState State)> rows, Action<DbContext>? prepare, CancellationToken cancellationToken)
    {
        foreach (var (row, state) in rows)
            context.Entry(row).State = state;
        try
        {
            prepare?.Invoke(context);
            await GuardAsync(() => context.SaveChangesAsync(cancellationToken)).ConfigureAwait(false);
        }
        finally
        {
            foreach (var (row, _) in rows)
                context.Entry(row).State = EntityState.Detached;
        }
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> statement)
    {
        try
        {
            return await statement().ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException exception)
        {
            throw Conflict(exception);
        }
        catch (Exception exception) when (exception is not PaymentException
            && PaymentDatabase.CauseOf(exception) is { } cause && (Sql.Dialect.IsBusy(cause) || Sql.Dialect.IsDuplicate(cause)))
        {
            throw Conflict(exception);
        }
    }

    private static PaymentConflictException Conflict(Exception? cause) => new(
        "Another call wrote the same at the same time.", new PaymentError { Kind = PaymentErrorKind.Conflict, Code = PaymentErrorCode.InProgress, Retry = PaymentRetry.SameRequest },
        PaymentOutcome.NeverSent, innerException: cause);

    private async ValueTask TakeTurnAsync(CancellationToken cancellationToken)
    {
        if (!Sql.Dialect.HasOneWriter)
            return;
        var turn = database.WriterOf(context);
        if (!await turn.WaitAsync(Patience, cancellationToken).ConfigureAwait(false))
            throw Conflict(null);
        _turn = turn;
    }

    private void PassTurn()
    {
        _turn?.Release();
        _turn = null;
    }

    private async ValueTask EndAsync()
    {
        var transaction = _transaction;
        _transaction = null;
        try
        {
            if (transaction is not null)
                await transaction.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            PassTurn();
        }
    }
}
