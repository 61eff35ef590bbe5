using System.Security.Cryptography;
using System.Text.Unicode;

namespace Payments.Security;

/// <summary>
/// A signature over any number of parts, hashed as they come: field lists, a URL before a body. Begin it with <see cref="HmacSignature.Begin"/>,
/// append, then ask once with <see cref="Matches"/> or <see cref="Sign"/>; after that it stands at its beginning again.
/// </summary>
public readonly ref struct HmacComputation : IDisposable
{
    private readonly HmacSignature _signature;
    private readonly IncrementalHash _hash;
    private readonly bool _hasKey;

    internal HmacComputation(HmacSignature signature, ReadOnlySpan<byte> key)
    {
        _signature = signature;
        _hash = IncrementalHash.CreateHMAC(signature.Algorithm.Name(), key);
        _hasKey = !key.IsEmpty;
    }

    /// <summary>Appends bytes.</summary>
    /// <param name="part">The next bytes of the message.</param>
    public void Append(ReadOnlySpan<byte> part) => _hash.AppendData(part);

    /// <summary>Appends text as UTF-8, without a copy of the whole. A lone surrogate counts as U+FFFD.</summary>
    /// <param name="part">The next characters of the message.</param>
    public void Append(ReadOnlySpan<char> part)
    {
        Span<byte> chunk = stackalloc byte[256];
        while (!part.IsEmpty)
        {
            Utf8.FromUtf16(part, chunk, out var read, out var written);
            _hash.AppendData(chunk[..written]);
            part = part[read..];
        }
    }

    /// <summary>Says, in constant time, whether a signature belongs to what was appended.</summary>
    /// <param name="signature">What came with the message. Of a wrong length or with wrong characters it is just not valid.</param>
    /// <returns>Whether the signature is valid; never under an empty key.</returns>
    public bool Matches(ReadOnlySpan<char> signature)
    {
        Span<byte> expected = stackalloc byte[_signature.Algorithm.SizeInBytes()];
        Span<byte> claimed = stackalloc byte[expected.Length];
        _hash.GetHashAndReset(expected);
        return _hasKey && _signature.Encoding.TryDecode(signature, claimed) && CryptographicOperations.FixedTimeEquals(claimed, expected);
    }

    /// <summary>Signs what was appended.</summary>
    /// <returns>The signature in the encoding of the <see cref="HmacSignature"/> that began this.</returns>
    /// <exception cref="InvalidOperationException">The key is empty.</exception>
    public string Sign()
    {
        if (!_hasKey)
            throw new InvalidOperationException("A signature needs a key.");

        Span<byte> signature = stackalloc byte[_signature.Algorithm.SizeInBytes()];
        _hash.GetHashAndReset(signature);
        return _signature.Encoding.Encode(signature);
    }

    /// <summary>Gives the underlying hash back.</summary>
    public void Dispose() => _hash?.Dispose();
}
