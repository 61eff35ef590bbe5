using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Payments;

/// <summary>The payments of a host without a database: a singleton that the scoped <see cref="InMemoryPaymentStore"/> works on.</summary>
internal sealed class InMemoryPayments(PaymentsOptions options)
{
    private readonly ConcurrentDictionary<(string Provider, string Kind, string Id), Entry> _byId = new();
    private readonly ConcurrentDictionary<(string Provider, string OrderId), Entry[]> _byOrder = new();
    private readonly ConcurrentDictionary<string, Entry> _byReturnToken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Entry> _all = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Entry> _due = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Entry> _oldest = new();
    private int _count;

    /// <summary>A payment and the gate that one transaction at a time passes. One that is being added has no record yet.</summary>
    internal sealed class Entry
    {
        internal PaymentRecord? Record { get; set; }

        /// <summary>Until when the reconciler looks at it. Null when it does not.</summary>
        internal DateTimeOffset? LeasedUntil { get; set; }

        /// <summary>Evicted, or never committed: who waited for the gate has to look again.</summary>
        internal bool IsGone { get; set; }

        internal SemaphoreSlim Gate { get; } = new(1, 1);
    }

    internal Entry? FindById(string id) => _all.GetValueOrDefault(id);

    internal Entry? FindByReturnToken(string token) => _byReturnToken.GetValueOrDefault(token);

    internal Entry? Find(PaymentReference reference)
    {
        if (reference.PaymentId is { } id && _byId.TryGetValue((reference.Provider, "payment", id), out var entry))
            return entry;
        foreach (var (kind, relatedId) in reference.Related)
        {
            if (_byId.TryGetValue((reference.Provider, kind, relatedId), out entry))
                return entry;
        }

        return reference.OrderId is { } order && _byOrder.TryGetValue((reference.Provider, order), out var attempts) && attempts is [var only] ? only : null;
    }

    /// <summary>Makes room for one more payment, at a bounded cost.</summary>
    internal void Reserve()
    {
        if (Interlocked.Increment(ref _count) <= options.MaxPaymentsInMemory)
            return;
        for (var tries = Math.Min(_oldest.Count, 256); tries > 0 && _oldest.TryDequeue(out var oldest); tries--)
        {
            if (TryEvict(oldest))
                return;
            if (!oldest.IsGone)
                _oldest.Enqueue(oldest);
        }

        Interlocked.Decrement(ref _count);
        throw new PaymentException(
            "The payment memory is full of payments that are still open: use a durable store, or raise PaymentsOptions.MaxPaymentsInMemory.",
            new PaymentError { Kind = PaymentErrorKind.Unavailable, Code = PaymentErrorCode.StoreError, Retry = PaymentRetry.SameRequest },
            PaymentOutcome.NeverSent);
    }

    /// <summary>Takes the id for a payment that is being added; gives the payment that has it already otherwise.</summary>
    internal bool TryTake(string id, Entry entry, [NotNullWhen(false)] out Entry? there)
    {
        there = null;
        while (!_all.TryAdd(id, entry))
        {
            if (_all.TryGetValue(id, out there))
                return false;
        }

        return true;
    }

    /// <summary>Gives the id free again of a payment that was not committed. The caller holds the gate.</summary>
    internal void Abandon(string id, Entry entry, bool isReserved)
    {
        entry.IsGone = true;
        _all.TryRemove(new KeyValuePair<string, Entry>(id, entry));
        if (isReserved)
            Interlocked.Decrement(ref _count);
    }

