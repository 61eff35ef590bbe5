using System.Globalization;

namespace Payments.Samples.ConsoleApp;

/// <summary>One line per step as it ends, in columns, without colours or control characters: for files, pipes and CI.</summary>
internal sealed class PlainReport(TextWriter output) : Report
{
    public override void Add(StepResult result)
    {
        base.Add(result);
        var outcome = result.Outcome switch { StepOutcome.Ok => "ok", StepOutcome.Skipped => "-", _ => "FAILED" };
        output.WriteLine($"{result.Subject,-10} {result.Step,-27} {outcome,-6} {Milliseconds(result.Elapsed),10}  {result.Actual}");
        if (result.Outcome is StepOutcome.Failed)
        {
            output.WriteLine($"{"",-10}   expected: {result.Expected}");
            output.WriteLine($"{"",-10}   actual:   {result.Actual}");
        }

        output.Flush();
    }

    public override void Finish()
    {
        output.WriteLine();
        foreach (var (subject, ok, skipped, failed, elapsed) in Totals())
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{subject,-10} {ok} ok, {skipped} skipped, {failed} failed, {Milliseconds(elapsed)}"));
        foreach (var note in Notes)
            output.WriteLine(note);
        output.Flush();
    }
}
