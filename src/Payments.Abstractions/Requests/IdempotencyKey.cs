using System.Security.Cryptography;

namespace Payments;

/// <summary>
/// Makes idempotency keys. A request object is one intention: its key is made with the object and travels through every retry. Set it yourself
/// to keep the intention across a restart or a double click.
/// </summary>
public static class IdempotencyKey
{
    /// <summary>The greatest length of a key.</summary>
    public const int MaxLength = 200;

    /// <summary>A new key: 32 hexadecimal digits of a cryptographic generator.</summary>
    /// <returns>The key.</returns>
    public static string New()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
