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
    /// <param name="covered">The headers, by name in upper case, whose values the signature covers. Empty unless it is valid.</param>
    internal SignatureCheck Verify(
        WebhookSecrets secrets, string? header, WebhookRequest request, DateTimeOffset now, out IReadOnlyDictionary<string, string> covered)
    {
        covered = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!secrets.AnyValidAt(now))
            return SignatureCheck.NoSecret;
        if (Read(header) is not { } entries || entries.GetValueOrDefault("t") is not { } sent || !TryReadTime(sent, out var time))
            return SignatureCheck.Malformed;

        string? signature;
        var prefix = new StringBuilder(sent).Append('.');
        if (entries.TryGetValue("v1", out signature))
        {
            if (entries.GetValueOrDefault("h") is not { Length: > 0 } names)
                return SignatureCheck.Malformed;
            if (ValuesOf(names, request) is not { } values)
                return SignatureCheck.NoMatch;
            prefix.Append(names).Append('.').AppendJoin('.', values.Select(value => value.Value)).Append('.');
            covered = values.DistinctBy(value => value.Name, StringComparer.Ordinal)
                .ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);
        }
        else if (!acceptsVersion0 || !entries.TryGetValue("v0", out signature))
        {
            return SignatureCheck.Malformed;
        }

        var isMatch = HmacSignature.Sha256Hex.Verify(secrets, now, Encoding.UTF8.GetBytes(prefix.ToString()), request.Body.Span, signature);
        var check = !isMatch ? SignatureCheck.NoMatch
            : (now - time).Duration() <= tolerance ? SignatureCheck.Valid
            : SignatureCheck.Stale;
        if (check is not SignatureCheck.Valid)
            covered = new Dictionary<string, string>(StringComparer.Ordinal);
        return check;
    }

    // Null for what is not in the scheme's form. An entry that comes twice could be read in two ways.
    private static Dictionary<string, string>? Read(string? header)
    {
        if (header is null or { Length: 0 or > MaxHeaderLength })
            return null;
        Dictionary<string, string> entries = new(StringComparer.Ordinal);
        foreach (var entry in header.Split(','))
        {
            if (entry.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var equals)
                || !entries.TryAdd(entry[..equals].Trim(' '), entry[(equals + 1)..].Trim(' ')))
                return null;
        }

        return entries;
    }

    private static bool TryReadTime(string text, out DateTimeOffset time)
    {
        var isTime = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MaxSeconds;
        time = isTime ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        return isTime;
    }

    // Null when one of them did not arrive.
    private static List<(string Name, string Value)>? ValuesOf(string names, WebhookRequest request)
    {
        List<(string, string)> values = [];
        foreach (var name in names.Split(' '))
        {
            if (name.Length == 0 || request.GetHeader(name) is not { } value)
                return null;
            values.Add((name.ToUpperInvariant(), value));
        }

        return values;
    }
}
