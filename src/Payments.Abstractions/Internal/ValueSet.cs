using System.Collections;

namespace Payments;

/// <summary>A read-only copy of a set that is equal to another with the same items.</summary>
internal sealed class ValueSet<T> : IReadOnlySet<T>, IEquatable<ValueSet<T>>
{
    private readonly HashSet<T> _items;

    private ValueSet(HashSet<T> items) => _items = items;

    public int Count => _items.Count;

    internal static ValueSet<T> Copy(IReadOnlySet<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source as ValueSet<T> ?? new ValueSet<T>([.. source]);
    }

    public bool Contains(T item) => _items.Contains(item);

    public bool IsProperSubsetOf(IEnumerable<T> other) => _items.IsProperSubsetOf(other);

    public bool IsProperSupersetOf(IEnumerable<T> other) => _items.IsProperSupersetOf(other);

    public bool IsSubsetOf(IEnumerable<T> other) => _items.IsSubsetOf(other);

    public bool IsSupersetOf(IEnumerable<T> other) => _items.IsSupersetOf(other);

    public bool Overlaps(IEnumerable<T> other) => _items.Overlaps(other);

    public bool SetEquals(IEnumerable<T> other) => _items.SetEquals(other);

    public bool Equals(ValueSet<T>? other) => other is not null && _items.SetEquals(other._items);

    public override bool Equals(object? obj) => Equals(obj as ValueSet<T>);

    public override int GetHashCode()
    {
        var hash = Count;
        foreach (var item in _items)
            hash ^= item?.GetHashCode() ?? 0;
        return hash;
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
