using System.Security.Cryptography;

namespace Payments.Security;

/// <summary>
/// Makes and checks HMAC signatures over raw bytes. The message is given in up to three parts that are hashed one after the other, so that
/// <c>url + body</c> or <c>timestamp + "." + body</c> needs no copy of the body; <see cref="Begin"/> takes any number of parts.
/// Comparison is constant-time. Safe for concurrent use.
/// </summary>
/// <param name="algorithm">The hash.</param>
/// <param name="encoding">How the signature is written.</param>
public sealed class HmacSignature(HmacAlgorithm algorithm, SignatureEncoding encoding)
{
    /// <summary>HMAC-SHA-256 written as hexadecimal.</summary>
    public static HmacSignature Sha256Hex { get; } = new(HmacAlgorithm.Sha256, SignatureEncoding.Hex);

    /// <summary>HMAC-SHA-256 written as Base64.</summary>
    public static HmacSignature Sha256Base64 { get; } = new(HmacAlgorithm.Sha256, SignatureEncoding.Base64);

    /// <summary>HMAC-SHA-512 written as hexadecimal.</summary>
    public static HmacSignature Sha512Hex { get; } = new(HmacAlgorithm.Sha512, SignatureEncoding.Hex);

    /// <summary>HMAC-SHA-512 written as Base64.</summary>
    public static HmacSignature Sha512Base64 { get; } = new(HmacAlgorithm.Sha512, SignatureEncoding.Base64);

    /// <summary>The hash.</summary>
    public HmacAlgorithm Algorithm { get; } = Enum.IsDefined(algorithm) ? algorithm : throw new ArgumentOutOfRangeException(nameof(algorithm));

    /// <summary>How the signature is written.</summary>
    public SignatureEncoding Encoding { get; } = Enum.IsDefined(encoding) ? encoding : throw new ArgumentOutOfRangeException(nameof(encoding));

    /// <summary>Says whether a signature belongs to a message.</summary>
    /// <param name="key">The key's bytes. An empty key never verifies anything.</param>
    /// <param name="body">The message.</param>
    /// <param name="signature">What came with the message. Empty, of a wrong length or with wrong characters it is just not valid.</param>
    /// <returns>Whether the signature is valid.</returns>
    public bool Verify(ReadOnlySpan<byte> key, ReadOnlySpan<byte> body, ReadOnlySpan<char> signature) =>
        Verify(key, default, default, body, signature);

    /// <inheritdoc cref="Verify(ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{char})"/>
    /// <param name="key">The key's bytes. An empty key never verifies anything.</param>
    /// <param name="prefix">The first part of the message.</param>
    /// <param name="body">The last part of the message.</param>
    /// <param name="signature">What came with the message.</param>
    public bool Verify(ReadOnlySpan<byte> key, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> body, ReadOnlySpan<char> signature) =>
        Verify(key, default, prefix, body, signature);

    /// <inheritdoc cref="Verify(ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{char})"/>
    /// <param name="key">The key's bytes. An empty key never verifies anything.</param>
    /// <param name="part1">The first part of the message.</param>
    /// <param name="part2">The second part of the message.</param>
    /// <param name="part3">The last part of the message.</param>
    /// <param name="signature">What came with the message.</param>
    public bool Verify(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> part1, ReadOnlySpan<byte> part2, ReadOnlySpan<byte> part3, ReadOnlySpan<char> signature)
    {
        Span<byte> claimed = stackalloc byte[Algorithm.SizeInBytes()];
        if (key.IsEmpty || !Encoding.TryDecode(signature, claimed))
            return false;

        Span<byte> expected = stackalloc byte[claimed.Length];
        Compute(key, part1, part2, part3, expected);
        return CryptographicOperations.FixedTimeEquals(claimed, expected);
    }

