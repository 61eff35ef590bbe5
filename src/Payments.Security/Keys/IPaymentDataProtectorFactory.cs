namespace Payments.Security;

/// <summary>
/// Gives out a protector for each tenant, over data keys of the tenant's own: what one protects, another one cannot open, and erasing a tenant's keys
/// makes all of it unreadable. Take it anew for each use, and do not keep it. Safe for concurrent use.
/// </summary>
public interface IPaymentDataProtectorFactory
{
    /// <summary>A protector for new data; the tenant's first key is made with its first use.</summary>
    /// <param name="tenant">1 to 64 of <c>[A-Za-z0-9_.-]</c>; null for the host itself, as <see cref="IPaymentDataProtector"/>.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The protector.</returns>
    /// <exception cref="ArgumentException">The tenant is in another form.</exception>
    ValueTask<IPaymentDataProtector> ForProtectingAsync(string? tenant, CancellationToken cancellationToken = default);

    /// <summary>A protector for opening data. It looks for the key that the data names, should another process have made it a moment ago.</summary>
    /// <param name="tenant">The tenant it was protected for; null for the host itself.</param>
    /// <param name="protectedData">The data.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The protector. It opens nothing when the tenant has no keys.</returns>
    /// <exception cref="ArgumentException">The tenant is in another form.</exception>
    ValueTask<IPaymentDataProtector> ForOpeningAsync(
        string? tenant, ReadOnlyMemory<byte> protectedData, CancellationToken cancellationToken = default);
}
