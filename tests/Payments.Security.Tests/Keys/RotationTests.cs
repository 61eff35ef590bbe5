namespace Payments.Security.Tests.Keys;

internal sealed class RotationTests : KeyFixture
{
    [Test]
    public async Task Processes_that_start_together_make_one_key()
    {
        var hosts = Enumerable.Range(0, 8).Select(_ => Start()).ToList();
        await Task.WhenAll(hosts.Select(host => Task.Run(() => host.Keys.LoadAsync())));
        var sealedData = hosts[0].Protector.Protect("data"u8, "p");

        Assert.That((await AllKeys()).Select(key => key.Scope), Is.EquivalentTo(new[] { "", "~fingerprint" }));
        Assert.That(hosts.Select(host => host.Protector.Unprotect(sealedData, "p")), Is.All.EqualTo("data"u8.ToArray()));
    }

    [Test]
    public void Before_the_keys_are_loaded_the_message_says_what_to_do() =>
        Assert.That(() => Start().Protector.Protect("data"u8, "p"), Throws.InvalidOperationException.With.Message.Contain("LoadAsync"));

    [Test]
    public async Task A_new_key_waits_until_every_process_has_it_and_the_old_one_still_opens()
    {
        var (first, second) = (Start(), Start());
        await first.Keys.LoadAsync();
        await second.Keys.LoadAsync();
        var old = first.Protector.Protect("old"u8, "p");
        var made = await first.Keys.RotateAsync();

        Assert.That(KeyIdOf(first.Protector.Protect("x"u8, "p")), Is.EqualTo(KeyIdOf(old)));
        Time.Advance(TimeSpan.FromMinutes(5));
        await first.Ring.SweepAsync(default);
        await second.Ring.SweepAsync(default);
        var renewed = first.Protector.Protect("new"u8, "p");

        Assert.That(KeyIdOf(renewed), Is.EqualTo(made.Id));
        Assert.That(second.Protector.Unprotect(renewed, "p"), Is.EqualTo("new"u8.ToArray()));
        Assert.That(second.Protector.Unprotect(old, "p"), Is.EqualTo("old"u8.ToArray()));
    }

    [Test]
    public async Task In_an_emergency_the_new_key_is_used_at_once_and_read_at_once_by_others()
    {
        var (first, second) = (Start(), Start());
        await first.Keys.LoadAsync();
        await second.Keys.LoadAsync();
        var old = second.Protector.Protect("old"u8, "p");
        var made = await first.Keys.RotateNowAsync();
        var renewed = first.Protector.Protect("new"u8, "p");

        Assert.That(KeyIdOf(renewed), Is.EqualTo(made.Id));
        Assert.That(second.Protector.Unprotect(renewed, "p"), Is.EqualTo("new"u8.ToArray()));
        Assert.That(first.Protector.Unprotect(old, "p"), Is.EqualTo("old"u8.ToArray()));
        Assert.That(KeyIdOf(second.Protector.Protect("x"u8, "p")), Is.EqualTo(made.Id));
    }

    [Test]
    public async Task A_key_that_nobody_knows_is_looked_for_once_a_second_only()
    {
        var store = new FailingStore(DataKeys);
        var (host, stranger) = (Start(dataKeys: store), Start(dataKeys: new InMemoryDataKeyStore()));
        await host.Keys.LoadAsync();
        await stranger.Keys.LoadAsync();
        var foreign = stranger.Protector.Protect("data"u8, "p");
        store.Reads = 0;
        for (var i = 0; i < 10; i++)
            Assert.That(() => host.Protector.Unprotect(foreign, "p"), Throws.InstanceOf<PaymentCryptographyException>());
        Assert.That(store.Reads, Is.EqualTo(1));

        Time.Advance(TimeSpan.FromSeconds(1));
        store.Fails = true;
        Assert.That(() => host.Protector.Unprotect(foreign, "p"), Throws.InstanceOf<PaymentCryptographyException>());
        Assert.That(store.Reads, Is.EqualTo(2));
    }

    [Test]
    public async Task A_key_of_age_is_followed_by_itself()
    {
        var host = Start();
        await host.Keys.LoadAsync();
        var before = KeyIdOf(host.Protector.Protect("x"u8, "p"));
        Time.Advance(TimeSpan.FromDays(90));
        await host.Ring.SweepAsync(default);
        Assert.That(KeyIdOf(host.Protector.Protect("x"u8, "p")), Is.EqualTo(before));
        Time.Advance(TimeSpan.FromMinutes(5));
        await host.Ring.SweepAsync(default);
        Assert.That(KeyIdOf(host.Protector.Protect("x"u8, "p")), Is.Not.EqualTo(before));
    }

