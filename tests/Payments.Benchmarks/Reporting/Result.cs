namespace Payments.Benchmarks;

/// <summary>What was measured of one row.</summary>
/// <param name="Row">The row's bars.</param>
/// <param name="Name">What the row tells of.</param>
/// <param name="Nanoseconds">How long a call takes.</param>
/// <param name="BaselineNanoseconds">How long the baseline takes.</param>
/// <param name="Bytes">What a call allocates, on all threads. Null where that was not measured.</param>
/// <param name="Kept">What of it the host's memory keeps.</param>
/// <param name="BaselineBytes">What a call of the baseline allocates.</param>
internal sealed record Result(RowAttribute Row, string Name, double Nanoseconds, double BaselineNanoseconds, double? Bytes, double Kept, double? BaselineBytes = null)
{
    /// <summary>The median of the ratios of what was measured side by side. Null where both were measured by themselves.</summary>
    internal double? PairedRatio { get; init; }

    /// <summary>In time; in bytes where no time was measured.</summary>
    internal double Ratio => PairedRatio ?? (double.IsNaN(Nanoseconds) ? Bytes!.Value / BaselineBytes!.Value : Nanoseconds / BaselineNanoseconds);

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
            if (double.IsFinite(Row.MicrosecondsOver))
                yield return ($"≤ {Numbers.Time(Row.MicrosecondsOver * 1000)} more", Nanoseconds - BaselineNanoseconds <= Row.MicrosecondsOver * 1000);
            if (Row.NoMoreBytes)
                yield return ("allocates no more", Math.Round(Garbage ?? double.NaN) <= Math.Round(BaselineBytes ?? double.NaN));
            if (double.IsFinite(Row.Bytes))
                yield return ($"≤ {Numbers.Bytes(Row.Bytes)}", Garbage <= Row.Bytes);
        }
    }
}
