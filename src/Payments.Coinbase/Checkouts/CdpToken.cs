using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Payments.Coinbase;

/// <summary>
/// Makes the tokens of CDP's APIs: signed with ES256, for one method, host and path, and for two minutes. Each attempt gets one of its own.
/// </summary>
internal sealed class CdpToken(CoinbaseOptions options, TimeProvider time, Func<string> nonce)
{
    private const int LifetimeSeconds = 120;

    private readonly ECParameters _key = CdpKey.Read(options.ApiKeySecret, out var problem)
        ?? throw new InvalidOperationException($"{nameof(CoinbaseOptions.ApiKeySecret)} {problem}");

    /// <summary>A token for a call.</summary>
    /// <param name="method">The HTTP method in upper case.</param>
    /// <param name="address">Host and path as Coinbase sees them: without scheme, port and query.</param>
    internal string Create(string method, string address)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var call = $"{method} {address}";
        var header = JsonSerializer.SerializeToUtf8Bytes(
            new CdpTokenHeader { Alg = "ES256", Kid = options.ApiKeyId, Typ = "JWT", Nonce = nonce() }, CheckoutsJson.Default.CdpTokenHeader);
        var claims = JsonSerializer.SerializeToUtf8Bytes(
            new CdpTokenClaims
            {
                Sub = options.ApiKeyId,
                Iss = "cdp",
                Nbf = now,
                Exp = now + LifetimeSeconds,
                Uris = [call],
                Uri = options.SendUriClaim ? call : null,
            }, CheckoutsJson.Default.CdpTokenClaims);
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(claims)}";

        // An instance of its own: they are not made for several threads.
        using var key = ECDsa.Create(_key);
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>The nonce of a token: 32 hexadecimal digits.</summary>
    internal static string NewNonce() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}

internal sealed class CdpTokenHeader
{
    public required string Alg { get; init; }

    public required string Kid { get; init; }

    public required string Typ { get; init; }

    public required string Nonce { get; init; }
}

internal sealed class CdpTokenClaims
{
    public required string Sub { get; init; }

    public required string Iss { get; init; }

    public required long Nbf { get; init; }

    public required long Exp { get; init; }

    public required string[] Uris { get; init; }

    public string? Uri { get; init; }
}
