using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.EntityFrameworkCore.Tests;

/// <summary>One instance of a shop on a database that others may share: the fake provider, a manual clock, a handler that writes orders.</summary>
internal sealed class ShopHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    internal ShopHost(TestDatabase database, ShopHost? beside = null, Action<PaymentsOptions>? options = null, Action<IServiceCollection>? services = null, PaymentProviderCapabilities? capabilities = null)
    {
        Time = beside?.Time ?? new ManualTimeProvider();
        Fake = beside?.Fake ?? new FakeProvider(Make.Provider, capabilities);
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(Time);
        collection.AddDbContext<ShopContext>(database.Use);
        collection.AddPayments(options ?? (_ => { })).AddProvider(Make.Provider, (_, _) => Fake).AddEntityFrameworkStores<ShopContext>()
            .AddEventHandler<ShopHandler>();
        services?.Invoke(collection);
        _services = collection.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
        Provider = _services.GetRequiredService<IPaymentProvider>();
    }

    internal ManualTimeProvider Time { get; }

    internal FakeProvider Fake { get; }

    internal IPaymentProvider Provider { get; }

    internal IServiceProvider Services => _services;

    internal PaymentWebhooks Webhooks => _services.GetRequiredService<PaymentWebhooks>();

    internal PaymentReconciler Reconciler => _services.GetRequiredService<PaymentReconciler>();

    internal PaymentsOptions Options => _services.GetRequiredService<PaymentsOptions>();

    internal void Step(double seconds = 1) => Time.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>A store in a scope of its own.</summary>
    internal async Task<T> InScopeAsync<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    internal Task<PaymentRecord?> RecordAsync(string order = "Order-1001") =>
        InScopeAsync<IPaymentStore, PaymentRecord?>(store => store.FindAsync(new PaymentReference(Make.Provider, null, order)).AsTask());

    internal Task<List<ShopOrder>> OrdersAsync() => InScopeAsync<ShopContext, List<ShopOrder>>(shop => shop.Orders.OrderBy(order => order.Id).ToListAsync());

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