    /// <summary>Shows everyone what a transaction has written. The caller holds the gates.</summary>
    /// <param name="entry">The payment.</param>
    /// <param name="record">Its record.</param>
    /// <param name="isNew">Whether it was added.</param>
    /// <param name="takenOver">The payment that is one with it and is no more. Null when there is none.</param>
    /// <exception cref="PaymentConflictException">Another payment took the provider's id at the same time; nothing is shown.</exception>
    internal void Publish(Entry entry, PaymentRecord record, bool isNew, Entry? takenOver)
    {
        if (record.Reference is { PaymentId: { } paymentId } named)
        {
            var owner = _byId.GetOrAdd((named.Provider, "payment", paymentId), entry);
            if (owner != entry && owner != takenOver)
                throw new PaymentConflictException("Another payment took this id at the same time.", PaymentErrorCode.InProgress, named);
        }

        if (takenOver is not null)
            Remove(takenOver, takenOver.Record!);
        entry.Record = record;
        entry.LeasedUntil = null;
        Index(entry, record);
        if (isNew)
        {
            _oldest.Enqueue(entry);
            if (record.ReturnToken is { } token)
                _byReturnToken[token] = entry;
        }

        if (record.CheckAt is not null)
            _due[record.Id] = entry;
        else
            _due.TryRemove(record.Id, out _);
    }

    internal List<PaymentRecord> TakeDue(string provider, DateTimeOffset now, TimeSpan lease, int limit)
    {
        lock (_due)
        {
            List<Entry> due =
            [
                .. _due.Values.Where(entry => entry.Record!.Reference.Provider == provider && entry.Record.CheckAt <= now && !(entry.LeasedUntil > now))
                    .OrderBy(entry => entry.Record!.CheckAt).Take(limit),
            ];
            foreach (var entry in due)
                entry.LeasedUntil = now + lease;
            return [.. due.Select(entry => entry.Record!)];
        }
    }

    private void Index(Entry entry, PaymentRecord record)
    {
        var reference = record.Reference;
        if (reference.PaymentId is { } id)
            _byId[(reference.Provider, "payment", id)] = entry;
        foreach (var (kind, relatedId) in reference.Related)
            _byId[(reference.Provider, kind, relatedId)] = entry;
        if (reference.OrderId is { } order)
            _byOrder.AddOrUpdate((reference.Provider, order), static (_, added) => [added], static (_, there, added) => there.Contains(added) ? there : [.. there, added], entry);
    }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "A waiter may still hold the gate of an evicted entry; it has no handle to release.")]
    private bool TryEvict(Entry entry)
    {
        if (!entry.Gate.Wait(0))
            return false;
        if (entry.IsGone || entry.Record is not { } record || !IsSettled(record))
        {
            entry.Gate.Release();
            return false;
        }

        Remove(entry, record);
        entry.Gate.Release();
        return true;
    }

    private void Remove(Entry entry, PaymentRecord record)
    {
        entry.IsGone = true;
        var reference = record.Reference;
        if (reference.PaymentId is { } id)
            _byId.TryRemove(new KeyValuePair<(string, string, string), Entry>((reference.Provider, "payment", id), entry));
        foreach (var (kind, relatedId) in reference.Related)
            _byId.TryRemove(new KeyValuePair<(string, string, string), Entry>((reference.Provider, kind, relatedId), entry));
        if (reference.OrderId is { } order && _byOrder.TryGetValue((reference.Provider, order), out var attempts))
            RemoveAttempt((reference.Provider, order), attempts, entry);
        if (record.ReturnToken is { } token)
            _byReturnToken.TryRemove(token, out _);
        _all.TryRemove(new KeyValuePair<string, Entry>(record.Id, entry));
        _due.TryRemove(new KeyValuePair<string, Entry>(record.Id, entry));
        Interlocked.Decrement(ref _count);
    }

    private void RemoveAttempt((string, string) key, Entry[] attempts, Entry entry)
    {
        var rest = attempts.Where(attempt => attempt != entry).ToArray();
        if (rest.Length == 0)
            _byOrder.TryRemove(new KeyValuePair<(string, string), Entry[]>(key, attempts));
        else
            _byOrder.TryUpdate(key, rest, attempts);
    }

    // A late crypto payment revives what has expired or was cancelled, so that stays open. What nobody ever heard of is a call that was refused.
    private static bool IsSettled(PaymentRecord record) =>
        record.CheckAt is null && !PaymentLedger.IsOpen(record)
        && (record.Facts.Count == 0 || record.Payment.Status.IsPaid() || record.Payment.Method is not PaymentMethod.Cryptocurrency);
}
