using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Payments;

/// <summary>
/// A value that must not be seen by accident: a client secret, a payer's name, a one-shot token.
/// It prints, logs and shows in a debugger as <c>***</c> and serializes as nothing; only <see cref="Reveal"/> gives it out.
/// </summary>
/// <typeparam name="T">The type of the value.</typeparam>
[DebuggerDisplay("***")]
[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructor is the named alternate.")]
public readonly struct Sensitive<T> : IEquatable<Sensitive<T>>, ISpanFormattable
    where T : notnull
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly T _value;

    /// <summary>Wraps a value.</summary>
    /// <param name="value">The value to hide.</param>
    public Sensitive(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
    }

    /// <summary>Gives the value out. Do not log, store unencrypted or put into an exception what comes back.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidOperationException">This is <c>default</c>, which holds no value.</exception>
    public T Reveal() => _value is { } value ? value : throw new InvalidOperationException("This Sensitive<T> holds no value.");

    /// <summary>Wraps a value.</summary>
    /// <param name="value">The value to hide.</param>
    public static implicit operator Sensitive<T>(T value) => new(value);

    /// <summary>Says whether two values are equal. Not for checking secrets that an outsider can send: that comparison is not constant-time.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other value.</param>
    public static bool operator ==(Sensitive<T> left, Sensitive<T> right) => left.Equals(right);

    /// <summary>Says whether two values differ.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other value.</param>
    public static bool operator !=(Sensitive<T> left, Sensitive<T> right) => !left.Equals(right);

    /// <inheritdoc />
    public bool Equals(Sensitive<T> other) => EqualityComparer<T>.Default.Equals(_value, other._value);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Sensitive<T> other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _value is null ? 0 : _value.GetHashCode();

    /// <summary>Always <c>***</c>.</summary>
    /// <returns><c>***</c>.</returns>
    public override string ToString() => "***";

    /// <summary>Always <c>***</c>, whatever the format.</summary>
    /// <param name="format">Ignored.</param>
    /// <param name="formatProvider">Ignored.</param>
    /// <returns><c>***</c>.</returns>
    public string ToString(string? format, IFormatProvider? formatProvider) => "***";

    /// <summary>Writes <c>***</c>, whatever the format.</summary>
    /// <param name="destination">Where to write.</param>
    /// <param name="charsWritten">3, or 0 when it did not fit.</param>
    /// <param name="format">Ignored.</param>
    /// <param name="provider">Ignored.</param>
    /// <returns>Whether it fitted.</returns>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var fits = "***".TryCopyTo(destination);
        charsWritten = fits ? 3 : 0;
        return fits;
    }
}
