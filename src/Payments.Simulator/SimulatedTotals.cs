namespace Payments.Simulator;

/// <summary>
/// What one order or payment really moved, for assertions such as "charged once". Amounts are in the unit of the provider's wire.
/// </summary>
/// <param name="Charges">How many charges took or hold money; failed ones are not counted.</param>
/// <param name="Authorized">What was authorised, captured or not.</param>
/// <param name="Captured">What was captured, captures that were received and wait included, failed ones not.</param>
/// <param name="Refunded">What was refunded, refunds that wait included, failed and cancelled ones not.</param>
public sealed record SimulatedTotals(int Charges, decimal Authorized, decimal Captured, decimal Refunded)
{
    /// <summary>Nothing moved.</summary>
    public static SimulatedTotals None { get; } = new(0, 0, 0, 0);

    /// <summary>Adds two totals.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>The sum.</returns>
    public static SimulatedTotals operator +(SimulatedTotals left, SimulatedTotals right) => Add(left, right);

    /// <summary>Adds two totals.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>The sum.</returns>
    public static SimulatedTotals Add(SimulatedTotals left, SimulatedTotals right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(
            left.Charges + right.Charges,
            left.Authorized + right.Authorized,
            left.Captured + right.Captured,
            left.Refunded + right.Refunded);
    }
}
