using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Payments;

/// <summary>A read-only copy of a map that is equal to another with the same entries, so that records which hold one compare by value.</summary>
internal sealed class StringMap : IReadOnlyDictionary<string, string>, IEquatable<StringMap>
{
    internal static readonly StringMap Empty = new([]);
    private readonly Dictionary<string, string> _entries;

    private StringMap(Dictionary<string, string> entries) => _entries = entries;

    public int Count => _entries.Count;

    public IEnumerable<string> Keys => _entries.Keys;

    public IEnumerable<string> Values => _entries.Values;

    public string this[string key] => _entries[key];

    internal static StringMap Copy(IReadOnlyDictionary<string, string> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source as StringMap ?? (source.Count == 0 ? Empty : new StringMap(new Dictionary<string, string>(source, StringComparer.Ordinal)));
    }

    public bool ContainsKey(string key) => _entries.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => _entries.TryGetValue(key, out value);

    /// <summary>The value of a name, preferably in this case; null when there is none.</summary>
    internal string? FindInAnyCase(string name)
    {
        if (_entries.TryGetValue(name, out var exact))
            return exact;
        foreach (var (key, value) in _entries)
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return null;
    }

    public bool Equals(StringMap? other) =>
        other is not null && Count == other.Count && _entries.All(entry => other.TryGetValue(entry.Key, out var value) && value == entry.Value);

    public override bool Equals(object? obj) => Equals(obj as StringMap);

    public override int GetHashCode()
    {
        var hash = Count;
        foreach (var (key, value) in _entries)
            hash ^= HashCode.Combine(key, value);
        return hash;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
