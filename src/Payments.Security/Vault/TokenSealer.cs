using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace Payments.Security;

/// <summary>
/// Encrypts what a record keeps: the right to open it (a hash of purpose and caller), the token where it is given out again, and the card's digits, in
/// this order. It is bound to the record's other members, so that none of them can be changed, nor a number moved to another record.
/// </summary>
internal static class TokenSealer
{
    public const int MaxSize = RightSize + 1 + TokenFormat.Length + CardNumber.MaxDigits;

    private const string Purpose = "payments.vault";
    private const int RightSize = SHA256.HashSizeInBytes;
    private const int MaxProtectedSize = 1024;
    private const int MaxBindingSize = 1024;

    /// <summary>Hashes what a caller must say, and be, to open the record.</summary>
    public static byte[] HashRight(string purpose, string? caller)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        if (Encoding.UTF8.GetByteCount(purpose) > TokenizeOptions.MaxPurposeSize)
            throw new ArgumentException("A purpose has at most 240 bytes of UTF-8.", nameof(purpose));

        var size = sizeof(ushort) + Encoding.UTF8.GetMaxByteCount(purpose.Length) + Encoding.UTF8.GetMaxByteCount(caller?.Length ?? 0);
        byte[]? rented = null;
        var bytes = size <= 512 ? stackalloc byte[512] : rented = ArrayPool<byte>.Shared.Rent(size);
        var purposeSize = Encoding.UTF8.GetBytes(purpose, bytes[sizeof(ushort)..]);
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)((purposeSize << 1) | (caller is null ? 0 : 1)));
        var length = sizeof(ushort) + purposeSize;
        length += Encoding.UTF8.GetBytes(caller, bytes[length..]);
        var right = SHA256.HashData(bytes[..length]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return right;
    }

    public static byte[] Seal(
        IPaymentDataProtector protector, TokenRecord record, CardNumber card, ReadOnlySpan<byte> right, ReadOnlySpan<char> reusableToken)
    {
        Span<byte> plaintext = stackalloc byte[MaxSize];
        Span<char> digits = stackalloc char[CardNumber.MaxDigits];
        try
        {
            right.CopyTo(plaintext);
            plaintext[RightSize] = (byte)reusableToken.Length;
            var length = RightSize + 1;
            length += Encoding.ASCII.GetBytes(reusableToken, plaintext[length..]);
            length += Encoding.ASCII.GetBytes(digits[..card.CopyDigitsTo(digits)], plaintext[length..]);
            return Protect(protector, record, plaintext[..length]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(digits));
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    /// <summary>Opens a record for those who have the right, alike in time for those who have not.</summary>
    public static CardNumber? Open(
        IPaymentDataProtector protector, TokenRecord record, ReadOnlySpan<byte> right, ReadOnlySpan<byte> callersRight)
    {
        Span<byte> plaintext = stackalloc byte[MaxProtectedSize];
        Span<char> digits = stackalloc char[CardNumber.MaxDigits];
        try
        {
            var opened = Unprotect(protector, record, plaintext, out var tokenSize);
            var mayAnybody = CryptographicOperations.FixedTimeEquals(opened[..RightSize], right);
            var mayCaller = CryptographicOperations.FixedTimeEquals(opened[..RightSize], callersRight);
            if (!(mayAnybody | mayCaller))
                return null;
            return Encoding.ASCII.TryGetChars(opened[(RightSize + 1 + tokenSize)..], digits, out var length)
                && CardNumber.TryParse(digits[..length], out var card) ? card : null;
        }
        catch (PaymentCryptographyException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(digits));
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    /// <summary>The token of a record that gives the same one out again; null for one that does not open.</summary>
    public static string? OpenToken(IPaymentDataProtector protector, TokenRecord record)
    {
        Span<byte> plaintext = stackalloc byte[MaxProtectedSize];
        try
        {
            var opened = Unprotect(protector, record, plaintext, out var tokenSize);
            return Encoding.ASCII.GetString(opened.Slice(RightSize + 1, tokenSize));
        }
        catch (PaymentCryptographyException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    /// <summary>The ciphertext of a changed record: opened as it was, sealed as it will be, whatever the right.</summary>
    public static byte[] Reseal(IPaymentDataProtector protector, TokenRecord was, TokenRecord becomes)
    {
        Span<byte> plaintext = stackalloc byte[MaxProtectedSize];
        try
        {
            return Protect(protector, becomes, Unprotect(protector, was, plaintext, out _));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    private static ReadOnlySpan<byte> Unprotect(IPaymentDataProtector protector, TokenRecord record, Span<byte> plaintext, out int tokenSize)
    {
        if (record.Ciphertext.Length > MaxProtectedSize)
            throw new PaymentCryptographyException();

        Span<byte> binding = stackalloc byte[MaxBindingSize];
        var length = protector.Unprotect(record.Ciphertext.Span, plaintext, Purpose, Bind(record, binding));
        tokenSize = length > RightSize ? plaintext[RightSize] : byte.MaxValue;
        return length > RightSize + tokenSize ? plaintext[..length] : throw new PaymentCryptographyException();
    }

    private static byte[] Protect(IPaymentDataProtector protector, TokenRecord record, ReadOnlySpan<byte> plaintext)
    {
        Span<byte> binding = stackalloc byte[MaxBindingSize];
        return protector.Protect(plaintext, Purpose, Bind(record, binding));
    }

    // No member holds a line break when it is written, so that one more of them cannot give the same bytes.
    private static ReadOnlySpan<byte> Bind(TokenRecord record, Span<byte> binding) => Utf8.TryWrite(
        binding,
        CultureInfo.InvariantCulture,
        $"{record.Id}\n{record.Brand}\n{record.Last4}\n{record.Fingerprint}\n{record.ExpiresAt?.ToUnixTimeSeconds()}\n{record.Tenant}\n{record.ReuseKey}\n{(record.IsSingleUse ? "1" : "")}",
        out var length) ? binding[..length] : throw new PaymentCryptographyException();
}
