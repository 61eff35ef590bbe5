using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Payments;

/// <summary>A read-only copy of a map that is equal to another with the same entries, so that records which hold one compare by value.</summary>
internal sealed class ValueMap<TKey, TValue> : IReadOnlyDictionary<TKey, TValue>, IEquatable<ValueMap<TKey, TValue>>
    where TKey : notnull
{
    internal static readonly ValueMap<TKey, TValue> Empty = new([]);
    private readonly Dictionary<TKey, TValue> _entries;

    private ValueMap(Dictionary<TKey, TValue> entries) => _entries = entries;

    public int Count => _entries.Count;

    public IEnumerable<TKey> Keys => _entries.Keys;

    public IEnumerable<TValue> Values => _entries.Values;

    public TValue this[TKey key] => _entries[key];

    internal static ValueMap<TKey, TValue> Copy(IReadOnlyDictionary<TKey, TValue> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source as ValueMap<TKey, TValue> ?? (source.Count == 0 ? Empty : new ValueMap<TKey, TValue>(new Dictionary<TKey, TValue>(source)));
    }

    public bool ContainsKey(TKey key) => _entries.ContainsKey(key);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => _entries.TryGetValue(key, out value);

    public bool Equals(ValueMap<TKey, TValue>? other) =>
        other is not null && Count == other.Count && _entries.All(entry => other.TryGetValue(entry.Key, out var value) && EqualityComparer<TValue>.Default.Equals(value, entry.Value));

    public override bool Equals(object? obj) => Equals(obj as ValueMap<TKey, TValue>);

    public override int GetHashCode()
    {
        var hash = Count;
        foreach (var (key, value) in _entries)
            hash ^= HashCode.Combine(key, value);
        return hash;
    }

    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
