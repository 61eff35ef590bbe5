using System.Globalization;

namespace Payments.Http;

/// <summary>Reads and writes the times of providers, whatever the machine's zone and culture are.</summary>
public static class ProviderTime
{
    /// <summary>Korea's offset from UTC, all year round.</summary>
    public static readonly TimeSpan KoreaOffset = TimeSpan.FromHours(9);

    /// <summary>A time in ISO 8601, with any number of fraction digits.</summary>
    /// <param name="text">The text; null, empty or unreadable gives null.</param>
    /// <param name="assumedOffset">The offset of a time that names none; null for UTC.</param>
    /// <returns>The time, or null.</returns>
    public static DateTimeOffset? Parse(string? text, TimeSpan? assumedOffset = null)
    {
        if (text is [.., 'Z'] or [.., '+' or '-', _, _, ':', _, _])
            return WithOffset(text);
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind | DateTimeStyles.AllowTrailingWhite, out var time))
            return null;
        return time.Kind is DateTimeKind.Unspecified ? At(time, assumedOffset ?? TimeSpan.Zero) : WithOffset(text);
    }

    /// <summary>A time in a provider's own form, such as <c>yyyyMMddHHmmss</c>.</summary>
    /// <param name="text">The text; null, empty or of another form gives null.</param>
    /// <param name="format">The form, as of <see cref="DateTime.ParseExact(string, string, IFormatProvider)"/>.</param>
    /// <param name="offset">The offset that the provider means.</param>
    /// <returns>The time, or null.</returns>
    public static DateTimeOffset? ParseExact(string? text, string format, TimeSpan offset) =>
        DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? At(time, offset) : null;

    /// <summary>A time as a provider writes it.</summary>
    /// <param name="time">The time.</param>
    /// <param name="format">The form.</param>
    /// <param name="offset">The offset that the provider means.</param>
    /// <returns>The text.</returns>
    public static string Format(DateTimeOffset time, string format, TimeSpan offset) => time.ToOffset(offset).ToString(format, CultureInfo.InvariantCulture);

    // Of a time that names its offset.
    private static DateTimeOffset? WithOffset(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var exact) ? exact : null;

    // The first and the last hours of the calendar have no offset.
    private static DateTimeOffset? At(DateTime time, TimeSpan offset)
    {
        var utcTicks = time.Ticks - offset.Ticks;
        return utcTicks < DateTime.MinValue.Ticks || utcTicks > DateTime.MaxValue.Ticks
            ? null
            : new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Unspecified), offset);
    }
}
