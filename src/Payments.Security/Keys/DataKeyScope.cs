using System.Diagnostics.CodeAnalysis;

namespace Payments.Security;

/// <summary>The unwrapped keys of one scope, which are replaced as a whole: a reader sees the old ones or the new ones.</summary>
internal sealed class DataKeyScope : IPaymentKeyRing, IDisposable
{
    private volatile Loaded? _loaded;
    private long _usedAt;
    private long _loadedAt;
    private int _loads;

    public DataKeyScope(string name)
    {
        Name = name;
        Protector = new(this);
    }

    public string Name { get; }

    public AesGcmPaymentDataProtector Protector { get; }

    /// <summary>One loads at a time.</summary>
    public SemaphoreSlim Loading { get; } = new(1, 1);

    /// <summary>How often it was loaded, or tried to.</summary>
    public int Loads => Volatile.Read(ref _loads);

    public bool HasActiveKey => _loaded?.Active is not null;

    public DateTimeOffset LoadedAt => new(Volatile.Read(ref _loadedAt), TimeSpan.Zero);

    public DateTimeOffset UsedAt => new(Volatile.Read(ref _usedAt), TimeSpan.Zero);

    public IReadOnlyDictionary<string, PaymentKey> Keys => _loaded?.Keys ?? Loaded.None;

    public PaymentKey ActiveKey => _loaded?.Active
        ?? throw new InvalidOperationException("The data keys are not loaded: a host does it when it starts; without one, await PaymentKeyManager.LoadAsync first.");

    public bool TryGetKey(ReadOnlySpan<char> keyId, [NotNullWhen(true)] out PaymentKey? key)
    {
        key = null;
        return _loaded is { } loaded && loaded.ById.TryGetValue(keyId, out key);
    }

    public void Touch(DateTimeOffset now) => Volatile.Write(ref _usedAt, now.UtcTicks);

    public void Load(Dictionary<string, PaymentKey> keys, PaymentKey? active, DateTimeOffset now)
    {
        _loaded = new(keys, active);
        MarkLoaded(now);
    }

    /// <summary>What is loaded counts as read now.</summary>
    public void MarkLoaded(DateTimeOffset now)
    {
        Volatile.Write(ref _loadedAt, now.UtcTicks);
        Interlocked.Increment(ref _loads);
    }

    public void Dispose()
    {
        foreach (var key in Keys.Values)
            key.Dispose();
        Loading.Dispose();
    }

    private sealed class Loaded(Dictionary<string, PaymentKey> keys, PaymentKey? active)
    {
        public static readonly Dictionary<string, PaymentKey> None = [];

        public Dictionary<string, PaymentKey> Keys => keys;

        public Dictionary<string, PaymentKey>.AlternateLookup<ReadOnlySpan<char>> ById { get; } =
            keys.GetAlternateLookup<ReadOnlySpan<char>>();

        public PaymentKey? Active => active;
    }
}
