namespace Payments.EntityFrameworkCore;

/// <summary>Tells the waiting callers of one process that an intention may have changed. A few signals for all keys: a false alarm costs one look.</summary>
internal sealed class IntentionSignals
{
    private readonly TaskCompletionSource?[] _waiting = new TaskCompletionSource?[64];

    /// <summary>Ends when an intention may have changed from now on.</summary>
    internal Task Changed(IdempotencyRecordKey key)
    {
        ref var slot = ref SlotOf(key);
        while (true)
        {
            if (Volatile.Read(ref slot) is { } there)
                return there.Task;
            var added = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Interlocked.CompareExchange(ref slot, added, null) is null)
                return added.Task;
        }
    }

    internal void Wake(IdempotencyRecordKey key) => Interlocked.Exchange(ref SlotOf(key), null)?.SetResult();

    private ref TaskCompletionSource? SlotOf(IdempotencyRecordKey key) => ref _waiting[(uint)key.GetHashCode() % (uint)_waiting.Length];
}
