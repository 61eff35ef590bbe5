using System.Buffers;

namespace Payments.Security;

internal static class KeyIds
{
    public const int MaxLength = 32;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    public static bool IsValid(ReadOnlySpan<char> keyId) => keyId.Length is > 0 and <= MaxLength && !keyId.ContainsAnyExcept(Allowed);

    public static string Check(string keyId, string parameter)
    {
        ArgumentNullException.ThrowIfNull(keyId, parameter);
        return IsValid(keyId)
            ? keyId
            : throw new ArgumentException("A key id is 1 to 32 of A-Z, a-z, 0-9, '_' and '-'.", parameter);
    }
}
