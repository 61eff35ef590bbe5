using System.Diagnostics;
using System.Security.Cryptography;

namespace Payments.Security;

/// <summary>
/// A key of 256 bits with its id, for XAES-256-GCM: each message has a random nonce of 192 bits and an AES key of its own, derived from this key and the
/// nonce. No count has to be kept, or shared between processes: after 2⁸⁰ messages the chance that one nonce came twice is still below 2⁻³². Safe
/// for concurrent use.
/// </summary>
[DebuggerDisplay("{Id,nq}")]
public sealed class PaymentKey : IDisposable
{
    /// <summary>The length of the key, in bytes.</summary>
    public const int Size = 32;

    internal const int NonceSize = 24;
    internal const int TagSize = 16;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _key;

    private readonly InstancePool<XaesKeyDerivation> _derivations;

    /// <summary>Takes a key over.</summary>
    /// <param name="id">Its id, 1 to 32 of <c>[A-Za-z0-9_-]</c>; it stands readable in everything that the key protects.</param>
    /// <param name="key">32 random bytes; they are copied, the caller clears its own.</param>
    /// <exception cref="ArgumentException">The id is in another form or the key has another length.</exception>
    public PaymentKey(string id, ReadOnlySpan<byte> key)
    {
        Id = KeyIds.Check(id, nameof(id));
        if (key.Length != Size)
            throw new ArgumentException("A key has 32 bytes.", nameof(key));

        _key = GC.AllocateUninitializedArray<byte>(Size, pinned: true);
        key.CopyTo(_key);
        _derivations = new(() => new XaesKeyDerivation(_key));
    }

    /// <summary>The key's id.</summary>
    public string Id { get; }

    /// <summary>Makes a key of random bytes.</summary>
    /// <param name="id">Its id, 1 to 32 of <c>[A-Za-z0-9_-]</c>.</param>
    /// <returns>The key; it lives in this object only and cannot be read.</returns>
    public static PaymentKey CreateEphemeral(string id)
    {
        Span<byte> key = stackalloc byte[Size];
        RandomNumberGenerator.Fill(key);
        var made = new PaymentKey(id, key);
        CryptographicOperations.ZeroMemory(key);
        return made;
    }

    /// <summary>Clears the key; what it protected can no longer be opened with this object.</summary>
    public void Dispose()
    {
        _derivations.Dispose();
        CryptographicOperations.ZeroMemory(_key);
    }

    internal void Encrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, Span<byte> tag, ReadOnlySpan<byte> associatedData)
    {
        using var cipher = CipherOf(nonce);
        cipher.Encrypt(nonce[XaesKeyDerivation.NoncePartSize..], plaintext, ciphertext, tag, associatedData);
    }

    internal bool TryDecrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext, ReadOnlySpan<byte> associatedData)
    {
        using var cipher = CipherOf(nonce);
        try
        {
            cipher.Decrypt(nonce[XaesKeyDerivation.NoncePartSize..], ciphertext, tag, plaintext, associatedData);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private AesGcm CipherOf(ReadOnlySpan<byte> nonce)
    {
        Span<byte> derived = stackalloc byte[Size];
        var derivation = _derivations.Rent();
        derivation.Derive(nonce[..XaesKeyDerivation.NoncePartSize], derived);
        _derivations.Return(derivation);
        var cipher = new AesGcm(derived, TagSize);
        CryptographicOperations.ZeroMemory(derived);
        return cipher;
    }
}
