using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Payments.Security;

/// <summary>
/// AES-256-GCM with a key per message (XAES-256-GCM, c2sp.org/XAES-256-GCM). The protected data is: version (1 byte, <c>0x01</c>), length of the
/// key id (1 byte), key id (ASCII), nonce (24 bytes, random), ciphertext (as long as the data), tag (16 bytes). Authenticated along with it are version,
/// key id, purpose and associated data.
/// </summary>
public sealed class AesGcmPaymentDataProtector : IPaymentDataProtector
{
    private const byte Version = 1;
    private const int FixedHeaderSize = 2;
    private const int MaxPurposeSize = 255;

    private readonly IPaymentKeyRing _keys;
    private readonly FillRandom _fillNonce;

    /// <summary>Protects with the keys of a ring.</summary>
    /// <param name="keys">The ring; it stays the caller's.</param>
    public AesGcmPaymentDataProtector(IPaymentKeyRing keys)
        : this(keys, RandomNumberGenerator.Fill)
    {
    }

    // Not public: a nonce that comes twice under one key gives the key away.
    internal AesGcmPaymentDataProtector(IPaymentKeyRing keys, FillRandom fillNonce)
    {
        ArgumentNullException.ThrowIfNull(keys);
        _keys = keys;
        _fillNonce = fillNonce;
    }

    /// <inheritdoc />
    public byte[] Protect(ReadOnlySpan<byte> plaintext, string purpose, ReadOnlySpan<byte> associatedData = default)
    {
        var key = _keys.ActiveKey;
        var headerSize = FixedHeaderSize + key.Id.Length;
        var result = new byte[headerSize + PaymentKey.NonceSize + plaintext.Length + PaymentKey.TagSize];
        result[0] = Version;
        result[1] = (byte)key.Id.Length;
        Encoding.ASCII.GetBytes(key.Id, result.AsSpan(FixedHeaderSize));
        var nonce = result.AsSpan(headerSize, PaymentKey.NonceSize);
        _fillNonce(nonce);

        using var authenticated = new AuthenticatedData(result.AsSpan(0, headerSize), purpose, associatedData);
        var ciphertext = result.AsSpan(headerSize + PaymentKey.NonceSize, plaintext.Length);
        key.Encrypt(nonce, plaintext, ciphertext, result.AsSpan(result.Length - PaymentKey.TagSize), authenticated.Bytes);
        return result;
    }

    /// <inheritdoc />
    public byte[] Unprotect(ReadOnlySpan<byte> protectedData, string purpose, ReadOnlySpan<byte> associatedData = default)
    {
        var result = new byte[PlaintextSize(protectedData)];
        Unprotect(protectedData, result, purpose, associatedData);
        return result;
    }

    /// <inheritdoc />
    public int Unprotect(
        ReadOnlySpan<byte> protectedData, Span<byte> destination, string purpose, ReadOnlySpan<byte> associatedData = default)
    {
        var size = PlaintextSize(protectedData);
        if (destination.Length < size)
            throw new ArgumentException("The destination is too short.", nameof(destination));

        var header = protectedData[..(FixedHeaderSize + protectedData[1])];
        var nonce = protectedData.Slice(header.Length, PaymentKey.NonceSize);
        var ciphertext = protectedData.Slice(header.Length + PaymentKey.NonceSize, size);
        using var authenticated = new AuthenticatedData(header, purpose, associatedData);
        Span<char> keyId = stackalloc char[KeyIds.MaxLength];
        if (!_keys.TryGetKey(keyId[..Encoding.ASCII.GetChars(header[FixedHeaderSize..], keyId)], out var key)
            || !key.TryDecrypt(nonce, ciphertext, protectedData[^PaymentKey.TagSize..], destination[..size], authenticated.Bytes))
            throw new PaymentCryptographyException();
        return size;
    }

    /// <summary>The id of the key that the data says it was protected with, as ASCII; empty for what nobody protected.</summary>
    internal static ReadOnlySpan<byte> KeyIdOf(ReadOnlySpan<byte> protectedData) =>
        protectedData is [Version, > 0 and <= KeyIds.MaxLength, ..] && protectedData.Length >= FixedHeaderSize + protectedData[1]
            ? protectedData.Slice(FixedHeaderSize, protectedData[1])
            : default;

    /// <summary>Whether the data says that the active key protects it.</summary>
    internal bool IsUnderActiveKey(ReadOnlySpan<byte> protectedData) => _keys.ActiveKey is var active && Ascii.Equals(KeyIdOf(protectedData), active.Id);

    private static int PlaintextSize(ReadOnlySpan<byte> protectedData)
    {
        if (protectedData is not [Version, > 0 and <= KeyIds.MaxLength, ..])
            throw new PaymentCryptographyException();

        var size = protectedData.Length - FixedHeaderSize - protectedData[1] - PaymentKey.NonceSize - PaymentKey.TagSize;
        return size >= 0 ? size : throw new PaymentCryptographyException();
    }

    /// <summary>Header, length of the purpose (2 bytes), purpose, associated data: no two different inputs give the same bytes.</summary>
    private readonly ref struct AuthenticatedData : IDisposable
    {
        private readonly byte[] _rented;

        public AuthenticatedData(ReadOnlySpan<byte> header, string purpose, ReadOnlySpan<byte> associatedData)
        {
            ArgumentException.ThrowIfNullOrEmpty(purpose);
            var purposeSize = Encoding.UTF8.GetByteCount(purpose);
            if (purposeSize > MaxPurposeSize)
                throw new ArgumentException("A purpose has at most 255 bytes of UTF-8.", nameof(purpose));

            var size = header.Length + sizeof(ushort) + purposeSize + associatedData.Length;
            _rented = ArrayPool<byte>.Shared.Rent(size);
            header.CopyTo(_rented);
            BinaryPrimitives.WriteUInt16BigEndian(_rented.AsSpan(header.Length), (ushort)purposeSize);
            Encoding.UTF8.GetBytes(purpose, _rented.AsSpan(header.Length + sizeof(ushort)));
            associatedData.CopyTo(_rented.AsSpan(size - associatedData.Length));
            Bytes = _rented.AsSpan(0, size);
        }

        public ReadOnlySpan<byte> Bytes { get; }

        public void Dispose() => ArrayPool<byte>.Shared.Return(_rented, clearArray: true);
    }
}
