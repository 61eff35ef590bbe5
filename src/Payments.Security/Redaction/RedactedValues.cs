using System.Collections;
using System.Globalization;
using System.Numerics;

namespace Payments.Security;

/// <summary>
/// Values of structured state as a log may see them. What cannot hold a secret, and clean text, stays as it is; an object of another type is handed on as its own text, since a
/// log that takes it apart would see members that it does not print.
/// </summary>
internal static class RedactedValues
{
    private const int MaxDepth = 5;
    private const int MaxNumber = 64;

    public static object? Of(string? name, object? value, int depth = 0) => value switch
    {
        null => null,
        string text => Text(name, text),
        bool or Enum or Guid or DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan or Type or Version => value,
        byte or sbyte or short or ushort or int or uint or long or ulong or Int128 or UInt128 or decimal or double or float or BigInteger => Number(name, (ISpanFormattable)value),
        Uri uri => ReferenceEquals(Text(name, uri.OriginalString), uri.OriginalString) ? uri : Text(name, uri.OriginalString),
        Exception exception => PaymentRedactor.Redact(exception),
        _ when depth >= MaxDepth => Printed(name, value),
        IEnumerable<KeyValuePair<string, object?>> pairs => Pairs(pairs, depth + 1),
        IEnumerable<KeyValuePair<string, string>> pairs => Pairs(pairs.Select(pair => new KeyValuePair<string, object?>(pair.Key, pair.Value)), depth + 1),
        IDictionary map => Map(map, depth + 1),
        byte[] => value,
        IEnumerable items => Items(name, items, depth + 1),
        _ => Printed(name, value),
    };

    public static KeyValuePair<string, object?>[] Pairs(IEnumerable<KeyValuePair<string, object?>> pairs, int depth = 0) =>
        [.. pairs.Select(pair => new KeyValuePair<string, object?>(PaymentRedactor.Redact(pair.Key), Of(pair.Key, pair.Value, depth)))];

    private static string Text(string? name, string text) =>
        name is not null && SecretNames.Holds(SecretNames.KindOf(name), text) ? KeyShapes.Hidden : PaymentRedactor.Redact(text);

    private static object Number(string? name, ISpanFormattable number)
    {
        Span<char> text = stackalloc char[MaxNumber];
        if (!number.TryFormat(text, out var length, default, CultureInfo.InvariantCulture))
            return Printed(name, number);
        var isSecret = (name is not null && SecretNames.Holds(SecretNames.KindOf(name), text[..length])) || !PaymentRedactor.IsClean(text[..length]);
        return isSecret ? KeyShapes.Hidden : number;
    }

    private static Dictionary<string, object?> Map(IDictionary map, int depth)
    {
        Dictionary<string, object?> redacted = new(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in map)
        {
            var key = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "";
            redacted[PaymentRedactor.Redact(key)] = Of(key, entry.Value, depth);
        }

        return redacted;
    }

    private static object?[] Items(string? name, IEnumerable items, int depth) => [.. items.Cast<object?>().Select(item => Of(name, item, depth))];

    private static string Printed(string? name, object value) => Text(name, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
}
