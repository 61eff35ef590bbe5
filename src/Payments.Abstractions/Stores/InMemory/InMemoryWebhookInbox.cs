using System.Collections.Concurrent;

namespace Payments;

/// <summary>The inbox of a host without a database. It does not survive a restart: until then the provider's own retries are the only safety.</summary>
internal sealed class InMemoryWebhookInbox(PaymentsOptions options) : IWebhookInbox, IPaymentQueue
{
    private readonly ConcurrentDictionary<long, Waiting> _waiting = new();
    private readonly ConcurrentDictionary<(string Provider, string EventId), DateTimeOffset> _applied = new();
    private readonly ConcurrentDictionary<string, long> _waitingKeys = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Provider, string EventId)> _oldestApplied = new();
    private long _lastId;
    private int _waitingCount;
    private int _appliedCount;

    private sealed record Waiting(InboxEntry Entry, DateTimeOffset DueAt);

    public ValueTask<InboxEntry?> AddAsync(VerifiedWebhook webhook, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        if (webhook.EventIds.Count > 0 && webhook.EventIds.All(id => _applied.ContainsKey((webhook.Provider, WebhookIds.Of(webhook, id)))))
            return new((InboxEntry?)null);
        if (Volatile.Read(ref _waitingCount) >= options.MaxWebhooksInMemory)
        {
            throw new PaymentException(
                "The webhook inbox in memory is full: run the dispatcher, use a durable store, or raise PaymentsOptions.MaxWebhooksInMemory.",
                new PaymentError { Kind = PaymentErrorKind.Unavailable, Code = PaymentErrorCode.StoreError, Retry = PaymentRetry.SameRequest },
                PaymentOutcome.NeverSent);
        }

        var entry = new InboxEntry(Interlocked.Increment(ref _lastId), webhook, now, Attempts: 0);
        if (KeyOf(webhook) is { } key && !_waitingKeys.TryAdd(key, entry.Id))
            return new((InboxEntry?)null);
        _waiting[entry.Id] = new Waiting(entry, now);
        Interlocked.Increment(ref _waitingCount);
        return new(entry);
    }

    public ValueTask<IReadOnlyList<InboxEntry>> TakeAsync(DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken = default)
    {
        List<InboxEntry> taken = [];
        foreach (var (id, waiting) in _waiting.OrderBy(pair => pair.Key))
        {
            if (taken.Count == limit)
                break;
            if (waiting.DueAt > now)
                continue;
            var ours = waiting with { Entry = waiting.Entry with { Attempts = waiting.Entry.Attempts + 1 }, DueAt = now + lease };
            if (_waiting.TryUpdate(id, ours, waiting))
                taken.Add(ours.Entry);
        }

        return new(taken);
    }

    public ValueTask CompleteAsync(InboxEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Remove(entry);
        foreach (var id in entry.Webhook.EventIds)
            Remember(entry.Webhook.Provider, WebhookIds.Of(entry.Webhook, id), entry.ReceivedAt);
        return default;
    }

    public ValueTask FailAsync(InboxEntry entry, string error, DateTimeOffset? retryAt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        // Nobody can look into this memory: what was given up makes room, so that the provider's next try is taken.
        if (retryAt is not { } due)
            Remove(entry);
        else if (_waiting.TryGetValue(entry.Id, out var waiting))
            _waiting.TryUpdate(entry.Id, waiting with { DueAt = due }, waiting);
        return default;
    }

    public ValueTask<bool> WasAppliedAsync(string provider, string eventId, CancellationToken cancellationToken = default) => new(_applied.ContainsKey((provider, eventId)));

    public ValueTask MarkAppliedAsync(string provider, string eventId, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        Remember(provider, eventId, now);
        return default;
    }

    string IPaymentQueue.Name => "webhooks";

    // What was given up is not kept here: it is counted when that happens.
    ValueTask<PaymentQueueState?> IPaymentQueue.ReadStateAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? oldest = null;
        foreach (var (_, waiting) in _waiting)
        {
            if (oldest is null || waiting.Entry.ReceivedAt < oldest)
                oldest = waiting.Entry.ReceivedAt;
        }

        return new(new PaymentQueueState(Volatile.Read(ref _waitingCount), oldest));
    }

    private void Remove(InboxEntry entry)
    {
        if (_waiting.TryRemove(entry.Id, out _))
            Interlocked.Decrement(ref _waitingCount);
        if (KeyOf(entry.Webhook) is { } key)
            _waitingKeys.TryRemove(new KeyValuePair<string, long>(key, entry.Id));
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

    private static string? KeyOf(VerifiedWebhook webhook) => webhook switch
    {
        { EventIds.Count: > 0 } => webhook.Provider + "\u001f" + string.Join('\u001f', webhook.EventIds.Select(id => WebhookIds.Of(webhook, id))),
        { Trust: WebhookTrust.Hint, References: [var payment, ..] } => webhook.Provider + "\u001fhint\u001f" + payment,
        { Trust: WebhookTrust.Hint } => webhook.Provider + "\u001f" + WebhookIds.Of(webhook, "hint"),
        _ => null,
    };
}
