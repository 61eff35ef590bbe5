using Microsoft.Extensions.Logging;

namespace Payments;

/// <summary>
/// The last known state of a queue. A collection must not wait for a database: where the state is not at hand, the one of the collection before is
/// shown and the next is fetched meanwhile.
/// </summary>
internal sealed class QueueSampler(IPaymentQueue queue, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // One collection asks for several gauges of one state.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private PaymentQueueState? _state;
    private long? _readAt;
    private int _isReading;

    internal string Name => queue.Name;

    /// <summary>The state, or null while nothing is known.</summary>
    internal PaymentQueueState? Read()
    {
        if (Interlocked.Exchange(ref _isReading, 1) == 0)
        {
            if (_readAt is { } at && time.GetElapsedTime(at) < Fresh)
                Volatile.Write(ref _isReading, 0);
            else
                _ = RefreshAsync();
        }

        return Volatile.Read(ref _state);
    }

    // What cannot be read is not shown as it once was.
    private async Task RefreshAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(Patience, time);
            Volatile.Write(ref _state, await queue.ReadStateAsync(limit.Token).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Volatile.Write(ref _state, null);
            logger.QueueUnreadable(queue.Name, ExceptionTrace.Of(exception));
        }
        finally
        {
            _readAt = time.GetTimestamp();
            Volatile.Write(ref _isReading, 0);
        }
    }
}
