using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Payments.Http;

/// <summary>
/// Writes form fields straight to bytes: a body (<see cref="ProviderBody.Form"/>) or a query (<see cref="ProviderRequest.Query"/>). Nested names
/// are <c>a[b][0]</c>; null writes nothing; numbers, flags and times do not depend on the culture. For one body or query, by one thread.
/// </summary>
[DebuggerDisplay("{_length} bytes")]
public sealed class FormFields
{
    private const string HexDigits = "0123456789ABCDEF";

    // RFC 3986's unreserved characters, which are the same bytes in UTF-8 and in the encodings of Korean providers.
    private static readonly SearchValues<char> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    private readonly Encoding _encoding;
    private byte[]? _buffer = ArrayPool<byte>.Shared.Rent(512);
    private string _prefix = "";
    private int _length;

    /// <summary>No fields yet.</summary>
    /// <param name="encoding">How text becomes bytes before it is percent-encoded; null for UTF-8.</param>
    public FormFields(Encoding? encoding = null) => _encoding = encoding ?? Encoding.UTF8;

    /// <summary>A text. An empty one is written as <c>name=</c>, which some providers read as 'delete this'.</summary>
    /// <param name="name">The name; brackets in it stay as they are.</param>
    /// <param name="value">The value; null writes nothing.</param>
    /// <returns>These fields.</returns>
    public FormFields Add(string name, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (value is null)
            return this;
        WriteName(name);
        Escape(value, brackets: false);
        return this;
    }

    /// <summary>A whole number.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value; null writes nothing.</param>
    /// <returns>These fields.</returns>
    public FormFields Add(string name, long? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return value is { } number ? AddFormatted(name, number) : this;
    }

    /// <summary>A decimal number with a point, with the decimals that it has.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value; null writes nothing.</param>
    /// <returns>These fields.</returns>
    public FormFields Add(string name, decimal? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return value is { } number ? AddFormatted(name, number) : this;
    }

    /// <summary>A flag: <c>true</c> or <c>false</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value; null writes nothing.</param>
    /// <returns>These fields.</returns>
    public FormFields Add(string name, bool? value) => Add(name, value is { } flag ? (flag ? "true" : "false") : null);

    /// <summary>A time in Unix seconds.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value; null writes nothing.</param>
    /// <returns>These fields.</returns>
    public FormFields Add(string name, DateTimeOffset? value) => Add(name, value?.ToUnixTimeSeconds());

    /// <summary>An address as it was written, so that placeholders in it survive.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value; null writes nothing.</param>
    /// <returns>These fields.</returns>
    public FormFields Add(string name, Uri? value) => Add(name, value?.OriginalString);

    /// <summary>A map: <c>name[key]=value</c> for each entry.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">The entries; null or none writes nothing.</param>
    /// <returns>These fields.</returns>
    public FormFields Add(string name, IReadOnlyDictionary<string, string>? values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (values is null)
            return this;
        foreach (var (key, value) in values)
        {
            WriteName(name, key);
            Escape(value, brackets: false);
        }

        return this;
    }

    /// <summary>A list: <c>name[0]=…</c>, <c>name[1]=…</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">The items; null or none writes nothing.</param>
    /// <returns>These fields.</returns>
    public FormFields AddList(string name, IReadOnlyList<string>? values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        for (var i = 0; i < (values?.Count ?? 0); i++)
        {
            WriteName(name, i.ToString(CultureInfo.InvariantCulture));
            Escape(values![i], brackets: false);
        }

        return this;
    }

    /// <summary>Opens a nested object: names added until it is disposed of are written as <c>name[…]</c>.</summary>
    /// <param name="name">The object's name.</param>
    /// <param name="index">Its index in a list of objects; null for a single object.</param>
    /// <returns>The open section.</returns>
    public FormSection Section(string name, int? index = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var outer = _prefix;
        _prefix = Nest(name);
        if (index is { } position)
            _prefix = string.Create(CultureInfo.InvariantCulture, $"{_prefix}[{position}]");
        return new FormSection(this, outer);
    }

    internal void Restore(string prefix) => _prefix = prefix;

    /// <summary>The bytes; ends this object's use.</summary>
    internal byte[] ToArray()
    {
        var result = Buffer().AsSpan(0, _length).ToArray();
        Array.Clear(_buffer!, 0, _length);
        ArrayPool<byte>.Shared.Return(_buffer!);
        _buffer = null;
        return result;
    }

    /// <summary><c>?a=b</c>, or nothing when there is no field; a blank is <c>%20</c>, since not every server reads <c>+</c> in an address.</summary>
    internal string ToQueryString() => _length == 0 ? "" : "?" + Encoding.ASCII.GetString(Buffer(), 0, _length).Replace("+", "%20", StringComparison.Ordinal);

    private FormFields AddFormatted<T>(string name, T value)
        where T : IUtf8SpanFormattable
    {
        WriteName(name);
        int written;
        while (!value.TryFormat(Buffer().AsSpan(_length), out written, default, CultureInfo.InvariantCulture))
            Grow(64);
        _length += written;
        return this;
    }

    private void WriteName(string name, string? key = null)
    {
        if (_length > 0)
            Write('&');
        if (_prefix.Length == 0)
        {
            Escape(name, brackets: true);
        }
        else
        {
            Escape(_prefix, brackets: true);
            var bracket = name.IndexOf('[', StringComparison.Ordinal);
            Write('[');
            Escape(bracket < 0 ? name : name.AsSpan(0, bracket), brackets: true);
            Write(']');
            if (bracket >= 0)
                Escape(name.AsSpan(bracket), brackets: true);
        }

        if (key is not null)
        {
            Write('[');
            Escape(key, brackets: false);
            Write(']');
        }

        Write('=');
    }

    private string Nest(string name)
    {
        if (_prefix.Length == 0)
            return name;
        var bracket = name.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0 ? $"{_prefix}[{name}]" : $"{_prefix}[{name[..bracket]}]{name[bracket..]}";
    }

    private void Escape(ReadOnlySpan<char> text, bool brackets)
    {
        Span<byte> bytes = stackalloc byte[16];
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAnyExcept(Unreserved) is >= 0 and var end ? end : text.Length;
            if (plain > 0)
            {
                Reserve(plain);
                _length += Encoding.ASCII.GetBytes(text[..plain], Buffer().AsSpan(_length));
                text = text[plain..];
                continue;
            }

            var c = text[0];
            var length = char.IsHighSurrogate(c) && text.Length > 1 && char.IsLowSurrogate(text[1]) ? 2 : 1;
            if (c == ' ')
                Write('+');
            else if (brackets && c is '[' or ']')
                Write(c);
            else
                WriteEscaped(bytes[.._encoding.GetBytes(text[..length], bytes)]);
            text = text[length..];
        }
    }

    private void WriteEscaped(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            Write('%');
            Write(HexDigits[b >> 4]);
            Write(HexDigits[b & 15]);
        }
    }

    private void Write(char ascii)
    {
        Reserve(1);
        Buffer()[_length++] = (byte)ascii;
    }

    private void Reserve(int count)
    {
        if (Buffer().Length - _length < count)
            Grow(count);
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Buffer().Length * 2, _length + count));
        Buffer().AsSpan(0, _length).CopyTo(larger);
        Array.Clear(_buffer!, 0, _length);
        ArrayPool<byte>.Shared.Return(_buffer!);
        _buffer = larger;
    }

    private byte[] Buffer() => _buffer ?? throw new InvalidOperationException("These fields were made into a body already; make new ones for another.");
}
