using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Benchmarks;

/// <summary>A host's own context with the payments' tables.</summary>
public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UsePayments();
}

/// <summary>A database in a file of its own, which is gone afterwards.</summary>
internal sealed class ShopDatabase : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("payments-sqlite-").FullName;

    internal string Address => $"Data Source={Path.Combine(_folder, "shop.db")}";

    /// <summary>A host with its stores in this database.</summary>
    internal ServiceProvider Host() => Host(options => options.UseSqlite(Address));

    /// <summary>The same without a flush to the disk.</summary>
    internal ServiceProvider HostUnflushed() => Host(options => options.UseSqlite(Address).AddInterceptors(new Unflushed()));

    /// <summary>A host with its stores in any database.</summary>
    internal static ServiceProvider Host(Action<DbContextOptionsBuilder> use)
    {
        var host = IdleProvider.Host(payments =>
        {
            payments.Services.AddDbContextPool<ShopContext>(use);
            payments.AddEntityFrameworkStores<ShopContext>();
        });
        using var scope = host.CreateScope();
        scope.ServiceProvider.GetRequiredService<ShopContext>().Database.EnsureCreated();
        return host;
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
