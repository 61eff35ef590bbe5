using System.Globalization;

namespace Payments.Benchmarks;

internal static class Numbers
{
    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    internal static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => Text(nanoseconds, "ns"),
        < 1e6 => Text(nanoseconds / 1e3, "µs"),
        _ => Text(nanoseconds / 1e6, "ms"),
    };

    internal static string Bytes(double bytes) => bytes < 1e3 ? Text(bytes, "B") : Text(bytes / 1e3, "kB");

    internal static string Factor(double ratio) => Text(ratio, "×");

    private static string Text(double number, string unit) =>
        number.ToString(Math.Abs(number) < 10 ? "0.##" : Math.Abs(number) < 100 ? "0.#" : "0", CultureInfo.InvariantCulture) + " " + unit;
}
