using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Payments.Coinbase;

/// <summary>
/// Makes the tokens of CDP's APIs: signed with ES256, for one method, host and path, and for two minutes. Each attempt gets one of its own.
/// </summary>
internal sealed class CdpToken(CoinbaseOptions options, TimeProvider time, Func<string> nonce)
{
    private const int LifetimeSeconds = 120;
    private const int SignatureSize = 64;

    private readonly string _keyId = JsonEncodedText.Encode(options.ApiKeyId).Value;

    private readonly ECParameters _key = CdpKey.Read(options.ApiKeySecret, out var problem)
        ?? throw new InvalidOperationException($"{nameof(CoinbaseOptions.ApiKeySecret)} {problem}");

    // As many as ever signed at once: they are not made for several threads, and making one takes several times as long as signing.
    private readonly ConcurrentBag<ECDsa> _idle = [];

    /// <summary>The header <c>Authorization</c> of a call: the token behind its scheme.</summary>
    /// <param name="method">The HTTP method in upper case.</param>
    /// <param name="address">Host and path as Coinbase sees them: without scheme, port and query. Percent-encoded, so that JSON has nothing to escape.</param>
    internal string Create(string method, string address)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var uri = options.SendUriClaim ? $",\"uri\":\"{method} {address}\"" : "";

        // A character has at most three bytes, which Base64 makes four of.
        var buffer = ArrayPool<byte>.Shared.Rent(4 * (256 + (2 * _keyId.Length) + method.Length + address.Length + uri.Length));
        try
        {
            var text = buffer.AsSpan();
            "Bearer "u8.CopyTo(text);
            var start = "Bearer "u8.Length;
            var length = start + Write(text[start..], $$"""{"alg":"ES256","kid":"{{_keyId}}","typ":"JWT","nonce":"{{nonce()}}"}""");
            text[length++] = (byte)'.';
            length += Write(text[length..], $$"""{"sub":"{{_keyId}}","iss":"cdp","nbf":{{now}},"exp":{{now + LifetimeSeconds}},"uris":["{{method}} {{address}}"]{{uri}}}""");

            Span<byte> signature = stackalloc byte[SignatureSize];
            Sign(text[start..length], signature);
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

    private void Sign(ReadOnlySpan<byte> text, Span<byte> signature)
    {
        if (!_idle.TryTake(out var key))
            key = ECDsa.Create(_key);
        key.SignData(text, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        _idle.Add(key);
    }
}
