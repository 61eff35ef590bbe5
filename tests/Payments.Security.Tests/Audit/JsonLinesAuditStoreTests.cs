namespace Payments.Security.Tests.Audit;

internal sealed class JsonLinesAuditStoreTests
{
    private string _path = "";

    [SetUp]
    public void NameFile() => _path = Path.Combine(Directory.CreateTempSubdirectory("audit-").FullName, "audit.jsonl");

    [TearDown]
    public void Delete() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Test]
    public async Task It_goes_on_where_it_ended()
    {
        foreach (var number in new[] { 1, 3, 4 })
            await AppendAsync(number);
        var found = await VerifyAsync();
        Assert.That((found.IsIntact, found.Entries, found.IsTornAtEnd), Is.EqualTo((true, 6, false)));
    }

    [Test]
    public async Task A_second_process_is_kept_out()
    {
        using var store = new JsonLinesAuditStore(_path);
        await using var log = AuditSamples.Log(store, time: TimeProvider.System);
        await log.AppendAsync(AuditSamples.Intent());
        using var second = new JsonLinesAuditStore(_path);
        Assert.That(async () => await second.FindLastAsync(), Throws.InstanceOf<IOException>());
        Assert.That(await AuditSamples.LinesOfAsync(second), Has.Count.EqualTo(1), "Reading is free.");
    }

    [Test]
    public async Task An_append_that_was_cut_short_anywhere_is_told_apart_from_tampering_and_mended()
    {
        await AppendAsync(1);
        var whole = await File.ReadAllBytesAsync(_path);
        var lastLine = whole.AsSpan(0, whole.Length - 1).LastIndexOf((byte)'\n') + 1;
        for (var length = lastLine + 1; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(_path, whole[..length]);
            var torn = await VerifyAsync();
            Assert.That((torn.IsIntact, torn.IsTornAtEnd, torn.Last), Is.EqualTo((true, true, length == whole.Length - 1 ? 2 : 1)), $"Cut to {length} bytes.");
        }

        await File.WriteAllBytesAsync(_path, whole[..(lastLine + 20)]);
        await AppendAsync(2);
        var mended = await VerifyAsync();
        Assert.That((mended.IsIntact, mended.IsTornAtEnd, mended.Entries), Is.EqualTo((true, false, 3)));
    }

    [Test]
    public async Task A_torn_line_that_does_not_belong_there_is_tampering()
    {
        await AppendAsync(1);
        await File.AppendAllTextAsync(_path, "{\"v\":1,\"seq\":3,\"prev\":\"BBBB");
        Assert.That((await VerifyAsync()).IsIntact, Is.False);
    }

    [Test]
    public async Task The_first_append_may_be_cut_short_too()
    {
        await File.WriteAllTextAsync(_path, "{\"v\":1,\"seq\":1,\"pr");
        Assert.That(await VerifyAsync(), Has.Property("IsIntact").True.And.Property("IsTornAtEnd").True);
        await AppendAsync(1);
        Assert.That((await VerifyAsync()).Entries, Is.EqualTo(2));
    }

    [Test]
    public async Task Old_lines_are_removed_and_it_goes_on()
    {
        using (var store = new JsonLinesAuditStore(_path))
        {
            await using var log = AuditSamples.Log(store, time: TimeProvider.System);
            for (var i = 0; i < 5; i++)
                await log.AppendAsync(AuditSamples.Intent(i));
            await store.RemoveBeforeAsync(4);
            await log.AppendAsync(AuditSamples.Intent(6));
            await store.RemoveBeforeAsync(100);
        }

        var lines = await File.ReadAllLinesAsync(_path);
        Assert.That(lines.Select(line => AuditRecord.Of(line)!.Sequence), Is.EqualTo([6]));
    }

    [Test]
    public async Task A_line_that_was_put_in_does_not_stop_the_reading()
    {
        await AppendAsync(1);
        await File.AppendAllTextAsync(_path, new string('x', 100_000) + "\n");
        using var store = new JsonLinesAuditStore(_path);
        Assert.That((await new AuditVerifier([AuditSamples.Secret]).VerifyAsync(store)).IsIntact, Is.False);
    }

    private async Task AppendAsync(int number)
    {
        using var store = new JsonLinesAuditStore(_path);
        await using var log = AuditSamples.Log(store, time: TimeProvider.System);
        await log.AppendAsync(AuditSamples.Intent(number));
        await log.AppendOrQueueAsync(AuditSamples.Intent(number) with { Kind = AuditEntryKind.Outcome });
    }

    private async Task<AuditVerification> VerifyAsync()
    {
        await using var file = File.OpenRead(_path);
        return await new AuditVerifier([AuditSamples.Secret]).VerifyAsync(file);
    }
}
