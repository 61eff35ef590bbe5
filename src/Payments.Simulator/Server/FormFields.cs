namespace Payments.Simulator;

/// <summary>Reads <c>application/x-www-form-urlencoded</c> text: queries and form bodies.</summary>
internal static class FormFields
{
    /// <summary>The fields in their order, decoded.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Parse(string text)
    {
        foreach (var part in text.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            yield return at < 0 ? new(Decode(part), string.Empty) : new(Decode(part[..at]), Decode(part[(at + 1)..]));
        }
    }

    public static Dictionary<string, string> ToDictionary(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Parse(text))
            fields[name] = value;
        return fields;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
