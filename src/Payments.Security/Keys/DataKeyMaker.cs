using System.Globalization;
using System.Security.Cryptography;

namespace Payments.Security;

/// <summary>Makes, wraps and unwraps data keys.</summary>
internal sealed class DataKeyMaker(IKeyEncryptionKeyProvider keeper, TimeProvider time, FillRandom fill)
{
    private const int IdSize = 8;

    public async ValueTask<DataKeyRecord> MakeAsync(string scope, int generation, TimeSpan activationDelay, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var id = NewId();
        var key = GC.AllocateArray<byte>(PaymentKey.Size, pinned: true);
        try
        {
            fill(key);
            return new()
            {
                Id = id,
                Scope = scope,
                Generation = generation,
                Key = await keeper.WrapAsync(key, Context(id, scope, generation), cancellationToken).ConfigureAwait(false),
                CreatedAt = now,
                ActiveFrom = now + activationDelay,
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Unwraps a key and makes something of it.</summary>
    public async ValueTask<T> UnwrapAsync<T>(DataKeyRecord record, Func<string, byte[], T> make, CancellationToken cancellationToken)
    {
        var key = GC.AllocateArray<byte>(PaymentKey.Size, pinned: true);
        try
        {
            await keeper.UnwrapAsync(record.Key, Context(record), key, cancellationToken).ConfigureAwait(false);
            return make(record.Id, key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>The key under the newest key-encryption key.</summary>
    public async ValueTask<WrappedKey> RewrapAsync(DataKeyRecord record, CancellationToken cancellationToken)
    {
        var key = GC.AllocateArray<byte>(PaymentKey.Size, pinned: true);
        try
        {
            await keeper.UnwrapAsync(record.Key, Context(record), key, cancellationToken).ConfigureAwait(false);
            return await keeper.WrapAsync(key, Context(record), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    public ValueTask<string> ActiveKeyEncryptionKeyAsync(CancellationToken cancellationToken) => keeper.GetActiveKeyIdAsync(cancellationToken);

    private static string Context(DataKeyRecord record) => Context(record.Id, record.Scope, record.Generation);

    // Neither scope nor id can hold a slash: a wrapped key opens only in the record it was made for.
    private static string Context(string id, string scope, int generation) =>
        string.Create(CultureInfo.InvariantCulture, $"payments/{scope}/{generation}/{id}");

    private string NewId()
    {
        Span<byte> bytes = stackalloc byte[IdSize];
        fill(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
