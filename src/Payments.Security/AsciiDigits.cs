namespace Payments.Security;

internal static class AsciiDigits
{
    // A plain loop: the vectorised searches over a range allocate until the runtime has optimised them.
    public static bool IsAll(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiDigit(character))
                return false;
        }

        return true;
    }
}
