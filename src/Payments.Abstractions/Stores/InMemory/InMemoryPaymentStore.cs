namespace Payments;

/// <summary>One scope's view of the payments in memory, and its transaction: one payment at a time, and the record that it takes over; changes are published at the commit.</summary>
internal sealed class InMemoryPaymentStore(InMemoryPayments payments) : IPaymentStore, IPaymentTransactions, IPaymentTransaction, IDisposable
{
    private InMemoryPayments.Entry? _held;
    private InMemoryPayments.Entry? _twin;
    private bool _isTwinRemoved;
    private PaymentRecord? _written;
    private bool _isOpen;
    private bool _isNew;
    private InMemoryIdempotency.Change? _changes;

    public bool IsDurable => false;

    public ValueTask<IPaymentTransaction> BeginAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_isOpen)
            throw new InvalidOperationException("This scope has a transaction already.");
        _isOpen = true;
        return new(this);
    }

    public ValueTask<PaymentRecord?> FindAsync(PaymentReference reference, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return _isOpen ? HoldAsync(reference, null, cancellationToken) : new(payments.Find(reference)?.Record);
    }

    public ValueTask<PaymentRecord?> FindByIdAsync(string id, CancellationToken cancellationToken = default) =>
        _isOpen ? HoldAsync(null, id, cancellationToken) : new(payments.FindById(id)?.Record);

    public ValueTask<PaymentRecord?> FindByReturnTokenAsync(string token, CancellationToken cancellationToken = default) =>
        new(payments.FindByReturnToken(token)?.Record);

    private async ValueTask<PaymentRecord?> HoldAsync(PaymentReference? reference, string? id, CancellationToken cancellationToken)
    {
        while ((id is not null ? payments.FindById(id) : payments.Find(reference!)) is { } entry)
        {
            if (_held == entry)
                return _written ?? entry.Record;
            if (_twin == entry)
                return entry.Record;
            if (_twin is not null)
                throw new InvalidOperationException("A transaction changes one payment, and takes over one.");

            await entry.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (!entry.IsGone)
            {
                if (_held is null)
                    _held = entry;
                else
                    _twin = entry;
                return entry.Record;
            }

            entry.Gate.Release();
        }

        return null;
    }

    public async ValueTask<PaymentRecord> AddAsync(PaymentRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (_held is not null)
            throw new InvalidOperationException("A transaction changes one payment.");
        var added = new InMemoryPayments.Entry();
        await added.Gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        while (!payments.TryTake(record.Id, added, out var there))
        {
            // Whoever adds it now is waited for: if that comes to nothing, the id is free.
            await there.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            var isGone = there.IsGone;
            there.Gate.Release();
            if (!isGone)
                throw new PaymentConflictException("The payment was added by another call at the same time.", PaymentErrorCode.InProgress, record.Reference);
        }

        try
        {
            payments.Reserve();
        }
        catch
        {
            payments.Abandon(record.Id, added, isReserved: false);
            added.Gate.Release();
            throw;
        }

        (_isNew, _held) = (true, added);
        return Write(record);
    }

    public ValueTask<PaymentRecord> SaveAsync(PaymentRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (_held is null)
            throw new InvalidOperationException("Find the payment in this transaction before saving it.");
        if ((_written ?? _held.Record)!.Id != record.Id)
            throw new InvalidOperationException("A transaction changes one payment.");
        return new(Write(record));
    }

    public ValueTask RemoveAsync(PaymentRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (_twin?.Record?.Id != record.Id)
            throw new InvalidOperationException("Find the payment in this transaction, after the one that takes it over, before removing it.");
        _isTwinRemoved = true;
        return default;
    }

    public ValueTask<IReadOnlyList<PaymentRecord>> TakeDueAsync(
        string provider, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken = default) =>
        new(payments.TakeDue(provider, now, lease, limit));

    public ValueTask CommitAsync(CancellationToken cancellationToken = default)
    {
        if (_held is not null && _written is not null)
            payments.Publish(_held, _written, _isNew, _isTwinRemoved ? _twin : null);
        _isNew = false;
        _written = null;
        _changes = null;
        return default;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    // A host's scope may end without awaiting.
    public void Dispose()
    {
        for (; _changes is { } change; _changes = change.Earlier)
            change.Undo();
        if (_isNew)
            payments.Abandon(_written!.Id, _held!, isReserved: true);
        _held?.Gate.Release();
        _twin?.Gate.Release();
        (_held, _twin, _isTwinRemoved) = (null, null, false);
        (_written, _isNew, _isOpen) = (null, false, false);
    }

    /// <summary>An intention was changed in this scope: that is undone when the transaction is not committed.</summary>
    internal void Join(InMemoryIdempotency.Slot slot, IdempotencyRecord after, IdempotencyRecord? before)
    {
        if (_isOpen)
            _changes = new InMemoryIdempotency.Change(slot, after, before, _changes);
    }

    private PaymentRecord Write(PaymentRecord record) => _written = record with { Revision = record.Revision + 1 };
}
