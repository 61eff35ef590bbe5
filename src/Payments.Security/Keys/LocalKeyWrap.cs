using System.Security.Cryptography;
using System.Text;

namespace Payments.Security;

/// <summary>Wraps a data key with a key-encryption key that this process can read. The key-encryption key lives only as long as the call.</summary>
internal static class LocalKeyWrap
{
    private const string Purpose = "payments.data-key";
    private const int MaxCiphertextSize = 128;

    public static WrappedKey Wrap(string keyId, ReadOnlySpan<byte> base64Key, ReadOnlySpan<byte> dataKey, string context)
    {
        using var ring = new PaymentKeyRing(keyId, Parse(keyId, base64Key));
        return new(keyId, new AesGcmPaymentDataProtector(ring).Protect(dataKey, Purpose, Encoding.UTF8.GetBytes(context)));
    }

    public static void Unwrap(WrappedKey wrapped, ReadOnlySpan<byte> base64Key, string context, Span<byte> destination)
    {
        using var ring = new PaymentKeyRing(wrapped.KeyEncryptionKeyId, Parse(wrapped.KeyEncryptionKeyId, base64Key));
        var ciphertext = wrapped.Ciphertext.Span;
        Span<byte> plaintext = stackalloc byte[MaxCiphertextSize];
        if (ciphertext.Length > MaxCiphertextSize)
            throw new PaymentCryptographyException();

        var length = new AesGcmPaymentDataProtector(ring).Unprotect(ciphertext, plaintext, Purpose, Encoding.UTF8.GetBytes(context));
        var copied = length == destination.Length && plaintext[..length].TryCopyTo(destination);
        CryptographicOperations.ZeroMemory(plaintext);
        if (!copied)
            throw new PaymentCryptographyException();
    }

    /// <summary>Whether the text is 32 bytes in base64, white space around it allowed.</summary>
    public static bool IsKey(ReadOnlySpan<byte> base64Key)
    {
        Span<byte> key = stackalloc byte[PaymentKey.Size + 1];
        var isKey = TryDecode(base64Key, key, out var length) && length == PaymentKey.Size;
        CryptographicOperations.ZeroMemory(key);
        return isKey;
    }

    private static PaymentKey Parse(string keyId, ReadOnlySpan<byte> base64Key)
    {
        Span<byte> key = stackalloc byte[PaymentKey.Size + 1];
        try
        {
            return TryDecode(base64Key, key, out var length) && length == PaymentKey.Size
                ? new(keyId, key[..length])
                : throw new InvalidOperationException($"The key-encryption key '{keyId}' is not 32 bytes in base64.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static bool TryDecode(ReadOnlySpan<byte> base64, Span<byte> key, out int length) =>
        System.Buffers.Text.Base64.DecodeFromUtf8(base64.Trim(" \t\r\n"u8), key, out _, out length) is System.Buffers.OperationStatus.Done;
}
