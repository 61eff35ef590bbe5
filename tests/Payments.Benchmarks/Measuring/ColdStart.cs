using System.Diagnostics;
using System.Globalization;

namespace Payments.Benchmarks;

/// <summary>The start of a host in a new process, where everything still has to be loaded and compiled.</summary>
internal static class ColdStart
{
    private const int Pairs = 15;

    /// <summary>Inside of the new process: prints how long the host took from the first line of the program.</summary>
    internal static int Run(string kind)
    {
        var started = Stopwatch.GetTimestamp();
        using var host = kind == "payments" ? StartBenchmarks.BuildWithPayments() : StartBenchmarks.BuildEmpty();
        Console.WriteLine(Stopwatch.GetElapsedTime(started).TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    /// <summary>Starts both in turn, and takes the quickest of each.</summary>
    internal static Result Measure()
    {
        var (empty, payments) = (new double[Pairs], new double[Pairs]);
        for (var i = 0; i < Pairs; i++)
        {
            empty[i] = MillisecondsOf("empty");
            payments[i] = MillisecondsOf("payments");
        }

        var row = new RowAttribute("Start of a host with payments, in a new process") { Against = "an empty host" };
        return new Result(row, payments.Min() * 1e6, empty.Min() * 1e6, null, 0);
    }

    private static double MillisecondsOf(string kind)
    {
        using var child = new Child("start", kind);
        return double.Parse(child.ReadLine(), CultureInfo.InvariantCulture);
    }
}
