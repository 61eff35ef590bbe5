namespace Payments.Security;

/// <summary>What a vault stores of a card: nothing readable but brand and last four digits, and not the token itself.</summary>
public sealed record TokenRecord
{
    /// <summary>SHA-256 of the token in base64url, 43 characters, case-sensitive. A token cannot be had from a stolen store.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// The encrypted card number: under 160 bytes, and at most 1024 with another protector. It opens only together with the other members, but
    /// <see cref="Revision"/>, as they were written.
    /// </summary>
    public required ReadOnlyMemory<byte> Ciphertext { get; init; }

    /// <summary>The card's brand, see <see cref="CardBrand.Name"/>.</summary>
    public required string Brand { get; init; }

    /// <summary>The card's last four digits.</summary>
    public required string Last4 { get; init; }

    /// <summary>The card's fingerprint, 76 characters at most.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>When the token ends, in whole seconds; null means never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The tenant (merchant) whose data key the number is encrypted under, 64 characters at most; null for the host's own.</summary>
    public string? Tenant { get; init; }

    /// <summary>
    /// What makes the same card of a tenant the same token, 76 characters at most, case-sensitive: a keyed hash of card, tenant, purpose and caller.
    /// Null where each call makes another token. Of several records that are not null no two are equal: the store has a unique index.
    /// </summary>
    public string? ReuseKey { get; init; }

    /// <summary>Whether the first detokenizing deletes the record.</summary>
    public bool IsSingleUse { get; init; }

    /// <summary>How often the record was replaced, see <see cref="ITokenStore.ReplaceAsync"/>: a concurrency token.</summary>
    public int Revision { get; init; }

    /// <summary>What may be shown.</summary>
    /// <returns>Such as <c>visa ****4242</c>.</returns>
    public override string ToString() => $"{Brand} ****{Last4}";
}
