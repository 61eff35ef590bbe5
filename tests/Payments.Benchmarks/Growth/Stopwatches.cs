using System.Diagnostics;

namespace Payments.Benchmarks;

/// <summary>The time of a call, out of several batches: the quickest batch counts, as whatever else the machine does can only slow one down.</summary>
internal static class Stopwatches
{
    private const int Batches = 7;

    /// <summary>Nanoseconds a call takes, one after the other.</summary>
    internal static Task<double> OfAsync(Func<Task> call, int calls) => OfAsync(call, calls, callers: 1);

    /// <summary>Nanoseconds that pass for each call while so many callers call at once: the share of one, not how long it waits for its turn.</summary>
    internal static async Task<double> OfAsync(Func<Task> call, int calls, int callers)
    {
        var best = double.PositiveInfinity;
        for (var batch = 0; batch < Batches; batch++)
        {
            var left = calls;
            var started = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
            {
                while (Interlocked.Decrement(ref left) >= 0)
                    await call();
            })));
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalNanoseconds / calls);
        }

        return best;
    }
}
