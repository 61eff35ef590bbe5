using System.Buffers;

namespace Payments.Security;

internal static class KeyIds
{
    public const int MaxLength = 32;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    public static string Check(string keyId, string parameter)
    {
        ArgumentNullException.ThrowIfNull(keyId, parameter);
        return keyId.Length is > 0 and <= MaxLength && !keyId.AsSpan().ContainsAnyExcept(Allowed)
            ? keyId
            : throw new ArgumentException("A key id is 1 to 32 of A-Z, a-z, 0-9, '_' and '-'.", parameter);
    }
}
