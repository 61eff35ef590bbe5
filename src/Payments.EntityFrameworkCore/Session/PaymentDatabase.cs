using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Payments.EntityFrameworkCore;

/// <summary>What all operations of one host share: the statements that are written out, and who may write to an SQLite file.</summary>
internal sealed class PaymentDatabase
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _writers = new(StringComparer.Ordinal);
    private PaymentSql? _sql;

    /// <summary>Wakes those who wait for an intention in this process.</summary>
    internal IntentionSignals Intentions { get; } = new();

    /// <exception cref="InvalidOperationException">The model has no payment tables.</exception>
    internal PaymentSql SqlOf(DbContext context) => _sql ??= new PaymentSql(context);

    /// <summary>
    /// The turn of one writer of this process. SQLite has one writer at a time anyway, and lets others poll for it on their threads: here they wait in
    /// line without one.
    /// </summary>
    internal SemaphoreSlim WriterOf(DbContext context) =>
        _writers.GetOrAdd(context.Database.GetConnectionString() ?? context.Database.GetDbConnection().DataSource, static _ => new SemaphoreSlim(1, 1));

    /// <summary>The database's own exception inside of whatever EF Core or the host put around it.</summary>
    internal static DbException? CauseOf(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is DbException own)
                return own;
        }

        return null;
    }
}
