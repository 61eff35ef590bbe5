using System.Security.Cryptography;
using System.Text;

namespace Payments.BitPay;

/// <summary>The key pair of the merchant facade: says who calls, and signs calls.</summary>
internal sealed class BitPayIdentity
{
    private const string CurveName = "secp256k1";
    private const string CurveId = "1.3.132.0.10";
    private const int KeyLength = 32;

    private const string Cure =
        "set it to the private key that the token was paired with, as 64 hexadecimal digits or in PEM ('-----BEGIN EC PRIVATE KEY-----…')";

    // The order of the curve: a private key is above zero and below it (SEC 2, 2.4.1).
    private static readonly byte[] Order = Convert.FromHexString("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141");

    private readonly ECParameters _key;

    private BitPayIdentity(ECParameters key)
    {
        _key = key;
        PublicKey = (key.Q.Y![^1] & 1) == 0 ? "02" : "03";
        PublicKey += new string('0', 2 * (KeyLength - key.Q.X!.Length)) + Convert.ToHexStringLower(key.Q.X);
    }

    /// <summary>The public key in its compressed form: 66 hexadecimal digits.</summary>
    internal string PublicKey { get; }

    /// <summary>The key; else null and the problem, as the end of a sentence that begins with the option's name. The key is not repeated.</summary>
    internal static BitPayIdentity? Read(string text, out string? problem)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            problem = $"is missing: {Cure}. A POS token needs none: then set Facade to Pos.";
            return null;
        }

        if (!HasCurve())
        {
            problem = $"cannot be used: the cryptography of this machine has no {CurveName}. Use a Linux with OpenSSL, or a POS token with Facade = Pos.";
            return null;
        }

        problem = $"is no private key on {CurveName} that can be read (a public key, another curve, or one that was cut): {Cure}.";
        try
        {
            // In JSON and environment files line breaks are often left as two characters.
            using var key = Import(text.Replace("\\r", "", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal).Trim());
            var parameters = key?.ExportParameters(includePrivateParameters: true);
            if (parameters is not { D: not null, Curve.IsNamed: true } found || !IsOurs(found.Curve.Oid))
                return null;
            problem = null;
            return new BitPayIdentity(found);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or PlatformNotSupportedException)
        {
            // Without its message: it can repeat parts of the key.
            return null;
        }
    }

    /// <summary>The signature of a call: over the address as it is sent and the body, with nothing between them; DER in hex.</summary>
    internal string Sign(string address, ReadOnlySpan<byte> body)
    {
        var length = Encoding.UTF8.GetByteCount(address);
        var message = new byte[length + body.Length];
        Encoding.UTF8.GetBytes(address, message);
        body.CopyTo(message.AsSpan(length));

        // An instance of its own: they are not made for several threads.
        using var key = ECDsa.Create(_key);
        return Convert.ToHexStringLower(key.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    private static ECDsa? Import(string text)
    {
        if (text.Contains("-----", StringComparison.Ordinal))
        {
            var key = ECDsa.Create();
            key.ImportFromPem(text);
            return key;
        }

        var number = new byte[KeyLength];
        return text.Length == 2 * KeyLength && Convert.FromHexString(text, number, out _, out _) is System.Buffers.OperationStatus.Done
            && number.AsSpan().IndexOfAnyExcept((byte)0) >= 0 && number.AsSpan().SequenceCompareTo(Order) < 0
            ? ECDsa.Create(new ECParameters { Curve = ECCurve.CreateFromFriendlyName(CurveName), D = number })
            : null;
    }

    private static bool IsOurs(Oid curve) => curve.Value == CurveId || string.Equals(curve.FriendlyName, CurveName, StringComparison.OrdinalIgnoreCase);

    private static bool HasCurve()
    {
        try
        {
            using var probe = ECDsa.Create(ECCurve.CreateFromFriendlyName(CurveName));
            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or PlatformNotSupportedException or ArgumentException)
        {
            return false;
        }
    }
}
