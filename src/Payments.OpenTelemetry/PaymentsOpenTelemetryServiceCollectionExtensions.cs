using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers OpenTelemetry for hosts that have not got it.</summary>
public static class PaymentsOpenTelemetryServiceCollectionExtensions
{
    /// <summary>
    /// OpenTelemetry in the host's services, started with the host, with the metrics and traces of payments. It is what <c>AddOpenTelemetry()</c> of
    /// OpenTelemetry.Extensions.Hosting does; a host that has that package calls that instead, and both together make one meter provider.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Adds exporters, resources and other instrumentation. Null for none.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddPaymentsOpenTelemetry(this IServiceCollection services, Action<IOpenTelemetryBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        // OpenTelemetry reads its variables (OTEL_SERVICE_NAME …) through it; a host has it, a bare container has not.
        services.TryAddSingleton<IConfiguration>(static _ => new ConfigurationBuilder().AddEnvironmentVariables().Build());
        var builder = new Builder(services);
        builder.WithMetrics(static metrics => metrics.AddPaymentsInstrumentation());
        builder.WithTracing(static traces => traces.AddPaymentsInstrumentation());
        configure?.Invoke(builder);

        // First, as measuring starts before what is measured.
        if (!services.Any(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(Starter)))
            services.Insert(0, ServiceDescriptor.Singleton<IHostedService, Starter>());
        return services;
    }

    private sealed class Builder(IServiceCollection services) : IOpenTelemetryBuilder
    {
        public IServiceCollection Services => services;
    }

    // Made means started; the container ends them.
    private sealed class Starter(IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            services.GetService<MeterProvider>();
            services.GetService<TracerProvider>();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
