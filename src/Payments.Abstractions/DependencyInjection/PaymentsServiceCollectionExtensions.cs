using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Payments;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers payments.</summary>
public static class PaymentsServiceCollectionExtensions
{
    /// <summary>Adds the payment core: the factory, the pipeline, the in-memory stores and the reconciler. Safe to call several times.</summary>
    /// <param name="services">The host's services.</param>
    /// <returns>A builder for the providers.</returns>
    public static IPaymentsBuilder AddPayments(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.FirstOrDefault(service => service.ServiceType == typeof(PaymentRegistrations))?.ImplementationInstance is PaymentRegistrations there)
            return new PaymentsBuilder(services, there);

        var registrations = new PaymentRegistrations();
        services.AddSingleton(registrations);
        services.AddOptions<PaymentsOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<PaymentsOptions>>().Value);
        services.TryAddSingleton(provider => new PaymentMetrics(provider.GetService<IMeterFactory>()));
        services.TryAddSingleton(provider => new PaymentLedger(
            provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<PaymentsOptions>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<PaymentMetrics>(), PaymentPipeline.LoggerOf<PaymentLedger>(provider),
            provider.GetService<IServiceProviderIsService>()));
        services.TryAddSingleton<IPaymentProviderFactory, PaymentProviderFactory>();
        services.TryAddSingleton(provider => new PaymentReconciler(provider.GetRequiredService<IPaymentProviderFactory>(), provider.GetRequiredService<PaymentLedger>()));
        services.TryAddSingleton(provider => new WebhookDispatcher(
            provider.GetRequiredService<IPaymentProviderFactory>(), provider.GetRequiredService<PaymentLedger>(), Jitter));
        services.TryAddSingleton(provider => new PaymentWebhooks(
            provider.GetRequiredService<IPaymentProviderFactory>(), provider.GetRequiredService<PaymentLedger>(), provider.GetRequiredService<WebhookDispatcher>(),
            new HintLimit(provider.GetRequiredService<PaymentsOptions>(), provider.GetRequiredService<TimeProvider>())));
        services.TryAddSingleton(provider => new PaymentRetention(provider.GetRequiredService<PaymentLedger>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PaymentBackgroundService>());
        services.TryAddTransient(OnlyProvider);

        services.TryAddSingleton<InMemoryPayments>();
        services.TryAddSingleton<InMemoryIdempotency>();
        services.TryAddScoped<InMemoryPaymentStore>();
        services.TryAddScoped<IPaymentStore>(provider => provider.GetRequiredService<InMemoryPaymentStore>());
        services.TryAddScoped<IPaymentTransactions>(provider => provider.GetRequiredService<InMemoryPaymentStore>());
        services.TryAddScoped<IIdempotencyStore, InMemoryIdempotencyStore>();
        services.TryAddSingleton<IWebhookInbox, InMemoryWebhookInbox>();
        return new PaymentsBuilder(services, registrations);
    }

    /// <summary>Adds the payment core with its options.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets what holds for all registrations.</param>
    /// <returns>A builder for the providers.</returns>
    public static IPaymentsBuilder AddPayments(this IServiceCollection services, Action<PaymentsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.Configure(configure);
        return services.AddPayments();
    }

    /// <summary>Adds a handler of payment changes, resolved in the scope of each change. Several may be added; they are called in this order.</summary>
    /// <typeparam name="THandler">The handler.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddEventHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this IPaymentsBuilder builder)
        where THandler : class, IPaymentEventHandler
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddScoped<IPaymentEventHandler, THandler>();
        return builder;
    }

    private static double Jitter() => RandomNumberGenerator.GetInt32(1 << 20) / (double)(1 << 20);

    private static IPaymentProvider OnlyProvider(IServiceProvider services) => services.GetRequiredService<PaymentRegistrations>().Names is [var only]
        ? services.GetRequiredKeyedService<IPaymentProvider>(only)
        : throw new InvalidOperationException(
            "IPaymentProvider without a key is there when exactly one provider is registered. Use [FromKeyedServices(\"name\")] or IPaymentProviderFactory.");
}
