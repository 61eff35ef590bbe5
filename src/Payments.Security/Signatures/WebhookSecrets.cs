using System.Buffers;
using System.Diagnostics;
using System.Text;

namespace Payments.Security;

/// <summary>
/// The secrets of one webhook endpoint, decoded once and kept, so that checking a message allocates nothing. It is a snapshot: make a new one
/// when the configuration changes. Safe for concurrent use.
/// </summary>
[DebuggerDisplay("{_entries.Length} secrets")]
public sealed class WebhookSecrets
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly Entry[] _entries;

    /// <summary>Takes the secrets over.</summary>
    /// <param name="secrets">The secrets; none at all is allowed and means that nothing verifies.</param>
    /// <param name="encoding">How their text becomes bytes.</param>
    /// <exception cref="ArgumentException">A secret is null, has no value or is not written in <paramref name="encoding"/>.</exception>
    public WebhookSecrets(IEnumerable<WebhookSecret> secrets, WebhookSecretEncoding encoding = WebhookSecretEncoding.Utf8)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        _entries = [.. secrets.Select(secret => new Entry(new HmacKey(Decode(secret, encoding)), secret.NotAfter ?? DateTimeOffset.MaxValue))];
    }

    /// <summary>Takes secrets of UTF-8 text over.</summary>
    /// <param name="secrets">The secrets; none at all is allowed and means that nothing verifies.</param>
    /// <exception cref="ArgumentException">A secret is null or has no value.</exception>
    public WebhookSecrets(params WebhookSecret[] secrets)
        : this(secrets, WebhookSecretEncoding.Utf8)
    {
    }

    /// <summary>Says whether there is a secret to check with at a time.</summary>
    /// <param name="now">The time.</param>
    /// <returns>Whether at least one is valid.</returns>
    public bool AnyValidAt(DateTimeOffset now) => KeysValidAt(now).MoveNext();

    /// <summary>The key bytes of the secrets that are valid at a time, for use in <c>foreach</c>.</summary>
    /// <param name="now">The time.</param>
    /// <returns>An enumerator that allocates nothing.</returns>
    public ValidKeys ValidAt(DateTimeOffset now) => new(KeysValidAt(now));

    internal KeyEnumerator KeysValidAt(DateTimeOffset now) => new(_entries, now);

    private static byte[] Decode(WebhookSecret? secret, WebhookSecretEncoding encoding)
    {
        if (secret is not { Value.Length: > 0 })
            throw new ArgumentException("A webhook secret has no value.", nameof(secret));

        var text = secret.Value;
        var key = encoding switch
        {
            WebhookSecretEncoding.Utf8 => Encoding.UTF8.GetBytes(text),
            WebhookSecretEncoding.Hex => DecodeHex(text),
            WebhookSecretEncoding.Base64 => DecodeBase64(text),
            _ => throw new ArgumentOutOfRangeException(nameof(encoding)),
        };
        return key is { Length: > 0 } ? key : throw new ArgumentException($"A webhook secret is not written in {encoding}.", nameof(secret));
    }

    private static byte[]? DecodeHex(string text)
    {
        var bytes = new byte[text.Length / 2];
        return Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done ? bytes : null;
    }

    private static byte[]? DecodeBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) ? bytes[..written] : null;
    }

    /// <summary>Goes through the key bytes of the valid secrets.</summary>
    public ref struct ValidKeys
    {
        private KeyEnumerator _keys;

        internal ValidKeys(KeyEnumerator keys) => _keys = keys;

        /// <summary>The key's bytes. Do not keep, log or print them.</summary>
        public readonly ReadOnlySpan<byte> Current => _keys.Current.Bytes;

        /// <summary>Goes to the next valid secret.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext() => _keys.MoveNext();

        /// <summary>This enumerator itself.</summary>
        /// <returns>This enumerator.</returns>
        public readonly ValidKeys GetEnumerator() => this;
    }

    internal sealed class Entry(HmacKey key, DateTimeOffset notAfter)
    {
        public HmacKey Key => key;

        public DateTimeOffset NotAfter => notAfter;
    }

    internal struct KeyEnumerator(Entry[] entries, DateTimeOffset now)
    {
        private int _index = -1;

        public readonly HmacKey Current => entries[_index].Key;

        public bool MoveNext()
        {
            while (++_index < entries.Length)
            {
                if (now <= entries[_index].NotAfter)
                    return true;
            }

            return false;
        }

        public readonly KeyEnumerator GetEnumerator() => this;
    }
}
