using System.Buffers;

namespace Payments.Security;

/// <summary>The form of a scope's name, which is a tenant's.</summary>
internal static class KeyScopes
{
    /// <summary>The host's own scope.</summary>
    public const string Host = "";

    /// <summary>The scope of the fingerprint's key. No tenant can have this name.</summary>
    public const string Fingerprint = "~fingerprint";

    private const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

    public static string CheckTenant(string tenant, string parameter)
    {
        ArgumentNullException.ThrowIfNull(tenant, parameter);
        return tenant.Length is > 0 and <= MaxLength && !tenant.AsSpan().ContainsAnyExcept(Allowed)
            ? tenant
            : throw new ArgumentException("A tenant is 1 to 64 of A-Z, a-z, 0-9, '_', '.' and '-'.", parameter);
    }
}
