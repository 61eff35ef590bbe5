namespace Payments;

/// <summary>Wakes one loop before its time. A call while nobody waits is kept for the next wait.</summary>
internal sealed class WakeUp
{
    private TaskCompletionSource _called = New();

    internal void Call() => Volatile.Read(ref _called).TrySetResult();

    /// <summary>Waits for a call, at most so long.</summary>
    internal async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        await Volatile.Read(ref _called).Task.WaitAsync(atMost, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (_called.Task.IsCompleted)
            Volatile.Write(ref _called, New());
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
