using System.Text;

namespace Payments.Http;

/// <summary>Cuts display text to what a provider takes. Ids are never cut.</summary>
public static class ProviderText
{
    /// <summary>EUC-KR as Korean providers mean it: code page 949, which has every Hangul syllable.</summary>
    public static Encoding Korean { get; } = CodePagesEncodingProvider.Instance.GetEncoding(949)!;

    /// <summary>The beginning of a text, without half of a character at its end.</summary>
    /// <param name="text">The text; null stays null.</param>
    /// <param name="maxLength">How many UTF-16 characters the provider takes.</param>
    /// <returns>The text, cut.</returns>
    public static string? Cut(string? text, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        return text is null || text.Length <= maxLength ? text : text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];
    }

    /// <summary>The beginning of a text, for providers that count bytes.</summary>
    /// <param name="text">The text; null stays null.</param>
    /// <param name="maxBytes">How many bytes the provider takes.</param>
    /// <param name="encoding">How the provider counts; null for UTF-8.</param>
    /// <returns>The text, cut at a character's boundary.</returns>
    public static string? CutBytes(string? text, int maxBytes, Encoding? encoding = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        encoding ??= Encoding.UTF8;
        if (text is null || encoding.GetByteCount(text) <= maxBytes)
            return text;
        var (length, bytes) = (0, 0);
        while (length < text.Length)
        {
            var next = char.IsHighSurrogate(text[length]) && length + 1 < text.Length ? 2 : 1;
            bytes += encoding.GetByteCount(text.AsSpan(length, next));
            if (bytes > maxBytes)
                break;
            length += next;
        }

        return text[..length];
    }
}
