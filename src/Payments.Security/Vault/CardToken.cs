namespace Payments.Security;

/// <summary>A token and what may be shown of its card.</summary>
/// <param name="Token">The token: <c>tok_</c> and 40 lower-case letters, random, 160 bits. It gives the card out to whoever reaches the vault.</param>
/// <param name="Brand">The card's brand.</param>
/// <param name="Last4">The card's last four digits.</param>
/// <param name="Fingerprint">The same for the same card, see <see cref="CardFingerprinter"/>.</param>
/// <param name="ExpiresAt">When the token ends, in whole seconds; null means never. Not the date on the card.</param>
public sealed record CardToken(string Token, CardBrand Brand, string Last4, string Fingerprint, DateTimeOffset? ExpiresAt)
{
    /// <summary>What may be shown, without the token.</summary>
    /// <returns>Such as <c>visa ****4242</c>.</returns>
    public override string ToString() => $"{Brand} ****{Last4}";
}
