using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using Microsoft.Extensions.Hosting;

namespace Payments.Benchmarks;

/// <summary>The start of a host in a new process, where everything still has to be loaded and compiled.</summary>
internal static class ColdStart
{
    private const int Rounds = 10;

    private static readonly IReadOnlyDictionary<string, Func<IHost>> Hosts = new Dictionary<string, Func<IHost>>(StringComparer.Ordinal)
    {
        ["empty"] = StartBenchmarks.BuildEmpty, ["payments"] = StartBenchmarks.BuildWithPayments, ["eleven"] = StartBenchmarks.BuildWithEleven,
    };

    /// <summary>Inside of the new process: prints how long the host took from the first line of the program.</summary>
    internal static int Run(string kind)
    {
        // What the registrations are made of is the benchmark's own work, not the host's.
        if (kind == "eleven")
            _ = ProviderWires.All;
        var started = Stopwatch.GetTimestamp();
        using var host = Hosts[kind]();
        Console.WriteLine(Stopwatch.GetElapsedTime(started).TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        Console.Error.WriteLine($"{JitInfo.GetCompiledMethodCount()} methods, {JitInfo.GetCompilationTime().TotalMilliseconds:F0} ms compiling");
        return 0;
    }

    /// <summary>Starts all in turn, and takes the quickest of each.</summary>
    internal static IEnumerable<Result> Measure()
    {
        var times = Hosts.Keys.ToDictionary(kind => kind, _ => double.PositiveInfinity, StringComparer.Ordinal);
        for (var i = 0; i < Rounds; i++)
        {
            foreach (var kind in Hosts.Keys)
                times[kind] = Math.Min(times[kind], MillisecondsOf(kind));
        }

        yield return ResultOf("Start of a host with one provider, in a new process", "payments", double.PositiveInfinity);
        yield return ResultOf("Start of a host with eleven providers, in a new process", "eleven", 150_000);

        Result ResultOf(string name, string kind, double over) =>
            new(new RowAttribute(name) { Against = "an empty host", MicrosecondsOver = over }, name, times[kind] * 1e6, times["empty"] * 1e6, null, 0);
    }

    private static double MillisecondsOf(string kind)
    {
        using var child = new Child("start", kind);
        return double.Parse(child.ReadLine(), CultureInfo.InvariantCulture);
    }
}
