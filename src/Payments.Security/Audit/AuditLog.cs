using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Payments.Security;

/// <summary>
/// Writes the chain. Whoever comes while nobody writes, writes for all who wait: one append, one flush. Where another process has appended
/// meanwhile, the batch is chained to its entry and written again.
/// </summary>
public sealed class AuditLog : IAuditLog, IAsyncDisposable, IDisposable
{
    private const int MaxCollisions = 100;
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromMinutes(1);

    private readonly IAuditStore _store;
    private readonly AuditLogOptions _options;
    private readonly TimeProvider _time;
    private readonly AuditCheckpoints _checkpoints;
    private readonly AuditDiagnostics _diagnostics;
    private readonly AuditLineWriter _writer;
    private readonly AuditQueue _queue;
    private readonly ITimer _retry;
    private readonly ITimer _checkpoint;
    private readonly List<PendingAuditEntry> _batch = [];
    private Task _writing = Task.CompletedTask;
    private AuditLine? _last;
    private TimeSpan _retryDelay;
    private long _sinceCheckpoint;
    private long _lost;

    /// <summary>Makes the log.</summary>
    /// <param name="store">Where it is kept.</param>
    /// <param name="options">How, with its key.</param>
    /// <param name="time">The clock.</param>
    /// <param name="sinks">Where checkpoints go beside the application's log.</param>
    /// <param name="logger">The application's log; null for none.</param>
    /// <param name="meters">Makes the meter of <c>payment.audit.queued</c> and <c>payment.audit.lost</c>; null for one of its own.</param>
    /// <exception cref="ArgumentException">The options lack the key, or hold a number that is not positive.</exception>
    public AuditLog(
        IAuditStore store, AuditLogOptions options, TimeProvider time, IEnumerable<IAuditCheckpointSink> sinks, ILogger<AuditLog>? logger = null,
        IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(sinks);
        if (options.Problem is { } problem)
            throw new ArgumentException(problem, nameof(options));
        _store = store;
        _options = options;
        _time = time;
        _diagnostics = new AuditDiagnostics(logger, meters, () => Queued);
        _writer = new AuditLineWriter(options.Key!);
        _queue = new AuditQueue(options.MaxQueued);
        _checkpoints = new AuditCheckpoints([.. sinks], _diagnostics);
        _retryDelay = options.RetryAfter;
        _retry = time.CreateTimer(static log => ((AuditLog)log!).Retry(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _checkpoint = time.CreateTimer(static log => ((AuditLog)log!).CheckpointIfDue(), this, options.CheckpointInterval, options.CheckpointInterval);
    }

    /// <inheritdoc />
    public int Queued => _queue.Others;

    /// <inheritdoc />
    public long Lost => Volatile.Read(ref _lost);

    /// <inheritdoc />
    public ValueTask<long> AppendAsync(AuditEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        cancellationToken.ThrowIfCancellationRequested();
        var pending = Add(entry, isIntent: true)
            ?? throw new AuditUnavailableException("Too many operations wait for the audit log. Nothing was sent.");
        return pending.Task.IsCompletedSuccessfully ? new(pending.Task.Result!.Value.Sequence) : WaitAsync(pending, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<bool> AppendOrQueueAsync(AuditEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (Add(entry, isIntent: false) is not { } pending)
            return new(false);
        return pending.Task.IsCompletedSuccessfully ? new(pending.Task.Result is not null) : IsWrittenAsync(pending, cancellationToken);
    }

    /// <inheritdoc />
    public void Queue(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Add(entry, isIntent: false);
    }

    /// <summary>Writes a checkpoint now, beside those that are written by themselves.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The checkpoint, to be kept elsewhere.</returns>
    /// <exception cref="AuditUnavailableException">It could not be written.</exception>
    public async Task<AuditCheckpoint> CheckpointAsync(CancellationToken cancellationToken = default)
    {
        var pending = Add(AuditCheckpoints.Entry, isIntent: true) ?? throw new AuditUnavailableException("Too many operations wait for the audit log.");
        var sequence = await WaitAsync(pending, cancellationToken).ConfigureAwait(false);
        return new AuditCheckpoint(sequence, (await pending.Task.ConfigureAwait(false))!.Value.Text);
    }

    /// <summary>Tries once more to write what is queued, and stops. What the store still does not take is logged as lost.</summary>
    /// <returns>A task that ends when it is done.</returns>
    public async ValueTask DisposeAsync()
    {
        await _checkpoint.DisposeAsync().ConfigureAwait(false);
        await _retry.DisposeAsync().ConfigureAwait(false);
        Retry();
        await _writing.WaitAsync(_options.OutcomeTimeout, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Stop();
    }

    /// <summary>As <see cref="DisposeAsync"/>, without waiting for a store that takes its time.</summary>
    public void Dispose()
    {
        _checkpoint.Dispose();
        _retry.Dispose();
        Retry();
        Stop();
    }

    private void Stop()
    {
        foreach (var left in _queue.GiveUp())
            Lose(left.Entry);
        _diagnostics.Dispose();
    }

    private PendingAuditEntry? Add(AuditEntry entry, bool isIntent)
    {
        var now = _time.GetUtcNow();
        var pending = new PendingAuditEntry(entry, new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero), isIntent);
        var (isAdded, mustWrite) = _queue.Add(pending);
        if (!isAdded && !isIntent)
            Lose(entry);
        if (mustWrite)
            _writing = WriteAllAsync();
        return isAdded ? pending : null;
    }

    private void Lose(AuditEntry entry)
    {
        Interlocked.Increment(ref _lost);
        _diagnostics.Lost(entry);
    }

    private async ValueTask<long> WaitAsync(PendingAuditEntry pending, CancellationToken cancellationToken)
    {
        try
        {
            return (await pending.Task.WaitAsync(_options.IntentTimeout, _time, cancellationToken).ConfigureAwait(false))!.Value.Sequence;
        }
        catch (TimeoutException late)
        {
            throw new AuditUnavailableException("The audit log did not take the intent in time (AuditLogOptions.IntentTimeout). Nothing was sent.", late);
        }
        finally
        {
            // Given up: if it is not in a batch yet, it needs not be written.
            pending.TrySetCanceled(CancellationToken.None);
        }
    }

    private async ValueTask<bool> IsWrittenAsync(PendingAuditEntry pending, CancellationToken cancellationToken)
    {
        await ((Task)pending.Task).WaitAsync(_options.OutcomeTimeout, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return pending.Task is { IsCompletedSuccessfully: true, Result: not null };
    }

    private async Task WriteAllAsync()
    {
        for (var isMore = _queue.Next(_batch); isMore;)
        {
            try
            {
                await WriteAsync(_batch).ConfigureAwait(false);
                _retryDelay = _options.RetryAfter;
            }
            catch (Exception exception)
            {
                Fail(exception);
                return;
            }

            // Whoever came first has its entry now; another thread goes on for those who came later.
            isMore = _queue.Next(_batch);
            if (isMore)
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
    }

    private async Task WriteAsync(List<PendingAuditEntry> batch)
    {
        for (var collisions = 0; collisions < MaxCollisions; collisions++)
        {
            _last ??= await _store.FindLastAsync(CancellationToken.None).ConfigureAwait(false);
            var lines = Chain(batch);
            if (!await _store.TryAppendAsync(lines, CancellationToken.None).ConfigureAwait(false))
            {
                _last = null;
                continue;
            }

            _last = lines[^1];
            _queue.Written(batch);
            for (var i = 0; i < batch.Count; i++)
                batch[i].TrySetResult(lines[i]);
            Checkpointed(lines, batch);
            return;
        }

        throw new InvalidOperationException("Other processes always appended to the audit log first.");
    }

    private List<AuditLine> Chain(List<PendingAuditEntry> batch)
    {
        var last = _last;
        List<AuditLine> lines = new(batch.Count + 1);
        foreach (var pending in batch)
            Add(pending.Entry, pending.At);
        if (_sinceCheckpoint + batch.Count >= _options.CheckpointEvery && batch[^1].Entry.Kind is not AuditEntryKind.Checkpoint)
            Add(AuditCheckpoints.Entry, batch[^1].At);
        return lines;

        void Add(AuditEntry entry, DateTimeOffset at)
        {
            var line = last is { } before
                ? _writer.Write(entry, before.Sequence + 1, AuditLineFormat.HashOf(before.Text), at)
                : _writer.Write(entry, 1, AuditLineFormat.NoHash, at);
            lines.Add(line);
            last = line;
        }
    }

    private void Checkpointed(List<AuditLine> lines, List<PendingAuditEntry> batch)
    {
        var last = lines.Count > batch.Count ? lines.Count - 1 : batch.FindLastIndex(pending => pending.Entry.Kind is AuditEntryKind.Checkpoint);
        _sinceCheckpoint = last < 0 ? _sinceCheckpoint + lines.Count : lines.Count - 1 - last;
        if (last >= 0)
            _checkpoints.Publish(new AuditCheckpoint(lines[last].Sequence, lines[last].Text));
    }

    private void Fail(Exception exception)
    {
        // Nobody knows what the store has kept.
        _last = null;
        var delay = _retryDelay;
        _retryDelay = delay * 2 < MaxRetryDelay ? delay * 2 : MaxRetryDelay;
        foreach (var pending in _batch)
        {
            if (!pending.IsIntent)
                pending.TrySetResult(null);
        }

        // From here on the batch is somebody else's.
        var intents = _queue.Failed(_batch);
        _diagnostics.Failed(exception, Queued);
        foreach (var intent in intents)
            intent.TrySetException(new AuditUnavailableException("The audit log could not be written. Nothing was sent.", exception));
        if (Queued > 0)
            _retry.Change(delay, Timeout.InfiniteTimeSpan);
    }

    private void Retry()
    {
        if (_queue.TryTake())
            _writing = WriteAllAsync();
    }

    private void CheckpointIfDue()
    {
        if (Volatile.Read(ref _sinceCheckpoint) > 0 && Queued == 0)
            Queue(AuditCheckpoints.Entry);
    }
}
