using System.Globalization;

namespace Payments.Security;

internal static class UnixSeconds
{
    public const int MaxDigits = 19;

    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Reads ASCII digits. A number that no clock can show is well-formed, but its <paramref name="time"/> is null.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset? time)
    {
        time = null;
        if (text.Length is 0 or > MaxDigits
            || !AsciiDigits.IsAll(text)
            || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return false;

        if (seconds <= Last)
            time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }
}
