using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Payments.Security;

/// <summary>
/// Checks RSA signatures over raw bytes in up to three parts, without a copy of them. Whether a certificate is the provider's, unexpired and of a
/// trusted chain is the caller's to check first. Safe for concurrent use as far as the key is.
/// </summary>
/// <param name="algorithm">SHA-256, SHA-384 or SHA-512.</param>
/// <param name="padding">PKCS #1 v1.5 or PSS.</param>
/// <exception cref="ArgumentException">The hash is another one, MD5 and SHA-1 among them.</exception>
public sealed class RsaSignature(HashAlgorithmName algorithm, RSASignaturePadding padding)
{
    /// <summary>Keys below this size never verify anything, in bits.</summary>
    public const int MinKeySize = 2048;

    private const int MaxSignatureBytes = 2048;

    private static readonly Dictionary<HashAlgorithmName, int> Sizes = new()
    {
        [HashAlgorithmName.SHA256] = 32,
        [HashAlgorithmName.SHA384] = 48,
        [HashAlgorithmName.SHA512] = 64,
    };

    private readonly int _hashSize = Sizes.TryGetValue(algorithm, out var size)
        ? size
        : throw new ArgumentException("Only SHA-256, SHA-384 and SHA-512 are accepted.", nameof(algorithm));

    private readonly RSASignaturePadding _padding = padding ?? throw new ArgumentNullException(nameof(padding));

    /// <summary>Says whether a signature belongs to a message.</summary>
    /// <param name="certificate">The signer's certificate.</param>
    /// <param name="signature">The signature in Base64. Empty, of a wrong length or with wrong characters it is just not valid.</param>
    /// <param name="part1">The message, or its first part.</param>
    /// <param name="part2">Its second part, if any.</param>
    /// <param name="part3">Its third part, if any.</param>
    /// <returns>Whether the signature is valid; never for a certificate without an RSA key of at least <see cref="MinKeySize"/> bits.</returns>
    public bool Verify(
        X509Certificate2 certificate,
        ReadOnlySpan<char> signature,
        ReadOnlySpan<byte> part1,
        ReadOnlySpan<byte> part2 = default,
        ReadOnlySpan<byte> part3 = default)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        using var key = certificate.GetRSAPublicKey();
        return key is not null && Verify(key, signature, part1, part2, part3);
    }

    /// <inheritdoc cref="Verify(X509Certificate2, ReadOnlySpan{char}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    /// <param name="key">The signer's public key.</param>
    /// <param name="signature">The signature in Base64. Empty, of a wrong length or with wrong characters it is just not valid.</param>
    /// <param name="part1">The message, or its first part.</param>
    /// <param name="part2">Its second part, if any.</param>
    /// <param name="part3">Its third part, if any.</param>
    /// <returns>Whether the signature is valid; never for a key below <see cref="MinKeySize"/> bits.</returns>
    public bool Verify(
        RSA key,
        ReadOnlySpan<char> signature,
        ReadOnlySpan<byte> part1,
        ReadOnlySpan<byte> part2 = default,
        ReadOnlySpan<byte> part3 = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        var size = (key.KeySize + 7) / 8;
        if (key.KeySize < MinKeySize || size > MaxSignatureBytes)
            return false;

        Span<byte> claimed = stackalloc byte[MaxSignatureBytes];
        claimed = claimed[..size];
        if (!SignatureEncoding.Base64.TryDecode(signature, claimed))
            return false;

        Span<byte> hash = stackalloc byte[_hashSize];
        using var incremental = IncrementalHash.CreateHash(algorithm);
        incremental.AppendData(part1);
        incremental.AppendData(part2);
        incremental.AppendData(part3);
        incremental.GetHashAndReset(hash);
        return key.VerifyHash(hash, claimed, algorithm, _padding);
    }
}
