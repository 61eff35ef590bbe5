using System.Diagnostics;
using System.Security.Cryptography;

namespace Payments.Security;

/// <summary>
/// What makes the audit log's chain unforgeable. With a secret every entry carries an HMAC-SHA256: nobody without the secret can make or change one, and
/// whoever verifies needs it. With an ECDSA key every entry carries a SHA-256 and every checkpoint a signature over all that is before it: whoever
/// verifies needs the public key only, and what came after the last checkpoint is not protected yet. Use a key for this alone. Safe for concurrent use.
/// </summary>
[DebuggerDisplay("{Id,nq}")]
public sealed class AuditKey : IDisposable
{
    /// <summary>The least length of a secret, in bytes.</summary>
    public const int MinSecretSize = 32;

    internal const int HashSize = 32;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[]? _secret;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly InstancePool<IncrementalHash>? _hashes;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly ECDsa? _ecdsa;

    private readonly Lock _lock = new();
    private volatile bool _disposed;

    private AuditKey(string id, byte[]? secret, ECDsa? ecdsa)
    {
        Id = KeyIds.Check(id, nameof(id));
        _secret = secret;
        _hashes = secret is null ? null : new(() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret));
        _ecdsa = ecdsa;
    }

    /// <summary>The key's id; it stands readable in every entry.</summary>
    public string Id { get; }

    /// <summary>Whether each entry is protected by itself, and not by the next checkpoint only.</summary>
    public bool ProtectsEntries => _secret is not null;

    /// <summary>Takes a secret over.</summary>
    /// <param name="id">Its id, 1 to 32 of <c>[A-Za-z0-9_-]</c>.</param>
    /// <param name="secret">At least 32 random bytes; they are copied, the caller clears its own.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The id has another form or the secret is too short.</exception>
    public static AuditKey FromSecret(string id, ReadOnlySpan<byte> secret)
    {
        if (secret.Length < MinSecretSize)
            throw new ArgumentException("The secret of an audit log has at least 32 bytes.", nameof(secret));
        var copy = GC.AllocateUninitializedArray<byte>(secret.Length, pinned: true);
        secret.CopyTo(copy);
        return new AuditKey(id, copy, null);
    }

    /// <summary>Takes an ECDSA key, which may live in an HSM. With its public half alone the chain can be verified, not written.</summary>
    /// <param name="id">Its id, 1 to 32 of <c>[A-Za-z0-9_-]</c>.</param>
    /// <param name="key">The key. It stays the caller's, who disposes of it.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The id has another form.</exception>
    public static AuditKey FromEcdsa(string id, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new AuditKey(id, null, key);
    }

    /// <summary>Clears the secret.</summary>
    public void Dispose()
    {
        _disposed = true;
        _hashes?.Dispose();
        CryptographicOperations.ZeroMemory(_secret);
    }

    internal void Hash(ReadOnlySpan<byte> body, Span<byte> hash)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_hashes is null)
        {
            SHA256.HashData(body, hash);
            return;
        }

        var keyed = _hashes.Rent();
        keyed.AppendData(body);
        keyed.GetHashAndReset(hash);
        _hashes.Return(keyed);
    }

    /// <summary>The signature of a checkpoint; null where the entry's own hash is as good.</summary>
    internal byte[]? Sign(ReadOnlySpan<byte> body)
    {
        if (_ecdsa is null)
            return null;
        lock (_lock)
            return _ecdsa.SignData(body, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    internal bool Verifies(ReadOnlySpan<byte> body, ReadOnlySpan<byte> signature)
    {
        if (_ecdsa is null)
            return false;
        lock (_lock)
            return _ecdsa.VerifyData(body, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
