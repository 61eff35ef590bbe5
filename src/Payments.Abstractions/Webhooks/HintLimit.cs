using System.Collections.Concurrent;

namespace Payments;

/// <summary>
/// Bounds what unsigned messages can cost: each registration has a bucket of lookups that fills again with time. In this process only: what a flood
/// costs is its own.
/// </summary>
internal sealed class HintLimit(PaymentsOptions options, TimeProvider time)
{
    private const int Burst = 4;
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    private sealed class Bucket(double left, long filledAt)
    {
        internal double Left { get; set; } = left;

        internal long FilledAt { get; set; } = filledAt;
    }

    internal bool TryTake(string provider)
    {
        var now = time.GetTimestamp();
        var most = (double)options.MaxHintsPerSecond * Burst;
        var bucket = _buckets.GetOrAdd(provider, static (_, full) => new Bucket(full.most, full.now), (most, now));
        lock (bucket)
        {
            bucket.Left = Math.Min(most, bucket.Left + (time.GetElapsedTime(bucket.FilledAt, now).TotalSeconds * options.MaxHintsPerSecond));
            bucket.FilledAt = now;
            if (bucket.Left < 1)
                return false;
            bucket.Left--;
            return true;
        }
    }
}
