using Microsoft.Extensions.DependencyInjection;

namespace Payments.Security.Tests;

internal sealed class AddPaymentsSecurityTests
{
    [Test]
    public async Task It_registers_a_working_vault_once_and_disposes_of_the_keys()
    {
        var made = 0;
        var services = new ServiceCollection();
        for (var i = 0; i < 2; i++)
            services.AddPaymentsSecurity(_ => Count(new PaymentKeyRing("k", PaymentKey.CreateEphemeral("k"))), _ => new CardFingerprinter("f", new byte[32]));

        IPaymentKeyRing ring;
        await using (var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }))
        {
            var vault = provider.GetRequiredService<ITokenVault>();
            var card = CardNumber.Parse("4242424242424242");
            var token = await vault.TokenizeAsync(card, new() { Purpose = "charge" });
            Assert.That(await vault.DetokenizeAsync(token.Token, "charge"), Is.EqualTo(card));

            var cache = provider.GetRequiredService<IVerificationValueCache>();
            cache.Hold(token.Token, CardVerificationValue.Parse("123"));
            Assert.That(cache.Take(token.Token)?.Reveal(), Is.EqualTo("123"));
            ring = provider.GetRequiredService<IPaymentKeyRing>();
        }

        Assert.That(made, Is.EqualTo(1));
        Assert.That(() => new AesGcmPaymentDataProtector(ring).Protect("data"u8, "p"), Throws.InstanceOf<ObjectDisposedException>());

        T Count<T>(T value)
        {
            made++;
            return value;
        }
    }

    [Test]
    public void What_the_host_registered_first_stays()
    {
        var time = new ManualTimeProvider();
        var store = new InMemoryTokenStore();
        using var provider = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<ITokenStore>(store)
            .AddPaymentsSecurity(_ => new PaymentKeyRing("k", PaymentKey.CreateEphemeral("k")), _ => new CardFingerprinter("f", new byte[32]))
            .BuildServiceProvider();

        Assert.That(provider.GetRequiredService<TimeProvider>(), Is.SameAs(time));
        Assert.That(provider.GetRequiredService<ITokenStore>(), Is.SameAs(store));
    }
}
