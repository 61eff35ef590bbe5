namespace Payments.Security.Tests.Audit;

internal sealed class AuditLogTests
{
    private static readonly AuditEntry Outcome = AuditSamples.Intent() with { Kind = AuditEntryKind.Outcome, Intent = 1, Result = AuditResult.Succeeded };

    private readonly ManualTimeProvider _time = new();

    [Test]
    public async Task Many_callers_make_one_chain()
    {
        const int Tasks = 64, Each = 50;
        var store = new InMemoryAuditStore();
        await using var log = AuditSamples.Log(store, time: TimeProvider.System, configure: options => options.CheckpointEvery = 100);
        var numbers = await Task.WhenAll(Enumerable.Range(0, Tasks).Select(task => Task.Run(async () =>
        {
            List<long> own = [];
            for (var i = 0; i < Each; i++)
            {
                own.Add(await log.AppendAsync(AuditSamples.Intent(task)));
                await log.AppendOrQueueAsync(Outcome with { Intent = own[^1] });
            }

            return own;
        })));

        var found = await new AuditVerifier([AuditSamples.Secret]).VerifyAsync(store);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.IsIntact, Is.True);
            Assert.That(found.Entries, Is.InRange((2 * Tasks * Each) + 1, (2 * Tasks * Each) + 64));
            Assert.That(numbers.SelectMany(own => own).Distinct().Count(), Is.EqualTo(Tasks * Each));
            Assert.That(numbers, Has.All.Ordered);
        }
    }

    [Test]
    public async Task One_caller_after_the_other_waits_for_no_other_thread()
    {
        await using var log = AuditSamples.Log(new InMemoryAuditStore());
        for (var i = 1; i <= 1_000; i++)
        {
            var append = log.AppendAsync(AuditSamples.Intent(i));
            Assert.That(append.IsCompletedSuccessfully, Is.True);
            Assert.That(await append, Is.EqualTo(i));
        }
    }

    [Test]
    public async Task Several_processes_make_one_chain()
    {
        const int Processes = 4, Each = 200;
        var store = new InMemoryAuditStore();
        await Task.WhenAll(Enumerable.Range(0, Processes).Select(process => Task.Run(async () =>
        {
            await using var log = AuditSamples.Log(store, time: TimeProvider.System);
            for (var i = 0; i < Each; i++)
                await log.AppendAsync(AuditSamples.Intent(process));
        })));
        var found = await new AuditVerifier([AuditSamples.Secret]).VerifyAsync(store);
        Assert.That((found.IsIntact, found.Entries), Is.EqualTo((true, Processes * Each)));
    }

    [Test]
    public async Task Whoever_waits_for_a_slow_store_is_written_together()
    {
        var store = new LineStore { Gate = new TaskCompletionSource() };
        await using var log = AuditSamples.Log(store, time: TimeProvider.System);
        var waiting = Enumerable.Range(0, 100).Select(i => log.AppendAsync(AuditSamples.Intent(i)).AsTask()).ToList();
        store.Gate.SetResult();
        await Task.WhenAll(waiting);
        Assert.That(store.Lines, Has.Count.EqualTo(100));
        Assert.That(store.Appends, Is.EqualTo(2));
    }

    [Test]
    public async Task An_intent_that_cannot_be_written_is_refused_and_the_next_is_tried_again()
    {
        var store = new LineStore { Failure = new IOException("No space left.") };
        await using var log = AuditSamples.Log(store, time: _time);
        var refused = (await Assert.ThrowsAsync<AuditUnavailableException>(async () => await log.AppendAsync(AuditSamples.Intent())))!;
        Assert.That((refused.Outcome, refused.Error.Code), Is.EqualTo((PaymentOutcome.NeverSent, PaymentErrorCode.StoreError)));
        store.Failure = null;
        Assert.That(await log.AppendAsync(AuditSamples.Intent()), Is.EqualTo(1));
        Assert.That(log.Queued, Is.Zero);
    }

    [Test]
    public async Task An_intent_does_not_wait_for_ever()
    {
        var store = new LineStore { Gate = new TaskCompletionSource() };
        await using var log = AuditSamples.Log(store, time: _time);
        var first = log.AppendAsync(AuditSamples.Intent(1)).AsTask();
        var second = log.AppendAsync(AuditSamples.Intent(2)).AsTask();
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.That(async () => await first, Throws.InstanceOf<AuditUnavailableException>());
        Assert.That(async () => await second, Throws.InstanceOf<AuditUnavailableException>());

        // The first was with the store already. The second, whose caller has given up, is not written.
        store.Gate.SetResult();
        store.Gate = null;
        await log.AppendAsync(AuditSamples.Intent(3));
        Assert.That(store.Lines.Select(line => AuditRecord.Of(line.Text)!.Entry.PaymentId), Is.EqualTo(["pi_1", "pi_3"]));
    }

    [Test]
    public async Task An_outcome_waits_for_the_store_and_is_written_later()
    {
        var store = new LineStore();
        await using var log = AuditSamples.Log(store, time: _time);
        await log.AppendAsync(AuditSamples.Intent());
        store.Failure = new IOException();
        Assert.That(await log.AppendOrQueueAsync(Outcome), Is.False);
        Assert.That(await log.AppendOrQueueAsync(Outcome), Is.False);
        Assert.That(log.Queued, Is.EqualTo(2));

        var tries = store.Appends;
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.That(store.Appends, Is.GreaterThanOrEqualTo(tries));
        store.Failure = null;
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.That(log.Queued, Is.Zero);
        Assert.That(store.Lines, Has.Count.EqualTo(3));
        Assert.That((await new AuditVerifier([AuditSamples.Secret]).VerifyAsync(store)).IsIntact, Is.True);
    }

    [Test]
    public async Task What_does_not_fit_into_the_queue_is_counted_as_lost()
    {
        var store = new LineStore { Failure = new IOException() };
        await using var log = AuditSamples.Log(store, time: _time, configure: options => options.MaxQueued = 2);
        for (var i = 0; i < 5; i++)
            await log.AppendOrQueueAsync(Outcome);
        Assert.That((log.Queued, log.Lost), Is.EqualTo((2, 3)));
    }

    [Test]
    public async Task What_is_queued_is_written_before_the_log_ends()
    {
        var store = new LineStore { Failure = new IOException() };
        var log = AuditSamples.Log(store, time: _time);
        log.Queue(Outcome);
        store.Failure = null;
        await log.DisposeAsync();
        Assert.That((store.Lines.Count, log.Lost), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Checkpoints_are_made_by_number_and_by_time_and_taken_out()
    {
        var (store, sink) = (new InMemoryAuditStore(), new RecordingSink());
        await using var log = AuditSamples.Log(store, time: _time, configure: options => options.CheckpointEvery = 3, sinks: sink);
        for (var i = 0; i < 4; i++)
            await log.AppendAsync(AuditSamples.Intent(i));
        Assert.That((await sink.NextAsync()).Sequence, Is.EqualTo(4));
        _time.Advance(TimeSpan.FromMinutes(15));
        Assert.That((await sink.NextAsync()).Sequence, Is.EqualTo(6));

        // Nothing since.
        _time.Advance(TimeSpan.FromMinutes(15));
        var asked = await log.CheckpointAsync();
        Assert.That(asked.Sequence, Is.EqualTo(7));
        var found = await new AuditVerifier([AuditSamples.Secret], [asked]).VerifyAsync(store);
        Assert.That((found.IsIntact, found.LastCheckpoint), Is.EqualTo((true, asked)));
    }

    [Test]
    public void The_key_is_required_and_is_not_shown()
    {
        var missing = Assert.Throws<ArgumentException>(() => AuditSamples.Log(new InMemoryAuditStore(), configure: options => options.Key = null))!;
        Assert.That(missing.Message, Does.Contain("AuditKey.FromSecret"));
        Assert.That(() => AuditKey.FromSecret("a1", new byte[31]), Throws.ArgumentException);
        var key = AuditKey.FromSecret("a1", new byte[32]);
        key.Dispose();
        Assert.That(() => key.Hash("x"u8, new byte[32]), Throws.InstanceOf<ObjectDisposedException>());
    }

    private sealed class RecordingSink : IAuditCheckpointSink
    {
        private readonly System.Threading.Channels.Channel<AuditCheckpoint> _taken = System.Threading.Channels.Channel.CreateUnbounded<AuditCheckpoint>();

        public Task PublishAsync(AuditCheckpoint checkpoint, CancellationToken cancellationToken = default) =>
            _taken.Writer.WriteAsync(checkpoint, cancellationToken).AsTask();

        internal Task<AuditCheckpoint> NextAsync() => _taken.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
    }
}
