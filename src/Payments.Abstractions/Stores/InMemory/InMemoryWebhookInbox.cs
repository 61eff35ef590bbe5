using System.Collections.Concurrent;

namespace Payments;

/// <summary>The inbox of a host without a database. It does not survive a restart: until then the provider's own retries are the only safety.</summary>
internal sealed class InMemoryWebhookInbox(PaymentsOptions options) : IWebhookInbox
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, Waiting> _waiting = [];
    private readonly Dictionary<string, long> _waitingKeys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _groups = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, (DeadLetter Letter, InboxArrival Arrival)> _dead = [];
    private readonly Dictionary<string, DateTimeOffset> _quietUntil = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldestQuiet = new();
    private readonly ConcurrentDictionary<(string Provider, string EventId), DateTimeOffset> _applied = new();
    private readonly ConcurrentQueue<(string Provider, string EventId)> _oldestApplied = new();
    private long _lastId;
    private int _appliedCount;

    private sealed record Waiting(InboxEntry Entry, InboxArrival Arrival, DateTimeOffset DueAt);

    public ValueTask<InboxEntry?> AddAsync(InboxArrival arrival, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(arrival);
        var (webhook, now) = arrival;
        if (webhook is { Trust: WebhookTrust.Signed, EventIds.Count: > 0 } && webhook.EventIds.All(id => _applied.ContainsKey((webhook.Provider, WebhookIds.Of(webhook, id)))))
            return new((InboxEntry?)null);
        lock (_lock)
        {
            if (arrival.DedupeKey is { } key && _waitingKeys.TryGetValue(key, out var id))
            {
                if (webhook.Trust is WebhookTrust.Hint)
                    _waiting[id] = _waiting[id] with { Entry = _waiting[id].Entry with { Revision = _waiting[id].Entry.Revision + 1 } };
                return new((InboxEntry?)null);
            }

            if (arrival.Group is { } group && _groups.GetValueOrDefault(group) >= arrival.GroupLimit)
                return new((InboxEntry?)null);
            if (_waiting.Count >= options.MaxWebhooksInMemory)
            {
                throw new PaymentException(
                    "The webhook inbox in memory is full: run the dispatcher, use a durable store, or raise PaymentsOptions.MaxWebhooksInMemory.",
                    new PaymentError { Kind = PaymentErrorKind.Unavailable, Code = PaymentErrorCode.StoreError, Retry = PaymentRetry.SameRequest },
                    PaymentOutcome.NeverSent);
            }

            var quietUntil = arrival.DedupeKey is { } looked && _quietUntil.TryGetValue(looked, out var until) ? until : now;
            return new(Keep(new Waiting(new InboxEntry(++_lastId, webhook, now, Attempts: 0), arrival, quietUntil > now ? quietUntil : now)));
        }
    }

    public ValueTask<IReadOnlyList<InboxEntry>> TakeAsync(
        string provider, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            List<InboxEntry> taken = [];
            var due = _waiting.Values.Where(waiting => waiting.DueAt <= now && waiting.Entry.Webhook.Provider == provider)
                .OrderBy(waiting => waiting.Entry.Id).Take(limit).ToList();
            foreach (var waiting in due)
            {
                var ours = waiting.Entry with { Attempts = waiting.Entry.Attempts + 1, Revision = waiting.Entry.Revision + 1 };
                _waiting[ours.Id] = waiting with { Entry = ours, DueAt = now + lease };
                taken.Add(ours);
            }

            return new(taken);
        }
    }

    public ValueTask CompleteAsync(InboxEntry entry, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_lock)
        {
            if (entry.Webhook.Trust is WebhookTrust.Hint && _waiting.TryGetValue(entry.Id, out var waiting) && waiting.Arrival.DedupeKey is { } key)
                Quieten(key, now + options.HintInterval);
            if (!Has(entry))
                LookAgain(entry, now + options.HintInterval);
            else
                Remove(entry.Id);
        }

        foreach (var id in entry.Webhook.EventIds)
            Remember(entry.Webhook.Provider, WebhookIds.Of(entry.Webhook, id), now);
        return default;
    }

    public ValueTask FailAsync(InboxEntry entry, string error, DateTimeOffset now, DateTimeOffset? retryAt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_lock)
        {
            if (!Has(entry))
                LookAgain(entry, retryAt ?? now);
            else if (retryAt is { } due)
                _waiting[entry.Id] = _waiting[entry.Id] with { DueAt = due };
            else
                GiveUp(entry, error, now);
        }

        return default;
    }

    public ValueTask<bool> WasAppliedAsync(string provider, string eventId, CancellationToken cancellationToken = default) => new(_applied.ContainsKey((provider, eventId)));

    public ValueTask MarkAppliedAsync(string provider, string eventId, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        Remember(provider, eventId, now);
        return default;
    }

    public ValueTask<IReadOnlyList<DeadLetter>> FindDeadLettersAsync(long afterId, int limit, CancellationToken cancellationToken = default)
    {
        lock (_lock)
            return new([.. _dead.Where(dead => dead.Key > afterId).Take(limit).Select(dead => dead.Value.Letter)]);
    }

    public ValueTask<InboxEntry?> ReplayAsync(long id, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            // It may wait again by itself, because the provider sent it once more.
            if (!_dead.Remove(id, out var dead) || (dead.Arrival.DedupeKey is { } key && _waitingKeys.ContainsKey(key)))
                return new((InboxEntry?)null);
            var again = dead.Letter.Entry with { Attempts = 0, Revision = dead.Letter.Entry.Revision + 1 };
            return new(Keep(new Waiting(again, dead.Arrival, now)));
        }
    }

    public ValueTask<bool> DiscardAsync(long id, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        lock (_lock)
            return new(_dead.Remove(id));
    }

    public ValueTask<InboxStatistics> CountAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return new(new InboxStatistics(
                _waiting.Count, _waiting.Count == 0 ? null : _waiting.Values.Min(waiting => waiting.Entry.ReceivedAt), _dead.Count));
        }
    }

    private InboxEntry Keep(Waiting waiting)
    {
        var entry = waiting.Entry;
        _waiting[entry.Id] = waiting;
        if (waiting.Arrival.DedupeKey is { } key)
            _waitingKeys[key] = entry.Id;
        if (waiting.Arrival.Group is { } group)
            _groups[group] = _groups.GetValueOrDefault(group) + 1;
        return entry;
    }

    private bool Has(InboxEntry entry) => _waiting.TryGetValue(entry.Id, out var waiting) && waiting.Entry.Revision == entry.Revision;

    // Another hint came while this one was being applied: what was read may be older than what it hints at.
    private void LookAgain(InboxEntry entry, DateTimeOffset dueAt)
    {
        if (entry.Webhook.Trust is WebhookTrust.Hint && _waiting.TryGetValue(entry.Id, out var waiting))
            _waiting[entry.Id] = waiting with { DueAt = dueAt };
    }

    private InboxArrival Remove(long id)
    {
        _waiting.Remove(id, out var waiting);
        if (waiting!.Arrival.DedupeKey is { } key)
            _waitingKeys.Remove(key);
        if (waiting.Arrival.Group is { } group && --_groups[group] == 0)
            _groups.Remove(group);
        return waiting.Arrival;
    }

    private void GiveUp(InboxEntry entry, string error, DateTimeOffset now)
    {
        _dead[entry.Id] = (new DeadLetter(entry, error, now), Remove(entry.Id));
        if (_dead.Count > options.MaxWebhooksInMemory)
            _dead.Remove(_dead.First().Key);
    }

    private void Quieten(string key, DateTimeOffset until)
    {
        if (!_quietUntil.ContainsKey(key))
            _oldestQuiet.Enqueue(key);
        _quietUntil[key] = until;
        if (_quietUntil.Count > options.MaxWebhooksInMemory)
            _quietUntil.Remove(_oldestQuiet.Dequeue());
    }

    private void Remember(string provider, string eventId, DateTimeOffset now)
    {
        if (!_applied.TryAdd((provider, eventId), now))
            return;
        _oldestApplied.Enqueue((provider, eventId));
        if (Interlocked.Increment(ref _appliedCount) <= options.MaxWebhooksInMemory || !_oldestApplied.TryDequeue(out var oldest))
            return;
        _applied.TryRemove(oldest, out _);
        Interlocked.Decrement(ref _appliedCount);
    }
}
