using Spectre.Console;

namespace Payments.Samples.ConsoleApp;

/// <summary>Says what happened: a table on a terminal, plain lines when the output goes elsewhere.</summary>
internal abstract class Report
{
    private readonly List<StepResult> _results = [];
    private readonly List<string> _notes = [];

    /// <summary>Whether anything was not as expected, or nothing was done at all.</summary>
    public bool HasFailures => _results.Count == 0 || _results.Exists(result => result.Outcome is StepOutcome.Failed);

    protected IReadOnlyList<StepResult> Results => _results;

    protected IReadOnlyList<string> Notes => _notes;

    public static Report ForConsole() =>
        Console.IsOutputRedirected ? new PlainReport(Console.Out) : new TerminalReport(AnsiConsole.Console);

    /// <summary>Runs the work, with a display of its progress where there is one.</summary>
    public virtual Task RunAsync(Func<Task> work) => work();

    /// <summary>A step begins.</summary>
    public virtual void Begin(string subject, string step)
    {
    }

    /// <summary>A step has ended.</summary>
    public virtual void Add(StepResult result) => _results.Add(result);

    /// <summary>Something to tell the reader at the end.</summary>
    public void Note(string text) => _notes.Add(text);

    /// <summary>Writes what is left to say.</summary>
    public abstract void Finish();

    protected static string Milliseconds(TimeSpan elapsed) => FormattableString.Invariant($"{elapsed.TotalMilliseconds:F1} ms");

    /// <summary>One line per subject, and one over all.</summary>
    protected IEnumerable<(string Subject, int Ok, int Skipped, int Failed, TimeSpan Elapsed)> Totals()
    {
        foreach (var subject in Results.GroupBy(result => result.Subject))
            yield return Sum(subject.Key, subject);
        yield return Sum("total", Results);
    }

    private static (string Subject, int Ok, int Skipped, int Failed, TimeSpan Elapsed) Sum(string subject, IEnumerable<StepResult> results)
    {
        var sum = (Subject: subject, Ok: 0, Skipped: 0, Failed: 0, Elapsed: TimeSpan.Zero);
        foreach (var result in results)
        {
            sum.Elapsed += result.Elapsed;
            sum = result.Outcome switch
            {
                StepOutcome.Ok => sum with { Ok = sum.Ok + 1 },
                StepOutcome.Skipped => sum with { Skipped = sum.Skipped + 1 },
                _ => sum with { Failed = sum.Failed + 1 },
            };
        }

        return sum;
    }
}
