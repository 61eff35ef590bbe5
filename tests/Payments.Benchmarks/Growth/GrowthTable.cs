using System.Globalization;
using System.Text;

namespace Payments.Benchmarks;

/// <summary>What was measured, by what grows: each line begins with the smallest size, and the others are ratios to it.</summary>
internal sealed class GrowthTable
{
    private readonly List<(string What, string Where, List<(int Size, double Nanoseconds)> Steps)> _lines = [];

    internal void Add(string what, string where, int size, double nanoseconds)
    {
        Console.WriteLine($"{what}, {where}, {size.ToString("N0", CultureInfo.InvariantCulture)}: {Numbers.Time(nanoseconds)}");
        var line = _lines.Find(line => line.What == what && line.Where == where);
        if (line.Steps is null)
            _lines.Add(line = (what, where, []));
        line.Steps.Add((size, nanoseconds));
    }

    internal string Report(IReadOnlyList<string> machine)
    {
        var text = new StringBuilder("\n\n```text\n").AppendJoin('\n', machine).Append("\n```\n\n")
            .Append("| What | Where | The smallest | Against it |\n|---|---|---:|---|\n");
        foreach (var (what, where, steps) in _lines)
        {
            var least = steps[0];
            text.Append(CultureInfo.InvariantCulture, $"| {what} | {where} | {Numbers.Time(least.Nanoseconds)} at {least.Size:N0} | ")
                .AppendJoin(", ", steps.Skip(1).Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Size:N0}: {Numbers.Factor(step.Nanoseconds / least.Nanoseconds)}")))
                .Append(" |\n");
        }

        return text.Append('\n').ToString();
    }
}
