using System.Globalization;
using Spectre.Console;

namespace Payments.Samples.ConsoleApp;

/// <summary>A spinner with the step that is under way, and a table at the end.</summary>
internal sealed class TerminalReport(IAnsiConsole console) : Report
{
    private StatusContext? _status;

    public override Task RunAsync(Func<Task> work) => console.Status().StartAsync("Starting", async status =>
    {
        _status = status;
        await work();
    });

    public override void Begin(string subject, string step) => _status!.Status = Markup.Escape($"{subject}: {step}");

    public override void Finish()
    {
        var steps = new Table().RoundedBorder().AddColumns("", "Step", "Result");
        steps.AddColumn(new TableColumn("Time").RightAligned()).AddColumn("What happened");
        string? previous = null;
        foreach (var result in Results)
        {
            if (previous is not null && previous != result.Subject)
                steps.AddEmptyRow();
            steps.AddRow(
                Markup.Escape(result.Subject == previous ? "" : result.Subject), Markup.Escape(result.Step), Outcome(result.Outcome),
                Milliseconds(result.Elapsed), Markup.Escape(What(result)));
            previous = result.Subject;
        }

        console.Write(steps);
        var totals = new Table().RoundedBorder().AddColumns("", "Ok", "Skipped", "Failed", "Time");
        foreach (var (subject, ok, skipped, failed, elapsed) in Totals())
            totals.AddRow(Markup.Escape(subject), Text(ok), Text(skipped), failed == 0 ? "0" : $"[red]{Text(failed)}[/]", Milliseconds(elapsed));
        console.Write(totals);

        // Not through the table: an address must not be cut into lines.
        foreach (var note in Notes)
            Console.WriteLine(note);
    }

    private static string What(StepResult result) =>
        result.Outcome is StepOutcome.Failed ? $"expected: {result.Expected}\nactual: {result.Actual}" : result.Actual;

    private static string Outcome(StepOutcome outcome) => outcome switch
    {
        StepOutcome.Ok => "[green]ok[/]",
        StepOutcome.Skipped => "[grey]-[/]",
        _ => "[red]FAILED[/]",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
