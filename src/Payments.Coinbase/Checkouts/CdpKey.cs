using System.Security.Cryptography;

namespace Payments.Coinbase;

/// <summary>Reads the secret of a CDP API key, and says what is wrong with one that cannot be used.</summary>
internal static class CdpKey
{
    private const string Cure =
        "make a CDP API key with the signature algorithm ECDSA (in the portal's advanced settings) and set its secret, '-----BEGIN EC PRIVATE KEY-----…'";

    private const int Ed25519Length = 64;

    // The object identifier of Ed25519 in DER: 1.3.101.112.
    private static ReadOnlySpan<byte> Ed25519Identifier => [0x06, 0x03, 0x2B, 0x65, 0x70];

    /// <summary>The key; else null and the problem, as the end of a sentence that begins with the option's name. The secret is not repeated.</summary>
    internal static ECParameters? Read(string secret, out string? problem)
    {
        problem = null;
        if (string.IsNullOrWhiteSpace(secret))
        {
            problem = $"is missing: {Cure}.";
            return null;
        }

        // In JSON and environment files line breaks are often left as two characters.
        var text = secret.Replace("\\r", "", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal).Trim();
        if (IsEd25519(text))
        {
            problem = $"is an Ed25519 key, and .NET 10 has no signatures of that kind: {Cure}.";
            return null;
        }

        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(text);
            var parameters = key.ExportParameters(includePrivateParameters: true);
            if (IsP256(parameters.Curve))
                return parameters;
            problem = $"is a key on another curve than P-256, which is the only one that Coinbase takes: {Cure}.";
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // Without its message: it can repeat parts of the key.
            problem = $"is no private key in PEM that can be read (a public, RSA or encrypted key, or one that was cut): {Cure}.";
        }

        return null;
    }

    private static bool IsP256(ECCurve curve) =>
        curve.IsNamed && (curve.Oid.Value == "1.2.840.10045.3.1.7" || string.Equals(curve.Oid.FriendlyName, "nistP256", StringComparison.OrdinalIgnoreCase));

    // As the portal gives it: seed and public half in base64; or in PEM, as other tools do.
    private static bool IsEd25519(string text)
    {
        var isPem = PemEncoding.TryFind(text, out var fields);
        var base64 = isPem ? text.AsSpan(fields.Base64Data) : text;
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64Chars(base64, bytes, out var length)
            && (isPem ? bytes.AsSpan(0, length).IndexOf(Ed25519Identifier) >= 0 : length == Ed25519Length);
    }
}
