using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Payments;
using Payments.Security;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the access policy and the audit log to payments.</summary>
public static class PaymentsSecurityBuilderExtensions
{
    /// <summary>
    /// Asks before a payment is captured, cancelled or refunded, a card number given out, and the audit log read, exported or shortened: by roles and
    /// scopes, and by limits. What has no rule is refused. The host registers an <see cref="IPaymentCaller"/>; an <see cref="IPaymentAccessPolicy"/> or
    /// <see cref="IPaymentLimitStore"/> of its own is used instead of ours. Safe to call twice.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the rules and limits.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddAccessPolicy(this IPaymentsBuilder builder, Action<PaymentAccessOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var services = builder.Services;
        services.AddOptions<PaymentAccessOptions>().Configure(configure);
        if (services.Any(service => service.ServiceType == typeof(PaymentAccess)))
            return builder;

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PaymentAccessOptions>>(
            new ValidateOptions<PaymentAccessOptions>(options => options.Problem)));
        services.AddOptions<PaymentAccessOptions>().ValidateOnStart();
        services.TryAddSingleton<IPaymentAccessPolicy>(provider => new RolePaymentAccessPolicy(Value<PaymentAccessOptions>(provider)));
        services.TryAddSingleton<IPaymentLimitStore>(provider => new InMemoryPaymentLimitStore(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new PaymentAccess(
            provider.GetRequiredService<IPaymentAccessPolicy>(), provider.GetRequiredService<IPaymentLimitStore>(), Value<PaymentAccessOptions>(provider),
            provider.GetRequiredService<PaymentsOptions>(), provider.GetService<IPaymentCaller>(), provider.GetService<ILogger<PaymentAccess>>()));
        AddGuard(services);
        return builder.Use(
            static (provider, inner) => new AccessPaymentProvider(inner, provider.GetRequiredService<PaymentAccess>()), PaymentPipelineStage.Access);
    }

    /// <summary>Adds the access policy from configuration: <c>Rules:0:Actions:0</c>, <c>Rules:0:Roles:0</c>, <c>Limits:0:MaxAmounts:USD</c> and so on.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="section">The configuration section that holds the rules and limits.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddAccessPolicy(this IPaymentsBuilder builder, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.AddAccessPolicy(options => section.Bind(options));
    }

    /// <summary>
    /// Writes down who does what to which payment: the intent before the call, the outcome after it. Kept in <see cref="AuditLogOptions.File"/>, or in
    /// the <see cref="IAuditStore"/> that the host registers. Safe to call twice.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the key and how the log is kept.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddAuditLog(this IPaymentsBuilder builder, Action<AuditLogOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var services = builder.Services;
        services.AddOptions<AuditLogOptions>().Configure(configure);
        if (services.Any(service => service.ServiceType == typeof(AuditLog)))
            return builder;

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AuditLogOptions>>(new ValidateOptions<AuditLogOptions>(options => options.Problem)));
        services.AddOptions<AuditLogOptions>().ValidateOnStart();
        services.TryAddSingleton(MakeStore);
        services.AddSingleton(provider => new AuditLog(
            provider.GetRequiredService<IAuditStore>(), Value<AuditLogOptions>(provider), provider.GetRequiredService<TimeProvider>(),
            provider.GetServices<IAuditCheckpointSink>(), provider.GetService<ILogger<AuditLog>>(), provider.GetService<IMeterFactory>()));
        services.TryAddSingleton<IAuditLog>(provider => provider.GetRequiredService<AuditLog>());
        services.AddSingleton(provider => new AuditTrail(
            provider.GetRequiredService<IAuditStore>(), provider.GetRequiredService<AuditLog>(), provider.GetRequiredService<GuardedOperations>()));
        AddGuard(services);
        return builder
            .Use(
                static (provider, inner) => new AuditPaymentProvider(inner, provider.GetRequiredService<IAuditLog>(), provider.GetService<IPaymentCaller>()),
                PaymentPipelineStage.Audit)
            .Use(static (_, inner) => new AuditedPaymentProvider(inner), PaymentPipelineStage.Access);
    }

    /// <summary>
    /// Writes down the changes that nobody here asked for, too: what webhooks, reads and the reconciler bring. At least once each, and
    /// without waiting; a process that dies in that moment loses the entry, while the payment memory keeps the change.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddAuditOfChanges(this IPaymentsBuilder builder) => builder.AddEventHandler<AuditChangeHandler>();

    private static void AddGuard(IServiceCollection services) => services.TryAddSingleton(provider => new GuardedOperations(
        provider.GetService<IAuditLog>(), provider.GetService<PaymentAccess>(), provider.GetService<IPaymentCaller>()));

    private static TOptions Value<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(IServiceProvider provider)
        where TOptions : class => provider.GetRequiredService<IOptions<TOptions>>().Value;

    private static IAuditStore MakeStore(IServiceProvider provider)
    {
        if (Value<AuditLogOptions>(provider).File is { Length: > 0 } file)
            return new JsonLinesAuditStore(file);
        provider.GetService<ILogger<AuditLog>>()?.AuditInMemory();
        return new InMemoryAuditStore();
    }

    private sealed class ValidateOptions<TOptions>(Func<TOptions, string?> problem) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options) =>
            problem(options) is { } wrong ? ValidateOptionsResult.Fail(wrong) : ValidateOptionsResult.Success;
    }
}
