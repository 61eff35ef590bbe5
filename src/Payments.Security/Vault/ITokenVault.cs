namespace Payments.Security;

/// <summary>
/// Keeps card numbers encrypted and gives out random tokens for them. No provider of this SDK needs it: a host that uses it stores cardholder data
/// and is in the full scope of PCI DSS (SAQ D). It has no way in for a verification value. Safe for concurrent use.
/// </summary>
public interface ITokenVault
{
    /// <summary>Keeps a card number.</summary>
    /// <param name="card">The card number.</param>
    /// <param name="options">What for and for how long.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The token and what may be shown of the card. The same card gets another token each time, but with <see cref="TokenizeOptions.ReuseToken"/>.</returns>
    /// <exception cref="ArgumentException">The purpose is too long, or the options contradict each other.</exception>
    /// <exception cref="InvalidOperationException">The token is to be bound to a caller, and nobody knows who asks.</exception>
    Task<CardToken> TokenizeAsync(CardNumber card, TokenizeOptions options, CancellationToken cancellationToken = default);

    /// <summary>Gives a card number out.</summary>
    /// <param name="token">The token.</param>
    /// <param name="purpose">The purpose that the card was kept for.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The card number.</returns>
    /// <exception cref="ArgumentException">The purpose is empty or too long.</exception>
    /// <exception cref="TokenNotFoundException">
    /// The token is unknown, expired, used up or invalidated, purpose or caller are others, or the stored record was tampered with: exception and work
    /// are the same.
    /// </exception>
    Task<CardNumber> DetokenizeAsync(string token, string purpose, CancellationToken cancellationToken = default);

    /// <summary>Reads what may be shown of a card, without opening its number; the store is believed.</summary>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Brand, last four digits, fingerprint and expiry.</returns>
    /// <exception cref="TokenNotFoundException">The token is unknown, expired or invalidated.</exception>
    Task<CardToken> GetAsync(string token, CancellationToken cancellationToken = default);

    /// <summary>Deletes a card number. An unknown token is no error, so that a repeat is harmless and tells nothing.</summary>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    Task InvalidateAsync(string token, CancellationToken cancellationToken = default);

    /// <summary>Deletes what has expired; call it now and then. Expired tokens are refused whether it is called or not.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>How many records were deleted.</returns>
    Task<int> RemoveExpiredAsync(CancellationToken cancellationToken = default);
}
