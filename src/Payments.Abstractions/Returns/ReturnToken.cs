using System.Buffers.Text;
using System.Security.Cryptography;

namespace Payments;

/// <summary>The value of ours in every return address, by which a payer who comes back is known. Nobody can guess it.</summary>
internal static class ReturnToken
{
    private const int Bytes = 16;

    /// <summary>The length of a token: short, since some providers limit the address (Kakao Pay: 255 bytes).</summary>
    internal const int Length = 22;

    internal static string New()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        RandomNumberGenerator.Fill(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Whether a text that came in can be a token at all, so that nothing else costs a query.</summary>
    internal static bool CanBe(string? text) =>
        text is { Length: Length } && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    /// <summary>
    /// The address with the token as one more query parameter, in front of its fragment. Nothing else of it changes: it may hold a provider's
    /// placeholder, which any re-encoding would spoil.
    /// </summary>
    internal static Uri AddTo(Uri address, string parameter, string token)
    {
        var text = address.OriginalString;
        var end = text.IndexOf('#', StringComparison.Ordinal) is >= 0 and var fragment ? fragment : text.Length;
        var query = text.AsSpan(0, end).IndexOf('?');
        var separator = query < 0 ? "?" : text[end - 1] is '?' or '&' ? "" : "&";
        return new Uri(string.Concat(text.AsSpan(0, end), $"{separator}{Uri.EscapeDataString(parameter)}={token}", text.AsSpan(end)), UriKind.Absolute);
    }
}
