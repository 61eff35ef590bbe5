using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Payments.Security.Tests.Keys;

/// <summary>One process with envelope keys; several of them may share stores and clock.</summary>
internal sealed class KeyHost : IDisposable
{
    private readonly ServiceProvider _provider;

    public KeyHost(string keyDirectory, IDataKeyStore dataKeys, ManualTimeProvider time, ITokenStore? tokens = null, IPaymentCaller? caller = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time).AddSingleton(tokens ?? new InMemoryTokenStore());
        if (caller is not null)
            services.AddSingleton(caller);
        services.AddPaymentsSecurity(keys => keys.UseKeyFiles(keyDirectory).KeepDataKeys(_ => dataKeys));
        _provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }

    public PaymentKeyManager Keys => _provider.GetRequiredService<PaymentKeyManager>();

    public IPaymentDataProtector Protector => _provider.GetRequiredService<IPaymentDataProtector>();

    public IPaymentDataProtectorFactory Protectors => _provider.GetRequiredService<IPaymentDataProtectorFactory>();

    public ITokenVault Vault => _provider.GetRequiredService<ITokenVault>();

    public TokenVaultReencryption Reencryption => _provider.GetRequiredService<TokenVaultReencryption>();

    public DataKeyRing Ring => _provider.GetRequiredService<DataKeyRing>();

    public IHostedService Service => _provider.GetRequiredService<IHostedService>();

    public void Dispose() => _provider.Dispose();
}
