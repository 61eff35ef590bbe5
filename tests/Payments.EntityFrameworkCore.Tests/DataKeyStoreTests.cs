using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Payments.Security;

namespace Payments.EntityFrameworkCore.Tests;

/// <summary>The wrapped data keys in the database, and what two instances protect with them.</summary>
[TestFixture(DatabaseKind.SqliteFile)]
[TestFixture(DatabaseKind.PostgreSql)]
internal sealed class DataKeyStoreTests(DatabaseKind kind)
{
    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("payments-keys-").FullName;

    [TearDown]
    public void DropFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Keys_are_found_by_generation_and_listed_by_id()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        var store = host.Services.GetRequiredService<IDataKeyStore>();
        foreach (var key in new[] { Key("b", "shop", 2), Key("a", "shop", 1), Key("c", "Shop", 1), Key("d", "", 1) })
            Assert.That(await store.AddAsync(key), Is.True);
        var found = await store.FindAsync("shop");
        Assert.That(found.Select(key => key.Id), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(found[0].Key.Ciphertext.ToArray(), Is.EqualTo(Key("a", "shop", 1).Key.Ciphertext.ToArray()));
        Assert.That(found[0] with { Key = null! }, Is.EqualTo(Key("a", "shop", 1) with { Key = null! }));
        Assert.That((await store.FindAsync("")).Single().Id, Is.EqualTo("d"));
        var first = await store.ListAsync(null, 2);
        Assert.That(first.Concat(await store.ListAsync(first[^1].Id, 9)).Select(key => key.Id), Is.EqualTo(new[] { "a", "b", "c", "d" }));
    }

    [Test]
    public async Task Of_many_the_first_of_a_generation_stays()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        await using var other = new ShopHost(database, host);
        var added = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() =>
            (i % 2 == 0 ? host : other).Services.GetRequiredService<IDataKeyStore>().AddAsync(Key($"k{i}", "shop", 1)))));
        Assert.That(added.Count(first => first), Is.EqualTo(1));
        Assert.That((await host.Services.GetRequiredService<IDataKeyStore>().FindAsync("shop")).Single().Id, Is.EqualTo($"k{Array.IndexOf(added, true)}"));
    }

    [Test]
    public async Task A_key_is_replaced_as_expected_and_removed_for_good()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        var store = host.Services.GetRequiredService<IDataKeyStore>();
        await store.AddAsync(Key("a", "shop", 1));
        await store.AddAsync(Key("b", "shop", 2));
        var (old, renewed) = (new WrappedKey("kek1", new byte[3]), new WrappedKey(new string('k', 200), new byte[2048]));
        Assert.That(await store.ReplaceAsync("a", old, renewed), Is.True);
        Assert.That(await store.ReplaceAsync("a", old, renewed), Is.False);
        Assert.That((await store.FindAsync("shop"))[0].Key.Ciphertext.Length, Is.EqualTo(2048));
        Assert.That((await store.RemoveAsync("other", "a"), await store.RemoveAsync("shop", "a"), await store.RemoveAsync("shop", null)), Is.EqualTo((0, 1, 1)));
        Assert.That(await store.FindAsync("shop"), Is.Empty);
    }

    // Whichever is called first; and a store that is named afterwards counts.
    [TestCase(true)]
    [TestCase(false)]
    public void The_databases_store_stands_instead_of_the_directory(bool isSecurityFirst)
    {
        var services = new ServiceCollection();
        services.AddDbContext<ShopContext>(options => options.UseSqlite("Data Source=x;Mode=Memory"));
        if (isSecurityFirst)
            services.AddPaymentsSecurity(keys => keys.UseKeyFiles(_folder));
        services.AddPayments().AddEntityFrameworkStores<ShopContext>();
        if (!isSecurityFirst)
            services.AddPaymentsSecurity(keys => keys.UseKeyFiles(_folder));
        using (var provider = services.BuildServiceProvider())
        {
            Assert.That(provider.GetServices<IDataKeyStore>().Single(), Is.TypeOf<EntityDataKeyStore>());
            Assert.That(provider.GetServices<ITokenStore>().Single(), Is.TypeOf<EntityTokenStore>());
        }

        services.AddPaymentsSecurity(keys => keys.KeepDataKeys(_ => new InMemoryDataKeyStore()));
        using var own = services.BuildServiceProvider();
        Assert.That(own.GetServices<IDataKeyStore>().Single(), Is.TypeOf<InMemoryDataKeyStore>());
    }

    [Test]
    public async Task Two_instances_that_start_at_once_have_one_key_and_what_they_seal_opens_anywhere()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using (var host = KeyHost(database))
        await using (var other = KeyHost(database, host))
        {
            await Task.WhenAll(Task.Run(() => host.Services.GetRequiredService<PaymentKeyManager>().LoadAsync()), Task.Run(() => other.Services.GetRequiredService<PaymentKeyManager>().LoadAsync()));
            host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.RequiresAction) with { ProviderState = "state-secret" });
            await host.Provider.CreatePaymentAsync(Make.Request());
            Assert.That((await other.RecordAsync())!.Payment.ProviderState!.Value.Reveal(), Is.EqualTo("state-secret"));
        }

        await using var shop = database.Open();
        var keys = await shop.Set<DataKeyRow>().Select(row => row.Scope).ToListAsync();
        Assert.That(keys, Is.Unique.And.Member(""), "A key of the host's own, and one for fingerprints.");
        Assert.That(Encoding.Latin1.GetString((await shop.Set<PaymentRow>().SingleAsync()).Content), Does.Not.Contain("state-secret"));
        await using var next = KeyHost(database);
        await next.Services.GetRequiredService<PaymentKeyManager>().LoadAsync();
        Assert.That((await next.RecordAsync())!.Payment.ProviderState!.Value.Reveal(), Is.EqualTo("state-secret"));
    }

    private ShopHost KeyHost(TestDatabase database, ShopHost? beside = null) =>
        new(database, beside, services: services => services.AddPaymentsSecurity(keys => keys.UseKeyFiles(_folder)));

    private static DataKeyRecord Key(string id, string scope, int generation) => new()
    {
        Id = id, Scope = scope, Generation = generation, Key = new WrappedKey("kek1", new byte[] { 0, 1, 255 }), CreatedAt = Make.At(generation), ActiveFrom = Make.At(60),
    };
}
