using Microsoft.Extensions.Diagnostics.HealthChecks;
using Payments;
using Payments.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health checks of payments.</summary>
public static class PaymentHealthChecksBuilderExtensions
{
    /// <summary>The tag of every health check of payments.</summary>
    public const string Tag = "payments";

    /// <summary>
    /// Adds a check for each registered provider, named <c>payments:&lt;registration&gt;</c>: the circuit breaker's state, and when the provider last answered
    /// and failed. A check calls nobody.
    /// </summary>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="failureStatus">
    /// What an open circuit is reported as. <see cref="HealthStatus.Degraded"/> by default: one provider that is down is no reason to take the host out of service.
    /// </param>
    /// <returns>The builder.</returns>
    public static IHealthChecksBuilder AddPaymentProviders(this IHealthChecksBuilder builder, HealthStatus failureStatus = HealthStatus.Degraded)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<HealthCheckServiceOptions>().Configure<IPaymentProviderFactory>((options, providers) =>
        {
            foreach (var name in providers.ProviderNames.Where(name => options.Registrations.All(there => there.Name != CheckOf(name))))
                options.Registrations.Add(new HealthCheckRegistration(CheckOf(name), services => new PaymentProviderHealthCheck(services, name), failureStatus, [Tag]));
        });
        return builder;
    }

    private static string CheckOf(string provider) => "payments:" + provider;
}
