using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Payments.Security;

/// <summary>
/// The scheme <c>t=&lt;unix seconds&gt;,v1=&lt;hex&gt;[,v1=&lt;hex&gt;…]</c>: each <c>v1</c> is an HMAC-SHA-256 over the text of <c>t</c>, a dot and the
/// raw body. Names other than the two are ignored. One HMAC is computed for each secret, however many signatures there are, and the path
/// allocates nothing once warm. Safe for concurrent use.
/// </summary>
public sealed class TimestampedSignature
{
    /// <summary>The longest header that is looked at, in characters; a longer one is <see cref="SignatureCheck.Malformed"/>.</summary>
    public const int MaxHeaderLength = 4096;

    /// <summary>How many signatures of a header are looked at; the rest is ignored.</summary>
    public const int MaxSignatures = 16;

    private readonly string _timestampName;
    private readonly string _signatureName;
    private readonly TimeSpan _tolerance;

    /// <summary>Describes a provider's header.</summary>
    /// <param name="timestampName">The name of the entry that holds the time.</param>
    /// <param name="signatureName">The name of the entries that hold a signature.</param>
    /// <param name="tolerance">How far the time may be from now in either direction, the edge included; null means five minutes.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tolerance"/> is zero or negative.</exception>
    /// <exception cref="ArgumentException">A name is empty or both are the same.</exception>
    public TimestampedSignature(string timestampName = "t", string signatureName = "v1", TimeSpan? tolerance = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(timestampName);
        ArgumentException.ThrowIfNullOrWhiteSpace(signatureName);
        if (string.Equals(timestampName, signatureName, StringComparison.Ordinal))
            throw new ArgumentException("The time and the signature need different names.", nameof(signatureName));
        if (tolerance is { } given)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(given, TimeSpan.Zero, nameof(tolerance));

        _timestampName = timestampName;
        _signatureName = signatureName;
        _tolerance = tolerance ?? TimeSpan.FromMinutes(5);
    }

    /// <summary>Checks a message.</summary>
    /// <param name="secrets">The secrets.</param>
    /// <param name="header">The signature header's value; empty where the header is missing.</param>
    /// <param name="body">The raw body.</param>
    /// <param name="now">The time.</param>
    /// <returns>What was found. <see cref="SignatureCheck.Stale"/> is said only of a signature that is otherwise right.</returns>
    public SignatureCheck Verify(WebhookSecrets secrets, ReadOnlySpan<char> header, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        if (!secrets.AnyValidAt(now))
            return SignatureCheck.NoSecret;

        Span<byte> signatures = stackalloc byte[MaxSignatures * HMACSHA256.HashSizeInBytes];
        if (!TryRead(header, signatures, out var time, out var timeText, out var count))
            return SignatureCheck.Malformed;
        if (!Matches(secrets, now, timeText, body, signatures[..(count * HMACSHA256.HashSizeInBytes)]))
            return SignatureCheck.NoMatch;
        return time is { } sent && (now - sent).Duration() <= _tolerance ? SignatureCheck.Valid : SignatureCheck.Stale;
    }

    /// <summary>Writes a header for a body, as the provider would; for tests and simulators.</summary>
    /// <param name="secret">The secret, used as UTF-8.</param>
    /// <param name="body">The raw body.</param>
    /// <param name="time">The time of sending; its fraction of a second is dropped.</param>
    /// <returns>The header's value.</returns>
    public string Sign(WebhookSecret secret, ReadOnlySpan<byte> body, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var seconds = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HmacSignature.Sha256Hex.Sign(Encoding.UTF8.GetBytes(secret.Value), Encoding.ASCII.GetBytes(seconds), "."u8, body);
        return $"{_timestampName}={seconds},{_signatureName}={signature}";
    }

    private static bool Matches(
        WebhookSecrets secrets, DateTimeOffset now, ReadOnlySpan<char> timeText, ReadOnlySpan<byte> body, ReadOnlySpan<byte> signatures)
    {
        Span<byte> time = stackalloc byte[UnixSeconds.MaxDigits];
        time = time[..Encoding.ASCII.GetBytes(timeText, time)];
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var key in secrets.KeysValidAt(now))
        {
            key.Compute(HmacAlgorithm.Sha256, time, "."u8, body, expected);
            for (var rest = signatures; !rest.IsEmpty; rest = rest[expected.Length..])
            {
                if (CryptographicOperations.FixedTimeEquals(expected, rest[..expected.Length]))
                    return true;
            }
        }

        return false;
    }

    private bool TryRead(
        ReadOnlySpan<char> header, Span<byte> signatures, out DateTimeOffset? time, out ReadOnlySpan<char> timeText, out int count)
    {
        time = null;
        timeText = default;
        count = 0;
        if (header.Length is 0 or > MaxHeaderLength)
            return false;

        var seen = 0;
        foreach (var range in header.Split(','))
        {
            var entry = header[range];
            var equals = entry.IndexOf('=');
            if (equals < 0)
                return false;

            var name = entry[..equals].Trim(' ');
            var value = entry[(equals + 1)..].Trim(' ');
            if (name.SequenceEqual(_timestampName))
            {
                if (!timeText.IsEmpty || !UnixSeconds.TryParse(value, out time))
                    return false;
                timeText = value;
            }
            else if (name.SequenceEqual(_signatureName) && seen++ < MaxSignatures)
            {
                var slot = signatures.Slice(count * HMACSHA256.HashSizeInBytes, HMACSHA256.HashSizeInBytes);
                count += SignatureEncoding.Hex.TryDecode(value, slot) ? 1 : 0;
            }
        }

        return seen > 0 && !timeText.IsEmpty;
    }
}
