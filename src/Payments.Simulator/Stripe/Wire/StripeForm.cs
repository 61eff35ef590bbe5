using System.Globalization;

namespace Payments.Simulator;

/// <summary>Stripe's nested form fields: <c>a[b][0][c]=v</c>, <c>a[]=v</c>.</summary>
internal sealed class StripeForm
{
    private readonly Dictionary<string, StripeForm> _members = new(StringComparer.Ordinal);

    /// <summary>The value, when this is not a hash or an array.</summary>
    public string? Text { get; private set; }

    /// <summary>The members by name, or by index of an array.</summary>
    public IReadOnlyDictionary<string, StripeForm> Members => _members;

    /// <summary>The items of an array, in the order of their index.</summary>
    public IEnumerable<StripeForm> Items => _members
        .OrderBy(m => int.TryParse(m.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : int.MaxValue)
        .Select(m => m.Value);

    /// <summary>Every value with its path, in which <c>#</c> stands for an index, and its name as it was sent.</summary>
    public IReadOnlyList<(string Path, string Name, string Value)> Leaves { get; private set; } = [];

    public static StripeForm Parse(string text)
    {
        var root = new StripeForm();
        var leaves = new List<(string, string, string)>();
        foreach (var (name, value) in FormFields.Parse(text))
        {
            var keys = Keys(name);
            var node = root;
            foreach (var key in keys)
                node = node.Member(key.Length > 0 ? key : node._members.Count.ToString(CultureInfo.InvariantCulture));
            node.Text = value;
            leaves.Add((string.Join('.', keys.Select(k => k.All(char.IsAsciiDigit) ? "#" : k)), name, value));
        }

        root.Leaves = leaves;
        return root;
    }

    /// <summary>The node at a dotted path, or null.</summary>
    public StripeForm? At(string path)
    {
        var node = this;
        foreach (var key in path.Split('.'))
            if (!node._members.TryGetValue(key, out node!))
                return null;
        return node;
    }

    public string? this[string path] => At(path)?.Text;

    public long? Long(string path) => this[path] is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    public bool? Bool(string path) => this[path] is { } text ? string.Equals(text, "true", StringComparison.Ordinal) : null;

    public IReadOnlyList<string> Texts(string path) => [.. (At(path)?.Items ?? []).Select(i => i.Text ?? string.Empty)];

    /// <summary>A map of texts; empty values delete and are left out.</summary>
    public Dictionary<string, string> Map(string path) => (At(path)?.Members ?? new Dictionary<string, StripeForm>(StringComparer.Ordinal))
        .Where(m => !string.IsNullOrEmpty(m.Value.Text))
        .ToDictionary(m => m.Key, m => m.Value.Text!, StringComparer.Ordinal);

    private StripeForm Member(string key)
    {
        if (!_members.TryGetValue(key, out var member))
            _members[key] = member = new StripeForm();
        return member;
    }

    private static string[] Keys(string name)
    {
        var at = name.IndexOf('[', StringComparison.Ordinal);
        return at < 0 ? [name] : [name[..at], .. name[(at + 1)..].TrimEnd(']').Split("][")];
    }
}
