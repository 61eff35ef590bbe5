using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace Payments.Benchmarks;

/// <summary>How much a call leaves in the host's memory: what is alive after a full collection, before and after many calls.</summary>
internal static class Kept
{
    internal static async Task<double> BytesAsync(Type type)
    {
        if (!type.IsAssignableTo(typeof(KeepingBenchmark)))
            return 0;
        var benchmark = (KeepingBenchmark)Activator.CreateInstance(type)!;
        Invoke<GlobalSetupAttribute>(benchmark);
        await benchmark.StartAsync();
        await CallAsync(benchmark, benchmark.CallCount / 8);
        var before = Alive();
        var counted = benchmark.CallCount * 3 / 4;
        await CallAsync(benchmark, counted);
        var kept = (Alive() - before) / (double)counted;
        benchmark.Stop();
        Invoke<GlobalCleanupAttribute>(benchmark);
        return kept;
    }

    private static async Task CallAsync(KeepingBenchmark benchmark, int times)
    {
        for (var i = 0; i < times; i++)
            await benchmark.CallAsync();
    }

    internal static long Alive()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static void Invoke<TAttribute>(object benchmark)
        where TAttribute : Attribute =>
        benchmark.GetType().GetMethods().FirstOrDefault(method => method.GetCustomAttribute<TAttribute>() is not null)?.Invoke(benchmark, null);
}
