using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Payments.Security;

/// <summary>Chooses who keeps the key-encryption key and where the wrapped data keys are.</summary>
/// <param name="services">The services.</param>
public sealed class PaymentsSecurityBuilder(IServiceCollection services)
{
    /// <summary>The services.</summary>
    public IServiceCollection Services { get; } = services;

    /// <summary>
    /// Key-encryption keys as files of a directory, for development and for a mounted secret; see <see cref="FileKeyEncryptionKeyProvider"/>. The first key is
    /// made by itself.
    /// </summary>
    /// <param name="directory">The directory; keep it out of the backups of what the keys protect.</param>
    /// <param name="dataKeyDirectory">
    /// Where the wrapped data keys are; null for <c>data-keys</c> below <paramref name="directory"/>, unless an <see cref="IDataKeyStore"/> is registered.
    /// </param>
    /// <returns>The same builder.</returns>
    public PaymentsSecurityBuilder UseKeyFiles(string directory, string? dataKeyDirectory = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        UseKeyEncryptionKeys(provider => new FileKeyEncryptionKeyProvider(directory, provider.GetRequiredService<TimeProvider>()));
        return dataKeyDirectory is null
            ? KeepDataKeysIfNobodyDoes(Path.Combine(directory, "data-keys"))
            : KeepDataKeys(_ => new FileDataKeyStore(dataKeyDirectory));
    }

    /// <summary>Key-encryption keys from the configuration, see <see cref="KeyEncryptionKeyOptions"/>.</summary>
    /// <param name="section">The section, such as <c>Payments:Keys</c>.</param>
    /// <returns>The same builder.</returns>
    public PaymentsSecurityBuilder UseKeysOf(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        Services.AddOptions<KeyEncryptionKeyOptions>().Bind(section).ValidateOnStart();
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KeyEncryptionKeyOptions>, KeyEncryptionKeyOptionsValidator>());
        if (section[nameof(KeyEncryptionKeyOptions.DataKeyDirectory)] is { Length: > 0 } directory)
            KeepDataKeysIfNobodyDoes(directory);
        return UseKeyEncryptionKeys(provider =>
            new ConfigurationKeyEncryptionKeyProvider(provider.GetRequiredService<IOptionsMonitor<KeyEncryptionKeyOptions>>()));
    }

    /// <summary>Another keeper of the key-encryption key: a cloud's key service, a hardware module.</summary>
    /// <param name="keeper">Makes it.</param>
    /// <returns>The same builder.</returns>
    public PaymentsSecurityBuilder UseKeyEncryptionKeys(Func<IServiceProvider, IKeyEncryptionKeyProvider> keeper)
    {
        ArgumentNullException.ThrowIfNull(keeper);
        Services.Replace(ServiceDescriptor.Singleton(keeper));
        return this;
    }

    /// <summary>Another store of the wrapped data keys, such as the host's database.</summary>
    /// <param name="store">Makes it.</param>
    /// <returns>The same builder.</returns>
    public PaymentsSecurityBuilder KeepDataKeys(Func<IServiceProvider, IDataKeyStore> store)
    {
        ArgumentNullException.ThrowIfNull(store);
        Services.Replace(ServiceDescriptor.Singleton(store));
        return this;
    }

    /// <summary>How data keys come and go.</summary>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same builder.</returns>
    public PaymentsSecurityBuilder Configure(Action<DataKeyOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    private PaymentsSecurityBuilder KeepDataKeysIfNobodyDoes(string directory)
    {
        Services.TryAddSingleton<IDataKeyStore>(_ => new FileDataKeyStore(directory));
        return this;
    }
}
