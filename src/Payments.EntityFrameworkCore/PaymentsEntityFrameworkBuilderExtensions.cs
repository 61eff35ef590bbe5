using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Payments;
using Payments.EntityFrameworkCore;
using Payments.Security;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the payments in the host's database.</summary>
public static class PaymentsEntityFrameworkBuilderExtensions
{
    /// <summary>
    /// Replaces the stores by tables in the host's own context, on SQLite or PostgreSQL. The context is taken from the scope of each operation, so that
    /// what an <see cref="IPaymentEventHandler"/> writes to it commits together with the payment's change. The context's model needs
    /// <see cref="PaymentsModelBuilderExtensions.UsePayments"/>. The token vault's records, the wrapped data keys and the audit log are kept there, too, unless
    /// a later registration says otherwise, such as <see cref="PaymentsSecurityBuilder.KeepDataKeys"/>, or <see cref="AuditLogOptions.File"/> does.
    /// </summary>
    /// <typeparam name="TContext">The host's context, registered with <c>AddDbContext</c> or <c>AddDbContextPool</c>.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddEntityFrameworkStores<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TContext>(
        this IPaymentsBuilder builder)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddSingleton<PaymentDatabase>();
        services.TryAddSingleton(provider => new ContentSealer(
            provider.GetService<IPaymentDataProtector>(), provider.GetService<ILoggerFactory>()?.CreateLogger(typeof(ContentSealer).FullName!)));
        services.TryAddSingleton<PaymentRows>();
        services.TryAddSingleton<DetachedSessions>();
        services.Replace(ServiceDescriptor.Scoped(provider => new PaymentSession(provider.GetRequiredService<TContext>(), provider.GetRequiredService<PaymentDatabase>())));
        services.Replace(ServiceDescriptor.Scoped<IPaymentTransactions>(provider => provider.GetRequiredService<PaymentSession>()));
        services.Replace(ServiceDescriptor.Scoped<IPaymentStore, EntityPaymentStore>());
        services.Replace(ServiceDescriptor.Scoped<IIdempotencyStore, EntityIdempotencyStore>());
        services.Replace(ServiceDescriptor.Scoped<IWebhookInbox, EntityWebhookInbox>());
        services.Replace(ServiceDescriptor.Singleton<ITokenStore, EntityTokenStore>());
        services.Replace(ServiceDescriptor.Singleton<IDataKeyStore, EntityDataKeyStore>());
        services.Replace(ServiceDescriptor.Singleton(AuditStoreOf));
        return builder;
    }

    // Whoever names a file wants the log there.
    private static IAuditStore AuditStoreOf(IServiceProvider provider) =>
        provider.GetService<IOptions<AuditLogOptions>>()?.Value.File is { Length: > 0 } file
            ? new JsonLinesAuditStore(file)
            : new EntityAuditStore(provider.GetRequiredService<DetachedSessions>());
}
