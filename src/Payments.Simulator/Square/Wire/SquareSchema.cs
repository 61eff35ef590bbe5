using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;

namespace Payments.Simulator;

/// <summary>
/// The fields that an operation's body knows, as a table: paths (<c>[]</c> the items of a list), a kind with its limit, and <c>!</c> when the field has to be
/// there as soon as the object around it is.
/// </summary>
internal sealed class SquareSchema
{
    private readonly Dictionary<string, (string Kind, string Limit)> _rules = new(StringComparer.Ordinal);
    private readonly List<string> _required = [];

    public SquareSchema(string table)
    {
        foreach (var line in table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var kind = words[^1].TrimEnd('!').Split(':');
            foreach (var path in words[..^1])
            {
                _rules[path] = (kind[0], kind.Length > 1 ? kind[1] : "");
                if (words[^1].EndsWith('!'))
                    _required.Add(path);
            }
        }
    }

    /// <summary>Refuses a body that is no object, and in it what is unknown, malformed or missing.</summary>
    public JsonObject Check(SimulatedRequest request)
    {
        var body = request.Json;
        if (body is null && request.Body.IsEmpty)
            body = [];
        if (body is null)
            throw SquareRefusal.Bad("EXPECTED_JSON_BODY", "The request's body is not a JSON object.");
        CheckObject(body, "");
        foreach (var path in _required)
            CheckRequired(body, path);
        return body;
    }

    private void CheckObject(JsonObject value, string at)
    {
        foreach (var (name, member) in value)
            CheckValue(member, at.Length == 0 ? name : $"{at}.{name}");
    }

    private void CheckValue(JsonNode? value, string path)
    {
        if (value is null)
            return;
        if (_rules.TryGetValue(path, out var rule))
            CheckKind(value, path, rule.Kind, rule.Limit);
        else if (value is JsonObject parent && IsParent(path + "."))
            CheckObject(parent, path);
        else if (value is JsonArray items && IsParent(path + "[]"))
            foreach (var item in items)
                CheckValue(item, path + "[]");
        else
            throw SquareRefusal.Bad(IsParent(path) ? "INCORRECT_TYPE" : "UNKNOWN_BODY_PARAMETER", $"The field {path} is not one of this request.", path);
    }

    private bool IsParent(string start) => _rules.Keys.Any(rule => rule.StartsWith(start, StringComparison.Ordinal));

    private static void CheckKind(JsonNode value, string path, string kind, string limit)
    {
        switch (kind)
        {
            case "text" when Text(value, path) is var text:
                if (limit.Length > 0 && text.Length > int.Parse(limit, CultureInfo.InvariantCulture))
                    throw SquareRefusal.Bad("VALUE_TOO_LONG", $"Field must not be greater than {limit} in length", path);
                break;
            case "enum" when Text(value, path) is var word:
                if (!limit.Split('|').Contains(word, StringComparer.Ordinal))
                    throw SquareRefusal.Bad("INVALID_ENUM_VALUE", $"`{word}` is not a valid enum value for `{path}`.", path);
                break;
            case "duration":
                _ = Duration(Text(value, path), path);
                break;
            case "bool" when value.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False):
                throw SquareRefusal.Bad("EXPECTED_BOOLEAN", "Expected a boolean value.", path);
            case "money":
                CheckMoney(value, path);
                break;
            case "map" when value is not JsonObject:
                throw SquareRefusal.Bad("EXPECTED_MAP", "Expected a map.", path);
        }
    }

    internal static TimeSpan Duration(string text, string path)
    {
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (FormatException)
        {
            throw SquareRefusal.Bad("INVALID_VALUE", $"`{text}` is not a duration.", path);
        }
    }

    private static string Text(JsonNode value, string path)
    {
        if (value.GetValueKind() is not JsonValueKind.String)
            throw SquareRefusal.Bad("EXPECTED_STRING", "Expected a string value.", path);
        return value.GetValue<string>() is { Length: > 0 } text ? text : throw SquareRefusal.Bad("VALUE_EMPTY", "Field must not be blank", path);
    }

    private static void CheckMoney(JsonNode value, string path)
    {
        if (value is not JsonObject money)
            throw SquareRefusal.Bad("EXPECTED_OBJECT", "Expected an object.", path);
        if (money["amount"] is not JsonValue amount || amount.GetValueKind() is not JsonValueKind.Number || !amount.TryGetValue(out long units))
            throw SquareRefusal.Bad("EXPECTED_INTEGER", "Expected an integer value.", path + ".amount");
        if (units < 0)
            throw SquareRefusal.Bad("VALUE_TOO_LOW", "`amount` must not be negative.", path + ".amount");
        if (money["currency"] is not JsonValue code || code.GetValueKind() is not JsonValueKind.String || code.GetValue<string>().Length != 3)
            throw SquareRefusal.Bad("INVALID_ENUM_VALUE", "`currency` must be a currency's code.", path + ".currency");
        if (money.Count > 2)
            throw SquareRefusal.Bad("UNKNOWN_BODY_PARAMETER", "An amount has `amount` and `currency`.", path);
    }

    private static void CheckRequired(JsonNode? node, string path)
    {
        var (head, tail) = path.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? (path[..dot], path[(dot + 1)..]) : (path, "");
        var isList = head.EndsWith("[]", StringComparison.Ordinal);
        var member = (node as JsonObject)?[isList ? head[..^2] : head];
        if (tail.Length == 0 && member is null)
            throw SquareRefusal.Bad("MISSING_REQUIRED_PARAMETER", "Missing required parameter.", path);
        if (tail.Length == 0 || member is null)
            return;
        if (!isList)
            CheckRequired(member, tail);
        else
            foreach (var item in (JsonArray)member)
                CheckRequired(item, tail);
    }
}
