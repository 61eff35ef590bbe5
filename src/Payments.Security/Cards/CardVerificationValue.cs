using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Payments.Security;

/// <summary>
/// A card's verification value (CVV, CVC, CID), 3 or 4 digits. It may be held for minutes, in an <see cref="IVerificationValueCache"/>, and must
/// never be stored once the payment is authorized, not even encrypted (PCI DSS 3.3.1). It shows only as <c>***</c>, whatever its length.
/// </summary>
[DebuggerDisplay("***")]
[JsonConverter(typeof(CardVerificationValueJsonConverter))]
public sealed class CardVerificationValue : ISpanFormattable
{
    /// <summary>The most digits that a verification value has.</summary>
    public const int MaxDigits = 4;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly ushort _value;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _format;

    private CardVerificationValue(ReadOnlySpan<char> digits)
    {
        _value = ushort.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        _format = digits.Length == 3 ? "D3" : "D4";
    }

    /// <summary>Reads a verification value.</summary>
    /// <param name="text">Three or four ASCII digits.</param>
    /// <returns>The verification value.</returns>
    /// <exception cref="FormatException">It is not one. The message does not hold the input.</exception>
    public static CardVerificationValue Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var value) ? value : throw new FormatException("This is not a card verification value.");

    /// <summary>Reads a verification value.</summary>
    /// <param name="text">Three or four ASCII digits.</param>
    /// <param name="value">The verification value, or null.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out CardVerificationValue? value)
    {
        value = text.Length is 3 or 4 && AsciiDigits.IsAll(text) ? new(text) : null;
        return value is not null;
    }

    /// <summary>Copies the digits out. Clear the destination after use.</summary>
    /// <param name="destination">Where to; at least as many characters as there are digits, <see cref="MaxDigits"/> at most.</param>
    /// <returns>How many digits were written.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public int CopyDigitsTo(Span<char> destination)
    {
        if (!_value.TryFormat(destination, out var written, _format, CultureInfo.InvariantCulture))
            throw new ArgumentException("The destination is too short.", nameof(destination));
        return written;
    }

    /// <summary>
    /// Gives the digits out as a string, which nothing can clear from memory: prefer <see cref="CopyDigitsTo"/>. Do not log or store what comes
    /// back.
    /// </summary>
    /// <returns>The digits.</returns>
    public string Reveal() => _value.ToString(_format, CultureInfo.InvariantCulture);

    /// <summary>Always <c>***</c>.</summary>
    /// <returns><c>***</c>.</returns>
    public override string ToString() => "***";

    /// <summary>Always <c>***</c>, whatever the format.</summary>
    /// <param name="format">Ignored.</param>
    /// <param name="formatProvider">Ignored.</param>
    /// <returns><c>***</c>.</returns>
    public string ToString(string? format, IFormatProvider? formatProvider) => "***";

    /// <summary>Writes <c>***</c>, whatever the format.</summary>
    /// <param name="destination">Where to write.</param>
    /// <param name="charsWritten">3, or 0 when it did not fit.</param>
    /// <param name="format">Ignored.</param>
    /// <param name="provider">Ignored.</param>
    /// <returns>Whether it fitted.</returns>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var fits = "***".TryCopyTo(destination);
        charsWritten = fits ? 3 : 0;
        return fits;
    }
}
