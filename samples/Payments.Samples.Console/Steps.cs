namespace Payments.Samples.ConsoleApp;

/// <summary>How a step ended.</summary>
internal enum StepOutcome
{
    /// <summary>As expected.</summary>
    Ok,

    /// <summary>The provider has no such thing, or a person is needed.</summary>
    Skipped,

    /// <summary>Not as expected.</summary>
    Failed,
}

/// <summary>One line of the report.</summary>
internal sealed record StepResult(string Subject, string Step, StepOutcome Outcome, TimeSpan Elapsed, string Expected, string Actual);

/// <summary>What a step found.</summary>
internal sealed record Finding(StepOutcome Outcome, string Text)
{
    public static Finding Skip(string why) => new(StepOutcome.Skipped, why);

    public static Finding That(bool isAsExpected, string actual) => new(isAsExpected ? StepOutcome.Ok : StepOutcome.Failed, actual);
}

/// <summary>Ends a scenario after a step that was not as expected: what follows would only fail as well.</summary>
internal sealed class StepFailedException : Exception;

/// <summary>Runs steps one after the other, times them and holds each against what is expected of it.</summary>
internal sealed class Steps(string subject, Report report)
{
    private readonly TimeProvider _time = TimeProvider.System;

    /// <summary>Runs a step.</summary>
    /// <exception cref="StepFailedException">It was not as expected.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public async Task RunAsync(string step, string expected, Func<CancellationToken, Task<Finding>> act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        report.Begin(subject, step);
        var start = _time.GetTimestamp();
        Finding finding;
        try
        {
            finding = await act(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            finding = Finding.That(false, $"{exception.GetType().Name}: {exception.Message}");
        }

        report.Add(new StepResult(subject, step, finding.Outcome, _time.GetElapsedTime(start), expected, finding.Text));
        if (finding.Outcome is StepOutcome.Failed)
            throw new StepFailedException();
    }

    /// <summary>The exception that something must end with; null when it did not end with one.</summary>
    public static async Task<TException?> RefusalOfAsync<TException>(Func<Task> act)
        where TException : Exception
    {
        try
        {
            await act();
            return null;
        }
        catch (TException expected)
        {
            return expected;
        }
    }
}
