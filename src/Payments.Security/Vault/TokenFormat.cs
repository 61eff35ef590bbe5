using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Payments.Security;

/// <summary>
/// The form of a token: <c>tok_</c> and 160 random bits, four to a letter. Without digits it can never pass for a card number, without upper case it
/// survives stores that ignore case, without vowels it spells nothing.
/// </summary>
internal static class TokenFormat
{
    public const string Prefix = "tok_";

    private const string Letters = "bcdfghjklmnpqrst";
    private const int RandomSize = 20;
    public const int Length = 4 + (2 * RandomSize);

    public static string Create(FillRandom fill)
    {
        Span<byte> random = stackalloc byte[RandomSize];
        fill(random);
        Span<char> token = stackalloc char[Length];
        Prefix.CopyTo(token);
        for (var i = 0; i < random.Length; i++)
        {
            token[Prefix.Length + (2 * i)] = Letters[random[i] >> 4];
            token[Prefix.Length + (2 * i) + 1] = Letters[random[i] & 0xF];
        }

        return token.ToString();
    }

    /// <summary>The id that a store knows the token by, or null for what cannot be a token, however long.</summary>
    public static string? IdOf(string token)
    {
        if (token.Length != Length || !token.StartsWith(Prefix, StringComparison.Ordinal))
            return null;

        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(Length)];
        return Base64Url.EncodeToString(SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(token, bytes)]));
    }
}
