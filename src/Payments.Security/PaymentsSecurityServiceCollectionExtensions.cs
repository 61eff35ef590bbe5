using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Payments.Security;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the parts of Payments.Security that need keys.</summary>
public static class PaymentsSecurityServiceCollectionExtensions
{
    /// <summary>
    /// Registers envelope encryption, the token vault and the cache of verification values, as singletons: data keys that are made, rotated and refreshed by
    /// themselves and stored under a key-encryption key. What is registered before stays, so a host gives its own <see cref="ITokenStore"/>,
    /// <see cref="CardFingerprinter"/> or <see cref="TimeProvider"/> by registering it first; the vault keeps its records in memory otherwise. Safe to call twice.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Chooses the keeper of the key-encryption key, and the store of the data keys.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddPaymentsSecurity(this IServiceCollection services, Action<PaymentsSecurityBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        configure(new(services));

        services.AddOptions<DataKeyOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DataKeyOptions>, DataKeyOptionsValidator>());
        services.TryAddSingleton(provider => new DataKeyMaker(
            Needed<IKeyEncryptionKeyProvider>(provider, "UseKeyFiles, UseKeysOf or UseKeyEncryptionKeys"),
            provider.GetRequiredService<TimeProvider>(),
            RandomNumberGenerator.Fill));
        services.TryAddSingleton(provider => new DataKeyRing(
            Needed<IDataKeyStore>(provider, "KeepDataKeys, a DataKeyDirectory, or the package of a durable store"),
            provider.GetRequiredService<DataKeyMaker>(),
            provider.GetRequiredService<IOptions<DataKeyOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            LoggerOf<DataKeyRing>(provider)));
        services.TryAddSingleton(provider => new PaymentKeyManager(
            provider.GetRequiredService<IDataKeyStore>(),
            provider.GetRequiredService<DataKeyMaker>(),
            provider.GetRequiredService<DataKeyRing>(),
            provider.GetRequiredService<IOptions<DataKeyOptions>>().Value,
            LoggerOf<PaymentKeyManager>(provider)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DataKeyService>(provider => new(
            provider.GetRequiredService<DataKeyRing>(),
            provider.GetRequiredService<IOptions<DataKeyOptions>>().Value,
            provider.GetRequiredService<TimeProvider>())));
        services.TryAddSingleton<IPaymentKeyRing>(provider => provider.GetRequiredService<DataKeyRing>());
        services.TryAddSingleton<IPaymentDataProtectorFactory>(provider => provider.GetRequiredService<DataKeyRing>());
        services.TryAddSingleton(provider => provider.GetRequiredService<DataKeyRing>().Fingerprinter);
        services.TryAddSingleton(provider => new TokenVaultReencryption(
            provider.GetRequiredService<ITokenStore>(),
            provider.GetRequiredService<IPaymentDataProtectorFactory>(),
            LoggerOf<TokenVaultReencryption>(provider)));
        return AddVault(services, async (provider, cancellationToken) =>
        {
            await provider.GetRequiredService<DataKeyRing>().LoadAsync(cancellationToken).ConfigureAwait(false);
            return provider.GetRequiredService<CardFingerprinter>();
        });
    }

    /// <summary>
    /// Registers the data protector, the token vault and the cache of verification values over keys that the host holds itself: no envelope, no tenants. What is
    /// registered before stays. Safe to call twice.
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

        services.TryAddSingleton(keyRing);
        services.TryAddSingleton(fingerprinter);
        services.TryAddSingleton<IPaymentDataProtectorFactory>(provider =>
            new SingleProtectorFactory(provider.GetRequiredService<IPaymentDataProtector>()));
        return AddVault(services, static (provider, _) => new(provider.GetRequiredService<CardFingerprinter>()));
    }

    /// <summary>Puts something around the vault, such as a check of the caller or a record of who asked. The last one added is asked first.</summary>
    /// <param name="services">The services.</param>
    /// <param name="decorate">Makes it around the vault it is given.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection DecorateTokenVault(
        this IServiceCollection services, Func<IServiceProvider, ITokenVault, ITokenVault> decorate)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(decorate);
        return services.AddSingleton(new VaultDecoration(decorate));
    }

    private static IServiceCollection AddVault(
        IServiceCollection services, Func<IServiceProvider, CancellationToken, ValueTask<CardFingerprinter>> fingerprinter)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IPaymentDataProtector>(provider =>
            new AesGcmPaymentDataProtector(provider.GetRequiredService<IPaymentKeyRing>()));
        services.TryAddSingleton<ITokenStore>(_ => new InMemoryTokenStore());
        services.TryAddSingleton<ITokenVault>(provider =>
        {
            ITokenVault vault = new TokenVault(
                provider.GetRequiredService<ITokenStore>(),
                provider.GetRequiredService<IPaymentDataProtectorFactory>(),
                cancellationToken => fingerprinter(provider, cancellationToken),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetService<IPaymentCaller>(),
                RandomNumberGenerator.Fill);
            foreach (var decoration in provider.GetServices<VaultDecoration>())
                vault = decoration.Decorate(provider, vault);
            return GuardedTokenVault.Wrap(provider, vault);
        });
        services.TryAddSingleton<IVerificationValueCache>(provider =>
            new InMemoryVerificationValueCache(provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static T Needed<T>(IServiceProvider provider, string how)
        where T : class => provider.GetService<T>()
        ?? throw new InvalidOperationException($"AddPaymentsSecurity needs an {typeof(T).Name}: {how}.");

    private static ILogger<T> LoggerOf<T>(IServiceProvider provider) => provider.GetService<ILogger<T>>() ?? NullLogger<T>.Instance;

    private sealed record VaultDecoration(Func<IServiceProvider, ITokenVault, ITokenVault> Decorate);
}
