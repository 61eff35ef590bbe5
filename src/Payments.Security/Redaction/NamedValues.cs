namespace Payments.Security;

/// <summary>
/// Finds the value behind a name in what logs hold: JSON, escaped or not, forms, headers, XML, and what records and dictionaries print.
/// </summary>
internal static class NamedValues
{
    private static readonly string[] Closers = ["\\\"", "\"", "'", "]", "%22", "%5D", "%5d", "&quot;"];
    private static readonly string[] Separators = ["=>", "=", ":", "%3D", "%3d", "%3A", "%3a"];

    /// <summary>Whether a place is inside of a name that announces a secret, and a value follows.</summary>
    public static bool IsOne(ReadOnlySpan<char> text, int position, out int start, out int end)
    {
        (start, end) = (0, 0);
        var nameStart = position;
        while (nameStart > 0 && position - nameStart < SecretNames.MaxLength && KeyShapes.WordOrDash.Contains(text[nameStart - 1]))
            nameStart--;
        var nameEnd = SecretWords.EndOf(text, position, KeyShapes.WordOrDash);
        var valueStart = AfterSeparator(text, nameEnd);
        if (valueStart < 0 && !IsElement(text, nameStart, nameEnd))
            return false;

        // The nearest part is what counts of a long name.
        var name = text[Math.Max(nameStart, nameEnd - SecretNames.MaxLength)..nameEnd];
        var kind = SecretNames.KindOf(name);
        if (kind == SecretKind.None)
            return false;
        if (valueStart < 0)
            (start, end) = (nameEnd + 1, nameEnd + 1 + text[(nameEnd + 1)..].IndexOf("</", StringComparison.Ordinal));
        else
            (start, end) = ValueAt(text, valueStart, kind);
        return end > start && SecretNames.Holds(kind, text[start..end]);
    }

    private static bool IsElement(ReadOnlySpan<char> text, int nameStart, int nameEnd) =>
        nameStart > 0 && text[nameStart - 1] is '<' or ':' && nameEnd < text.Length && text[nameEnd] == '>'
        && text[nameEnd..].IndexOf('<') is var close and > 0 && text[(nameEnd + close)..].StartsWith("</", StringComparison.Ordinal);

    private static int AfterSeparator(ReadOnlySpan<char> text, int position)
    {
        for (var i = 0; i < 2; i++)
            position += StartOf(text[position..], Closers);
        position = AfterBlanks(text, position);
        var separator = StartOf(text[position..], Separators);
        return separator == 0 ? -1 : position + separator;
    }

    private static (int Start, int End) ValueAt(ReadOnlySpan<char> text, int position, SecretKind kind)
    {
        var start = AfterBlanks(text, position);
        var isProse = start > position && text[position - 1] == ':';
        if (start < text.Length && text[start] == '[')
            start++;
        var escapes = 0;
        while (start + escapes < text.Length && text[start + escapes] == '\\')
            escapes++;
        if (start + escapes < text.Length && text[start + escapes] is '"' or '\'')
            return Quoted(text, start + escapes + 1, text[start + escapes], escapes);

        var end = start + Length(text[start..], kind switch
        {
            SecretKind.Header or SecretKind.Line => "\r\n\"'<>{}]",
            _ => " \t\r\n,;&\"'<>{}()[]|",
        });
        return kind switch
        {
            SecretKind.Header => (start, EndOfHeader(text, start, end)),
            SecretKind.Number => (start, EndOfNumber(text, start, end)),
            SecretKind.Secret when isProse && IsPlainWord(text[start..end]) => (start, start),
            _ => (start, end),
        };
    }

    private static (int Start, int End) Quoted(ReadOnlySpan<char> text, int start, char quote, int escapes)
    {
        for (var end = start; ; end++)
        {
            var next = text[end..].IndexOf(quote);
            if (next < 0)
                return (start, text.Length);
            end += next;
            var before = 0;
            while (end - before > start && text[end - before - 1] == '\\')
                before++;
            if (before <= escapes)
                return (start, end - before);
        }
    }

    /// <summary>A scheme and one word behind it, or one word.</summary>
    private static int EndOfHeader(ReadOnlySpan<char> text, int start, int end)
    {
        var scheme = text[start..end].IndexOf(' ');
        if (scheme < 0)
            return end;
        var credential = AfterBlanks(text, start + scheme);
        var length = Length(text[credential..end], " ,;");
        return credential + length;
    }

    private static int EndOfNumber(ReadOnlySpan<char> text, int start, int end)
    {
        while (end + 1 < text.Length && text[end] == ' ' && char.IsDigit(text[end + 1]) && end - start < 30)
            end += 1 + Length(text[(end + 1)..], " \t\r\n,;&\"'<>{}()[]|");
        return end;
    }

    // 'token: expired' says something about a token; a token is no lower-case word.
    private static bool IsPlainWord(ReadOnlySpan<char> value)
    {
        foreach (var character in value.TrimEnd(".!?:"))
        {
            if (!char.IsAsciiLetterLower(character))
                return false;
        }

        return value.Length < 20;
    }

    private static int Length(ReadOnlySpan<char> text, ReadOnlySpan<char> ends)
    {
        var length = text.IndexOfAny(ends);
        return length < 0 ? text.Length : length;
    }

    private static int AfterBlanks(ReadOnlySpan<char> text, int position)
    {
        while (position < text.Length && text[position] is ' ' or '\t' or '+')
            position++;
        return position;
    }

    private static int StartOf(ReadOnlySpan<char> text, string[] starts)
    {
        foreach (var start in starts)
        {
            if (text.StartsWith(start, StringComparison.Ordinal))
                return start.Length;
        }

        return 0;
    }
}
