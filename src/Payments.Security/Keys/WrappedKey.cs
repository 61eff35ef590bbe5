namespace Payments.Security;

/// <summary>A key encrypted under a key-encryption key.</summary>
/// <param name="KeyEncryptionKeyId">The id of the key it is encrypted under, with its version where it has one; 200 characters at most.</param>
/// <param name="Ciphertext">The encrypted key, 2,048 bytes at most.</param>
public sealed record WrappedKey(string KeyEncryptionKeyId, ReadOnlyMemory<byte> Ciphertext)
{
    /// <summary>The id of the key it is encrypted under.</summary>
    /// <returns><see cref="KeyEncryptionKeyId"/>.</returns>
    public override string ToString() => KeyEncryptionKeyId;
}
