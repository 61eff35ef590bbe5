using System.Security.Cryptography;
using System.Text;

namespace Payments.Simulator;

/// <summary>Inicis' checksums, written from its tables.</summary>
internal static class InicisChecks
{
    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static string Sha512(string text) => Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Names and values in alphabetical order, joined as in a query but not encoded.</summary>
    public static string Sorted(params (string Name, string Value)[] fields) => Sha256(string.Join(
        '&', fields.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => $"{f.Name}={f.Value}")));

    public static string Mobile(string amount, string order, string timestamp, string key) =>
        Convert.ToBase64String(SHA512.HashData(Encoding.UTF8.GetBytes($"{amount}{order}{timestamp}{key}")));

    public static string Answer(string order, string merchant, string total, string stamp)
    {
        var (o, m, s, t) = ($"MOID={order}", $"mid={merchant}", $"tstamp={stamp}", $"TotPrice={total}");
        var parts = stamp[^1] switch
        {
            '1' => new[] { o, m, s },
            '2' => [o, s, m],
            '3' => [m, o, s],
            '4' => [m, s, o],
            '5' => [s, m, o],
            '6' => [s, o, m],
            '7' => [t, m, s],
            '8' => [t, s, m],
            '9' => [t, o, s],
            _ => [t, s, o],
        };
        return Sha256(string.Join('&', parts));
    }

    /// <summary>The digits of an encrypted account number; null when they cannot be decrypted.</summary>
    public static string? Decrypt(string cipher, string key, string iv)
    {
        try
        {
            using var aes = Aes.Create();
            aes.Key = Encoding.ASCII.GetBytes(key);
            return Encoding.ASCII.GetString(aes.DecryptCbc(Convert.FromBase64String(cipher), Encoding.ASCII.GetBytes(iv)));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
