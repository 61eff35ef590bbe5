using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Payments.Security;

namespace Payments.Coinbase;

/// <summary>
/// Makes the tokens of CDP's APIs: signed with ES256, for one method, host and path, and for two minutes. Each attempt gets one of its own.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "It lives as long as its registration.")]
internal sealed class CdpToken
{
    private const int LifetimeSeconds = 120;

    private readonly CoinbaseOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<string> _nonce;
    private readonly string _keyId;
    private readonly InstancePool<ECDsa> _keys;

    internal CdpToken(CoinbaseOptions options, TimeProvider time, Func<string> nonce)
    {
        (_options, _time, _nonce) = (options, time, nonce);
        _keyId = JsonEncodedText.Encode(options.ApiKeyId).Value;
        var key = CdpKey.Read(options.ApiKeySecret, out var problem)
            ?? throw new InvalidOperationException($"{nameof(CoinbaseOptions.ApiKeySecret)} {problem}");

        // Making one takes several times as long as signing with it.
        _keys = new InstancePool<ECDsa>(() => ECDsa.Create(key));
    }

    /// <summary>The header <c>Authorization</c> of a call: the token behind its scheme.</summary>
    /// <param name="method">The HTTP method in upper case.</param>
    /// <param name="address">Host and base path as Coinbase sees them: without scheme, port and query. Percent-encoded, so that JSON has nothing to escape.</param>
    /// <param name="path">The path below them, equally.</param>
    internal string Create(string method, string address, string path)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var uri = _options.SendUriClaim ? $",\"uri\":\"{method} {address}{path}\"" : "";

        // A character has at most three bytes, which Base64 makes four of.
        var buffer = ArrayPool<byte>.Shared.Rent(4 * (256 + (2 * _keyId.Length) + method.Length + address.Length + path.Length + uri.Length));
        try
        {
            var text = buffer.AsSpan();
            "Bearer "u8.CopyTo(text);
            var start = "Bearer "u8.Length;
            var length = start + Write(text[start..], $$"""{"alg":"ES256","kid":"{{_keyId}}","typ":"JWT","nonce":"{{_nonce()}}"}""");
            text[length++] = (byte)'.';
            length += Write(text[length..], $$"""{"sub":"{{_keyId}}","iss":"cdp","nbf":{{now}},"exp":{{now + LifetimeSeconds}},"uris":["{{method}} {{address}}{{path}}"]{{uri}}}""");

            var signature = Sign(text[start..length]);
            text[length++] = (byte)'.';
            length += Base64Url.EncodeToUtf8(signature, text[length..]);
            return Encoding.ASCII.GetString(text[..length]);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>The nonce of a token: 32 hexadecimal digits.</summary>
    internal static string NewNonce() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    // A part of the token: JSON in Base64.
    private static int Write(Span<byte> part, [InterpolatedStringHandlerArgument(nameof(part))] ref Utf8.TryWriteInterpolatedStringHandler json) =>
        Utf8.TryWrite(part, ref json, out var length) && Base64Url.TryEncodeToUtf8InPlace(part, length, out length) ? length : throw new UnreachableException();

    private byte[] Sign(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        var key = _keys.Rent();
        var signature = key.SignHash(hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        _keys.Return(key);
        return signature;
    }
}
