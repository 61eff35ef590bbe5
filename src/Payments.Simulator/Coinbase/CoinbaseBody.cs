using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Payments.Simulator;

/// <summary>Reads a request's JSON as strictly as the documentation describes it; what it does not name is refused.</summary>
internal sealed partial class CoinbaseBody
{
    private readonly JsonObject _json;

    private CoinbaseBody(JsonObject json) => _json = json;

    public static CoinbaseBody Read(SimulatedRequest request, params string[] known)
    {
        var json = request.Json ?? throw CoinbaseRefusal.Invalid("The body must be a JSON object.");
        return json.FirstOrDefault(member => !known.Contains(member.Key, StringComparer.Ordinal)).Key is { } unknown
            ? throw CoinbaseRefusal.Invalid($"'{unknown}' is not known.")
            : new CoinbaseBody(json);
    }

    /// <summary>A text; null when it is not there.</summary>
    public string? Text(string name, int maxLength)
    {
        if (_json[name] is not { } node)
            return null;
        if (node.GetValueKind() is not JsonValueKind.String || node.GetValue<string>() is not { } text)
            throw CoinbaseRefusal.Invalid($"'{name}' must be a string.");
        return text.Length <= maxLength ? text : throw CoinbaseRefusal.Invalid($"'{name}' has at most {maxLength} characters.");
    }

    /// <summary>An amount as text with at most two decimals.</summary>
    public decimal Amount(string name, decimal least, decimal most)
    {
        var text = Text(name, 20) ?? throw CoinbaseRefusal.Invalid($"'{name}' is required.");
        var amount = AmountText().IsMatch(text) ? decimal.Parse(text, CultureInfo.InvariantCulture) : -1;
        return amount >= least && amount <= most
            ? amount
            : throw CoinbaseRefusal.Invalid($"'{name}' must be a decimal string from {least} to {most} with at most two decimals.");
    }

    public string? HttpsUrl(string name) => Text(name, 2048) is not { } url || url.StartsWith("https://", StringComparison.Ordinal)
        ? Text(name, 2048)
        : throw CoinbaseRefusal.Invalid($"'{name}' must use HTTPS.");

    public DateTimeOffset? FutureTime(string name, DateTimeOffset now)
    {
        if (Text(name, 40) is not { } text)
            return null;
        return TimeText().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && time > now
            ? time
            : throw CoinbaseRefusal.Invalid($"'{name}' must be a time in the future by RFC 3339.");
    }

    public Dictionary<string, string> Map(string name, int maxCount, int maxLength)
    {
        Dictionary<string, string> map = new(StringComparer.Ordinal);
        if (_json[name] is not { } node)
            return map;
        foreach (var (key, value) in node as JsonObject ?? throw CoinbaseRefusal.Invalid($"'{name}' must be an object."))
        {
            if (value?.GetValueKind() is not JsonValueKind.String || value.GetValue<string>() is not { } text || text.Length > maxLength)
                throw CoinbaseRefusal.Invalid($"The values of '{name}' are strings of at most {maxLength} characters.");
            map[key] = text;
        }

        return map.Count <= maxCount ? map : throw CoinbaseRefusal.Invalid($"'{name}' has at most {maxCount} keys.");
    }

    [GeneratedRegex(@"^\d+(\.\d{1,2})?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AmountText();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TimeText();
}
