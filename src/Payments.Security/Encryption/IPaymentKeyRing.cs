using System.Diagnostics.CodeAnalysis;

namespace Payments.Security;

/// <summary>
/// Gives out the keys by id. <see cref="PaymentKeyRing"/> holds them in memory; an implementation may as well unwrap data keys under a key of a
/// hardware module or a cloud service. The ring owns its keys; safe for concurrent use.
/// </summary>
public interface IPaymentKeyRing
{
    /// <summary>The key that new data is protected with.</summary>
    PaymentKey ActiveKey { get; }

    /// <summary>Finds a key for opening data.</summary>
    /// <param name="keyId">The key's id, as it stands in the data; not trustworthy yet.</param>
    /// <param name="key">The key, or null.</param>
    /// <returns>Whether the ring has it.</returns>
    bool TryGetKey(string keyId, [NotNullWhen(true)] out PaymentKey? key);
}
