using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Payments;

/// <summary>
/// A canonical hash of what a request asks for. Two requests with one fingerprint ask for the same; names and values are length-prefixed, so
/// that no two different requests can look alike.
/// </summary>
public sealed class RequestFingerprint : IDisposable
{
    private const int MaxShortText = 128;

    // Hashed at once in the end: a request has some thirty members, and a call into the cryptographic library costs more than a member's bytes.
    private byte[]? _written = ArrayPool<byte>.Shared.Rent(1024);
    private int _length;

    internal RequestFingerprint(string provider, PaymentOperations operation)
    {
        Add("provider", provider);
        Add<PaymentOperations>("operation", operation);
    }

    /// <summary>Adds a text.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="value">The value; null is different from empty.</param>
    /// <returns>This fingerprint.</returns>
    public RequestFingerprint Add(string name, string? value)
    {
        Append(name);
        if (value is null)
            AppendNumber(-1);
        else
            Append(value);
        return this;
    }

    /// <summary>Adds an amount; <c>10.0</c> and <c>10.00</c> are the same.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="value">The value; null for none.</param>
    /// <returns>This fingerprint.</returns>
    public RequestFingerprint Add(string name, Money? value)
    {
        if (value is not { Amount: var amount, Currency.Code: var code })
            return Add(name, (string?)null);
        Span<char> text = stackalloc char[MaxShortText];
        return text.TryWrite(CultureInfo.InvariantCulture, $"{amount:0.############################} {code}", out var length)
            ? Add(name, text[..length])
            : Add(name, string.Create(CultureInfo.InvariantCulture, $"{amount:0.############################} {code}"));
    }

    /// <summary>Adds a map, whatever the order of its entries.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="value">The value; null for none.</param>
    /// <returns>This fingerprint.</returns>
    public RequestFingerprint Add(string name, IReadOnlyDictionary<string, string>? value)
    {
        if (value is null or { Count: 0 })
            return Add(name, (string?)null);
        Append(name);
        AppendNumber(-2);
        AppendNumber(value.Count);
        foreach (var (key, text) in value.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            Add(key, text);
        return this;
    }

    /// <summary>Adds anything that formats itself without regard to culture: a number, a flag, an enum, a duration, an address.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="name">The member's name.</param>
    /// <param name="value">The value; null for none.</param>
    /// <returns>This fingerprint.</returns>
    public RequestFingerprint Add<T>(string name, T? value)
        where T : struct, IFormattable
    {
        if (value is not { } given)
            return Add(name, (string?)null);
        Span<char> text = stackalloc char[MaxShortText];
        return text.TryWrite(CultureInfo.InvariantCulture, $"{given}", out var length)
            ? Add(name, text[..length])
            : Add(name, given.ToString(null, CultureInfo.InvariantCulture));
    }

    /// <summary>Adds a secret by its value; only a hash of it is kept.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="value">The value; null for none.</param>
    /// <returns>This fingerprint.</returns>
    public RequestFingerprint Add(string name, Sensitive<string>? value) => Add(name, value?.Reveal());

    /// <summary>Adds a moment, to the tick.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="value">The value; null for none.</param>
    /// <returns>This fingerprint.</returns>
    public RequestFingerprint Add(string name, DateTimeOffset? value) => Add(name, value?.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>Adds a flag.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="value">The value; null for none.</param>
    /// <returns>This fingerprint.</returns>
    public RequestFingerprint Add(string name, bool? value) => Add(name, value is { } flag ? (flag ? "true" : "false") : null);

    internal RequestFingerprint Add(string name, ProviderExtras extras)
    {
        Add(name, extras.GetType().Name);
        extras.WriteFingerprint(this);
        return this;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_written is not null)
            Return(_written);
        _written = null;
    }

    internal string Finish()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Written.AsSpan(0, _length), hash);
        return Convert.ToHexStringLower(hash);
    }

    private byte[] Written => _written ?? throw new ObjectDisposedException(nameof(RequestFingerprint));

    private RequestFingerprint Add(string name, ReadOnlySpan<char> value)
    {
        Append(name);
        Append(value);
        return this;
    }

    private void AppendNumber(int number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(sizeof(int)), number);
        _length += sizeof(int);
    }

    private void Append(ReadOnlySpan<char> text)
    {
        var place = Reserve(sizeof(int) + Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, place[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(place, length);
        _length += sizeof(int) + length;
    }

    private Span<byte> Reserve(int count)
    {
        var written = Written;
        if (written.Length - _length < count)
        {
            _written = ArrayPool<byte>.Shared.Rent(Math.Max(written.Length * 2, _length + count));
            written.AsSpan(0, _length).CopyTo(_written);
            Return(written);
        }

        return _written.AsSpan(_length);
    }

    // It holds tokens and addresses: nobody else gets to see them in a rented array.
    private void Return(byte[] written)
    {
        written.AsSpan(0, _length).Clear();
        ArrayPool<byte>.Shared.Return(written);
    }
}
