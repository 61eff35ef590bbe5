using System.Buffers.Text;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Payments.Security;

/// <summary>
/// Makes a keyed fingerprint of a card number: the same card gives the same text, and nobody without the key can find the card by trying numbers,
/// as they could with a bare hash. Use a key for this alone, and keep it: another key gives other fingerprints. Safe for concurrent use.
/// </summary>
[DebuggerDisplay("{KeyId,nq}")]
public sealed class CardFingerprinter : IDisposable
{
    /// <summary>The least length of the key, in bytes.</summary>
    public const int MinKeySize = 32;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _key;

    private volatile bool _disposed;

    /// <summary>Takes a key over.</summary>
    /// <param name="keyId">The key's id, 1 to 32 of <c>[A-Za-z0-9_-]</c>; every fingerprint begins with it.</param>
    /// <param name="key">At least 32 random bytes; they are copied, the caller clears its own.</param>
    /// <exception cref="ArgumentException">The id is in another form or the key is too short.</exception>
    public CardFingerprinter(string keyId, ReadOnlySpan<byte> key)
    {
        KeyId = KeyIds.Check(keyId, nameof(keyId));
        if (key.Length < MinKeySize)
            throw new ArgumentException("A fingerprint key has at least 32 bytes.", nameof(key));

        _key = GC.AllocateUninitializedArray<byte>(key.Length, pinned: true);
        key.CopyTo(_key);
    }

    /// <summary>The key's id.</summary>
    public string KeyId { get; }

    /// <summary>Makes the fingerprint of a card.</summary>
    /// <param name="card">The card number.</param>
    /// <returns>The key's id, a dot and 43 characters of base64url, 76 characters at most: safe in a URL.</returns>
    /// <exception cref="ObjectDisposedException">The key was cleared.</exception>
    public string Compute(CardNumber card) => Compute(card, []);

    /// <summary>Another hash than the fingerprint, of the card in a context. The context's first byte must be no digit.</summary>
    internal string Compute(CardNumber card, ReadOnlySpan<byte> context)
    {
        ArgumentNullException.ThrowIfNull(card);
        ObjectDisposedException.ThrowIf(_disposed, this);
        Span<char> digits = stackalloc char[CardNumber.MaxDigits];
        Span<byte> ascii = stackalloc byte[context.Length + CardNumber.MaxDigits];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var length = card.CopyDigitsTo(digits);
        context.CopyTo(ascii);
        Encoding.ASCII.GetBytes(digits[..length], ascii[context.Length..]);
        HMACSHA256.HashData(_key, ascii[..(context.Length + length)], hash);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(digits));
        CryptographicOperations.ZeroMemory(ascii);

        // Again, since the key may have been cleared meanwhile, and a fingerprint under zeros is everybody's to compute.
        ObjectDisposedException.ThrowIf(_disposed, this);
        Span<char> encoded = stackalloc char[Base64Url.GetEncodedLength(HMACSHA256.HashSizeInBytes)];
        Base64Url.EncodeToChars(hash, encoded);
        return string.Concat(KeyId, ".", encoded);
    }

    /// <summary>Clears the key.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_key);
    }
}
