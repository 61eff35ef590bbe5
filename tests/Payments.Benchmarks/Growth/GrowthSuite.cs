using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Benchmarks;

/// <summary>How the cost of a call grows with what is stored, with how many call at once, and with how many providers are registered.</summary>
internal static class GrowthSuite
{
    private const int DefaultMost = 100_000;

    // So few that the smallest memory stays small while it is measured.
    private const int Calls = 50;
    private const int CallsAtOnce = 512;

    private static readonly int[] Callers = [1, 4, 16, 64, 256];
    private static readonly int[] Registrations = [1, 10, 100];

    /// <param name="arguments">The greatest number of stored payments, 1,000 to 1,000,000; none for 100,000.</param>
    internal static async Task<int> RunAsync(string[] arguments)
    {
        var most = arguments.Length == 0 ? DefaultMost : int.Parse(arguments[0], CultureInfo.InvariantCulture);
        var machine = Machine.Describe();
        var table = new GrowthTable();
        await MeasureAsync(table, "in memory", () => InMemory(most), most);

        using (var stored = new ShopDatabase())
        using (var called = new ShopDatabase())
        {
            var databases = new Queue<ShopDatabase>([stored, called]);
            await MeasureAsync(table, "SQLite", () => databases.Dequeue().HostUnflushed(), most);
        }

        if (PostgreSqlServer.Missing is { } missing)
            Console.WriteLine(missing);
        else
            await MeasurePostgreSqlAsync(table, most);

        foreach (var count in Registrations)
            await RegistrationsAsync(table, count);

        Readme.Write("growth", table.Report(machine));
        return 0;
    }

    private static async Task MeasurePostgreSqlAsync(GrowthTable table, int most)
    {
        await using var server = await PostgreSqlServer.StartAsync();
        var databases = new Queue<string>([server.ConnectionString("stored"), server.ConnectionString("called")]);
        await MeasureAsync(table, "PostgreSQL", () => Open(databases.Dequeue()), most);

        static ServiceProvider Open(string address) => ShopDatabase.Host(options => options.UseNpgsql(address));
    }

    private static async Task MeasureAsync(GrowthTable table, string where, Func<ServiceProvider> open, int most)
    {
        using (var shop = new GrowthShop(open()))
        {
            for (var size = 1_000; size <= most; size *= 10)
            {
                await shop.FillAsync(size);
                table.Add("Create, by stored payments", where, size, await Stopwatches.OfAsync(shop.CreateAsync, Calls));
                table.Add("Webhook into the inbox, by its rows", where, size, await Stopwatches.OfAsync(shop.ReceiveAsync, Calls));
                table.Add("Webhook applied, by stored payments", where, size, await Stopwatches.OfAsync(shop.ApplyAsync, Calls));
            }
        }

        using (var shop = new GrowthShop(open()))
        {
            await shop.FillAsync(1_000);
            foreach (var callers in Callers)
            {
                table.Add("Create, by callers at once", where, callers, await Stopwatches.OfAsync(shop.CreateAsync, CallsAtOnce, callers));
                table.Add("Webhook applied, by callers at once", where, callers, await Stopwatches.OfAsync(shop.ApplyAsync, CallsAtOnce, callers));
            }
        }
    }

    private static async Task RegistrationsAsync(GrowthTable table, int count)
    {
        var host = IdleProvider.Host(payments =>
        {
            for (var i = 1; i < count; i++)
                payments.AddProvider($"idle-{i}", (_, name) => new IdleProvider(name));
        });
        using var shop = new GrowthShop(host, count == 1 ? "idle" : $"idle-{count - 1}");
        await shop.FillAsync(1_000);
        table.Add("Create, by registrations", "in memory", count, await Stopwatches.OfAsync(shop.CreateAsync, Calls));
        table.Add("Webhook into the inbox, by registrations", "in memory", count, await Stopwatches.OfAsync(shop.ReceiveAsync, Calls));
    }

    private static ServiceProvider InMemory(int most) => IdleProvider.Host(payments => payments.Services.Configure<PaymentsOptions>(options =>
        (options.MaxPaymentsInMemory, options.MaxWebhooksInMemory) = (most + 100_000, most + 100_000)));
}
