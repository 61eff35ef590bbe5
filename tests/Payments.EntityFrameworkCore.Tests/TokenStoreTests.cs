using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Payments.Security;

namespace Payments.EntityFrameworkCore.Tests;

/// <summary>The vault over the database, with two instances on it.</summary>
[TestFixture(DatabaseKind.SqliteFile)]
[TestFixture(DatabaseKind.SqliteMemory)]
[TestFixture(DatabaseKind.PostgreSql)]
internal sealed class TokenStoreTests(DatabaseKind kind)
{
    private static readonly CardNumber Card = CardNumber.Parse("4242424242424242");

    [Test]
    public async Task A_record_is_loaded_as_it_was_added()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        var store = host.Services.GetRequiredService<ITokenStore>();
        var record = Record("a") with { Tenant = new string('t', 64), ReuseKey = new string('k', 76), IsSingleUse = true, ExpiresAt = Make.At(60), Revision = 3 };
        Assert.That(await store.AddAsync(record), Is.True);
        foreach (var found in new[] { await store.FindAsync("a"), await store.FindReusableAsync(record.ReuseKey), (await store.ListAsync(null, 9)).Single() })
        {
            Assert.That(found!.Ciphertext.ToArray(), Is.EqualTo(record.Ciphertext.ToArray()));
            Assert.That(found with { Ciphertext = record.Ciphertext }, Is.EqualTo(record));
        }

        Assert.That(await store.FindReusableAsync(record.ReuseKey.ToUpperInvariant()), Is.Null);
    }

    [Test]
    public async Task A_key_is_taken_once_and_an_id_is_an_error()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        var store = host.Services.GetRequiredService<ITokenStore>();
        Assert.That(await store.AddAsync(Record("a") with { ReuseKey = "k" }), Is.True);
        Assert.That(await store.AddAsync(Record("b") with { ReuseKey = "k" }), Is.False);
        Assert.That(await store.AddAsync(Record("c") with { ReuseKey = "K" }), Is.True);
        Assert.That(await store.AddAsync(Record("d")), Is.True);
        Assert.That(await store.AddAsync(Record("e")), Is.True);
        Assert.That(async () => await store.AddAsync(Record("a")), Throws.InvalidOperationException);
        Assert.That(await store.FindAsync("b"), Is.Null);
    }

    [Test]
    public async Task Of_two_that_replace_one_revision_one_does()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        var store = host.Services.GetRequiredService<ITokenStore>();
        await store.AddAsync(Record("a"));
        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => store.ReplaceAsync(Record("a") with { Last4 = $"000{i}", Revision = 1 }))));
        Assert.That(tries.Count(replaced => replaced), Is.EqualTo(1));
        Assert.That((await store.FindAsync("a"))!.Last4, Is.EqualTo($"000{Array.IndexOf(tries, true)}"));
        Assert.That(await store.ReplaceAsync(Record("z") with { Revision = 1 }), Is.False);
    }

    [Test]
    public async Task Pages_go_on_behind_what_is_gone_and_what_is_over_is_removed()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        var store = host.Services.GetRequiredService<ITokenStore>();
        for (var i = 0; i < 7; i++)
            await store.AddAsync(Record($"t{i}") with { ExpiresAt = i < 2 ? Make.At(i) : null });
        var first = await store.ListAsync(null, 3);
        await store.RemoveAsync(first[^1].Id);
        var rest = await store.ListAsync(first[^1].Id, 9);
        Assert.That(first.Concat(rest).Select(record => record.Id), Is.EqualTo(Enumerable.Range(0, 7).Select(i => $"t{i}")));
        Assert.That(await store.RemoveExpiredAsync(Make.At(1)), Is.EqualTo(2));
        Assert.That(await store.ListAsync(null, 9), Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Sixty_four_that_tokenize_one_card_get_one_token()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = VaultHost(database);
        await using var other = VaultHost(database, host);
        var options = new TokenizeOptions { Purpose = "charge", ReuseToken = true };
        var tokens = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() =>
            (i % 2 == 0 ? host : other).Services.GetRequiredService<ITokenVault>().TokenizeAsync(Card, options))));
        Assert.That(tokens.Select(token => token.Token).Distinct(), Has.Exactly(1).Items);
        await using var shop = database.Open();
        Assert.That(await shop.Set<TokenRow>().CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_token_of_a_single_use_is_taken_once()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = VaultHost(database);
        await using var other = VaultHost(database, host);
        var token = await host.Services.GetRequiredService<ITokenVault>().TokenizeAsync(Card, new TokenizeOptions { Purpose = "charge", SingleUse = true });
        var opened = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(async () =>
        {
            try
            {
                return (await (i % 2 == 0 ? host : other).Services.GetRequiredService<ITokenVault>().DetokenizeAsync(token.Token, "charge")).Last4;
            }
            catch (TokenNotFoundException)
            {
                return null;
            }
        })));
        Assert.That(opened.OfType<string>(), Is.EqualTo(new[] { "4242" }));
    }

    private static TokenRecord Record(string id) => new() { Id = id, Ciphertext = new byte[] { 1, 0, 255 }, Brand = "visa", Last4 = "4242", Fingerprint = "f1:abc" };

    private static ShopHost VaultHost(TestDatabase database, ShopHost? beside = null) => new(database, beside, services: services => services.AddPaymentsSecurity(
        _ => new PaymentKeyRing("k1", new PaymentKey("k1", [.. Enumerable.Range(0, 32).Select(i => (byte)i)])), _ => new CardFingerprinter("f1", new byte[32])));
}