    [Test]
    public async Task Reading_and_writing_never_fail_while_keys_rotate()
    {
        var (reader, rotator) = (Start(), Start());
        await reader.Keys.LoadAsync();
        await rotator.Keys.LoadAsync();
        using var stop = new CancellationTokenSource();
        var sealedData = new System.Collections.Concurrent.ConcurrentQueue<byte[]>([reader.Protector.Protect("data"u8, "p")]);
        var reading = Enumerable.Range(0, 4).Select(i => Task.Run(() =>
        {
            var count = 0;
            for (; !stop.IsCancellationRequested || count == 0; count++)
            {
                var host = i % 2 == 0 ? reader : rotator;
                foreach (var data in sealedData)
                    Assert.That(host.Protector.Unprotect(data, "p"), Is.EqualTo("data"u8.ToArray()));
                Assert.That(host.Protector.Unprotect(host.Protector.Protect("data"u8, "p"), "p"), Has.Length.EqualTo(4));
            }

            return count;
        })).ToList();

        for (var round = 0; round < 10; round++)
        {
            await rotator.Keys.RotateAsync();
            await reader.Ring.SweepAsync(default);
            Time.Advance(TimeSpan.FromMinutes(5));
            await rotator.Ring.SweepAsync(default);
            sealedData.Enqueue(rotator.Protector.Protect("data"u8, "p"));
            await reader.Ring.SweepAsync(default);
        }

        await stop.CancelAsync();
        Assert.That(await Task.WhenAll(reading), Is.All.Positive);
        Assert.That(sealedData.Select(KeyIdOf).Distinct().Count(), Is.EqualTo(11));
    }

    [Test]
    public async Task When_the_store_is_away_the_keys_in_memory_go_on()
    {
        var store = new FailingStore(DataKeys);
        var host = Start(dataKeys: store);
        await host.Keys.LoadAsync();
        var sealedData = host.Protector.Protect("data"u8, "p");
        store.Fails = true;
        Time.Advance(TimeSpan.FromMinutes(2));
        await host.Ring.SweepAsync(default);

        Assert.That(host.Protector.Unprotect(sealedData, "p"), Is.EqualTo("data"u8.ToArray()));
        Assert.That(async () => await Start(dataKeys: store).Keys.LoadAsync(), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task Removed_keys_are_out_of_reach_at_once_and_cleared_two_sweeps_later()
    {
        var host = Start();
        await host.Keys.LoadAsync();
        var first = host.Ring.ActiveKey;
        await host.Keys.RotateAsync();
        Assert.That(async () => await host.Keys.RemoveAsync(first.Id), Throws.InvalidOperationException);
        Time.Advance(TimeSpan.FromMinutes(5));
        await host.Ring.SweepAsync(default);
        Assert.That(await host.Keys.RemoveAsync(first.Id), Is.True);

        Assert.That(host.Ring.TryGetKey(first.Id, out _), Is.False);
        Assert.That(Bytes(first), Has.Some.Not.Zero);
        await host.Ring.SweepAsync(default);
        await host.Ring.SweepAsync(default);
        Assert.That(Bytes(first), Is.All.Zero);
    }

    private static string KeyIdOf(byte[] data) => System.Text.Encoding.ASCII.GetString(AesGcmPaymentDataProtector.KeyIdOf(data));

    private static byte[] Bytes(PaymentKey key) => (byte[])typeof(PaymentKey)
        .GetField("_key", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(key)!;

    private sealed class FailingStore(IDataKeyStore inner) : IDataKeyStore
    {
        public bool Fails { get; set; }

        public int Reads { get; set; }

        public Task<bool> AddAsync(DataKeyRecord record, CancellationToken cancellationToken = default) => inner.AddAsync(record, cancellationToken);

        public Task<IReadOnlyList<DataKeyRecord>> FindAsync(string scope, CancellationToken cancellationToken = default) =>
            Counted() && Fails ? throw new IOException("away") : inner.FindAsync(scope, cancellationToken);

        private bool Counted() => ++Reads > 0;

        public Task<IReadOnlyList<DataKeyRecord>> ListAsync(string? after, int count, CancellationToken cancellationToken = default) =>
            inner.ListAsync(after, count, cancellationToken);

        public Task<bool> ReplaceAsync(string id, WrappedKey from, WrappedKey to, CancellationToken cancellationToken = default) =>
            inner.ReplaceAsync(id, from, to, cancellationToken);

        public Task<int> RemoveAsync(string scope, string? id, CancellationToken cancellationToken = default) =>
            inner.RemoveAsync(scope, id, cancellationToken);
    }
}
