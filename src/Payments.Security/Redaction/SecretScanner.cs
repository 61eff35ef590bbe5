using System.Runtime.InteropServices;
using System.Text;

namespace Payments.Security;

/// <summary>
/// Goes through a text from secret to secret. Two vectorised searches, for digits and for the words that secrets stand behind, find the places that are
/// worth a look; nothing is allocated.
/// </summary>
internal ref struct SecretScanner(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly bool _isAscii = Ascii.IsValid(text);
    private Range _digits = new(0, -1);
    private Range _word = new(0, -1);
    private int _position;

    /// <summary>The first character to hide.</summary>
    public int Start { get; private set; }

    /// <summary>The first character after what is to be hidden.</summary>
    public int End { get; private set; }

    /// <summary>Goes to the next secret.</summary>
    public bool MoveNext()
    {
        if (IsBehind(_digits))
            _digits = CardDigits.TryFind(_text, _position, _isAscii, out var start, out var end) ? new(start, end) : Range.None;
        if (IsBehind(_word))
            _word = SecretWords.TryFind(_text, _position, out var start, out var end) ? new(start, end) : Range.None;

        var (first, second) = _digits.Start <= _word.Start ? (_digits, _word) : (_word, _digits);
        if (first == Range.None)
            return false;

        Start = first.Start;
        End = second.Start < first.End ? Math.Max(first.End, second.End) : first.End;
        _position = End;
        return true;
    }

    private readonly bool IsBehind(Range range) => range.Start < _position || range.End < 0;

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Range(int Start, int End)
    {
        public static readonly Range None = new(int.MaxValue, int.MaxValue);
    }
}
