using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Payments.Security;

/// <summary>
/// The data keys that are in use, unwrapped in memory: the host's own all the time, a tenant's while it is used. What is no longer needed is out of reach
/// at once and cleared with the sweep after the next, when nobody can be using it any more.
/// </summary>
internal sealed class DataKeyRing(IDataKeyStore store, DataKeyMaker maker, DataKeyOptions options, TimeProvider time, ILogger<DataKeyRing> logger)
    : IPaymentKeyRing, IPaymentDataProtectorFactory, IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly DataKeyScope _host = new(KeyScopes.Host);
    private readonly ConcurrentDictionary<string, DataKeyScope> _tenants = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _fingerprinting = new(1, 1);
    private readonly Lock _retiring = new();
    private List<PaymentKey> _retired = [];
    private List<PaymentKey> _doomed = [];
    private volatile CardFingerprinter? _fingerprinter;
    private long _lookedAt;

    /// <inheritdoc />
    public PaymentKey ActiveKey => _host.ActiveKey;

    public CardFingerprinter Fingerprinter => _fingerprinter
        ?? throw new InvalidOperationException("The fingerprint's key is not loaded: a host does it when it starts; without one, await PaymentKeyManager.LoadAsync first.");

    /// <inheritdoc />
    public bool TryGetKey(ReadOnlySpan<char> keyId, [NotNullWhen(true)] out PaymentKey? key) =>
        _host.TryGetKey(keyId, out key) || (LookAgain() && _host.TryGetKey(keyId, out key));

    /// <inheritdoc />
    public ValueTask<IPaymentDataProtector> ForProtectingAsync(string? tenant, CancellationToken cancellationToken = default)
    {
        var scope = ScopeOf(tenant);
        return scope.HasActiveKey && !IsStale(scope) ? new(scope.Protector) : LoadedAsync(scope, create: true, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<IPaymentDataProtector> ForOpeningAsync(
        string? tenant, ReadOnlyMemory<byte> protectedData, CancellationToken cancellationToken = default)
    {
        var scope = ScopeOf(tenant);
        return HasKeyOf(scope, protectedData.Span) && !IsStale(scope)
            ? new(scope.Protector)
            : LoadedAsync(scope, create: false, cancellationToken);
    }

    /// <summary>Loads what every host needs, once: its own keys and the fingerprint's.</summary>
    public async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        if (!_host.HasActiveKey)
            await ReloadAsync(_host, create: true, force: false, cancellationToken).ConfigureAwait(false);
        if (_fingerprinter is null)
            await LoadFingerprinterAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks for new and erased keys, forgets idle tenants, clears what was retired before the last sweep.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(_host, create: true, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        foreach (var (name, scope) in _tenants)
        {
            if (now - scope.UsedAt >= options.IdleTime && _tenants.TryRemove(name, out _))
                Retire(scope.Keys.Values);
        }

        List<PaymentKey> cleared;
        lock (_retiring)
            (cleared, _doomed, _retired) = (_doomed, _retired, []);
        foreach (var key in cleared)
            key.Dispose();
    }

    /// <summary>The key that protects new data now.</summary>
    public DataKeyRecord? ActiveOf(IReadOnlyList<DataKeyRecord> records) => DataKeyChoice.ActiveOf(records, time.GetUtcNow());

    /// <summary>Reads a scope's keys anew, whether it is time or not.</summary>
    public Task ReloadAsync(string scope, CancellationToken cancellationToken) =>
        ReloadAsync(scope.Length == 0 ? _host : ScopeOf(scope), create: false, force: true, cancellationToken);

    public void Dispose()
    {
        _host.Dispose();
        foreach (var scope in _tenants.Values)
            scope.Dispose();
        foreach (var key in _retired.Concat(_doomed))
            key.Dispose();
        _fingerprinter?.Dispose();
        _fingerprinting.Dispose();
    }

    private static bool HasKeyOf(DataKeyScope scope, ReadOnlySpan<byte> protectedData)
    {
        var id = AesGcmPaymentDataProtector.KeyIdOf(protectedData);
        Span<char> keyId = stackalloc char[KeyIds.MaxLength];
        return scope.TryGetKey(keyId[..Encoding.ASCII.GetChars(id, keyId)], out _);
    }

    private DataKeyScope ScopeOf(string? tenant)
    {
        if (tenant is null)
            return _host;

        if (!_tenants.TryGetValue(tenant, out var scope))
            scope = _tenants.GetOrAdd(KeyScopes.CheckTenant(tenant, nameof(tenant)), static name => new(name));
        scope.Touch(time.GetUtcNow());
        return scope;
    }

    private async ValueTask<IPaymentDataProtector> LoadedAsync(DataKeyScope scope, bool create, CancellationToken cancellationToken)
    {
        await RefreshAsync(scope, create, cancellationToken).ConfigureAwait(false);
        return scope.Protector;
    }

    /// <summary>
    /// Reads the host's keys for one that is not known here, which another process may have made a moment ago and use already. Once a second at most: what is
    /// no key at all costs no more.
    /// </summary>
    private bool LookAgain()
    {
        var (now, before) = (time.GetUtcNow().UtcTicks, Volatile.Read(ref _lookedAt));
        if (!_host.HasActiveKey || now - before < BetweenLooks.Ticks || Interlocked.CompareExchange(ref _lookedAt, now, before) != before)
            return false;

        // Whoever opens data does so without waiting; on another thread nothing can wait for this one.
        Task.Run(() => RefreshAsync(_host, create: false, CancellationToken.None)).GetAwaiter().GetResult();
        return true;
    }

    private bool IsStale(DataKeyScope scope) => time.GetUtcNow() - scope.LoadedAt >= options.RefreshInterval;

    /// <summary>Loads a scope. When that fails, keys that are loaded already stay in use: payments go on while the keys' keeper is away.</summary>
    private async Task RefreshAsync(DataKeyScope scope, bool create, CancellationToken cancellationToken)
    {
        try
        {
            await ReloadAsync(scope, create, force: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && scope.HasActiveKey)
        {
            scope.MarkLoaded(time.GetUtcNow());
            KeyLog.RefreshFailed(logger, failure, scope.Name);
        }
    }

    private async Task ReloadAsync(DataKeyScope scope, bool create, bool force, CancellationToken cancellationToken)
    {
        var loads = scope.Loads;
        await scope.Loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Whoever waited finds the work done.
            if (!force && scope.Loads != loads && (scope.HasActiveKey || !create))
                return;

            var records = await store.FindAsync(scope.Name, cancellationToken).ConfigureAwait(false);
            if (create && NextDelay(records) is { } delay)
                records = await AddAsync(scope.Name, records, delay, cancellationToken).ConfigureAwait(false);
            await UnwrapAsync(scope, records, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            scope.Loading.Release();
        }
    }

    /// <summary>When the scope needs another key: how long that one waits. Null when it needs none.</summary>
    private TimeSpan? NextDelay(IReadOnlyList<DataKeyRecord> records)
    {
        if (records.Count == 0)
            return TimeSpan.Zero;
        return time.GetUtcNow() - records[^1].CreatedAt >= options.Lifetime ? options.ActivationDelay : null;
    }

    // Where another process was faster the key made here was never used, and its record is the one that counts.
    private async Task<IReadOnlyList<DataKeyRecord>> AddAsync(
        string scope, IReadOnlyList<DataKeyRecord> records, TimeSpan delay, CancellationToken cancellationToken)
    {
        var generation = records.Count == 0 ? 1 : records[^1].Generation + 1;
        var made = await maker.MakeAsync(scope, generation, delay, cancellationToken).ConfigureAwait(false);
        if (await store.AddAsync(made, cancellationToken).ConfigureAwait(false))
            KeyLog.Made(logger, made.Id, scope, made.ActiveFrom);
        return await store.FindAsync(scope, cancellationToken).ConfigureAwait(false);
    }

    private async Task UnwrapAsync(DataKeyScope scope, IReadOnlyList<DataKeyRecord> records, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var activeId = DataKeyChoice.ActiveOf(records, now)?.Id;
        var known = scope.Keys;
        var keys = new Dictionary<string, PaymentKey>(records.Count, StringComparer.Ordinal);
        foreach (var record in records)
        {
            try
            {
                keys[record.Id] = known.TryGetValue(record.Id, out var key)
                    ? key
                    : await maker.UnwrapAsync(record, static (id, bytes) => new PaymentKey(id, bytes), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is not OperationCanceledException && record.Id != activeId)
            {
                // Only what is protected by this one key is unreadable; the others must go on.
                KeyLog.Unreadable(logger, failure, record.Id, scope.Name, record.Key.KeyEncryptionKeyId);
            }
            catch (PaymentCryptographyException failure)
            {
                throw new InvalidOperationException(
                    $"The data key '{record.Id}' does not open with the key-encryption key '{record.Key.KeyEncryptionKeyId}'. Give that key back, or restore the data keys that belong to it.",
                    failure);
            }
        }

        scope.Load(keys, activeId is null ? null : keys[activeId], now);
        Retire(known.Values.Where(key => !keys.ContainsKey(key.Id)));
    }

    private void Retire(IEnumerable<PaymentKey> keys)
    {
        lock (_retiring)
            _retired.AddRange(keys);
    }

    private async Task LoadFingerprinterAsync(CancellationToken cancellationToken)
    {
        await _fingerprinting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_fingerprinter is not null)
                return;

            var records = await store.FindAsync(KeyScopes.Fingerprint, cancellationToken).ConfigureAwait(false);
            if (records.Count == 0)
                records = await AddAsync(KeyScopes.Fingerprint, records, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            _fingerprinter = await maker.UnwrapAsync(
                records[0], static (id, bytes) => new CardFingerprinter(id, bytes), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _fingerprinting.Release();
        }
    }
}
