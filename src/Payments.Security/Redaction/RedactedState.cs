using System.Collections;
using System.Globalization;

namespace Payments.Security;

/// <summary>The state of a log call or a scope as a log may see it; each value is looked at when it is asked for.</summary>
/// <typeparam name="TState">The type of the state itself, kept so that a struct is not boxed once more.</typeparam>
internal readonly struct RedactedState<TState>(TState state, Func<TState, Exception?, string>? formatter = null, Exception? exception = null)
    : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => state is IReadOnlyCollection<KeyValuePair<string, object?>> pairs ? pairs.Count : Others().Count;

    public KeyValuePair<string, object?> this[int index] => state is IReadOnlyList<KeyValuePair<string, object?>> pairs ? Redacted(pairs[index]) : Others()[index];

    // The exception that a log sees is the redacted one, the one that the message is made with is its own.
    public string Message => formatter?.Invoke(state, exception) is { } message ? PaymentRedactor.Redact(WithoutNamed(message)) : ToString();

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => state?.ToString() is { } text ? PaymentRedactor.Redact(WithoutNamed(text)) : "";

    // 'Paid with {Cvv}': in the message nothing says any more what the digits are.
    private string WithoutNamed(string message)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> pairs)
            return message;
        for (var i = 0; i < pairs.Count; i++)
        {
            var kind = SecretNames.KindOf(pairs[i].Key);
            if (kind != SecretKind.None && Convert.ToString(pairs[i].Value, CultureInfo.InvariantCulture) is { Length: > 0 } value && SecretNames.Holds(kind, value))
                message = message.Replace(value, KeyShapes.Hidden, StringComparison.Ordinal);
        }

        return message;
    }

    private static KeyValuePair<string, object?> Redacted(KeyValuePair<string, object?> pair) =>
        new(PaymentRedactor.Redact(pair.Key), RedactedValues.Of(pair.Key, pair.Value));

    // Scopes are often dictionaries.
    private IReadOnlyList<KeyValuePair<string, object?>> Others() => RedactedValues.Of(null, state) as KeyValuePair<string, object?>[] ?? [];
}
