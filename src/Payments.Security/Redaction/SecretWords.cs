using System.Buffers;

namespace Payments.Security;

/// <summary>Finds keys of a known shape, credentials behind their scheme, private keys, and the values of fields whose name says that they are secret.</summary>
internal static class SecretWords
{
    private const string ClientSecret = "_secret_";
    private const string Pem = "-----BEGIN";
    private const string Url = "://";

    private static readonly SearchValues<char> AfterAuthority = SearchValues.Create("/?# \t\r\n\"'<>");

    private static readonly string[] Schemes = ["bearer", "basic", "kakaoak", "secret_key", "token"];

    private static readonly SearchValues<string> Needles = SearchValues.Create(
        [.. SecretNames.Needles, .. KeyShapes.Secret.Select(shape => shape.Prefix), .. Schemes, ClientSecret, Pem, Url], StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds the first of them from a place on.</summary>
    public static bool TryFind(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        for (var position = from; position < text.Length; position++)
        {
            var next = text[position..].IndexOfAny(Needles);
            if (next < 0)
                break;

            position += next;
            if (IsKey(text, position, out start, out end)
                || IsClientSecret(text, from, position, out start, out end)
                || IsPrivateKey(text, position, out start, out end)
                || IsUserInfo(text, position, out start, out end)
                || NamedValues.IsOne(text, position, out start, out end)
                || IsCredential(text, position, out start, out end))
                return true;
        }

        (start, end) = (0, 0);
        return false;
    }

    /// <summary>The end of what consists of the given characters only.</summary>
    internal static int EndOf(ReadOnlySpan<char> text, int start, SearchValues<char> characters)
    {
        var length = text[start..].IndexOfAnyExcept(characters);
        return length < 0 ? text.Length : start + length;
    }

    private static bool IsKey(ReadOnlySpan<char> text, int position, out int start, out int end)
    {
        (start, end) = (0, 0);
        if (position > 0 && char.IsAsciiLetterOrDigit(text[position - 1]))
            return false;
        foreach (var shape in KeyShapes.Secret)
        {
            if (!text[position..].StartsWith(shape.Prefix, StringComparison.Ordinal))
                continue;

            var tail = position + shape.Prefix.Length;
            (start, end) = (shape.ShowsPrefix ? tail : position, EndOf(text, tail, shape.Tail));

            // The dot of a sentence is none of the key's.
            while (end > tail && text[end - 1] == '.')
                end--;
            return end - tail >= shape.MinTail;
        }

        return false;
    }

    /// <summary>Stripe's client secrets: an id, the marker, the secret.</summary>
    private static bool IsClientSecret(ReadOnlySpan<char> text, int from, int position, out int start, out int end)
    {
        (start, end) = (position, position);
        if (!text[position..].StartsWith(ClientSecret, StringComparison.Ordinal))
            return false;
        while (start > from && KeyShapes.Word.Contains(text[start - 1]))
            start--;
        var tail = position + ClientSecret.Length;
        end = EndOf(text, tail, KeyShapes.Word);
        return start < position && end - tail >= 3 && LooksRandom(text[start..end]);
    }

    private static bool IsPrivateKey(ReadOnlySpan<char> text, int position, out int start, out int end)
    {
        (start, end) = (position, text.Length);
        if (!text[position..].StartsWith(Pem, StringComparison.Ordinal))
            return false;
        var label = text.Slice(position + Pem.Length, Math.Min(40, text.Length - position - Pem.Length));
        if (!label.Contains("PRIVATE KEY", StringComparison.Ordinal))
            return false;

        // What was cut off before its last line is hidden to the end.
        var last = text[position..].IndexOf("-----END", StringComparison.Ordinal);
        if (last >= 0)
        {
            end = position + last + "-----END".Length;
            var close = text[end..].IndexOf("-----", StringComparison.Ordinal);
            end = close < 0 ? text.Length : end + close + "-----".Length;
        }

        return true;
    }

    /// <summary>The password in <c>https://user:password@host</c>.</summary>
    private static bool IsUserInfo(ReadOnlySpan<char> text, int position, out int start, out int end)
    {
        (start, end) = (0, 0);
        if (!text[position..].StartsWith(Url, StringComparison.Ordinal))
            return false;
        var from = position + Url.Length;
        var authority = text[from..];
        var length = authority.IndexOfAny(AfterAuthority);
        authority = length < 0 ? authority : authority[..length];
        var at = authority.LastIndexOf('@');
        var colon = at < 0 ? -1 : authority[..at].IndexOf(':');
        (start, end) = (from + colon + 1, from + at);
        return colon >= 0 && end > start && !text[start..end].StartsWith(KeyShapes.Hidden, StringComparison.Ordinal);
    }

    /// <summary>What stands behind <c>Bearer</c>, <c>Basic</c> and the like, where it is no word of a sentence.</summary>
    private static bool IsCredential(ReadOnlySpan<char> text, int position, out int start, out int end)
    {
        (start, end) = (0, 0);
        if (position > 0 && KeyShapes.Word.Contains(text[position - 1]))
            return false;
        foreach (var scheme in Schemes)
        {
            if (!text[position..].StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                continue;

            start = position + scheme.Length;
            var first = start;
            while (start < text.Length && start - first < 3 && text[start] is ' ' or ':' or '=')
                start++;
            end = EndOf(text, start, KeyShapes.Credential);
            var credential = text[start..end];
            return start > first && credential.Length >= 8 && scheme switch
            {
                "basic" => IsPair(credential),
                "token" => credential.Length >= 16 && LooksRandom(credential),
                _ => LooksRandom(credential) || credential.Length >= 24,
            };
        }

        return false;
    }

    /// <summary>Whether it is Base64 of a name and a password.</summary>
    private static bool IsPair(ReadOnlySpan<char> credential)
    {
        const int Limit = 512;
        if (credential.Length > Limit)
            return true;
        Span<byte> pair = stackalloc byte[Limit];
        return Convert.TryFromBase64Chars(credential, pair, out var written) && pair[..written].Contains((byte)':');
    }

    private static bool LooksRandom(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAnyInRange('0', '9') >= 0)
            return true;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsAsciiLetterLower(text[i - 1]) && char.IsAsciiLetterUpper(text[i]))
                return true;
        }

        return false;
    }
}
