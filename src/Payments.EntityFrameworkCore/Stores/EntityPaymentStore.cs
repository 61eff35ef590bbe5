using Microsoft.EntityFrameworkCore;

namespace Payments.EntityFrameworkCore;

/// <summary>The payment memory in the host's database. Inside of a transaction what it finds is locked, and what is saved is written at the commit.</summary>
internal sealed class EntityPaymentStore(PaymentSession session, PaymentRows rows) : IPaymentStore
{
    private readonly Dictionary<string, Held> _held = new(StringComparer.Ordinal);

    /// <summary>A payment of this transaction as it stands in the database, and as it is to stand there.</summary>
    private sealed class Held(PaymentRecord stored)
    {
        internal PaymentRecord Stored { get; set; } = stored;

        internal PaymentRecord Current { get; set; } = stored;
    }

    public bool IsDurable => true;

    public async ValueTask<PaymentRecord?> FindAsync(PaymentReference reference, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        string? gone = null;
        while (await IdOfAsync(reference, cancellationToken).ConfigureAwait(false) is { } id && id != gone)
        {
            if (await FindByIdAsync(id, cancellationToken).ConfigureAwait(false) is { } record)
                return record;

            // Taken over by another record while we waited for it: that one has its ids now.
            gone = id;
        }

        return null;
    }

    public async ValueTask<PaymentRecord?> FindByIdAsync(string id, CancellationToken cancellationToken = default)
    {
        if (!session.IsOpen)
            return await session.Rows<PaymentRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken).ConfigureAwait(false) is { } found ? rows.RecordOf(found) : null;
        if (_held.TryGetValue(id, out var held))
            return held.Current;
        var locked = await session.WriteAsync(
            () => session.Rows<PaymentRow>().FromSqlRaw(session.Sql.LockPayment, id).AsNoTracking().ToListAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        if (locked is not [var row])
            return null;
        held = new Held(rows.RecordOf(row));
        _held.Add(id, held);
        return held.Current;
    }

    public async ValueTask<PaymentRecord?> FindByReturnTokenAsync(string token, CancellationToken cancellationToken = default) =>
        await session.Rows<PaymentRow>().AsNoTracking().FirstOrDefaultAsync(row => row.ReturnToken == token, cancellationToken).ConfigureAwait(false) is { } row
            ? rows.RecordOf(row)
            : null;

    public async ValueTask<PaymentRecord> AddAsync(PaymentRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        RequireTransaction();

        // At once: whoever adds the same payment at the same time is to be known before the host's handlers hear of it.
        var saved = record with { Revision = record.Revision + 1 };
        await session.SaveAsync([.. rows.Added(saved)], null, cancellationToken).ConfigureAwait(false);
        await NameAsync(null, saved, cancellationToken).ConfigureAwait(false);
        _held.Add(saved.Id, new Held(saved));
        session.BeforeCommit(WriteAsync);
        return saved;
    }

    public ValueTask<PaymentRecord> SaveAsync(PaymentRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        RequireTransaction();
        if (!_held.TryGetValue(record.Id, out var held))
            throw new InvalidOperationException("Find the payment in this transaction before saving it.");
        if (held.Current.Revision != record.Revision)
            throw new PaymentConflictException("The payment was changed since it was found.", PaymentErrorCode.InProgress, record.Reference);
        held.Current = record with { Revision = record.Revision + 1 };
        session.BeforeCommit(WriteAsync);
        return new(held.Current);
    }

    public async ValueTask RemoveAsync(PaymentRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        RequireTransaction();
        if (!_held.Remove(record.Id))
            throw new InvalidOperationException("Find the payment in this transaction before removing it.");
        await session.DeleteAsync(session.Rows<PaymentRow>().Where(row => row.Id == record.Id), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<PaymentRecord>> TakeDueAsync(
        string provider, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken = default)
    {
        var due = await session.WriteAsync(
            () => session.Rows<PaymentRow>().FromSqlRaw(session.Sql.TakeDuePayments, Columns.TextOf(now + lease), provider, Columns.TextOf(now), limit)
                .AsNoTracking().ToListAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return [.. due.Select(rows.RecordOf).OrderBy(record => record.UpdatedAt)];
    }

    private async ValueTask<string?> IdOfAsync(PaymentReference reference, CancellationToken cancellationToken)
    {
        var provider = reference.Provider;
        List<RelatedId> named = reference.PaymentId is { } paymentId ? [new(PaymentReferenceRow.PaymentKind, paymentId), .. reference.Related] : [.. reference.Related];
        if (named.Count > 0)
        {
            var ids = named.Select(id => id.Id).Distinct(StringComparer.Ordinal).ToList();
            var found = await session.Rows<PaymentReferenceRow>().AsNoTracking().Where(row => row.Provider == provider && ids.Contains(row.Id))
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            foreach (var (kind, id) in named)
            {
                if (found.Find(row => row.Kind == kind && row.Id == id) is { } row)
                    return row.Payment;
            }
        }

        if (reference.OrderId is not { } order)
            return null;
        var attempts = await session.Rows<PaymentRow>().Where(row => row.Provider == provider && row.OrderId == order).Select(row => row.Id).Take(2)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return attempts is [var only] ? only : null;
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        foreach (var held in _held.Values)
        {
            if (ReferenceEquals(held.Stored, held.Current))
                continue;
            var changes = rows.Changed(held.Stored, held.Current).ToList();
            await session.SaveAsync(
                changes, context => context.Entry((PaymentRow)changes[0].Row).Property(row => row.Revision).OriginalValue = held.Stored.Revision, cancellationToken).ConfigureAwait(false);
            await NameAsync(held.Stored, held.Current, cancellationToken).ConfigureAwait(false);
            held.Stored = held.Current;
        }

        // What a handler put into the context and left for us to save.
        if (session.Context.ChangeTracker.HasChanges())
            await session.Context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask NameAsync(PaymentRecord? before, PaymentRecord record, CancellationToken cancellationToken)
    {
        var reference = record.Reference;
        if (reference.PaymentId is { } paymentId && paymentId != before?.Reference.PaymentId
            && await NameAsync(record, new RelatedId(PaymentReferenceRow.PaymentKind, paymentId), session.Sql.NamePayment, cancellationToken).ConfigureAwait(false) == 0)
            throw new PaymentConflictException("Another payment took this id at the same time.", PaymentErrorCode.InProgress, reference);
        foreach (var id in reference.Related)
        {
            if (before is null || !before.Reference.Related.Contains(id))
                await NameAsync(record, id, session.Sql.NameReference, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<int> NameAsync(PaymentRecord record, RelatedId id, string sql, CancellationToken cancellationToken) => session.WriteAsync(
        () => session.Context.Database.ExecuteSqlRawAsync(sql, [record.Reference.Provider, id.Kind, id.Id, record.Id], cancellationToken), cancellationToken);

    private void RequireTransaction()
    {
        if (!session.IsOpen)
            throw new InvalidOperationException("A payment is saved in a transaction: IPaymentTransactions.BeginAsync opens it.");
    }
}
