namespace Payments.AspNetCore.Status;

/// <summary>
/// What one provider did in each of the last sixty minutes. Written by the meter on whatever thread a payment runs, without a lock; what falls on the very
/// change of a minute may be counted in the next.
/// </summary>
internal sealed class ProviderMinutes
{
    internal const int Kept = 60;

    /// <summary>The upper bounds of the histogram, in milliseconds; what takes longer is in one more bucket.</summary>
    internal static readonly int[] Bounds = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000];

    private readonly Minute[] _minutes = [.. Enumerable.Range(0, Kept).Select(_ => new Minute())];
    private long _active;

    internal long Active => Volatile.Read(ref _active);

    internal void AddActive(long by) => Interlocked.Add(ref _active, by);

    internal void AddOutcome(long minute, bool isPaid)
    {
        var at = At(minute);
        Interlocked.Increment(ref isPaid ? ref at.Paid : ref at.Unpaid);
    }

    internal void AddCall(long minute, double seconds, bool isError)
    {
        var at = At(minute);
        Interlocked.Increment(ref at.Calls);
        if (isError)
            Interlocked.Increment(ref at.Errors);
        var bucket = Array.FindIndex(Bounds, bound => seconds * 1000 <= bound);
        Interlocked.Increment(ref at.Durations[bucket < 0 ? Bounds.Length : bucket]);
    }

    /// <summary>The sums of the last minutes, the present one included.</summary>
    internal MinuteSums Sum(long now, int minutes)
    {
        var sums = new MinuteSums();
        for (var i = 0; i < minutes; i++)
            sums.Add(_minutes[Index(now - i)], now - i);
        return sums;
    }

    private static int Index(long minute) => (int)(minute % Kept);

    private Minute At(long minute)
    {
        var at = _minutes[Index(minute)];
        var there = Volatile.Read(ref at.Number);
        if (there < minute && Interlocked.CompareExchange(ref at.Number, minute, there) == there)
            at.Clear();
        return at;
    }

    internal sealed class Minute
    {
        internal long Number = -1;
        internal long Paid;
        internal long Unpaid;
        internal long Calls;
        internal long Errors;
        internal readonly long[] Durations = new long[Bounds.Length + 1];

        internal void Clear()
        {
            Paid = Unpaid = Calls = Errors = 0;
            Array.Clear(Durations);
        }
    }
}

/// <summary>What some minutes add up to.</summary>
internal sealed class MinuteSums
{
    private readonly long[] _durations = new long[ProviderMinutes.Bounds.Length + 1];

    internal long Paid { get; private set; }

    internal long Unpaid { get; private set; }

    internal long Calls { get; private set; }

    internal long Errors { get; private set; }

    /// <summary>The share of payments that ended paid; null where none ended.</summary>
    internal double? SuccessRate => Paid + Unpaid == 0 ? null : (double)Paid / (Paid + Unpaid);

    /// <summary>The share of calls that failed; null where there was none. A decline is an answer, no failure.</summary>
    internal double? ErrorRate => Calls == 0 ? null : (double)Errors / Calls;

    internal void Add(ProviderMinutes.Minute minute, long number)
    {
        if (Volatile.Read(ref minute.Number) != number)
            return;
        Paid += Volatile.Read(ref minute.Paid);
        Unpaid += Volatile.Read(ref minute.Unpaid);
        Calls += Volatile.Read(ref minute.Calls);
        Errors += Volatile.Read(ref minute.Errors);
        for (var i = 0; i < _durations.Length; i++)
            _durations[i] += Volatile.Read(ref minute.Durations[i]);
    }

    /// <summary>The milliseconds that a share of the calls stayed below, interpolated inside of a bucket; null where there was no call.</summary>
    internal double? Quantile(double share)
    {
        long total = 0;
        foreach (var count in _durations)
            total += count;
        if (total == 0)
            return null;
        var (rank, seen) = (share * total, 0L);
        for (var i = 0; i < ProviderMinutes.Bounds.Length; i++)
        {
            if (seen + _durations[i] >= rank && _durations[i] > 0)
            {
                double low = i == 0 ? 0 : ProviderMinutes.Bounds[i - 1];
                return low + ((ProviderMinutes.Bounds[i] - low) * (rank - seen) / _durations[i]);
            }

            seen += _durations[i];
        }

        return ProviderMinutes.Bounds[^1];
    }
}
