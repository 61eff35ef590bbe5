using System.Runtime.CompilerServices;
using System.Text;

namespace Payments.Benchmarks;

/// <summary>Writes what was measured between the two markers of the README.</summary>
internal static class Readme
{
    private const string Begin = "<!-- results: written by the program -->";
    private const string End = "<!-- end of results -->";

    internal static void Write(IReadOnlyList<string> machine, IReadOnlyList<Result> results)
    {
        var file = Path.Combine(ProjectFolder(), "README.md");
        var text = File.ReadAllText(file);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
            throw new InvalidOperationException($"{file} has lost its markers.");
        var report = Report(machine, results);
        File.WriteAllText(file, text[..(begin + Begin.Length)] + report + text[end..]);
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
        result.Row.Name,
        Numbers.Time(result.Nanoseconds),
        result.Row.Against,
        Numbers.Time(result.BaselineNanoseconds),
        Numbers.Factor(result.Ratio),
        result.Bytes is { } bytes ? Numbers.Bytes(bytes) : "–",
        result.Kept > 0 ? Numbers.Bytes(result.Kept) : "–",
        result.Garbage is { } garbage ? Numbers.Bytes(garbage) : "–",
        result.Bars.Any() ? string.Join(", ", result.Bars.Select(bar => $"{bar.Text} {(bar.IsPassed ? "passed" : "**missed**")}")) : "none",
    ];

    private static string ProjectFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(Path.GetDirectoryName(file))!;
}
