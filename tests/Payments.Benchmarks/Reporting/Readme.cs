using System.Runtime.CompilerServices;
using System.Text;

namespace Payments.Benchmarks;

/// <summary>Writes what was measured between the two markers of the README.</summary>
internal static class Readme
{
    internal static void Write(IReadOnlyList<string> machine, IReadOnlyList<Result> results) => Write("results", Report(machine, results));

    /// <summary>Writes a section between its two markers.</summary>
    internal static void Write(string section, string report)
    {
        var (beginMark, endMark) = ($"<!-- {section}: written by the program -->", $"<!-- end of {section} -->");
        var file = Path.Combine(ProjectFolder(), "README.md");
        var text = File.ReadAllText(file);
        var (begin, end) = (text.IndexOf(beginMark, StringComparison.Ordinal), text.IndexOf(endMark, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
            throw new InvalidOperationException($"{file} has lost its markers.");
        File.WriteAllText(file, text[..(begin + beginMark.Length)] + report + text[end..]);
        Console.WriteLine(report);
    }

    private static string Report(IReadOnlyList<string> machine, IReadOnlyList<Result> results)
    {
        var text = new StringBuilder("\n\n```text\n").AppendJoin('\n', machine).Append("\n```\n\n")
            .Append("| What | Time | Against | Its time | Ratio | Allocated | of which kept | Beyond kept | Bars |\n")
            .Append("|---|---:|---|---:|---:|---:|---:|---:|---|\n");
        foreach (var result in results)
            text.Append("| ").AppendJoin(" | ", Cells(result)).Append(" |\n");
        return text.Append('\n').ToString();
    }

    private static string[] Cells(Result result) =>
    [
        result.Name,
        double.IsNaN(result.Nanoseconds) ? "–" : Numbers.Time(result.Nanoseconds),
        result.Row.Against,
        double.IsNaN(result.Nanoseconds) ? Numbers.Bytes(result.BaselineBytes!.Value) : Numbers.Time(result.BaselineNanoseconds),
        Numbers.Factor(result.Ratio),
        result.Bytes is { } bytes ? Numbers.Bytes(bytes) : "–",
        result.Kept > 0 ? Numbers.Bytes(result.Kept) : "–",
        result.Garbage is { } garbage ? Numbers.Bytes(garbage) : "–",
        result.Bars.Any() ? string.Join(", ", result.Bars.Select(bar => $"{bar.Text} {(bar.IsPassed ? "passed" : "**missed**")}")) : "none",
    ];

    private static string ProjectFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(Path.GetDirectoryName(file))!;
}
