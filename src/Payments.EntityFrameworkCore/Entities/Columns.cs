using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Payments.EntityFrameworkCore;

/// <summary>What the columns of all tables have in common, on both databases.</summary>
internal static class Columns
{
    // PostgreSQL keeps microseconds and SQLite has no time at all: text keeps every tick on both, sorts by time, and can be read.
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <summary>The length of a time as text.</summary>
    internal const int TimeLength = 28;

    /// <summary>The longest id of the memory itself: a registration's name, an idempotency key or the ids of a payment.</summary>
    internal const int IdLength = 600;

    /// <summary>The longest id that a provider gives, or the host.</summary>
    internal const int ProviderIdLength = 255;

    internal const int ProviderLength = 50;

    internal const int NameLength = 32;

    private static readonly ValueConverter<DateTimeOffset, string> TimeConverter = new(time => TextOf(time), text => TimeOf(text));

    internal static string TextOf(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    internal static DateTimeOffset TimeOf(string text) => new(
        DateTime.ParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));

    /// <summary>
    /// Names the table and its columns, gives every time and every enum its text, and requires what is not nullable. Names are given one by one, so
    /// that a host's own convention does not change them: some statements are written out.
    /// </summary>
    internal static void HasPaymentColumns<TRow>(this EntityTypeBuilder<TRow> row, string table, string? schema)
        where TRow : class
    {
        row.ToTable(table, schema);
        foreach (var property in typeof(TRow).GetProperties())
        {
            var column = row.Property(property.PropertyType, property.Name).HasColumnName(NameOf(property.Name));
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (type == typeof(DateTimeOffset))
                column.HasConversion(TimeConverter).HasMaxLength(TimeLength);
            else if (type.IsEnum)
                column.HasConversion<string>().HasMaxLength(NameLength);
        }
    }

    /// <summary>The index filter that leaves out rows without a value.</summary>
    internal static string IsSet(string property) => $"\"{NameOf(property)}\" IS NOT NULL";

    private static string NameOf(string property) => string.Concat(
        property.Select((letter, i) => char.IsUpper(letter) && i > 0 ? "_" + char.ToLowerInvariant(letter) : char.ToLowerInvariant(letter).ToString()));
}
