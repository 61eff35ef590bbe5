using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Payments.Security;

namespace Payments.AspNetCore.Tests.Keys;

internal sealed class DataProtectionKeyEncryptionKeyProviderTests
{
    private static readonly byte[] DataKey = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Test]
    public async Task It_wraps_for_one_context_and_every_changed_byte_is_refused()
    {
        var keeper = new DataProtectionKeyEncryptionKeyProvider(new EphemeralDataProtectionProvider());
        var wrapped = await keeper.WrapAsync(DataKey, "context");
        Assert.That(await Unwrap(keeper, wrapped, "context"), Is.EqualTo(DataKey));
        Assert.That(await keeper.GetActiveKeyIdAsync(), Is.EqualTo(wrapped.KeyEncryptionKeyId));

        Assert.That(async () => await Unwrap(keeper, wrapped, "other"), Throws.TypeOf<PaymentCryptographyException>());
        for (var at = 0; at < wrapped.Ciphertext.Length; at++)
        {
            var changed = wrapped.Ciphertext.ToArray();
            changed[at] ^= 1;
            Assert.That(async () => await Unwrap(keeper, wrapped with { Ciphertext = changed }, "context"), Throws.TypeOf<PaymentCryptographyException>());
        }
    }

    [Test]
    public async Task A_new_data_protection_key_is_noticed_and_the_data_keys_follow()
    {
        var folder = Directory.CreateTempSubdirectory("payments-keys-");
        try
        {
            var store = new InMemoryDataKeyStore();
            var (before, data) = await RunAsync(folder, store, async (host, manager) =>
            {
                await manager.LoadAsync();
                return ((await store.FindAsync(""))[0].Key.KeyEncryptionKeyId, host.GetRequiredService<IPaymentDataProtector>().Protect("data"u8, "p"));
            });

            await RunAsync(folder, store, (host, _) =>
            {
                var now = TimeProvider.System.GetUtcNow();
                return Task.FromResult(host.GetRequiredService<IKeyManager>().CreateNewKey(now, now.AddDays(200)));
            });
            await RunAsync(folder, store, async (host, manager) =>
            {
                await manager.RewrapAsync();
                await manager.LoadAsync();
                Assert.That(host.GetRequiredService<IPaymentDataProtector>().Unprotect(data, "p"), Is.EqualTo("data"u8.ToArray()));
                return 0;
            });
            Assert.That((await store.FindAsync(""))[0].Key.KeyEncryptionKeyId, Is.Not.EqualTo(before));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<T> RunAsync<T>(
        DirectoryInfo folder, InMemoryDataKeyStore store, Func<IServiceProvider, PaymentKeyManager, Task<T>> use)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddDataProtection().PersistKeysToFileSystem(folder).SetApplicationName("test");
        services.AddPaymentsSecurity(keys => keys.UseDataProtection().KeepDataKeys(_ => store));
        await using var host = services.BuildServiceProvider();
        return await use(host, host.GetRequiredService<PaymentKeyManager>());
    }

    private static async Task<byte[]> Unwrap(DataProtectionKeyEncryptionKeyProvider keeper, WrappedKey wrapped, string context)
    {
        var key = new byte[32];
        await keeper.UnwrapAsync(wrapped, context, key);
        return key;
    }
}
