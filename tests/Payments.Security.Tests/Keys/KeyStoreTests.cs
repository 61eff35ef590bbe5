namespace Payments.Security.Tests.Keys;

[TestFixture(typeof(InMemoryDataKeyStore))]
[TestFixture(typeof(FileDataKeyStore))]
internal sealed class KeyStoreTests(Type type)
{
    private string _folder = null!;
    private IDataKeyStore _store = null!;

    [SetUp]
    public void MakeStore()
    {
        _folder = Directory.CreateTempSubdirectory("payments-keys-").FullName;
        _store = type == typeof(FileDataKeyStore) ? new FileDataKeyStore(_folder) : new InMemoryDataKeyStore();
    }

    [TearDown]
    public void DropStore() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task It_finds_what_was_added_by_generation()
    {
        await _store.AddAsync(Key("b", "shop", 2));
        await _store.AddAsync(Key("a", "shop", 1));
        await _store.AddAsync(Key("c", "shop-2", 1));
        await _store.AddAsync(Key("d", "", 1));

        Assert.That((await _store.FindAsync("shop")).Select(key => key.Id), Is.EqualTo(new[] { "a", "b" }));
        Assert.That((await _store.FindAsync("")).Single().ToString(), Is.EqualTo(Key("d", "", 1).ToString()));
        Assert.That((await _store.FindAsync("shop"))[0] with { Key = Key("a", "shop", 1).Key }, Is.EqualTo(Key("a", "shop", 1) with { Key = Key("a", "shop", 1).Key })
            .Using<DataKeyRecord>((one, other) => one.ToString() == other.ToString() && one.CreatedAt == other.CreatedAt && one.ActiveFrom == other.ActiveFrom));
        Assert.That(await _store.FindAsync("SHOP"), Is.Empty);
    }

    [Test]
    public async Task Of_many_the_first_of_a_generation_stays()
    {
        const int Generations = 100, Hosts = 8;
        using var start = new Barrier(Hosts);
        var added = await Task.WhenAll(Enumerable.Range(0, Hosts).Select(host => Task.Factory.StartNew(
            () => Enumerable.Range(1, Generations).Where(generation =>
            {
                start.SignalAndWait();
                return _store.AddAsync(Key($"{generation}-{host}", "shop", generation)).GetAwaiter().GetResult();
            }).Select(generation => $"{generation}-{host}").ToList(),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.That((await _store.FindAsync("shop")).Select(key => key.Id), Is.EquivalentTo(added.SelectMany(ids => ids)));
        Assert.That(added.Sum(ids => ids.Count), Is.EqualTo(Generations));
    }

    [Test]
    public async Task It_lists_page_by_page()
    {
        for (var i = 0; i < 7; i++)
            await _store.AddAsync(Key($"k{i}", $"s{6 - i}", 1));
        var first = await _store.ListAsync(null, 3);
        await _store.RemoveAsync(first[^1].Scope, null);
        var second = await _store.ListAsync(first[^1].Id, 3);

        Assert.That(first.Concat(second).Concat(await _store.ListAsync(second[^1].Id, 3)).Select(key => key.Id),
            Is.EqualTo(new[] { "k0", "k1", "k2", "k3", "k4", "k5", "k6" }));
    }

    [Test]
    public async Task It_replaces_only_what_is_as_expected_and_removes_for_good()
    {
        await _store.AddAsync(Key("a", "shop", 1));
        await _store.AddAsync(Key("b", "shop", 2));
        var (old, renewed) = (new WrappedKey("kek1", new byte[3]), new WrappedKey("kek2", new byte[] { 7 }));

        Assert.That(await _store.ReplaceAsync("a", old, renewed), Is.True);
        Assert.That(await _store.ReplaceAsync("a", old, renewed), Is.False);
        Assert.That(await _store.ReplaceAsync("z", old, renewed), Is.False);
        Assert.That((await _store.FindAsync("shop"))[0].Key.Ciphertext.ToArray(), Is.EqualTo(new byte[] { 7 }));
        Assert.That(await _store.RemoveAsync("shop", "a"), Is.EqualTo(1));
        Assert.That(await _store.RemoveAsync("shop", null), Is.EqualTo(1));
        Assert.That(await _store.RemoveAsync("shop", null), Is.Zero);
        Assert.That(await _store.ReplaceAsync("b", old, renewed), Is.False);
        Assert.That(await _store.FindAsync("shop"), Is.Empty);
    }

    [Test]
    public async Task A_cancelled_call_does_nothing()
    {
        await Assert.ThatAsync(() => _store.AddAsync(Key("a", "", 1), new(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await _store.FindAsync(""), Is.Empty);
    }

    private static DataKeyRecord Key(string id, string scope, int generation) => new()
    {
        Id = id,
        Scope = scope,
        Generation = generation,
        Key = new("kek1", new byte[] { 1, 2, 3 }),
        CreatedAt = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero),
        ActiveFrom = new(2026, 11, 2, 9, 5, 0, TimeSpan.Zero),
    };
}
