using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Payments.Security;

/// <summary>
/// Key-encryption keys from the configuration. The configuration keeps them as strings for as long as the process runs, which nothing can clear: a file,
/// a cloud's key service or a hardware module keeps them out of memory.
/// </summary>
/// <param name="options">The keys; read at each call, so that a reload counts.</param>
public sealed class ConfigurationKeyEncryptionKeyProvider(IOptionsMonitor<KeyEncryptionKeyOptions> options) : IKeyEncryptionKeyProvider
{
    /// <inheritdoc />
    public ValueTask<string> GetActiveKeyIdAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(options.CurrentValue.ActiveKeyId);
    }

    /// <inheritdoc />
    public ValueTask<WrappedKey> WrapAsync(ReadOnlyMemory<byte> dataKey, string context, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = options.CurrentValue;
        var key = Encoding.UTF8.GetBytes(now.Keys[now.ActiveKeyId]);
        try
        {
            return new(LocalKeyWrap.Wrap(now.ActiveKeyId, key, dataKey.Span, context));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <inheritdoc />
    public ValueTask UnwrapAsync(WrappedKey wrapped, string context, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        cancellationToken.ThrowIfCancellationRequested();
        if (!options.CurrentValue.Keys.TryGetValue(wrapped.KeyEncryptionKeyId, out var base64))
            throw new PaymentCryptographyException();

        var key = Encoding.UTF8.GetBytes(base64);
        try
        {
            LocalKeyWrap.Unwrap(wrapped, key, context, destination.Span);
            return ValueTask.CompletedTask;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
