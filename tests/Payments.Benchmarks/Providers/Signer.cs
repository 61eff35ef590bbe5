using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Payments.Benchmarks;

/// <summary>The least that anyone has to do with a message: the signature over what is signed, and every token of the body once.</summary>
internal static class Signer
{
    /// <summary>A message whose body, with something around it, is signed by HMAC-SHA-256.</summary>
    internal static SignedEvent Hmac(byte[] key, string signedText, WebhookRequest request)
    {
        var signed = Encoding.UTF8.GetBytes(signedText);
        return new SignedEvent(request, () => Sign(key, signed) + Scan(request.Body.Span));
    }

    internal static byte[] Hmac(string key, string text) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text));

    internal static int Sign(byte[] key, ReadOnlySpan<byte> signed)
    {
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, signed, signature);
        return signature[0];
    }

    internal static int Scan(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        var tokens = 0;
        while (reader.Read())
            tokens++;
        return tokens;
    }

    internal static WebhookRequest Message(string body, params (string Name, string Value)[] headers) =>
        new() { Body = Encoding.UTF8.GetBytes(body), Headers = headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase) };

    /// <summary>A body of JSON with one more field in front, as long as wanted: what a provider does not know yet, and nobody reads.</summary>
    internal static string Padded(string body, string padding) => padding.Length == 0 ? body : body[0] + $"\"padding\":\"{padding}\"," + body[1..];

    /// <summary>CRC-32 as its definition has it, a bit at a time.</summary>
    internal static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var rest = uint.MaxValue;
        foreach (var value in bytes)
        {
            rest ^= value;
            for (var bit = 0; bit < 8; bit++)
                rest = (rest & 1) == 0 ? rest >> 1 : (rest >> 1) ^ 0xEDB88320;
        }

        return ~rest;
    }
}
