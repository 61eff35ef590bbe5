using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Payments.Reliability.Hosting;

/// <summary>The shop's own database: the payments' tables, and what its handler writes.</summary>
internal sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    internal DbSet<ChangeRow> Changes => Set<ChangeRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.UsePayments();

        // No unique key but the number: a row that is written twice has to be seen.
        modelBuilder.Entity<ChangeRow>(row =>
        {
            row.ToTable("shop_changes");
            row.HasKey(change => change.Number);
            row.Property(change => change.Number).ValueGeneratedOnAdd();
            row.Property(change => change.Before).HasConversion<string>();
            row.Property(change => change.After).HasConversion<string>();
        });
    }
}

/// <summary>The shop's handler: one row for each change, in the same transaction.</summary>
internal sealed class DatabaseHandler(ShopContext context) : IPaymentEventHandler
{
    public Task HandleAsync(PaymentChange change, CancellationToken cancellationToken = default)
    {
        context.Changes.Add(ShopLedger.RowOf(change));
        return Task.CompletedTask;
    }
}

/// <summary>The rows in the database, and the times at which the host has something to do again.</summary>
internal sealed class DatabaseLedger(IDbContextFactory<ShopContext> contexts) : ShopLedger
{
    // Times are text that sorts by time.
    private const string NextSql =
        """
        SELECT MIN(due) FROM (
            SELECT MIN(check_at) AS due FROM payment_records WHERE check_at IS NOT NULL
            UNION ALL
            SELECT MIN(due_at) FROM payment_inbox WHERE state = 'Waiting') AS waiting
        """;

    internal override async Task<IReadOnlyList<ChangeRow>> ChangesAsync(long after, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Changes.AsNoTracking().Where(row => row.Number > after).OrderBy(row => row.Number).Take(Page).ToListAsync(cancellationToken);
    }

    internal override async Task<DateTimeOffset?> NextCheckAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var connection = context.Database.GetDbConnection();
        await context.Database.OpenConnectionAsync(cancellationToken);
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = NextSql;
        return await command.ExecuteScalarAsync(cancellationToken) is string text
            ? DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
            : null;
    }
}
