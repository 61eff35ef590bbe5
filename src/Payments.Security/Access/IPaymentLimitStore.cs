namespace Payments.Security;

/// <summary>One use of a limit by a caller.</summary>
public sealed record PaymentLimitUse
{
    /// <summary>The limit and the caller: what is counted together.</summary>
    public required string Bucket { get; init; }

    /// <summary>Names the intention. A repeat of it is not counted again.</summary>
    public required string Id { get; init; }

    /// <summary>For how long a use of the same <see cref="Id"/> is a repeat, and not another one.</summary>
    public required TimeSpan RepeatWindow { get; init; }

    /// <summary>How much. Null where no amount is limited.</summary>
    public Money? Amount { get; init; }

    /// <summary>The length of the window.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>How often at most. Null for any number.</summary>
    public int? MaxCount { get; init; }

    /// <summary>
    /// How much at most, in the currency of <see cref="Amount"/>. Null for any amount. With a maximum and no amount, nothing but a repeat is allowed.
    /// </summary>
    public decimal? MaxAmount { get; init; }
}

/// <summary>
/// Counts what callers do. Reserving and comparing with the limit are one step, so that concurrent callers cannot exceed it together. A singleton,
/// safe for concurrent use; the one in memory counts for one process.
/// </summary>
public interface IPaymentLimitStore
{
    /// <summary>Reserves a use, if the limit allows it. Every reservation is settled once.</summary>
    /// <param name="use">The use.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether it is reserved; a repeat of one that is counted always is.</returns>
    ValueTask<bool> TryReserveAsync(PaymentLimitUse use, CancellationToken cancellationToken = default);

    /// <summary>Settles a reservation.</summary>
    /// <param name="use">The use as it was reserved.</param>
    /// <param name="counts">True keeps it counted; false releases it, unless another holder of the same use still has it or had it counted.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when it is settled.</returns>
    ValueTask SettleAsync(PaymentLimitUse use, bool counts, CancellationToken cancellationToken = default);
}
