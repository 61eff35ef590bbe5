using System.Diagnostics;
using System.Security.Cryptography;

namespace Payments.Security;

/// <summary>
/// An AES-256 key with its id. It counts its encryptions and refuses beyond 2³²: with random nonces of 96 bits, NIST SP 800-38D (8.3) allows no more
/// under one key. The count is this object's own: where several processes share a key, or it outlives them, rotate so often that all of them
/// together stay below it, or hand the count over a restart with <c>encryptionsSoFar</c>. Safe for concurrent use.
/// </summary>
[DebuggerDisplay("{Id,nq}")]
public sealed class PaymentKey : IDisposable
{
    /// <summary>The length of the key, in bytes.</summary>
    public const int Size = 32;

    /// <summary>How often the key may encrypt.</summary>
    public const long MaxEncryptions = 1L << 32;

    internal const int NonceSize = 12;
    internal const int TagSize = 16;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _key;

    private readonly InstancePool<AesGcm> _ciphers;
    private long _encryptions;

    /// <summary>Takes a key over.</summary>
    /// <param name="id">Its id, 1 to 32 of <c>[A-Za-z0-9_-]</c>; it stands readable in everything that the key protects.</param>
    /// <param name="key">32 random bytes; they are copied, the caller clears its own.</param>
    /// <param name="encryptionsSoFar">How often the key has encrypted before, 0 for a new one.</param>
    /// <exception cref="ArgumentException">The id is in another form or the key has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="encryptionsSoFar"/> is negative.</exception>
    public PaymentKey(string id, ReadOnlySpan<byte> key, long encryptionsSoFar = 0)
    {
        Id = KeyIds.Check(id, nameof(id));
        if (key.Length != Size)
            throw new ArgumentException("A key has 32 bytes.", nameof(key));
        ArgumentOutOfRangeException.ThrowIfNegative(encryptionsSoFar);

        _key = GC.AllocateUninitializedArray<byte>(Size, pinned: true);
        key.CopyTo(_key);
        _ciphers = new(() => new AesGcm(_key, TagSize));
        _encryptions = encryptionsSoFar;
    }

    /// <summary>The key's id.</summary>
    public string Id { get; }

    /// <summary>How often the key has encrypted, refused attempts not counted.</summary>
    public long Encryptions => Math.Min(Volatile.Read(ref _encryptions), MaxEncryptions);

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
        _ciphers.Dispose();
        CryptographicOperations.ZeroMemory(_key);
    }

    internal void Encrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, Span<byte> tag, ReadOnlySpan<byte> associatedData)
    {
        CountEncryption();
        var cipher = _ciphers.Rent();
        cipher.Encrypt(nonce, plaintext, ciphertext, tag, associatedData);
        _ciphers.Return(cipher);
    }

    internal bool TryDecrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext, ReadOnlySpan<byte> associatedData)
    {
        var cipher = _ciphers.Rent();
        try
        {
            cipher.Decrypt(nonce, ciphertext, tag, plaintext, associatedData);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        finally
        {
            _ciphers.Return(cipher);
        }
    }

    private void CountEncryption()
    {
        // Never above the limit plus the number of threads inside, so it cannot wrap around.
        if (Interlocked.Increment(ref _encryptions) <= MaxEncryptions)
            return;

        Interlocked.Decrement(ref _encryptions);
        throw new InvalidOperationException($"The key '{Id}' has encrypted 2^32 times: make another key active.");
    }
}
