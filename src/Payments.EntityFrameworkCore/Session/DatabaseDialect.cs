using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Payments.EntityFrameworkCore;

/// <summary>In what the two databases differ.</summary>
internal sealed class DatabaseDialect
{
    private static readonly DatabaseDialect Sqlite = new()
    {
        // BEGIN IMMEDIATE: one writer at a time, from the first statement on.
        Isolation = IsolationLevel.Serializable,
        HasOneWriter = true,
        IsBusy = exception => exception is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED },
        IsDuplicate = exception => exception is SqliteException
        {
            SqliteExtendedErrorCode: SQLitePCL.raw.SQLITE_CONSTRAINT_PRIMARYKEY or SQLitePCL.raw.SQLITE_CONSTRAINT_UNIQUE or SQLitePCL.raw.SQLITE_CONSTRAINT_ROWID,
        },
    };

    private static readonly DatabaseDialect PostgreSql = new()
    {
        Isolation = IsolationLevel.ReadCommitted,
        ForUpdate = " FOR UPDATE",
        SkipLocked = " FOR UPDATE SKIP LOCKED",
        IsBusy = exception => exception is PostgresException
        {
            SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable,
        },
        IsDuplicate = exception => exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation },
    };

    /// <summary>What a transaction of the stores runs at: rows are locked before they are changed.</summary>
    internal required IsolationLevel Isolation { get; init; }

    /// <summary>Whether the whole database has one writer at a time.</summary>
    internal bool HasOneWriter { get; init; }

    /// <summary>What locks the rows that a query finds, until the transaction ends.</summary>
    internal string ForUpdate { get; init; } = "";

    /// <summary>The same, leaving out what another transaction has locked.</summary>
    internal string SkipLocked { get; init; } = "";

    /// <summary>Whether another transaction was in the way, so that the same again may succeed.</summary>
    internal required Predicate<DbException> IsBusy { get; init; }

    /// <summary>Whether a unique key refused a row.</summary>
    internal required Predicate<DbException> IsDuplicate { get; init; }

    /// <exception cref="NotSupportedException">The context is on another database.</exception>
    internal static DatabaseDialect Of(DbContext context) => context.Database.ProviderName switch
    {
        "Microsoft.EntityFrameworkCore.Sqlite" => Sqlite,
        "Npgsql.EntityFrameworkCore.PostgreSQL" => PostgreSql,
        var other => throw new NotSupportedException(
            $"{context.GetType().Name} is on '{other}': the payment stores run on SQLite (UseSqlite) and PostgreSQL (UseNpgsql)."),
    };
}
