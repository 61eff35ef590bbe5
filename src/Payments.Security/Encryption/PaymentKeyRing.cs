using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Payments.Security;

/// <summary>
/// Keys held in memory: one active, the others only open what was protected before. To rotate, add a new key, make it active and keep the old one
/// until nothing is protected by it any more. Immutable and safe for concurrent use.
/// </summary>
[DebuggerDisplay("{_keys.Count} keys, active: {ActiveKey.Id,nq}")]
public sealed class PaymentKeyRing : IPaymentKeyRing, IDisposable
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly Dictionary<string, PaymentKey> _keys;

    private readonly Dictionary<string, PaymentKey>.AlternateLookup<ReadOnlySpan<char>> _byId;

    /// <summary>Takes the keys over; disposing of the ring disposes of them.</summary>
    /// <param name="activeKeyId">The id of the key that new data is protected with.</param>
    /// <param name="keys">All keys, the active one among them.</param>
    /// <exception cref="ArgumentException">Two keys have the same id, or none has the active one.</exception>
    public PaymentKeyRing(string activeKeyId, params IEnumerable<PaymentKey> keys)
    {
        ArgumentNullException.ThrowIfNull(activeKeyId);
        ArgumentNullException.ThrowIfNull(keys);
        _keys = keys.ToDictionary(key => key.Id, StringComparer.Ordinal);
        _byId = _keys.GetAlternateLookup<ReadOnlySpan<char>>();
        ActiveKey = _keys.GetValueOrDefault(activeKeyId) ?? throw new ArgumentException("No key has the active id.", nameof(activeKeyId));
    }

    /// <inheritdoc />
    public PaymentKey ActiveKey { get; }

    /// <inheritdoc />
    public bool TryGetKey(ReadOnlySpan<char> keyId, [NotNullWhen(true)] out PaymentKey? key) => _byId.TryGetValue(keyId, out key);

    /// <summary>Clears all keys.</summary>
    public void Dispose()
    {
        foreach (var key in _keys.Values)
            key.Dispose();
    }
}
