using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Payments.Security;

namespace Payments.AspNetCore;

/// <summary>
/// Wraps data keys with ASP.NET Core Data Protection, whose key ring the host keeps and protects anyway. Its keys must never be deleted while data keys are
/// wrapped under them; it makes new ones by itself, and <see cref="PaymentKeyManager.RewrapAsync"/> follows.
/// </summary>
/// <param name="protection">The host's data protection.</param>
public sealed class DataProtectionKeyEncryptionKeyProvider(IDataProtectionProvider protection) : IKeyEncryptionKeyProvider
{
    private const string Purpose = "Payments.Security.DataKeys";

    // Its payload begins with 4 fixed bytes and the id of its key (Microsoft's page "Authenticated encryption details").
    private const int KeyIdOffset = 4;
    private const int KeyIdSize = 16;

    /// <inheritdoc />
    public ValueTask<string> GetActiveKeyIdAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(KeyIdOf(protection.CreateProtector(Purpose).Protect([])));
    }

    /// <inheritdoc />
    public ValueTask<WrappedKey> WrapAsync(ReadOnlyMemory<byte> dataKey, string context, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var copy = dataKey.ToArray();
        try
        {
            var wrapped = protection.CreateProtector(Purpose, context).Protect(copy);
            return new(new WrappedKey(KeyIdOf(wrapped), wrapped));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    /// <inheritdoc />
    public ValueTask UnwrapAsync(WrappedKey wrapped, string context, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        cancellationToken.ThrowIfCancellationRequested();
        byte[] key;
        try
        {
            key = protection.CreateProtector(Purpose, context).Unprotect(wrapped.Ciphertext.ToArray());
        }
        catch (CryptographicException)
        {
            // Its message tells which check failed; the package's own says the same for all.
            throw new PaymentCryptographyException();
        }

        var copied = key.Length == destination.Length && key.AsMemory().TryCopyTo(destination);
        CryptographicOperations.ZeroMemory(key);
        return copied ? ValueTask.CompletedTask : throw new PaymentCryptographyException();
    }

    private static string KeyIdOf(byte[] payload) => payload.Length >= KeyIdOffset + KeyIdSize
        ? new Guid(payload.AsSpan(KeyIdOffset, KeyIdSize)).ToString("N")
        : throw new PaymentCryptographyException();
}
