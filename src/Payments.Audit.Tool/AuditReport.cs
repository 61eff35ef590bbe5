using Payments.Security;

namespace Payments.Audit;

/// <summary>What was found, for people and for the log of a scheduled job.</summary>
internal static class AuditReport
{
    internal static async Task WriteAsync(TextWriter output, AuditVerification found, bool hadAnchors)
    {
        var lines = new List<string>
        {
            FormattableString.Invariant($"{(found.IsIntact ? "intact" : "NOT INTACT")}: {found.Entries} entries, {found.First} to {found.Last}, protected to {found.ProtectedTo}"),
        };
        lines.AddRange(found.Problems.Select(problem => FormattableString.Invariant($"  entry {problem.Sequence}, line {problem.Line}: {problem.Kind}")));
        if (found.ProblemCount > found.Problems.Count)
            lines.Add(FormattableString.Invariant($"  and {found.ProblemCount - found.Problems.Count} more"));
        if (found.IsTornAtEnd)
            lines.Add("  the last line is torn, as after a crash in the middle of an append");
        if (found is { IsIntact: true } && found.ProtectedTo < found.Last)
            lines.Add(FormattableString.Invariant($"  {found.Last - found.ProtectedTo} entries after the last checkpoint are not signed yet"));
        if (!hadAnchors)
            lines.Add("  without --anchor nobody can tell whether the end was cut off");
        if (found.LastCheckpoint is { } checkpoint)
            lines.Add("checkpoint to keep elsewhere: " + checkpoint.Text);
        foreach (var line in lines)
            await output.WriteLineAsync(line).ConfigureAwait(false);
    }
}
