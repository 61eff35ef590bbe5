using System.Collections;

namespace Payments;

/// <summary>A read-only copy of a list that is equal to another with the same items in the same order.</summary>
internal sealed class ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    internal static readonly ValueList<T> Empty = new([]);
    private readonly T[] _items;

    private ValueList(T[] items) => _items = items;

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    internal static ValueList<T> Of(T item) => new([item]);

    internal static ValueList<T> Copy(IReadOnlyList<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source as ValueList<T> ?? (source.Count == 0 ? Empty : new ValueList<T>([.. source]));
    }

    public bool Equals(ValueList<T>? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in _items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
