using Microsoft.Extensions.Logging;

namespace Payments.Security;

/// <summary>What an operator does with the data keys: load, rotate, wrap anew, erase. Safe for concurrent use, by several processes too.</summary>
public sealed class PaymentKeyManager
{
    private readonly IDataKeyStore _store;
    private readonly DataKeyMaker _maker;
    private readonly DataKeyRing _ring;
    private readonly DataKeyOptions _options;
    private readonly ILogger<PaymentKeyManager> _logger;

    internal PaymentKeyManager(
        IDataKeyStore store, DataKeyMaker maker, DataKeyRing ring, DataKeyOptions options, ILogger<PaymentKeyManager> logger)
    {
        _store = store;
        _maker = maker;
        _ring = ring;
        _options = options;
        _logger = logger;
    }

    /// <summary>Loads the host's own keys and makes the first ones when there are none. A host does it when it starts; a repeat does nothing.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="InvalidOperationException">The active data key does not open: its key-encryption key is missing, or the wrong one.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken = default) =>
        await _ring.LoadAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Makes a new data key before its time (<see cref="DataKeyOptions.Lifetime"/>). It protects new data after <see cref="DataKeyOptions.ActivationDelay"/>,
    /// when every process has it; older keys go on opening what they protected.
    /// </summary>
    /// <param name="tenant">The tenant; null for the host itself.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The new key.</returns>
    /// <exception cref="InvalidOperationException">Another process made a new key at the same moment.</exception>
    public Task<DataKeyRecord> RotateAsync(string? tenant = null, CancellationToken cancellationToken = default) =>
        RotateAsync(ScopeOf(tenant), _options.ActivationDelay, cancellationToken);

    /// <summary>
    /// As <see cref="RotateAsync(string?, CancellationToken)"/>, for a key that somebody else may know: the new one protects here from now on. Other processes read at once what it
    /// protects, since they look for a key that they do not know, and protect with the old one until their next refresh
    /// (<see cref="DataKeyOptions.RefreshInterval"/>). What the old key protects has to be encrypted anew.
    /// </summary>
    /// <param name="tenant">The tenant; null for the host itself.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The new key.</returns>
    /// <exception cref="InvalidOperationException">Another process made a new key at the same moment, which may be one that waits: repeat the call.</exception>
    public Task<DataKeyRecord> RotateNowAsync(string? tenant = null, CancellationToken cancellationToken = default) =>
        RotateAsync(ScopeOf(tenant), TimeSpan.Zero, cancellationToken);

    /// <summary>
    /// Puts the data keys, of all scopes, under the newest key-encryption key, batch by batch. What they protect stays as it is. The old key-encryption key
    /// can go when a run from the beginning to the end has changed and failed nothing.
    /// </summary>
    /// <param name="after"><see cref="KeyMaintenance.Next"/> of the batch before; null to begin.</param>
    /// <param name="count">How many keys at most, one or more.</param>
    /// <param name="cancellationToken">Stops between two keys.</param>
    /// <returns>How far it came.</returns>
    public async Task<KeyMaintenance> RewrapAsync(string? after = null, int count = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var active = await _maker.ActiveKeyEncryptionKeyAsync(cancellationToken).ConfigureAwait(false);
        var records = await _store.ListAsync(after, count, cancellationToken).ConfigureAwait(false);
        var (changed, failed) = (0, 0);
        foreach (var record in records)
        {
            if (record.Key.KeyEncryptionKeyId == active)
                continue;

            try
            {
                var wrapped = await _maker.RewrapAsync(record, cancellationToken).ConfigureAwait(false);
                if (await _store.ReplaceAsync(record.Id, record.Key, wrapped, cancellationToken).ConfigureAwait(false))
                    changed++;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                failed++;
                KeyLog.RewrapFailed(_logger, failure, record.Id, record.Scope, record.Key.KeyEncryptionKeyId);
            }
        }

        return new(records.Count < count ? null : records[^1].Id, changed, failed);
    }

    /// <summary>
    /// Erases a tenant's data keys: whatever they protect, wherever copies of it are, is unreadable for good; here at once, in other processes after
    /// <see cref="DataKeyOptions.RefreshInterval"/> at the latest. Backups of the data keys must be erased, too. The tenant's next use makes a new key.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>How many keys were erased.</returns>
    public async Task<int> EraseAsync(string tenant, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        var scope = ScopeOf(tenant);
        var removed = await _store.RemoveAsync(scope, id: null, cancellationToken).ConfigureAwait(false);
        await _ring.ReloadAsync(scope, cancellationToken).ConfigureAwait(false);
        KeyLog.Erased(_logger, removed, scope);
        return removed;
    }

    /// <summary>Erases a data key that nothing is protected by any more: after <see cref="TokenVaultReencryption"/>.</summary>
    /// <param name="keyId">Its id.</param>
    /// <param name="tenant">The tenant; null for the host itself, whose keys may protect more than the vault (a store's sealed columns).</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidOperationException">It is the newest or the active key of its scope.</exception>
    public async Task<bool> RemoveAsync(string keyId, string? tenant = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keyId);
        var scope = ScopeOf(tenant);
        var records = await _store.FindAsync(scope, cancellationToken).ConfigureAwait(false);
        if (records.Count > 0 && (records[^1].Id == keyId || _ring.ActiveOf(records)?.Id == keyId))
            throw new InvalidOperationException($"The data key '{keyId}' is in use: rotate first.");

        var removed = await _store.RemoveAsync(scope, keyId, cancellationToken).ConfigureAwait(false);
        await _ring.ReloadAsync(scope, cancellationToken).ConfigureAwait(false);
        return removed > 0;
    }

    private async Task<DataKeyRecord> RotateAsync(string scope, TimeSpan delay, CancellationToken cancellationToken)
    {
        var records = await _store.FindAsync(scope, cancellationToken).ConfigureAwait(false);
        var generation = records.Count == 0 ? 1 : records[^1].Generation + 1;
        var made = await _maker.MakeAsync(scope, generation, records.Count == 0 ? TimeSpan.Zero : delay, cancellationToken).ConfigureAwait(false);
        if (!await _store.AddAsync(made, cancellationToken).ConfigureAwait(false))
            throw new InvalidOperationException("Another process made a new data key at the same moment.");

        KeyLog.Made(_logger, made.Id, scope, made.ActiveFrom);
        await _ring.ReloadAsync(scope, cancellationToken).ConfigureAwait(false);
        return made;
    }

    private static string ScopeOf(string? tenant) => tenant is null ? KeyScopes.Host : KeyScopes.CheckTenant(tenant, nameof(tenant));
}
