using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>Checks the token of each request: its signature, its two minutes, and that it was made for this very call and for no other before.</summary>
internal sealed class CoinbaseTokens : IDisposable
{
    private const int LongestLife = 120;
    private const int SignatureLength = 64;

    private readonly ECDsa _key;
    private readonly string _keyId;
    private readonly TimeProvider _time;
    private readonly HashSet<string> _nonces = new(StringComparer.Ordinal);

    public CoinbaseTokens(string keyId, int seed, TimeProvider time)
    {
        _keyId = keyId;
        _time = time;
        _key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = SHA256.HashData(Encoding.UTF8.GetBytes($"coinbase simulator {seed}")),
        });
    }

    /// <summary>The key's secret, as the portal shows it.</summary>
    public string Secret => _key.ExportECPrivateKeyPem();

    public void Check(SimulatedRequest request)
    {
        var parts = request.Header("Authorization")?.Split(' ') is ["Bearer", var token] ? token.Split('.') : [];
        if (parts is not [var head, var body, var signature] || Read(head) is not { } header || Read(body) is not { } claims)
            throw CoinbaseRefusal.Unauthorized("The request carries no token that can be read.");
        CheckHeader(header);
        if (!IsSigned($"{head}.{body}", signature))
            throw CoinbaseRefusal.Unauthorized("The token's signature is not valid.");
        CheckClaims(claims, request);
        if (!_nonces.Add((string)header["nonce"]!))
            throw CoinbaseRefusal.Unauthorized("The token was used before.");
    }

    public void Dispose() => _key.Dispose();

    private void CheckHeader(JsonObject header)
    {
        if (Text(header, "alg") is not "ES256" || Text(header, "typ") is not "JWT" || Text(header, "kid") != _keyId
            || Text(header, "nonce") is not { Length: >= 16 })
            throw CoinbaseRefusal.Unauthorized("The token's header must have alg ES256, typ JWT, the key's id and a nonce.");
    }

    private void CheckClaims(JsonObject claims, SimulatedRequest request)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var (from, until) = (Number(claims, "nbf"), Number(claims, "exp"));
        if (Text(claims, "iss") is not "cdp" || Text(claims, "sub") != _keyId)
            throw CoinbaseRefusal.Unauthorized("The token's claims must have iss cdp and the key's id as sub.");
        if (from is null || until is null || from > now || until <= now || until - from > LongestLife)
            throw CoinbaseRefusal.Unauthorized("The token is not valid at this time.");
        var host = request.Header("Host")?.Split(':')[0];
        var call = $"{request.Method} {host}{request.Path}";
        if (claims["uris"] is not JsonArray uris || !uris.Any(uri => uri is JsonValue value && value.TryGetValue<string>(out var text) && text == call))
            throw CoinbaseRefusal.Unauthorized($"The token is not for '{call}'.");
    }

    private bool IsSigned(string message, string signature)
    {
        var bytes = new byte[SignatureLength];
        return Base64Url.TryDecodeFromChars(signature, bytes, out var length)
            && length == SignatureLength
            && _key.VerifyData(Encoding.ASCII.GetBytes(message), bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static JsonObject? Read(string part)
    {
        try
        {
            return JsonNode.Parse(Base64Url.DecodeFromChars(part)) as JsonObject;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject from, string name) => from[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static long? Number(JsonObject from, string name) => from[name] is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;
}
