using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Security.Tests;

/// <summary>The README's code for keys, run in the order of the page.</summary>
internal sealed class ReadmeKeyExamples
{
    [Test]
    public async Task A_cloud_keeper_rotates_and_wraps_anew()
    {
        var (builder, dataKeyStore, cloud) = (ReadmeExamples.NewHost(), new InMemoryDataKeyStore(), new Cloud());
        builder.Services.AddSingleton<ICloudKeyClient>(cloud).AddSingleton<IDataKeyStore>(dataKeyStore);
        builder.Services.AddPaymentsSecurity(keys => keys.UseKeyEncryptionKeys(provider => new CloudKeys(provider.GetRequiredService<ICloudKeyClient>())));
        await using var provider = builder.Services.BuildServiceProvider();
        var app = (Services: provider, Name: "");
        await provider.GetRequiredService<PaymentKeyManager>().LoadAsync();

        var keyManager = app.Services.GetRequiredService<PaymentKeyManager>();
        DataKeyRecord next = await keyManager.RotateAsync();
        Assert.That(next.Generation, Is.EqualTo(2));

        var reencryption = app.Services.GetRequiredService<TokenVaultReencryption>();
        KeyMaintenance batch = await reencryption.RunAsync();
        while (batch.Next is not null)
            batch = await reencryption.RunAsync(batch.Next);

        cloud.Version = "v2";
        KeyMaintenance rewrapped = await keyManager.RewrapAsync();
        while (rewrapped.Next is not null)
            rewrapped = await keyManager.RewrapAsync(rewrapped.Next);
        Assert.That(rewrapped, Is.EqualTo(new KeyMaintenance(null, 3, 0)));
        Assert.That((await dataKeyStore.ListAsync(null, 10)).Select(key => key.Key.KeyEncryptionKeyId), Is.All.EqualTo("v2"));
    }

    [Test]
    public async Task The_configuration_is_one_line()
    {
        var folder = Directory.CreateTempSubdirectory("payments-keys-");
        try
        {
            var builder = ReadmeExamples.NewHost();
            builder.Configuration["Payments:Keys:ActiveKeyId"] = "k1";
            builder.Configuration["Payments:Keys:Keys:k1"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
            builder.Configuration["Payments:Keys:DataKeyDirectory"] = folder.FullName;
            builder.Services.AddPaymentsSecurity(keys => keys.UseKeysOf(builder.Configuration.GetSection("Payments:Keys")));
            await using var host = builder.Services.BuildServiceProvider();
            await host.GetRequiredService<PaymentKeyManager>().LoadAsync();
            Assert.That(folder.GetFiles("*.json"), Has.Length.EqualTo(2));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public void Development_is_one_line()
    {
        var builder = ReadmeExamples.NewHost();
        builder.Services.AddPaymentsSecurity(keys => keys.UseKeyFiles("/var/lib/shop/keys"));
        using var host = builder.Services.BuildServiceProvider();
        Assert.That(host.GetRequiredService<IDataKeyStore>(), Is.TypeOf<FileDataKeyStore>());
    }

    internal interface ICloudKeyClient
    {
        ValueTask<string> CurrentVersionAsync(string key, CancellationToken cancellationToken);

        ValueTask<byte[]> EncryptAsync(string version, ReadOnlyMemory<byte> data, string context, CancellationToken cancellationToken);

        ValueTask<byte[]> DecryptAsync(string version, ReadOnlyMemory<byte> data, string context, CancellationToken cancellationToken);
    }

    internal sealed class CloudKeys(ICloudKeyClient client) : IKeyEncryptionKeyProvider
    {
        public async ValueTask<string> GetActiveKeyIdAsync(CancellationToken cancellationToken = default) =>
            await client.CurrentVersionAsync("payments", cancellationToken);

        public async ValueTask<WrappedKey> WrapAsync(ReadOnlyMemory<byte> dataKey, string context, CancellationToken cancellationToken = default)
        {
            var version = await client.CurrentVersionAsync("payments", cancellationToken);
            return new(version, await client.EncryptAsync(version, dataKey, context, cancellationToken));
        }

        public async ValueTask UnwrapAsync(WrappedKey wrapped, string context, Memory<byte> destination, CancellationToken cancellationToken = default) =>
            (await client.DecryptAsync(wrapped.KeyEncryptionKeyId, wrapped.Ciphertext, context, cancellationToken)).CopyTo(destination);
    }

    /// <summary>Stands for a cloud's key service: keys by version that never leave it.</summary>
    private sealed class Cloud : ICloudKeyClient
    {
        private readonly Dictionary<string, AesGcmPaymentDataProtector> _keys = [];

        public string Version { get; set; } = "v1";

        public ValueTask<string> CurrentVersionAsync(string key, CancellationToken cancellationToken) => new(Version);

        public ValueTask<byte[]> EncryptAsync(string version, ReadOnlyMemory<byte> data, string context, CancellationToken cancellationToken)
        {
            if (!_keys.TryGetValue(version, out var key))
                _keys[version] = key = new(new PaymentKeyRing(version, PaymentKey.CreateEphemeral(version)));
            return new(key.Protect(data.Span, context));
        }

        public ValueTask<byte[]> DecryptAsync(string version, ReadOnlyMemory<byte> data, string context, CancellationToken cancellationToken) =>
            new(_keys[version].Unprotect(data.Span, context));
    }
}
