using System.Diagnostics;
using System.Reflection;

namespace Payments.Benchmarks;

/// <summary>
/// Creating over HTTP and its baseline, in turn, in many short batches. Both hop between two processes and vary more from one second to the next than they
/// differ: what a batch took is compared with the batch beside it, and medians count.
/// </summary>
internal static class InTurn
{
    private const int WarmHosts = 8;
    private const int Hosts = 16;
    private const int BatchSize = 64;

    internal static async Task<Result> MeasureAsync(double kept)
    {
        var benchmark = new CreateBenchmarks();
        benchmark.StartServer();
        List<double> own = [], bare = [], ratios = [];
        long ownBytes = 0, bareBytes = 0;
        for (var host = 0; host < WarmHosts + Hosts; host++)
        {
            benchmark.Stop();
            await benchmark.StartAsync();
            for (var batch = 0; batch < benchmark.CallCount / BatchSize; batch++)
            {
                var (without, withoutBytes) = await BatchAsync(benchmark.HttpClient);
                var (with, withBytes) = await BatchAsync(benchmark.Stripe);
                if (host < WarmHosts)
                    continue;
                own.Add(with);
                bare.Add(without);
                ratios.Add(with / without);
                (ownBytes, bareBytes) = (ownBytes + withBytes, bareBytes + withoutBytes);
            }
        }

        benchmark.Stop();
        benchmark.StopServer();
        var calls = (double)own.Count * BatchSize;
        var row = typeof(CreateBenchmarks).GetMethod(nameof(CreateBenchmarks.Stripe))!.GetCustomAttribute<RowAttribute>()!;
        return new Result(row, row.Name, Numbers.Median(own), Numbers.Median(bare), ownBytes / calls, kept, bareBytes / calls) { PairedRatio = Numbers.Median(ratios) };
    }

    internal static async Task<int> PrintAsync()
    {
        var result = await MeasureAsync(await Kept.BytesAsync(typeof(CreateBenchmarks)));
        Console.WriteLine($"{Numbers.Time(result.Nanoseconds)} against {Numbers.Time(result.BaselineNanoseconds)}: {Numbers.Factor(result.Ratio)}, {Numbers.Bytes(result.Garbage!.Value)} beyond kept");
        return 0;
    }

    private static async Task<(double Nanoseconds, long Bytes)> BatchAsync(Func<Task> call)
    {
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < BatchSize; i++)
            await call();
        return (Stopwatch.GetElapsedTime(started).TotalNanoseconds / BatchSize, GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }
}
