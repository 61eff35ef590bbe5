namespace Payments.Security;

/// <summary>What waits to be written. Intents fail together with the store; everything else waits until it takes them.</summary>
internal sealed class AuditQueue(int max)
{
    // With a checkpoint, one more.
    private const int MaxBatch = 255;

    private readonly Lock _lock = new();
    private readonly Queue<PendingAuditEntry> _intents = new();
    private readonly Queue<PendingAuditEntry> _others = new();
    private bool _isTaken;

    internal int Others
    {
        get
        {
            lock (_lock)
                return _others.Count;
        }
    }

    /// <summary>Adds an entry, if there is room.</summary>
    /// <returns>Whether there was room, and whether the caller has to write now, since nobody does.</returns>
    internal (bool IsAdded, bool MustWrite) Add(PendingAuditEntry pending)
    {
        lock (_lock)
        {
            var queue = pending.IsIntent ? _intents : _others;
            if (queue.Count >= max)
                return (false, false);
            queue.Enqueue(pending);
            return (true, Take());
        }
    }

    /// <summary>Whether there is something to write and nobody who does: the caller has to.</summary>
    internal bool TryTake()
    {
        lock (_lock)
            return _intents.Count + _others.Count > 0 && Take();
    }

    /// <summary>Fills the next batch. Nothing left: whoever wrote has to no longer.</summary>
    internal bool Next(List<PendingAuditEntry> batch)
    {
        batch.Clear();
        lock (_lock)
        {
            foreach (var other in _others)
            {
                if (batch.Count == MaxBatch / 2)
                    break;
                batch.Add(other);
            }

            while (batch.Count < MaxBatch && _intents.TryDequeue(out var intent))
            {
                // Its caller may have given up.
                if (!intent.Task.IsCompleted)
                    batch.Add(intent);
            }

            _isTaken = batch.Count > 0;
            return _isTaken;
        }
    }

    /// <summary>The batch is written.</summary>
    internal void Written(List<PendingAuditEntry> batch)
    {
        lock (_lock)
        {
            // They stand first, in the same order.
            foreach (var pending in batch)
            {
                if (!pending.IsIntent)
                    _others.Dequeue();
            }
        }
    }

    /// <summary>The batch could not be written: nobody writes any more, and no intent waits.</summary>
    /// <returns>The intents; the rest stays.</returns>
    internal List<PendingAuditEntry> Failed(List<PendingAuditEntry> batch)
    {
        lock (_lock)
        {
            List<PendingAuditEntry> intents = [.. batch.Where(pending => pending.IsIntent), .. _intents];
            _intents.Clear();
            _isTaken = false;
            return intents;
        }
    }

    /// <summary>Gives up what waits.</summary>
    internal List<PendingAuditEntry> GiveUp()
    {
        lock (_lock)
        {
            List<PendingAuditEntry> left = [.. _others];
            _others.Clear();
            return left;
        }
    }

    private bool Take()
    {
        if (_isTaken)
            return false;
        _isTaken = true;
        return true;
    }
}
