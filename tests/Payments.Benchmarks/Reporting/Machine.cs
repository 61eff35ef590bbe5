using System.Globalization;
using BenchmarkDotNet.Environments;

namespace Payments.Benchmarks;

internal static class Machine
{
    /// <summary>The machine, the runtime, and what else the machine does, where it tells.</summary>
    internal static IReadOnlyList<string> Describe()
    {
        List<string> lines = [.. HostEnvironmentInfo.GetCurrent().ToFormattedString()];
        const string Load = "/proc/loadavg";
        if (File.Exists(Load))
            lines.Add($"Load of the machine before the run: {File.ReadAllText(Load).Split(' ')[0]} of {Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)} cores");
        return lines;
    }
}
