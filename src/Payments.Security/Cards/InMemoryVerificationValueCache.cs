using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Payments.Security;

/// <summary>
/// Holds verification values in this process's memory, encrypted under a key that is made with this object and never leaves it. A timer clears
/// what is overdue once a minute, read or not. Safe for concurrent use.
/// </summary>
public sealed class InMemoryVerificationValueCache : IVerificationValueCache, IDisposable
{
    /// <summary>How long a value is held unless another time is given.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromMinutes(10);

    /// <summary>The longest time a value can be held.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromMinutes(30);

    /// <summary>How many values are held at most.</summary>
    public const int Capacity = 10_000;

    private const string Purpose = "payments.verification-value";

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly PaymentKeyRing _keys = new("memory", PaymentKey.CreateEphemeral("memory"));
    private readonly AesGcmPaymentDataProtector _protector;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="time">The clock.</param>
    public InMemoryVerificationValueCache(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _protector = new(_keys);
        _timer = time.CreateTimer(static state => ((InMemoryVerificationValueCache)state!).ClearOverdue(), this, Minute, Minute);
    }

    /// <summary>How many values are held, overdue ones that the timer has not cleared yet among them.</summary>
    public int Count => _entries.Count;

    private static TimeSpan Minute => TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public void Hold(string token, CardVerificationValue value, TimeSpan? lifetime = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        ArgumentNullException.ThrowIfNull(value);
        var time = lifetime ?? DefaultLifetime;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero, nameof(lifetime));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, MaxLifetime, nameof(lifetime));
        Drop(token);
        if (_entries.Count >= Capacity)
            throw new InvalidOperationException("Too many verification values are held.");

        Span<char> digits = stackalloc char[CardVerificationValue.MaxDigits];
        Span<byte> ascii = stackalloc byte[CardVerificationValue.MaxDigits];
        try
        {
            var length = value.CopyDigitsTo(digits);
            Encoding.ASCII.GetBytes(digits[..length], ascii);
            _entries[token] = new(_protector.Protect(ascii[..length], Purpose, Encoding.UTF8.GetBytes(token)), _time.GetUtcNow() + time);
        }
        finally
        {
            Clear(digits, ascii);
        }
    }

    /// <inheritdoc />
    public CardVerificationValue? Take(string token)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        if (!_entries.TryRemove(token, out var entry) || _time.GetUtcNow() >= entry.ExpiresAt)
            return null;

        Span<byte> ascii = stackalloc byte[CardVerificationValue.MaxDigits];
        Span<char> digits = stackalloc char[CardVerificationValue.MaxDigits];
        try
        {
            var length = _protector.Unprotect(entry.Protected, ascii, Purpose, Encoding.UTF8.GetBytes(token));
            Encoding.ASCII.GetChars(ascii[..length], digits);
            return CardVerificationValue.Parse(digits[..length]);
        }
        finally
        {
            Clear(digits, ascii);
        }
    }

    /// <inheritdoc />
    public void Drop(string token)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        _entries.TryRemove(token, out _);
    }

    /// <summary>Stops the timer and clears the key, and with it every value.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        _entries.Clear();
        _keys.Dispose();
    }

    private static void Clear(Span<char> digits, Span<byte> ascii)
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(digits));
        CryptographicOperations.ZeroMemory(ascii);
    }

    private void ClearOverdue()
    {
        var now = _time.GetUtcNow();
        foreach (var entry in _entries)
        {
            if (now >= entry.Value.ExpiresAt)
                _entries.TryRemove(entry);
        }
    }

    private sealed record Entry(byte[] Protected, DateTimeOffset ExpiresAt);
}
