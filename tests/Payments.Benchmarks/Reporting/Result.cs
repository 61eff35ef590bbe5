namespace Payments.Benchmarks;

/// <summary>What was measured of one row.</summary>
/// <param name="Row">What the row tells of, and its bars.</param>
/// <param name="Nanoseconds">How long a call takes.</param>
/// <param name="BaselineNanoseconds">How long the baseline takes.</param>
/// <param name="Bytes">What a call allocates, on all threads. Null where that was not measured.</param>
/// <param name="Kept">What of it the host's memory keeps.</param>
internal sealed record Result(RowAttribute Row, double Nanoseconds, double BaselineNanoseconds, double? Bytes, double Kept)
{
    internal double Ratio => Nanoseconds / BaselineNanoseconds;

    internal double? Garbage => Bytes - Kept;

    /// <summary>Each bar, and whether it was kept.</summary>
    internal IEnumerable<(string Text, bool IsPassed)> Bars
    {
        get
        {
            if (double.IsFinite(Row.Ratio))
                yield return ($"≤ {Numbers.Factor(Row.Ratio)}", Ratio <= Row.Ratio);
            if (double.IsFinite(Row.Microseconds))
                yield return ($"≤ {Numbers.Time(Row.Microseconds * 1000)}", Nanoseconds <= Row.Microseconds * 1000);
            if (double.IsFinite(Row.Bytes))
                yield return ($"≤ {Numbers.Bytes(Row.Bytes)}", Garbage <= Row.Bytes);
        }
    }
}
