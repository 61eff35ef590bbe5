using System.Diagnostics.CodeAnalysis;

namespace Payments.Http;

/// <summary>
/// What a provider's words mean: filled where it is made, and read only from then on. It is quick to make, since it compiles a handful of methods
/// for each type of meaning where a frozen dictionary compiles sixty; a lookup allocates nothing. A word that is there twice is an error of the table.
/// </summary>
/// <typeparam name="T">The type of what a word means.</typeparam>
public sealed class WordTable<T>
{
    private readonly Dictionary<string, int> _rows;
    private T[] _meanings;

    /// <summary>A table that is filled by an initializer, a line for each word.</summary>
    /// <param name="comparer">How words are compared; null for letter by letter, in the same case.</param>
    public WordTable(StringComparer? comparer = null)
    {
        _rows = new Dictionary<string, int>(comparer ?? StringComparer.Ordinal);
        _meanings = new T[8];
    }

    /// <summary>A table of meanings with the words that have each.</summary>
    /// <param name="comparer">How words are compared.</param>
    /// <param name="rows">The meanings, each with its words parted by blanks.</param>
    /// <exception cref="ArgumentException">A word is there twice.</exception>
    public WordTable(StringComparer comparer, params (T Meaning, string Words)[] rows)
        : this(comparer)
    {
        ArgumentNullException.ThrowIfNull(rows);
        foreach (var (meaning, words) in rows)
        {
            foreach (var word in words.Split(' '))
                Add(word, meaning);
        }
    }

    /// <summary>The words.</summary>
    public IReadOnlyCollection<string> Keys => _rows.Keys;

    /// <summary>What they mean, once for each word.</summary>
    public IReadOnlyCollection<T> Values => new ArraySegment<T>(_meanings, 0, _rows.Count);

    /// <summary>What a word means that is known to be there.</summary>
    /// <param name="word">The word.</param>
    /// <exception cref="KeyNotFoundException">The word is not there.</exception>
    /// <exception cref="ArgumentException">The table that is being made has the word already.</exception>
    public T this[string word]
    {
        get => _meanings[_rows[word]];
        init => Add(word, value);
    }

    /// <summary>Whether a word is there.</summary>
    /// <param name="word">The word.</param>
    /// <returns>Whether it is.</returns>
    public bool ContainsKey(string word) => _rows.ContainsKey(word);

    /// <summary>Looks a word up.</summary>
    /// <param name="word">The word.</param>
    /// <param name="meaning">What it means.</param>
    /// <returns>Whether it is there.</returns>
    public bool TryGetValue(string word, [MaybeNullWhen(false)] out T meaning)
    {
        var isThere = _rows.TryGetValue(word, out var row);
        meaning = isThere ? _meanings[row] : default;
        return isThere;
    }

    /// <summary>Looks a word up.</summary>
    /// <param name="word">The word.</param>
    /// <returns>What it means; the type's default when it is not there.</returns>
    public T? GetValueOrDefault(string word) => _rows.TryGetValue(word, out var row) ? _meanings[row] : default;

    /// <summary>Looks a word up.</summary>
    /// <param name="word">The word.</param>
    /// <param name="otherwise">What a word means that is not there.</param>
    /// <returns>What it means.</returns>
    public T GetValueOrDefault(string word, T otherwise) => _rows.TryGetValue(word, out var row) ? _meanings[row] : otherwise;

    private void Add(string word, T meaning)
    {
        _rows.Add(word, _rows.Count);
        if (_rows.Count > _meanings.Length)
            Array.Resize(ref _meanings, _meanings.Length * 2);
        _meanings[_rows.Count - 1] = meaning;
    }
}
