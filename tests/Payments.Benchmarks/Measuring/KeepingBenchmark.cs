using BenchmarkDotNet.Attributes;

namespace Payments.Benchmarks;

/// <summary>
/// A benchmark whose calls leave something in the host's memory, as payments do: each iteration begins with a new host and makes a fixed number of
/// calls, so that all are measured over the same memory.
/// </summary>
public abstract class KeepingBenchmark
{
    /// <summary>How many calls an iteration makes.</summary>
    public abstract int CallCount { get; }

    /// <summary>Makes a new host.</summary>
    public abstract Task StartAsync();

    public abstract void Stop();

    /// <summary>The call that is measured.</summary>
    public abstract Task CallAsync();

    [IterationSetup]
    public void StartIteration()
    {
        Stop();
        StartAsync().GetAwaiter().GetResult();
    }

    [IterationCleanup]
    public void StopIteration() => Stop();
}
