using Microsoft.Extensions.DependencyInjection;

namespace Payments.Reliability.Hosting;

/// <summary>The stores of a host, and the tables of the shop itself in the same database.</summary>
internal static class ShopDatabase
{
    internal static void Add(IPaymentsBuilder payments, HostDatabase database)
    {
        payments.Services.AddSingleton<ShopWork>();
        payments.Services.AddSingleton<MemoryLedger>();
        payments.Services.AddSingleton<ShopLedger>(services => services.GetRequiredService<MemoryLedger>());
        payments.AddEventHandler<MemoryHandler>();
    }

    internal static Task PrepareAsync(IServiceProvider services, HostDatabase database) => Task.CompletedTask;
}
