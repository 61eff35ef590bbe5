using System.Collections.Concurrent;

namespace Payments;

/// <summary>The intentions of a host without a database: a singleton that the scoped <see cref="InMemoryIdempotencyStore"/> works on.</summary>
internal sealed class InMemoryIdempotency(PaymentsOptions options)
{
    private readonly ConcurrentDictionary<IdempotencyRecordKey, Slot> _slots = new();
    private readonly ConcurrentQueue<Slot> _oldest = new();
    private int _count;

    /// <summary>One intention. Its record is replaced by compare-and-swap; the signal is renewed with it. A retired slot takes nothing any more.</summary>
    internal sealed class Slot(IdempotencyRecordKey key)
    {
        private bool _isRetired;
        private readonly Lock _lock = new();
        private TaskCompletionSource? _changed;

        internal IdempotencyRecordKey Key => key;

        internal IdempotencyRecord? Record { get; private set; }

        /// <summary>Ends the slot if its record is still this one, so that nobody claims what is being forgotten.</summary>
        internal bool TryRetire(IdempotencyRecord? expected)
        {
            lock (_lock)
                return _isRetired = ReferenceEquals(Record, expected);
        }

        internal bool TryReplace(IdempotencyRecord? expected, IdempotencyRecord? record)
        {
            TaskCompletionSource? changed;
            lock (_lock)
            {
                if (_isRetired || !ReferenceEquals(Record, expected))
                    return false;
                Record = record;
                (changed, _changed) = (_changed, null);
            }

            changed?.SetResult();
            return true;
        }

        internal Task Changed()
        {
            lock (_lock)
            {
                if (Record is null or { State: not IdempotencyState.InFlight })
                    return Task.CompletedTask;
                return (_changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <summary>A change of a transaction that is not committed yet, and the one before it.</summary>
    internal sealed class Change(Slot slot, IdempotencyRecord after, IdempotencyRecord? before, Change? earlier)
    {
        internal Change? Earlier => earlier;

        internal void Undo() => slot.TryReplace(after, before);
    }

    internal Slot Get(IdempotencyRecordKey key, DateTimeOffset now)
    {
        if (_slots.TryGetValue(key, out var slot))
            return slot;
        Evict(now);
        var added = new Slot(key);
        slot = _slots.GetOrAdd(key, added);
        if (ReferenceEquals(slot, added))
        {
            Interlocked.Increment(ref _count);
            _oldest.Enqueue(added);
        }

        return slot;
    }

    internal Slot? Find(IdempotencyRecordKey key) => _slots.GetValueOrDefault(key);

    // Each new intention retires up to two old ones, so that no call pays for the history.
    private void Evict(DateTimeOffset now)
    {
        for (var i = 0; i < 2 && _oldest.TryPeek(out var oldest); i++)
        {
            var record = oldest.Record;
            var isOld = record is null || now - record.FirstClaimedAt > options.IdempotencyRetention;
            var isSettled = record is null or { State: IdempotencyState.Answered or IdempotencyState.Open };
            if (!isOld && Volatile.Read(ref _count) <= options.MaxPaymentsInMemory)
                return;
            if (!_oldest.TryDequeue(out var taken))
                return;
            if (taken != oldest || !isSettled || !oldest.TryRetire(record))
                _oldest.Enqueue(taken);
            else if (_slots.TryRemove(new KeyValuePair<IdempotencyRecordKey, Slot>(oldest.Key, oldest)))
                Interlocked.Decrement(ref _count);
        }
    }
}
