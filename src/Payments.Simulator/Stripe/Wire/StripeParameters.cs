using System.Globalization;

namespace Payments.Simulator;

/// <summary>
/// The parameters that an operation knows, as a table: a dotted path (<c>#</c> an index, <c>*</c> any key, <c>**</c> anything below), a
/// kind with its values (an enum's words, a text's greatest length), and <c>!</c> when required.
/// </summary>
internal sealed class StripeParameters
{
    private static readonly Dictionary<string, Func<string, string, string[], StripeRefusal?>> Kinds = new(StringComparer.Ordinal)
    {
        ["any"] = (_, _, _) => null,
        ["text"] = (name, value, values) => values.Length == 0 || value.Length <= int.Parse(values[0], CultureInfo.InvariantCulture)
            ? null
            : StripeRefusal.Parameter(code: null, $"Invalid string: {value[..10]}...; must be at most {values[0]} characters", name),
        ["int"] = (name, value, values) => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? null
            : StripeRefusal.Parameter("parameter_invalid_integer", $"Invalid integer: {value}", name),
        ["amount"] = (name, value, values) => Amount(name, value),
        ["bool"] = (name, value, values) =>
            value is "true" or "false" ? null : StripeRefusal.Parameter(code: null, $"Invalid boolean: {value}", name),
        ["currency"] = (name, value, values) => StripeMoney.IsCurrency(value)
            ? null
            : StripeRefusal.Parameter(
                code: null, $"Invalid currency: {value}. Currencies are three lower-case letters that Stripe supports.", name),
        ["url"] = (name, value, values) =>
            Uri.TryCreate(value, UriKind.Absolute, out _) ? null : StripeRefusal.Parameter("url_invalid", "Not a valid URL", name),
        ["enum"] = (name, value, values) => values.Contains(value, StringComparer.Ordinal)
            ? null
            : StripeRefusal.Parameter(code: null, $"Invalid {name}: must be one of {string.Join(", ", values)}", name),
    };

    private readonly Dictionary<string, (string Kind, string[] Values)> _rules = new(StringComparer.Ordinal);
    private readonly List<string> _required = [];

    public StripeParameters(string table)
    {
        foreach (var line in table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var kind = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1];
            var isRequired = kind.EndsWith('!');
            var parts = kind.TrimEnd('!').Split(':');
            foreach (var path in line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..^1])
            {
                _rules[path] = (parts[0], parts.Length > 1 ? parts[1].Split('|') : []);
                if (isRequired)
                    _required.Add(path);
            }
        }
    }

    /// <summary>Refuses what the operation does not know, what is malformed and what is missing, in this order.</summary>
    public void Check(StripeForm form)
    {
        foreach (var (path, name, value) in form.Leaves)
        {
            var refusal = CheckOne(path, name, value);
            if (refusal is not null)
                throw refusal;
        }

        StripeMetadata.Check(form);
        foreach (var path in _required)
            if (form.At(path) is null)
                throw Required(path);
    }

    public static StripeRefusal Required(string name) =>
        StripeRefusal.Parameter("parameter_missing", $"Missing required param: {name}.", name);

    private StripeRefusal? CheckOne(string path, string name, string value)
    {
        if (path.StartsWith("payment_method_types", StringComparison.Ordinal))
            return StripeRefusal.Parameter(
                "payment_method_types_no_longer_supported",
                "The payment_method_types parameter is no longer supported: use allowed_payment_method_types.",
                name);
        if (Find(path) is not { } rule)
            return IsHash(path) && value.Length == 0
                ? null
                : StripeRefusal.Parameter("parameter_unknown", $"Received unknown parameter: {name}", name);
        var isEmptyable = path.Contains("metadata", StringComparison.Ordinal) || rule.Kind is "any";
        if (value.Length == 0 && !isEmptyable)
            return StripeRefusal.Parameter(
                "parameter_invalid_empty",
                $"You passed an empty string for '{name}'. Empty values unset a parameter, and '{name}' cannot be unset.",
                name);
        return Kinds[rule.Kind](name, value, rule.Values);
    }

    private (string Kind, string[] Values)? Find(string path)
    {
        if (_rules.TryGetValue(path, out var exact))
            return exact;
        for (var at = path.LastIndexOf('.'); at > 0; at = path.LastIndexOf('.', at - 1))
            if (_rules.TryGetValue(path[..at] + ".**", out var below))
                return below;
        var last = path.LastIndexOf('.');
        return last > 0 && _rules.TryGetValue(path[..last] + ".*", out var any) ? any : null;
    }

    private bool IsHash(string path) => _rules.ContainsKey(path + ".*") || _rules.ContainsKey(path + ".**");

    private static StripeRefusal? Amount(string name, string value)
    {
        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount))
            return StripeRefusal.Parameter("parameter_invalid_integer", $"Invalid integer: {value}", name);
        return amount > 0
            ? null
            : StripeRefusal.Parameter("parameter_invalid_integer", "This value must be greater than or equal to 1.", name);
    }
}

/// <summary>Stripe's limits of metadata.</summary>
internal static class StripeMetadata
{
    private const int MaxKeys = 50;
    private const int MaxKeyLength = 40;
    private const int MaxValueLength = 500;

    public static void Check(StripeForm form)
    {
        foreach (var path in new[] { "metadata", "payment_intent_data.metadata" })
            if (form.At(path) is { } metadata)
                Check(path, metadata.Members);
    }

    private static void Check(string path, IReadOnlyDictionary<string, StripeForm> members)
    {
        if (members.Count > MaxKeys)
            throw StripeRefusal.Parameter(code: null, $"Metadata can have at most {MaxKeys} keys.", path);
        foreach (var (key, value) in members)
        {
            if (key.Length > MaxKeyLength)
                throw StripeRefusal.Parameter(code: null, $"Metadata keys must be at most {MaxKeyLength} characters long.", path);
            if (value.Text?.Length > MaxValueLength)
                throw StripeRefusal.Parameter(code: null, $"Metadata values can have up to {MaxValueLength} characters.", $"{path}[{key}]");
        }
    }
}
