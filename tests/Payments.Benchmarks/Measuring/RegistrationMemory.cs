using System.Net.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Benchmarks;

/// <summary>What one more registration costs that was resolved and has nothing to do: what stays alive of many, against that of so many bare named clients.</summary>
internal static class RegistrationMemory
{
    private const int Count = 200;

    internal static IEnumerable<Result> Measure()
    {
        const string name = "One more registration of Stripe, resolved and idle";
        var (one, many) = (Payments(1), Payments(Count + 1));
        var (oneBare, manyBare) = (Bare(1), Bare(Count + 1));
        yield return new Result(
            new RowAttribute(name) { Against = "a named HttpClient with its handler" }, name, double.NaN, double.NaN,
            (many - one) / (double)Count, (many - one) / (double)Count, (manyBare - oneBare) / (double)Count);
    }

    private static long Payments(int count) => Alive(
        services =>
        {
            var payments = services.AddPayments();
            for (var i = 0; i < count; i++)
                payments.AddStripe($"stripe-{i}", StripeHost.Configure);
        },
        host =>
        {
            var factory = host.GetRequiredService<IPaymentProviderFactory>();
            foreach (var provider in factory.ProviderNames)
                factory.GetProvider(provider);
        });

    private static long Bare(int count) => Alive(
        services =>
        {
            for (var i = 0; i < count; i++)
                services.AddHttpClient($"client-{i}").RemoveAllLoggers();
        },
        host =>
        {
            var factory = host.GetRequiredService<IHttpMessageHandlerFactory>();
            for (var i = 0; i < count; i++)
                factory.CreateHandler($"client-{i}");
        });

    private static long Alive(Action<IServiceCollection> add, Action<ServiceProvider> resolve)
    {
        var before = Kept.Alive();
        var services = new ServiceCollection();
        add(services);
        using var host = services.BuildServiceProvider();
        services.Clear();
        resolve(host);
        var alive = Kept.Alive() - before;
        GC.KeepAlive(host);
        return alive;
    }
}
