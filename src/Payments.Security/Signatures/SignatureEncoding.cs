using System.Buffers;

namespace Payments.Security;

/// <summary>How the bytes of a signature are written as text.</summary>
public enum SignatureEncoding
{
    /// <summary>Hexadecimal; written in lower case, read in any case.</summary>
    Hex,

    /// <summary>Base64 with the standard alphabet and padding.</summary>
    Base64,
}

internal static class SignatureEncodings
{
    /// <summary>Decodes exactly <paramref name="destination"/>'s length of bytes; anything else in <paramref name="text"/> is false.</summary>
    public static bool TryDecode(this SignatureEncoding encoding, ReadOnlySpan<char> text, Span<byte> destination) => encoding switch
    {
        SignatureEncoding.Hex => text.Length == destination.Length * 2
            && Convert.FromHexString(text, destination, out _, out var written) == OperationStatus.Done
            && written == destination.Length,
        _ => text.Length == (destination.Length + 2) / 3 * 4
            && Convert.TryFromBase64Chars(text, destination, out var written)
            && written == destination.Length,
    };

    public static string Encode(this SignatureEncoding encoding, ReadOnlySpan<byte> bytes) => encoding switch
    {
        SignatureEncoding.Hex => Convert.ToHexStringLower(bytes),
        _ => Convert.ToBase64String(bytes),
    };
}
