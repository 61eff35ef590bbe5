using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Reliability.Hosting;

/// <summary>The stores of a host, and the tables of the shop itself in the same database.</summary>
internal static class ShopDatabase
{
    internal static void Add(IPaymentsBuilder payments, HostDatabase database)
    {
        var services = payments.Services;
        services.AddSingleton<ShopWork>();
        if (database.Kind is DatabaseKind.Memory)
        {
            services.AddSingleton<MemoryLedger>();
            services.AddSingleton<ShopLedger>(provider => provider.GetRequiredService<MemoryLedger>());
            payments.AddEventHandler<MemoryHandler>();
            return;
        }

        services.AddDbContextFactory<ShopContext>(options => Use(options, database), ServiceLifetime.Singleton);
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<ShopContext>>().CreateDbContext());
        services.AddSingleton<ShopLedger, DatabaseLedger>();
        payments.AddEntityFrameworkStores<ShopContext>().AddEventHandler<DatabaseHandler>();
    }

    /// <summary>Makes the tables. The harness does it, before the first host.</summary>
    internal static async Task CreateAsync(HostDatabase database)
    {
        if (database.Kind is DatabaseKind.Memory)
            return;
        var options = new DbContextOptionsBuilder<ShopContext>();
        Use(options, database);
        await using var context = new ShopContext(options.Options);
        await context.Database.EnsureCreatedAsync();
    }

    private static void Use(DbContextOptionsBuilder options, HostDatabase database)
    {
        if (database.Kind is DatabaseKind.Sqlite)
            options.UseSqlite(database.ConnectionString);
        else
            options.UseNpgsql(database.ConnectionString);
    }
}
