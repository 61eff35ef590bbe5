using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Payments.Security;

/// <summary>
/// Hides what must not be seen in a text: card numbers, verification values, keys of known shapes, credentials, private keys, and the values of fields whose name says
/// that they are secret. A clean text costs two vectorised searches and comes back as it is, without an allocation; another costs its result alone.
/// </summary>
/// <remarks>
/// <para>A card number is 13 to 19 digits of any script with the right check digit (Luhn), also in groups with spaces, dashes, dots, underscores or plus signs between them. One number
/// in ten has the right check digit by chance: <b>an order number of 13 or more digits alone can be hidden, so give yours a letter or a date in front</b>.</para>
/// <para>Taken for no card: what begins with a day (<c>yyyyMMdd</c>, 1970 to 2099), Unix times in milli-, micro- and nanoseconds, the fraction of a decimal number, GUIDs; digits that stand
/// directly beside letters, or in groups unlike those on a card, unless a card brand's numbers begin so. Cards without a check digit (some of UnionPay and of Korean
/// issuers) are known by their field's name only.</para>
/// </remarks>
public static class PaymentRedactor
{
    /// <summary>Hides what must not be seen.</summary>
    /// <param name="text">The text; null stays null.</param>
    /// <returns>The same text if it is clean, else one with <c>***</c> for each secret.</returns>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Redact(string? text)
    {
        if (text is null)
            return null;

        var scanner = new SecretScanner(text);
        return scanner.MoveNext() ? Replace(text, ref scanner) : text;
    }

    /// <summary>Says whether there is nothing to hide.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether <see cref="Redact(string?)"/> would give it back as it is.</returns>
    public static bool IsClean(ReadOnlySpan<char> text) => !new SecretScanner(text).MoveNext();

    /// <summary>Hides what must not be seen in an exception: in its message, its data, its inner exceptions and whatever else it prints.</summary>
    /// <param name="exception">The exception; null stays null.</param>
    /// <returns>The same exception if it is clean, else a <see cref="RedactedException"/>.</returns>
    [return: NotNullIfNotNull(nameof(exception))]
    public static Exception? Redact(Exception? exception) =>
        exception is null or RedactedException || ExceptionScan.IsClean(exception) ? exception : new RedactedException(exception);

    private static string Replace(string text, ref SecretScanner scanner)
    {
        // What is put in is never longer than what it hides.
        var buffer = ArrayPool<char>.Shared.Rent(text.Length);
        var written = 0;
        var copied = 0;
        do
        {
            var clean = text.AsSpan(copied, scanner.Start - copied);
            clean.CopyTo(buffer.AsSpan(written));
            written += clean.Length;
            var hidden = KeyShapes.Hidden.AsSpan(0, Math.Min(KeyShapes.Hidden.Length, scanner.End - scanner.Start));
            hidden.CopyTo(buffer.AsSpan(written));
            written += hidden.Length;
            copied = scanner.End;
        }
        while (scanner.MoveNext());

        text.AsSpan(copied).CopyTo(buffer.AsSpan(written));
        written += text.Length - copied;
        var redacted = new string(buffer, 0, written);
        ArrayPool<char>.Shared.Return(buffer);
        return redacted;
    }
}
