namespace Payments.Security;

/// <summary>
/// Holds verification values between a card's entry and its authorization: minutes, in memory, to be read once. Implementations must not write
/// to any store, disk or network.
/// </summary>
public interface IVerificationValueCache
{
    /// <summary>Holds a value; one that is already held under the token is dropped.</summary>
    /// <param name="token">The vault's token or another unguessable key.</param>
    /// <param name="value">The value.</param>
    /// <param name="lifetime">How long, more than zero and at most 30 minutes; null means 10 minutes.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lifetime"/> is out of its bounds.</exception>
    /// <exception cref="InvalidOperationException">The cache is full.</exception>
    void Hold(string token, CardVerificationValue value, TimeSpan? lifetime = null);

    /// <summary>Takes a value out: of several callers at most one gets it.</summary>
    /// <param name="token">The token it is held under.</param>
    /// <returns>The value; null when there is none, it was taken before or its time is over.</returns>
    CardVerificationValue? Take(string token);

    /// <summary>Drops a value, if there is one.</summary>
    /// <param name="token">The token it is held under.</param>
    void Drop(string token);
}
