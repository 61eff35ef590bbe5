using System.Collections.Concurrent;

namespace Payments.Security;

/// <summary>Counts in memory, for one process and until it ends. What has left its window is dropped.</summary>
/// <param name="time">The clock.</param>
public sealed class InMemoryPaymentLimitStore(TimeProvider time) : IPaymentLimitStore
{
    private const int SweepEvery = 1024;

    private readonly ConcurrentDictionary<string, Window> _windows = new(StringComparer.Ordinal);
    private int _reservations;

    /// <inheritdoc />
    public ValueTask<bool> TryReserveAsync(PaymentLimitUse use, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(use);
        cancellationToken.ThrowIfCancellationRequested();
        if (Interlocked.Increment(ref _reservations) % SweepEvery == 0)
            Sweep();

        while (true)
        {
            var window = _windows.GetOrAdd(use.Bucket, static (_, period) => new Window(period), use.Period);
            lock (window)
            {
                // Swept away between finding and locking it.
                if (!window.IsGone)
                    return new(window.TryReserve(use, time.GetUtcNow()));
            }
        }
    }

    /// <inheritdoc />
    public ValueTask SettleAsync(PaymentLimitUse use, bool counts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(use);
        if (_windows.TryGetValue(use.Bucket, out var window))
        {
            lock (window)
                window.Settle(use.Id, counts);
        }

        return ValueTask.CompletedTask;
    }

    private void Sweep()
    {
        foreach (var (bucket, window) in _windows)
        {
            lock (window)
            {
                if (window.IsGone = window.IsEmpty(time.GetUtcNow()))
                    _windows.TryRemove(new(bucket, window));
            }
        }
    }

    private sealed class Window(TimeSpan period)
    {
        private readonly List<Use> _uses = [];

        public bool IsGone { get; set; }

        public bool IsEmpty(DateTimeOffset now)
        {
            // What is under way is counted however long it takes.
            _uses.RemoveAll(use => use.Holders == 0 && now - use.At >= period);
            return _uses.Count == 0;
        }

        public bool TryReserve(PaymentLimitUse wanted, DateTimeOffset now)
        {
            IsEmpty(now);
            if (_uses.FindLast(use => use.Id == wanted.Id) is { } same && now - same.At < wanted.RepeatWindow)
            {
                same.Holders++;
                return true;
            }

            if (_uses.Count >= wanted.MaxCount)
                return false;
            if (wanted.MaxAmount is { } max && !(wanted.Amount is { } amount && Sum(amount.Currency) + amount.Amount <= max))
                return false;
            _uses.Add(new Use(wanted.Id, wanted.Amount, now) { Holders = 1 });
            return true;
        }

        public void Settle(string id, bool counts)
        {
            if (_uses.FindLast(use => use.Id == id && use.Holders > 0) is not { } use)
                return;
            use.Holders--;
            use.Counts |= counts;
            if (use is { Holders: 0, Counts: false })
                _uses.Remove(use);
        }

        private decimal Sum(Currency currency)
        {
            var sum = 0m;
            foreach (var use in _uses)
            {
                if (use.Amount is { } amount && amount.Currency == currency)
                    sum += amount.Amount;
            }

            return sum;
        }
    }

    private sealed class Use(string id, Money? amount, DateTimeOffset at)
    {
        public string Id { get; } = id;

        public Money? Amount { get; } = amount;

        public DateTimeOffset At { get; } = at;

        public int Holders { get; set; }

        public bool Counts { get; set; }
    }
}
