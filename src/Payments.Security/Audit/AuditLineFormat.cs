using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Payments.Security;

/// <summary>
/// The bytes of a line: the members of <see cref="AuditWire"/>, in a checkpoint under an ECDSA key <c>,"sig":"…"</c> over the bytes before it, and
/// last <c>,"hash":"…"}</c> over all bytes before it. The bytes themselves are hashed, so there is nothing to normalise and no byte that does not count.
/// </summary>
internal static class AuditLineFormat
{
    internal const int MaxLength = 16_384;

    /// <summary>What the first entry names as the hash before it: 32 zero bytes in base64url.</summary>
    internal const string NoHash = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private const int HashLength = 43;
    private static readonly int TailLength = HashStart.Length + HashLength + LineEnd.Length;

    internal static ReadOnlySpan<byte> HashStart => ",\"hash\":\""u8;

    internal static ReadOnlySpan<byte> SignatureStart => ",\"sig\":\""u8;

    internal static ReadOnlySpan<byte> LineEnd => "\"}"u8;

    /// <summary>The start of the only line that can follow on another one.</summary>
    internal static string StartOf(long sequence, string previous) =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"v\":{AuditWire.CurrentVersion},\"seq\":{sequence},\"prev\":\"{previous}\"");

    /// <summary>The hash that a line carries, unchecked.</summary>
    /// <exception cref="InvalidDataException">It is no line of an audit log.</exception>
    internal static string HashOf(string line) => line.Length > TailLength
        ? line.Substring(line.Length - LineEnd.Length - HashLength, HashLength)
        : throw new InvalidDataException("The newest entry of the audit store is no line of an audit log. Find out with 'payments-audit verify' what happened to it.");

    /// <summary>The number that a line begins with, unchecked; 0 when it begins otherwise.</summary>
    internal static long SequenceOf(ReadOnlySpan<byte> line)
    {
        var start = "{\"v\":1,\"seq\":"u8;
        return line.StartsWith(start) && Utf8Parser.TryParse(line[start.Length..], out long sequence, out _) ? sequence : 0;
    }

    /// <summary>
    /// Whether bytes at the end of a file, without a line break, are what an append that was cut short leaves behind: the beginning of the only line
    /// that can follow, and not more than a line.
    /// </summary>
    internal static bool IsTorn(ReadOnlySpan<byte> rest, long sequence, string previous)
    {
        Span<byte> start = stackalloc byte[128];
        start = start[..Encoding.ASCII.GetBytes(StartOf(sequence, previous), start)];
        var length = Math.Min(start.Length, rest.Length);
        var hash = rest.LastIndexOf(HashStart);
        return rest.Length <= MaxLength
            && CryptographicOperations.FixedTimeEquals(rest[..length], start[..length])
            && (hash < 0 || rest.Length - hash < TailLength);
    }

    /// <summary>Parts a line; false when it has not the form of one.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> line, [NotNullWhen(true)] out AuditWire? wire, out ReadOnlySpan<byte> body, Span<byte> hash)
    {
        wire = null;
        body = default;
        if (line.Length is 0 or > MaxLength || line.Length < TailLength || !line.EndsWith(LineEnd))
            return false;

        var tail = line[^TailLength..];
        body = line[..^TailLength];
        if (!tail.StartsWith(HashStart) || !IsCanonical(tail.Slice(HashStart.Length, HashLength), hash))
            return false;

        try
        {
            wire = JsonSerializer.Deserialize(line, AuditJsonContext.Default.AuditWire);
            return wire is { Version: AuditWire.CurrentVersion, Sequence: > 0, Previous.Length: HashLength, KeyId: not null };
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether the body of a checkpoint ends with a signature of the key over what is before it.</summary>
    internal static bool IsSigned(ReadOnlySpan<byte> body, AuditKey key)
    {
        var start = body.LastIndexOf(SignatureStart);
        if (start < 0 || body[^1] != '"')
            return false;
        Span<byte> signature = stackalloc byte[256];
        var text = body[(start + SignatureStart.Length)..^1];
        return text.Length <= 256
            && Base64Url.IsValid(text)
            && Base64Url.TryDecodeFromUtf8(text, signature, out var length)
            && key.Verifies(body[..start], signature[..length]);
    }

    // The last character of 43 has two bits that no decoder looks at.
    private static bool IsCanonical(ReadOnlySpan<byte> text, Span<byte> hash)
    {
        Span<byte> again = stackalloc byte[HashLength];
        return Base64Url.IsValid(text)
            && Base64Url.TryDecodeFromUtf8(text, hash, out var length) && length == AuditKey.HashSize
            && Base64Url.TryEncodeToUtf8(hash[..length], again, out _)
            && CryptographicOperations.FixedTimeEquals(again, text);
    }
}
