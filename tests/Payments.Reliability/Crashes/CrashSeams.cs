using Microsoft.Extensions.DependencyInjection;
using Payments.Reliability.Hosting;

namespace Payments.Reliability.Crashes;

/// <summary>Puts a <see cref="CrashGate"/> around every seam between the SDK, its stores, the host's handler and the providers.</summary>
internal static class CrashSeams
{
    internal static void AddTo(IServiceCollection services, IEnumerable<HostProviderSettings> providers)
    {
        services.AddSingleton<CrashGate>();
        Wrap<IPaymentStore>(services);
        Wrap<IPaymentTransactions>(services);
        Wrap<IIdempotencyStore>(services);
        Wrap<IWebhookInbox>(services);
        Wrap<IPaymentEventHandler>(services);
        foreach (var provider in providers)
            services.AddHttpClient("Payments." + provider.Name).AddHttpMessageHandler(made => new CrashHandler(made.GetRequiredService<CrashGate>()));
    }

    private static void Wrap<T>(IServiceCollection services)
        where T : class
    {
        var there = services.Last(service => service.ServiceType == typeof(T));
        services.Remove(there);
        services.Add(new ServiceDescriptor(typeof(T), provider => CrashProxy.Around(Make<T>(provider, there), provider.GetRequiredService<CrashGate>()), there.Lifetime));
    }

    private static T Make<T>(IServiceProvider provider, ServiceDescriptor there) => (T)(there switch
    {
        { ImplementationInstance: { } instance } => instance,
        { ImplementationFactory: { } factory } => factory(provider),
        _ => ActivatorUtilities.CreateInstance(provider, there.ImplementationType!),
    });
}
