namespace Payments.Security;

/// <summary>What a vault stores of a card: nothing readable but brand and last four digits, and not the token itself.</summary>
public sealed record TokenRecord
{
    /// <summary>SHA-256 of the token in base64url, 43 characters, case-sensitive. A token cannot be had from a stolen store.</summary>
    public required string Id { get; init; }

    /// <summary>The encrypted card number: under 120 bytes, and at most 1024 with another protector. It opens only together with the other members as they were written.</summary>
    public required ReadOnlyMemory<byte> Ciphertext { get; init; }

    /// <summary>The card's brand, see <see cref="CardBrand.Name"/>.</summary>
    public required string Brand { get; init; }

    /// <summary>The card's last four digits.</summary>
    public required string Last4 { get; init; }

    /// <summary>The card's fingerprint, 76 characters at most.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>When the token ends, in whole seconds; null means never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What may be shown.</summary>
    /// <returns>Such as <c>visa ****4242</c>.</returns>
    public override string ToString() => $"{Brand} ****{Last4}";
}
