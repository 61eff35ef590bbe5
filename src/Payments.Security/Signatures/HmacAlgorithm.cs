using System.Security.Cryptography;

namespace Payments.Security;

/// <summary>The hash under an HMAC.</summary>
public enum HmacAlgorithm
{
    /// <summary>HMAC-SHA-256, 32 bytes.</summary>
    Sha256,

    /// <summary>HMAC-SHA-512, 64 bytes.</summary>
    Sha512,

    /// <summary>HMAC-SHA-1, 20 bytes. Only for providers that still sign with it; choose another wherever there is a choice.</summary>
    Sha1,
}

internal static class HmacAlgorithms
{
    public const int Count = 3;
    public const int MaxSizeInBytes = 64;

    private static readonly (HashAlgorithmName Name, int Size)[] Table =
    [
        (HashAlgorithmName.SHA256, 32),
        (HashAlgorithmName.SHA512, 64),
        (HashAlgorithmName.SHA1, 20),
    ];

    public static HashAlgorithmName Name(this HmacAlgorithm algorithm) => Table[(int)algorithm].Name;

    public static int SizeInBytes(this HmacAlgorithm algorithm) => Table[(int)algorithm].Size;
}
