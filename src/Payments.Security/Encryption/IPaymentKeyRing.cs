using System.Diagnostics.CodeAnalysis;

namespace Payments.Security;

/// <summary>
/// Gives out the keys by id. <see cref="PaymentKeyRing"/> holds given ones; what <c>AddPaymentsSecurity</c> registers holds data keys that are stored
/// under a key-encryption key. The ring owns its keys; safe for concurrent use.
/// </summary>
public interface IPaymentKeyRing
{
    /// <summary>The key that new data is protected with.</summary>
    /// <exception cref="InvalidOperationException">There is none yet: the data keys are not loaded, see <see cref="PaymentKeyManager.LoadAsync"/>.</exception>
    PaymentKey ActiveKey { get; }

    /// <summary>Finds a key for opening data.</summary>
    /// <param name="keyId">The key's id, as it stands in the data; not trustworthy yet.</param>
    /// <param name="key">The key, or null.</param>
    /// <returns>Whether the ring has it.</returns>
    bool TryGetKey(ReadOnlySpan<char> keyId, [NotNullWhen(true)] out PaymentKey? key);
}
