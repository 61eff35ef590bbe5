using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Payments.Security;

/// <summary>
/// A card number of 12 to 19 digits that prints, formats, serializes and shows in a debugger only masked. It is kept as an integer, so that no
/// text of it lies in memory; <see cref="CopyDigitsTo"/> and <see cref="Reveal"/> are the only ways out. It deliberately has no
/// <c>TryParse(string, …)</c> of the shape that web frameworks bind from a URL, where a number would end in access logs; a string
/// converts to the span.
/// </summary>
[DebuggerDisplay("{Masked,nq}")]
[JsonConverter(typeof(CardNumberJsonConverter))]
public sealed class CardNumber : IEquatable<CardNumber>, ISpanFormattable
{
    /// <summary>The most digits that a card number has.</summary>
    public const int MaxDigits = 19;

    private static readonly string[] LengthFormats =
        [.. Enumerable.Range(0, MaxDigits + 1).Select(length => string.Create(CultureInfo.InvariantCulture, $"D{length}"))];

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly ulong _number;

    private CardNumber(ulong number, int length, CardBrand brand)
    {
        _number = number;
        Length = length;
        Brand = brand;
    }

    /// <summary>The brand, decided by the number's first digits.</summary>
    public CardBrand Brand { get; }

    /// <summary>How many digits there are, 12 to 19.</summary>
    public int Length { get; }

    /// <summary>The first six digits, which name the issuer.</summary>
    public string Bin => Digits(static digits => digits[..6].ToString());

    /// <summary>The last four digits.</summary>
    public string Last4 => Digits(static digits => digits[^4..].ToString());

    /// <summary>The number with all but its last four digits as <c>*</c>.</summary>
    public string Masked => Digits(static digits => CardMask.Mask(digits));

    /// <summary>Reads a card number.</summary>
    /// <param name="text">ASCII digits; spaces and dashes may stand between them.</param>
    /// <returns>The card number.</returns>
    /// <exception cref="FormatException">It is not a card number. The message does not hold the input.</exception>
    public static CardNumber Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var number) ? number : throw new FormatException("This is not a card number.");

    /// <summary>Reads a card number: its length and, where the brand has one, its check digit must be right.</summary>
    /// <param name="text">ASCII digits; spaces and dashes may stand between them.</param>
    /// <param name="number">The card number, or null.</param>
    /// <returns>Whether it is a card number.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out CardNumber? number)
    {
        Span<char> digits = stackalloc char[MaxDigits];
        number = TryCompact(text, digits, out var length) ? From(digits[..length]) : null;
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(digits));
        return number is not null;
    }

    /// <summary>Copies the digits out. Clear the destination with <see cref="CryptographicOperations.ZeroMemory"/> after use.</summary>
    /// <param name="destination">Where to; at least <see cref="Length"/> characters.</param>
    /// <returns>How many digits were written.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public int CopyDigitsTo(Span<char> destination)
    {
        if (!_number.TryFormat(destination, out var written, Format(), CultureInfo.InvariantCulture))
            throw new ArgumentException("The destination is too short.", nameof(destination));
        return written;
    }

    /// <summary>
    /// Gives the digits out as a string, which nothing can clear from memory: prefer <see cref="CopyDigitsTo"/>. Do not log, store unencrypted or
    /// put into an exception what comes back.
    /// </summary>
    /// <returns>The digits, without separators.</returns>
    public string Reveal() => _number.ToString(Format(), CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public bool Equals(CardNumber? other) => other is not null && _number == other._number && Length == other.Length;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as CardNumber);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(_number, Length);

    /// <summary>The masked number.</summary>
    /// <returns><see cref="Masked"/>.</returns>
    public override string ToString() => Masked;

    /// <summary>The masked number, whatever the format.</summary>
    /// <param name="format">Ignored.</param>
    /// <param name="formatProvider">Ignored.</param>
    /// <returns><see cref="Masked"/>.</returns>
    public string ToString(string? format, IFormatProvider? formatProvider) => Masked;

    /// <summary>Writes the masked number, whatever the format.</summary>
    /// <param name="destination">Where to write.</param>
    /// <param name="charsWritten">How much was written; 0 when it did not fit.</param>
    /// <param name="format">Ignored.</param>
    /// <param name="provider">Ignored.</param>
    /// <returns>Whether it fitted.</returns>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var fits = Masked.TryCopyTo(destination);
        charsWritten = fits ? Length : 0;
        return fits;
    }

    private static CardNumber? From(ReadOnlySpan<char> digits) =>
        digits.Length >= 12
        && CardRanges.Find(int.Parse(digits[..6], NumberStyles.None, CultureInfo.InvariantCulture), digits.Length) is { } range
        && (!range.NeedsLuhn || Luhn.IsValid(digits))
            ? new(ulong.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture), digits.Length, range.Brand)
            : null;

    private static bool TryCompact(ReadOnlySpan<char> text, Span<char> digits, out int length)
    {
        length = 0;
        foreach (var character in text)
        {
            if (character is ' ' or '-')
                continue;
            if (!char.IsAsciiDigit(character) || length == digits.Length)
                return false;
            digits[length++] = character;
        }

        return true;
    }

    private string Digits(Func<ReadOnlySpan<char>, string> part)
    {
        Span<char> digits = stackalloc char[MaxDigits];
        var text = part(digits[..CopyDigitsTo(digits)]);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(digits));
        return text;
    }

    private string Format() => LengthFormats[Length];
}
