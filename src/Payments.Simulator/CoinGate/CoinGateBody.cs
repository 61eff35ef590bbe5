using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>A request's fields, out of a form or of JSON; nested ones are named <c>shopper[email]</c>. What the documentation does not name is refused.</summary>
internal sealed class CoinGateBody
{
    private readonly Dictionary<string, string> _fields;
    private readonly Func<string[], CoinGateRefusal> _refuse;
    private readonly List<string> _errors = [];

    private CoinGateBody(Dictionary<string, string> fields, Func<string[], CoinGateRefusal> refuse) => (_fields, _refuse) = (fields, refuse);

    public static CoinGateBody Read(SimulatedRequest request, Func<string[], CoinGateRefusal> refuse, params string[] known)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        if (request.Header("Content-Type")?.StartsWith("application/json", StringComparison.Ordinal) == true)
            Flatten(fields, "", request.Json ?? throw refuse(["Body is not valid JSON"]));
        else
            fields = new(request.Fields, StringComparer.Ordinal);
        var body = new CoinGateBody(fields, refuse);
        body._errors.AddRange(fields.Keys.Where(name => !known.Contains(name, StringComparer.Ordinal)).Select(name => $"{name} is not known"));
        return body;
    }

    public string? Text(string name) => _fields.GetValueOrDefault(name);

    public string Required(string name, int min = 1, int max = int.MaxValue)
    {
        var text = Text(name) ?? "";
        if (text.Trim().Length == 0)
            _errors.Add($"{name} can't be blank");
        else if (text.Length < min || text.Length > max)
            _errors.Add($"{name} has to have {min.ToString(CultureInfo.InvariantCulture)} to {max.ToString(CultureInfo.InvariantCulture)} characters");
        return text;
    }

    public decimal Amount(string name)
    {
        if (decimal.TryParse(Text(name), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount > 0)
            return amount;
        _errors.Add(Text(name) is null ? $"{name} can't be blank" : $"{name} must be greater than 0");
        return 0;
    }

    public void Url(string name)
    {
        if (Text(name) is { } url && !url.StartsWith("https://", StringComparison.Ordinal) && !url.StartsWith("http://", StringComparison.Ordinal))
            _errors.Add($"Api order base {name} is not valid");
    }

    public void Require(bool isValid, string error)
    {
        if (!isValid)
            _errors.Add(error);
    }

    public void ThrowIfInvalid()
    {
        if (_errors.Count > 0)
            throw _refuse([.. _errors]);
    }

    private static void Flatten(Dictionary<string, string> fields, string name, JsonObject json)
    {
        foreach (var (key, value) in json)
        {
            var path = name.Length == 0 ? key : $"{name}[{key}]";
            if (value is JsonObject nested)
                Flatten(fields, path, nested);
            else if (value is not null)
                fields[path] = value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        }
    }
}
