namespace Payments.Security;

/// <summary>
/// Wraps data keys under a key-encryption key that never leaves its keeper: a file or the configuration (here), ASP.NET Core Data Protection
/// (Payments.AspNetCore), or a cloud's key service or a hardware module (yours to implement: one call each way). Called once for each data key
/// and process, not for each message. Safe for concurrent use.
/// </summary>
public interface IKeyEncryptionKeyProvider
{
    /// <summary>Says which key <see cref="WrapAsync"/> uses now, so that data keys under an older one are found.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The key's id, with its version where it has one, as in <see cref="WrappedKey.KeyEncryptionKeyId"/>.</returns>
    ValueTask<string> GetActiveKeyIdAsync(CancellationToken cancellationToken = default);

    /// <summary>Wraps a data key under the newest key-encryption key.</summary>
    /// <param name="dataKey">The data key's bytes; the caller clears them.</param>
    /// <param name="context">What the data key is, authenticated but not contained (a cloud service calls it encryption context).</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The wrapped key.</returns>
    ValueTask<WrappedKey> WrapAsync(ReadOnlyMemory<byte> dataKey, string context, CancellationToken cancellationToken = default);

    /// <summary>Unwraps a data key.</summary>
    /// <param name="wrapped">What <see cref="WrapAsync"/> returned, under this or an older key-encryption key.</param>
    /// <param name="context">The context it was wrapped with.</param>
    /// <param name="destination">Where to, as long as a data key; the caller clears it.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="PaymentCryptographyException">It cannot be opened, for whatever reason: an unknown key, another context, a changed byte.</exception>
    ValueTask UnwrapAsync(WrappedKey wrapped, string context, Memory<byte> destination, CancellationToken cancellationToken = default);
}
