using Microsoft.Extensions.DependencyInjection.Extensions;
using Payments.Security;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the parts of Payments.Security that need keys.</summary>
public static class PaymentsSecurityServiceCollectionExtensions
{
    /// <summary>
    /// Registers the data protector, the token vault over an in-memory store and the cache of verification values, as singletons. What is registered
    /// before stays, so a host gives its own <see cref="ITokenStore"/> or <see cref="TimeProvider"/> by registering it first. Safe to call twice.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="keyRing">Makes the key ring; the container disposes of it.</param>
    /// <param name="fingerprinter">Makes the fingerprinter; the container disposes of it.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddPaymentsSecurity(
        this IServiceCollection services,
        Func<IServiceProvider, IPaymentKeyRing> keyRing,
        Func<IServiceProvider, CardFingerprinter> fingerprinter)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(keyRing);
        ArgumentNullException.ThrowIfNull(fingerprinter);

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(keyRing);
        services.TryAddSingleton(fingerprinter);
        services.TryAddSingleton<IPaymentDataProtector>(provider =>
            new AesGcmPaymentDataProtector(provider.GetRequiredService<IPaymentKeyRing>()));
        services.TryAddSingleton<ITokenStore>(_ => new InMemoryTokenStore());
        services.TryAddSingleton(provider => GuardedTokenVault.Wrap(provider, new TokenVault(
            provider.GetRequiredService<ITokenStore>(),
            provider.GetRequiredService<IPaymentDataProtector>(),
            provider.GetRequiredService<CardFingerprinter>(),
            provider.GetRequiredService<TimeProvider>())));
        services.TryAddSingleton<IVerificationValueCache>(provider =>
            new InMemoryVerificationValueCache(provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
