using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Payments.Http;

/// <summary>The form in which a provider wants an idempotency key.</summary>
public enum WireKeyFormat
{
    /// <summary>43 characters of <c>[A-Za-z0-9_-]</c>: the whole hash. It fits every provider that takes 45 or more.</summary>
    Base64Url,

    /// <summary>64 lower-case hexadecimal digits.</summary>
    Hex,

    /// <summary>A UUID in lower case with the version 4 mark, for those that check it.</summary>
    Uuid,
}

/// <summary>Makes the idempotency key that goes over the wire.</summary>
public static class WireKey
{
    /// <summary>
    /// A SHA-256 hash of registration, operation, step and key. The same intention gives the same text on every attempt and after a restart;
    /// no two payments, operations or steps share one, since some providers compare the key and not the body.
    /// </summary>
    /// <param name="registration">The registration's name.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="step">Which call within the operation; empty when there is one.</param>
    /// <param name="key">The request's idempotency key.</param>
    /// <param name="format">The form.</param>
    /// <param name="maxLength">The provider's limit: longer keys are cut, at least 22 characters stay. Null for no limit.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentOutOfRangeException">So little would stay that two keys could meet, or the limit is below a UUID's 36.</exception>
    public static string Create(
        string registration, PaymentOperations operation, string step, string key, WireKeyFormat format = WireKeyFormat.Base64Url, int? maxLength = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(registration);
        ArgumentNullException.ThrowIfNull(step);
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (maxLength is { } limit)
            ArgumentOutOfRangeException.ThrowIfLessThan(limit, format switch { WireKeyFormat.Uuid => 36, WireKeyFormat.Hex => 32, _ => 22 }, nameof(maxLength));

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(registration, operation, step, key, hash);
        var text = format switch
        {
            WireKeyFormat.Base64Url => Base64Url.EncodeToString(hash),
            WireKeyFormat.Hex => Convert.ToHexStringLower(hash),
            WireKeyFormat.Uuid => Uuid(hash[..16]),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a known form."),
        };
        return text.Length > maxLength ? text[..maxLength.Value] : text;
    }

    // Each part with its length in front, so that ("a", "bc") and ("ab", "c") differ; the operation by its name.
    private static void Hash(string registration, PaymentOperations operation, string step, string key, Span<byte> hash)
    {
        ReadOnlySpan<string> parts = ["payments/wire-key/1", registration, Enum.GetName(operation) ?? operation.ToString(), step, key];
        var size = 0;
        foreach (var part in parts)
            size += sizeof(int) + Encoding.UTF8.GetByteCount(part);

        var buffer = size <= 512 ? stackalloc byte[512] : new byte[size];
        var position = 0;
        foreach (var part in parts)
        {
            var length = Encoding.UTF8.GetBytes(part, buffer[(position + sizeof(int))..]);
            BinaryPrimitives.WriteInt32BigEndian(buffer[position..], length);
            position += sizeof(int) + length;
        }

        SHA256.HashData(buffer[..position], hash);
    }

    private static string Uuid(Span<byte> bytes)
    {
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }
}
