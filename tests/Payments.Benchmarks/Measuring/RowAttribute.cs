namespace Payments.Benchmarks;

/// <summary>
/// A row of the README's table, on the benchmark that it tells of; where the benchmark has a parameter, one row for each of its values, which follows the
/// name. A bar that is not set is no bar.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RowAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>What the baseline of the class is.</summary>
    public required string Against { get; init; }

    /// <summary>At most so many times the baseline's time.</summary>
    public double Ratio { get; init; } = double.PositiveInfinity;

    /// <summary>At most so long.</summary>
    public double Microseconds { get; init; } = double.PositiveInfinity;

    /// <summary>At most so much longer than the baseline.</summary>
    public double MicrosecondsOver { get; init; } = double.PositiveInfinity;

    /// <summary>Allocates no more than the baseline.</summary>
    public bool NoMoreBytes { get; init; }

    /// <summary>At most so many bytes a call, without those that the host's memory keeps.</summary>
    public double Bytes { get; init; } = double.PositiveInfinity;
}
