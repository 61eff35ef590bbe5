using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Payments;
using Payments.AspNetCore;
using Payments.Security;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health checks of payments.</summary>
public static class PaymentHealthChecksBuilderExtensions
{
    /// <summary>The tag of every health check of payments.</summary>
    public const string Tag = "payments";

    private const string Inbox = "payments-inbox";
    private const string Audit = "payments-audit";

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
            foreach (var name in providers.ProviderNames)
                Add(options, "payments:" + name, services => new PaymentProviderHealthCheck(services, name), failureStatus);
        });
        return builder;
    }

    /// <summary>
    /// Adds the check <c>payments-inbox</c>: how many webhooks wait, since when, and how many were given up. It counts in the inbox, so it costs a query.
    /// </summary>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="configure">Sets what is too much. Null keeps the defaults, or what is configured as <see cref="PaymentInboxHealthOptions"/>.</param>
    /// <param name="failureStatus">What too much is reported as, and an inbox that cannot be read. <see cref="HealthStatus.Degraded"/> by default.</param>
    /// <returns>The builder.</returns>
    public static IHealthChecksBuilder AddPaymentInbox(
        this IHealthChecksBuilder builder, Action<PaymentInboxHealthOptions>? configure = null, HealthStatus failureStatus = HealthStatus.Degraded)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (configure is not null)
            builder.Services.Configure(configure);
        builder.Services.AddOptions<HealthCheckServiceOptions>().Configure(options => Add(
            options, Inbox,
            services => new PaymentInboxHealthCheck(
                services.GetRequiredService<PaymentWebhooks>(), services.GetRequiredService<IOptions<PaymentInboxHealthOptions>>().Value,
                services.GetRequiredService<TimeProvider>()),
            failureStatus));
        return builder;
    }

    /// <summary>
    /// Adds the check <c>payments-audit</c>: how many entries of the audit log wait in memory for a store that fails (<see cref="IAuditLog.Queued"/>), and whether any
    /// did not fit since the start (<see cref="IAuditLog.Lost"/>).
    /// </summary>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="maxQueued">How many entries may wait. 100 by default.</param>
    /// <param name="failureStatus">What more is reported as. <see cref="HealthStatus.Degraded"/> by default.</param>
    /// <returns>The builder.</returns>
    public static IHealthChecksBuilder AddPaymentAudit(
        this IHealthChecksBuilder builder, int maxQueued = 100, HealthStatus failureStatus = HealthStatus.Degraded)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<HealthCheckServiceOptions>().Configure(
            options => Add(options, Audit, services => new PaymentAuditHealthCheck(services.GetService<IAuditLog>(), maxQueued), failureStatus));
        return builder;
    }

    // Safe to call twice.
    private static void Add(HealthCheckServiceOptions options, string name, Func<IServiceProvider, IHealthCheck> check, HealthStatus failureStatus)
    {
        if (options.Registrations.All(there => there.Name != name))
            options.Registrations.Add(new HealthCheckRegistration(name, check, failureStatus, [Tag]));
    }
}
