using System.Globalization;
using System.Text;
using Payments.Security;

namespace Payments.Coinbase;

/// <summary>
/// The header <c>t=&lt;unix seconds&gt;,v0=&lt;hex&gt;,h=&lt;header names&gt;,v1=&lt;hex&gt;</c> of Hook0, the engine that delivers Coinbase's webhooks,
/// with its entries in any order. <c>v1</c> covers time, the named headers and the body, <c>v0</c> time and body. Where <c>v1</c> is there it alone
/// counts: a good <c>v0</c> does not rescue it. A named header that did not arrive makes the signature wrong.
/// </summary>
internal sealed class Hook0Signature(TimeSpan tolerance, bool acceptsVersion0)
{
    private const int MaxHeaderLength = 4096;

    // The last second that a DateTimeOffset can hold.
    private const long MaxSeconds = 253402300799;

    /// <summary>Checks a message.</summary>
    /// <param name="secrets">The secrets.</param>
    /// <param name="header">The signature header's value; null where it is missing.</param>
    /// <param name="request">The message.</param>
    /// <param name="now">The time.</param>
    /// <param name="signed">What else the signature covers; nothing unless it is valid.</param>
    internal SignatureCheck Verify(WebhookSecrets secrets, string? header, WebhookRequest request, DateTimeOffset now, out SignedAlong signed)
    {
        signed = default;
        if (!secrets.AnyValidAt(now))
            return SignatureCheck.NoSecret;
        if (Read(header) is not { Time: { } sent } entries || !TryReadTime(sent, out var time))
            return SignatureCheck.Malformed;

        string prefix;
        if (entries.Newer is not null)
        {
            if (string.IsNullOrEmpty(entries.Names))
                return SignatureCheck.Malformed;
            if (ValuesOf(entries.Names, request) is not { } values)
                return SignatureCheck.NoMatch;
            prefix = $"{sent}.{entries.Names}.{values}.";
        }
        else if (acceptsVersion0 && entries.Older is not null)
        {
            prefix = sent + ".";
        }
        else
        {
            return SignatureCheck.Malformed;
        }

        if (!HmacSignature.Sha256Hex.Verify(secrets, now, Encoding.UTF8.GetBytes(prefix), request.Body.Span, entries.Newer ?? entries.Older))
            return SignatureCheck.NoMatch;
        if ((now - time).Duration() > tolerance)
            return SignatureCheck.Stale;
        signed = new SignedAlong(sent, entries.Newer is null ? null : entries.Names);
        return SignatureCheck.Valid;
    }

    /// <summary>The value of a header. Null for one that is not among those that the signature covers.</summary>
    /// <param name="names">The names that <see cref="Verify"/> gave. They are looked up as they are written there, since only so were they checked.</param>
    /// <param name="name">The header's name, in any case.</param>
    /// <param name="request">The message.</param>
    internal static string? Covered(string? names, string name, WebhookRequest request)
    {
        foreach (var covered in names?.Split(' ') ?? [])
        {
            if (covered.Equals(name, StringComparison.OrdinalIgnoreCase))
                return request.GetHeader(covered);
        }

        return null;
    }

    // Null for what is not in the scheme's form. An entry that comes twice could be read in two ways.
    private static Entries? Read(string? header)
    {
        if (header is null or { Length: 0 or > MaxHeaderLength })
            return null;
        var entries = default(Entries);
        foreach (var range in header.AsSpan().Split(','))
        {
            var entry = header.AsSpan()[range];
            if (entry.IndexOf('=') is not (> 0 and var equals))
                return null;
            var value = entry[(equals + 1)..].Trim(' ');
            var isFirst = entry[..equals].Trim(' ') switch
            {
                "t" => TrySet(ref entries.Time, value),
                "h" => TrySet(ref entries.Names, value),
                "v0" => TrySet(ref entries.Older, value),
                "v1" => TrySet(ref entries.Newer, value),
                _ => true,
            };
            if (!isFirst)
                return null;
        }

        return entries;
    }

    private static bool TrySet(ref string? entry, ReadOnlySpan<char> value)
    {
        if (entry is not null)
            return false;
        entry = value.ToString();
        return true;
    }

    /// <summary>A time as the header has it.</summary>
    internal static bool TryReadTime(string text, out DateTimeOffset time)
    {
        var isTime = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MaxSeconds;
        time = isTime ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        return isTime;
    }

    // The values of the named headers, joined by dots. Null when one of them did not arrive.
    private static string? ValuesOf(string names, WebhookRequest request)
    {
        var values = names.Split(' ');
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].Length == 0 || request.GetHeader(values[i]) is not { } value)
                return null;
            values[i] = value;
        }

        return string.Join('.', values);
    }

    /// <summary>What a signature covers besides the body.</summary>
    /// <param name="Time">When it was signed, in seconds, as the header has it.</param>
    /// <param name="Names">The names of the headers whose values it covers. Null for the older signature.</param>
    internal readonly record struct SignedAlong(string Time, string? Names);

    private struct Entries
    {
        internal string? Time;
        internal string? Names;
        internal string? Older;
        internal string? Newer;
    }
}
