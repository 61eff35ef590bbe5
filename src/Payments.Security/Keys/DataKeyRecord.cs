namespace Payments.Security;

/// <summary>A data key as it is stored: wrapped, so that nobody can use it without the key-encryption key.</summary>
public sealed record DataKeyRecord
{
    /// <summary>The key's id, 16 of <c>[0-9a-f]</c>, random and unique in the store; it stands readable in everything that the key protects.</summary>
    public required string Id { get; init; }

    /// <summary>What the key is for: empty for the host itself, else a tenant. 64 of <c>[A-Za-z0-9_.-]</c> at most, case-sensitive.</summary>
    public required string Scope { get; init; }

    /// <summary>1 for a scope's first key, then one more each. Unique together with <see cref="Scope"/>.</summary>
    public required int Generation { get; init; }

    /// <summary>The key under its key-encryption key.</summary>
    public required WrappedKey Key { get; init; }

    /// <summary>When the key was made, in whole seconds.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it protects new data, in whole seconds; it opens data from the start.</summary>
    public required DateTimeOffset ActiveFrom { get; init; }

    /// <summary>The ids.</summary>
    /// <returns>Scope, generation, id and the id of the key-encryption key.</returns>
    public override string ToString() => $"{Scope}/{Generation} {Id} under {Key.KeyEncryptionKeyId}";
}
