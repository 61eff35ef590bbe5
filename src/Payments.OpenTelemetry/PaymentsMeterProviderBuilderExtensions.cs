using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Payments;
using Payments.OpenTelemetry;

namespace OpenTelemetry.Metrics;

/// <summary>Adds the metrics of payments.</summary>
public static class PaymentsMeterProviderBuilderExtensions
{
    /// <summary>
    /// Adds the meters of the payment core and of its HTTP attempts, with exemplars where a trace is kept. No label holds an order, a customer, an amount
    /// or card data. Safe to call twice.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="exemplars">
    /// Whether measurements keep the trace that they were made in. It is a setting of the whole meter provider: false leaves it as the host has it.
    /// </param>
    /// <returns>The builder.</returns>
    public static MeterProviderBuilder AddPaymentsInstrumentation(this MeterProviderBuilder builder, bool exemplars = true)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddMeter(PaymentsTelemetry.MeterName, PaymentsTelemetry.HttpMeterName);
        if (exemplars)
            builder.SetExemplarFilter(ExemplarFilterType.TraceBased);

        // The gauges are there from the start, not only once the first payment has been made.
        return builder.AddInstrumentation(services =>
        {
            PaymentsTelemetry.Start(services);
            return new object();
        });
    }

    /// <summary>
    /// Answers scrapes of Prometheus out of this meter provider: the singleton <see cref="PaymentsPrometheusExporter"/> writes them, the host maps an
    /// address to it. Everything that the meter provider collects is in the answer, the host's own meters too.
    /// </summary>
    /// <param name="builder">The builder of a meter provider that lives in the host's services.</param>
    /// <param name="configure">Sets the options. Null for the defaults.</param>
    /// <returns>The builder.</returns>
    public static MeterProviderBuilder AddPaymentsPrometheusExporter(this MeterProviderBuilder builder, Action<PaymentsPrometheusOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.ConfigureServices(services =>
        {
            services.AddOptions<PaymentsPrometheusOptions>();
            if (configure is not null)
                services.Configure(configure);
            if (services.Any(service => service.ServiceType == typeof(PaymentsPrometheusExporter)))
                return;
            services.TryAddSingleton(TimeProvider.System);
            services.AddSingleton<PaymentsPrometheusExporter>(provider => new PaymentsPrometheusExporter(provider));
            services.ConfigureOpenTelemetryMeterProvider((provider, metrics) =>
                metrics.AddReader(new BaseExportingMetricReader(provider.GetRequiredService<PaymentsPrometheusExporter>().Pull)));
        });
        return builder;
    }
}
