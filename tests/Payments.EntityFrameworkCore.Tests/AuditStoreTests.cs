using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Payments.Audit;
using Payments.Security;

namespace Payments.EntityFrameworkCore.Tests;

/// <summary>The audit log in the shop's database: one chain for all processes, outside of every operation's transaction, and no edit goes unseen.</summary>
[TestFixture(DatabaseKind.SqliteFile)]
[TestFixture(DatabaseKind.PostgreSql)]
internal sealed class AuditStoreTests(DatabaseKind kind)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Test]
    public async Task Two_instances_write_one_chain()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = AuditHost(database);
        await using var other = AuditHost(database, host);
        var numbers = await Task.WhenAll(Enumerable.Range(0, 120).Select(i => Task.Run(async () => await LogOf(i % 2 == 0 ? host : other).AppendAsync(Intent(i))))).WaitAsync(Patience);
        Assert.That(numbers, Is.Unique);
        var found = await VerifyAsync(host);
        Assert.That((found.IsIntact, found.First, found.Last), Is.EqualTo((true, 1L, found.Entries)), () => string.Join(", ", found.Problems));
        Assert.That(found.Entries, Is.GreaterThanOrEqualTo(120));
    }

    [Test]
    public async Task An_edit_of_the_table_is_found()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = AuditHost(database);
        for (var i = 0; i < 12; i++)
            await LogOf(host).AppendAsync(Intent(i));
        var anchor = await host.Services.GetRequiredService<AuditLog>().CheckpointAsync();
        await using var shop = database.Open();
        Assert.That((await VerifyAsync(host, anchor)).IsIntact, Is.True);

        var third = await shop.Set<AuditRow>().AsNoTracking().SingleAsync(row => row.Sequence == 3);
        var changed = third.Text.Replace("Order-2", "Order-9", StringComparison.Ordinal);
        Assert.That(changed, Is.Not.EqualTo(third.Text));
        await shop.Set<AuditRow>().Where(row => row.Sequence == 3).ExecuteUpdateAsync(set => set.SetProperty(row => row.Text, changed));
        Assert.That((await VerifyAsync(host)).Problems[0], Is.EqualTo(new AuditProblem(3, 3, AuditProblemKind.Changed)), "One byte.");

        await shop.Set<AuditRow>().Where(row => row.Sequence == 3).ExecuteDeleteAsync();
        Assert.That((await VerifyAsync(host)).Problems[0], Is.EqualTo(new AuditProblem(4, 3, AuditProblemKind.Missing)), "One row.");

        shop.Add(third);
        await shop.SaveChangesAsync();
        Assert.That((await VerifyAsync(host, anchor)).IsIntact, Is.True);
        await shop.Set<AuditRow>().Where(row => row.Sequence > 9).ExecuteDeleteAsync();
        Assert.That((await VerifyAsync(host, anchor)).Problems.Select(problem => problem.Kind), Is.EqualTo(new[] { AuditProblemKind.CutOff }), "The tail.");
    }

    [Test]
    public async Task Lines_are_appended_once_read_in_order_and_the_newest_stays()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = new ShopHost(database);
        var store = host.Services.GetRequiredService<IAuditStore>();
        Assert.That(await store.FindLastAsync(), Is.Null);
        var lines = Enumerable.Range(1, 1100).Select(i => new AuditLine(i, $"{i} {new string('x', i == 7 ? 16_379 : 3)}\"'\\")).ToList();
        foreach (var batch in lines.Chunk(256))
            Assert.That(await store.TryAppendAsync(batch), Is.True);
        Assert.That(await store.TryAppendAsync([new(1101, "new"), lines[^1]]), Is.False, "All or none.");
        Assert.That(await LinesAsync(store, 0), Is.EqualTo(lines));
        Assert.That(await LinesAsync(store, 1090), Is.EqualTo(lines[1089..]));
        await store.RemoveBeforeAsync(600);
        Assert.That((await LinesAsync(store, 0))[0].Sequence, Is.EqualTo(600));
        await store.RemoveBeforeAsync(9_000);
        Assert.That(await LinesAsync(store, 0), Is.EqualTo(lines[^1..]));
        Assert.That(await store.FindLastAsync(), Is.EqualTo(lines[^1]));
    }

    [Test]
    public async Task An_intent_stays_when_the_operation_is_undone()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = AuditHost(database, more: services => services.Replace(ServiceDescriptor.Scoped<IPaymentTransactions>(
            provider => new DyingTransactions(provider.GetRequiredService<PaymentSession>()))));
        Assert.That(async () => await host.Provider.CreatePaymentAsync(Make.Request()), Throws.TypeOf<IOException>());
        await using var shop = database.Open();
        Assert.That(await shop.Set<PaymentRow>().CountAsync(), Is.Zero);
        var entries = await EntriesAsync(host);
        Assert.That(entries.Select(entry => (entry.Kind, entry.Action)), Is.EqualTo(new[] { (AuditEntryKind.Intent, PaymentAction.Create), (AuditEntryKind.Outcome, PaymentAction.Create) }));
    }

    // It is written from inside of the change's transaction, which has the writer's turn.
    [Test]
    public async Task A_change_is_written_down_while_its_own_transaction_is_open()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = AuditHost(database);
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.Processing));
        await host.Provider.CreatePaymentAsync(Make.Request()).WaitAsync(Patience);
        host.Fake.Events.Enqueue(_ => [Make.Event("evt_1", Make.Payment(PaymentStatus.Completed, asOf: Make.At(10)))]);
        await host.Provider.ResolveWebhookAsync(Make.Webhook("evt_1")).WaitAsync(Patience);
        await LogOf(host).AppendAsync(Intent(1)).AsTask().WaitAsync(Patience);
        var entries = await EntriesAsync(host);
        Assert.That(entries.Select(entry => entry.Kind), Is.EqualTo(new[] { AuditEntryKind.Intent, AuditEntryKind.Outcome, AuditEntryKind.Change, AuditEntryKind.Intent }));
        Assert.That(entries[2].After?.Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That((await VerifyAsync(host)).IsIntact, Is.True);
    }

    [Test]
    public async Task The_command_reads_the_table()
    {
        Assume.That(kind, Is.EqualTo(DatabaseKind.SqliteFile), "It opens SQLite files.");
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = AuditHost(database);
        await LogOf(host).AppendAsync(Intent(1));
        await using var shop = database.Open();
        var (file, key) = (shop.Database.GetDbConnection().DataSource, Path.GetTempFileName());
        await File.WriteAllTextAsync(key, Convert.ToBase64String(Secret));
        try
        {
            string[] verify = ["verify", "--sqlite", file, "--key", "a1=file:" + key];
            using var output = new StringWriter();
            Assert.That(await AuditCommand.RunAsync(verify, output, output, CancellationToken.None), Is.EqualTo(AuditCommand.Intact), output.ToString);
            Assert.That(output.ToString(), Does.StartWith("intact: 1 entries"));
            await shop.Set<AuditRow>().ExecuteUpdateAsync(set => set.SetProperty(row => row.Text, row => row.Text + " "));
            Assert.That(await AuditCommand.RunAsync(verify, output, output, CancellationToken.None), Is.EqualTo(AuditCommand.Tampered));
        }
        finally
        {
            File.Delete(key);
        }
    }

    [Test]
    public async Task Whoever_names_a_file_has_the_log_there()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var host = AuditHost(database, options: options => options.File = file);
        Assert.That(host.Services.GetRequiredService<IAuditStore>(), Is.TypeOf<JsonLinesAuditStore>());
    }

    private static ShopHost AuditHost(
        TestDatabase database, ShopHost? beside = null, Action<AuditLogOptions>? options = null, Action<IServiceCollection>? more = null) => new(database, beside, services: services =>
    {
        services.AddPayments().AddAuditOfChanges().AddAuditLog(log =>
        {
            log.Key = AuditKey.FromSecret("a1", Secret);
            options?.Invoke(log);
        });
        more?.Invoke(services);
    });

    private static IAuditLog LogOf(ShopHost host) => host.Services.GetRequiredService<IAuditLog>();

    private static AuditEntry Intent(int number) => new() { Kind = AuditEntryKind.Intent, Action = PaymentAction.Refund, Provider = Make.Provider, OrderId = $"Order-{number}" };

    private static Task<AuditVerification> VerifyAsync(ShopHost host, params AuditCheckpoint[] anchors) =>
        new AuditVerifier([AuditKey.FromSecret("a1", Secret)], anchors).VerifyAsync(host.Services.GetRequiredService<IAuditStore>());

    // Without those that say that it was read here.
    private static async Task<List<AuditEntry>> EntriesAsync(ShopHost host)
    {
        List<AuditEntry> entries = [];
        await foreach (var record in host.Services.GetRequiredService<AuditTrail>().ReadAsync())
            entries.Add(record.Entry);
        return [.. entries.Where(entry => entry.Action is not PaymentAction.ReadAudit)];
    }

    private static async Task<List<AuditLine>> LinesAsync(IAuditStore store, long from)
    {
        List<AuditLine> lines = [];
        await foreach (var line in store.ReadAsync(from))
            lines.Add(line);
        return lines;
    }
}
