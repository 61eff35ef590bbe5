using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Payments;
using Payments.EntityFrameworkCore;
using Payments.Security;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the payments in the host's database.</summary>
public static class PaymentsEntityFrameworkBuilderExtensions
{
    /// <summary>
    /// Replaces the in-memory stores, and the token vault's, by tables in the host's own context, on SQLite or PostgreSQL. The context is taken from the scope of
    /// each operation, so that what an <see cref="IPaymentEventHandler"/> writes to it commits together with the payment's change. The context's model
    /// needs <see cref="PaymentsModelBuilderExtensions.UsePayments"/>.
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
        services.Replace(ServiceDescriptor.Scoped(provider => new PaymentSession(provider.GetRequiredService<TContext>(), provider.GetRequiredService<PaymentDatabase>())));
        services.Replace(ServiceDescriptor.Scoped<IPaymentTransactions>(provider => provider.GetRequiredService<PaymentSession>()));
        services.Replace(ServiceDescriptor.Scoped<IPaymentStore, EntityPaymentStore>());
        services.Replace(ServiceDescriptor.Scoped<IIdempotencyStore, EntityIdempotencyStore>());
        services.Replace(ServiceDescriptor.Scoped<IWebhookInbox, EntityWebhookInbox>());
        services.Replace(ServiceDescriptor.Singleton<ITokenStore, EntityTokenStore>());
        return builder;
    }
}
