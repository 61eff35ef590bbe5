using Payments.Reliability.Day;

namespace Payments.Reliability.Crashes;

/// <summary>Prints what the crash points came to.</summary>
internal static class CrashReport
{
    /// <returns>Whether all books agree.</returns>
    internal static bool Print(IReadOnlyList<CrashFinding> findings, TextWriter output)
    {
        output.WriteLine();
        foreach (var group in findings.GroupBy(finding => finding.Operation))
            output.WriteLine($"{group.Key,-10} {string.Join(", ", group.GroupBy(finding => finding.Provider).Select(points => $"{points.Key} {points.Count()}"))}");
        foreach (var group in findings.Where(finding => finding.Order.Finding is Finding.Unresolved).GroupBy(finding => (finding.Provider, finding.Operation, finding.Order.Reason)))
            output.WriteLine($"unresolved, {group.Key.Provider} {group.Key.Operation}, {group.Key.Reason}: {group.Count()}, of which repeated {group.Count(finding => finding.IsRepeated)}");
        var bad = findings.Where(finding => finding.Order.Finding is Finding.Disagrees).ToList();
        foreach (var finding in bad)
            output.WriteLine($"DISAGREES {finding.Provider} {finding.Operation} killed {finding.Place}{(finding.IsRepeated ? ", repeated" : "")}: {finding.Order.Reason}\n    {finding.Order.Book} open: {string.Join(", ", finding.Order.Book.Open)}");
        output.WriteLine($"{(bad.Count == 0 ? "GOOD" : "FAILED")}: {findings.Count} crash points, {findings.Count - bad.Count} agree or are unresolved with a reason, {bad.Count} disagree");
        return bad.Count == 0 && findings.Count > 0;
    }
}