    /// <summary>Says whether a signature belongs to a message under one of the secrets that are valid at a time.</summary>
    /// <param name="secrets">The secrets. None valid at <paramref name="now"/> means that nothing verifies.</param>
    /// <param name="now">The time.</param>
    /// <param name="body">The message.</param>
    /// <param name="signature">What came with the message.</param>
    /// <returns>Whether the signature is valid.</returns>
    public bool Verify(WebhookSecrets secrets, DateTimeOffset now, ReadOnlySpan<byte> body, ReadOnlySpan<char> signature) =>
        Verify(secrets, now, default, default, body, signature);

    /// <inheritdoc cref="Verify(WebhookSecrets, DateTimeOffset, ReadOnlySpan{byte}, ReadOnlySpan{char})"/>
    /// <param name="secrets">The secrets. None valid at <paramref name="now"/> means that nothing verifies.</param>
    /// <param name="now">The time.</param>
    /// <param name="prefix">The first part of the message.</param>
    /// <param name="body">The last part of the message.</param>
    /// <param name="signature">What came with the message.</param>
    public bool Verify(
        WebhookSecrets secrets, DateTimeOffset now, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> body, ReadOnlySpan<char> signature) =>
        Verify(secrets, now, default, prefix, body, signature);

    /// <inheritdoc cref="Verify(WebhookSecrets, DateTimeOffset, ReadOnlySpan{byte}, ReadOnlySpan{char})"/>
    /// <param name="secrets">The secrets. None valid at <paramref name="now"/> means that nothing verifies.</param>
    /// <param name="now">The time.</param>
    /// <param name="part1">The first part of the message.</param>
    /// <param name="part2">The second part of the message.</param>
    /// <param name="part3">The last part of the message.</param>
    /// <param name="signature">What came with the message.</param>
    public bool Verify(
        WebhookSecrets secrets,
        DateTimeOffset now,
        ReadOnlySpan<byte> part1,
        ReadOnlySpan<byte> part2,
        ReadOnlySpan<byte> part3,
        ReadOnlySpan<char> signature)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        Span<byte> claimed = stackalloc byte[Algorithm.SizeInBytes()];
        if (!Encoding.TryDecode(signature, claimed))
            return false;

        Span<byte> expected = stackalloc byte[claimed.Length];
        foreach (var key in secrets.KeysValidAt(now))
        {
            key.Compute(Algorithm, part1, part2, part3, expected);
            if (CryptographicOperations.FixedTimeEquals(claimed, expected))
                return true;
        }

        return false;
    }

    /// <summary>Signs a message.</summary>
    /// <param name="key">The key's bytes, not empty.</param>
    /// <param name="part1">The message, or its first part.</param>
    /// <param name="part2">Its second part, if any.</param>
    /// <param name="part3">Its third part, if any.</param>
    /// <returns>The signature in this object's <see cref="Encoding"/>.</returns>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    public string Sign(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> part1, ReadOnlySpan<byte> part2 = default, ReadOnlySpan<byte> part3 = default)
    {
        if (key.IsEmpty)
            throw new ArgumentException("A signature needs a key.", nameof(key));

        Span<byte> signature = stackalloc byte[Algorithm.SizeInBytes()];
        Compute(key, part1, part2, part3, signature);
        return Encoding.Encode(signature);
    }

    /// <summary>Begins a message of any number of parts.</summary>
    /// <param name="key">The key's bytes. Under an empty key nothing verifies.</param>
    /// <returns>The computation; dispose of it.</returns>
    public HmacComputation Begin(ReadOnlySpan<byte> key) => new(this, key);

    private void Compute(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> part1, ReadOnlySpan<byte> part2, ReadOnlySpan<byte> part3, Span<byte> destination)
    {
        if (part1.IsEmpty && part2.IsEmpty)
        {
            CryptographicOperations.HmacData(Algorithm.Name(), key, part3, destination);
            return;
        }

        using var hash = IncrementalHash.CreateHMAC(Algorithm.Name(), key);
        hash.AppendData(part1);
        hash.AppendData(part2);
        hash.AppendData(part3);
        hash.GetHashAndReset(destination);
    }
}
