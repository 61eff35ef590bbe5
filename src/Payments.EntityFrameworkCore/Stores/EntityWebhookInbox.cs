using Microsoft.EntityFrameworkCore;

namespace Payments.EntityFrameworkCore;

/// <summary>The inbox in the host's database. Each call is one statement, so that several instances work on it at once.</summary>
internal sealed class EntityWebhookInbox(PaymentSession session, ContentSealer sealer, PaymentsOptions options) : IWebhookInbox
{
    private const string Table = InboxRowConfiguration.Table;

    public async ValueTask<InboxEntry?> AddAsync(InboxArrival arrival, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(arrival);
        var webhook = arrival.Webhook;
        var content = sealer.Seal(webhook, StoreJson.Webhook, Table, webhook.Provider);
        var rows = await WriteAsync(
            session.Sql.AddToInbox,
            [webhook.Provider, webhook.Trust.ToString(), arrival.DedupeKey, arrival.Group, Columns.TextOf(arrival.At), content, arrival.GroupLimit], cancellationToken).ConfigureAwait(false);
        return rows is [var row] && (row.Revision == 1 || (row.Attempts == 0 && row.DueAt <= arrival.At)) ? EntryOf(row, webhook) : null;
    }

    public async ValueTask<IReadOnlyList<InboxEntry>> TakeAsync(
        string provider, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken = default)
    {
        var taken = await WriteAsync(
            session.Sql.TakeFromInbox, [Columns.TextOf(now + lease), provider, Columns.TextOf(now), limit], cancellationToken).ConfigureAwait(false);
        return [.. taken.OrderBy(row => row.Id).Select(EntryOf)];
    }

    public async ValueTask CompleteAsync(InboxEntry entry, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var next = now + options.HintInterval;
        var ended = await session.WriteAsync(
            () => Taken(entry).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, InboxState.Completed).SetProperty(row => row.EndedAt, now).SetProperty(row => row.DueAt, next)
                    .SetProperty(row => row.Error, (string?)null).SetProperty(row => row.Content, (byte[]?)null),
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (ended == 0)
            await LookAgainAsync(entry, next, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask FailAsync(InboxEntry entry, string error, DateTimeOffset now, DateTimeOffset? retryAt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(error);
        var text = error.Length > Columns.ProviderIdLength ? error[..Columns.ProviderIdLength] : error;
        var (state, due, ended) = retryAt is { } at ? (InboxState.Waiting, at, (DateTimeOffset?)null) : (InboxState.Dead, now, now);
        var written = await session.WriteAsync(
            () => Taken(entry).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, state).SetProperty(row => row.DueAt, due).SetProperty(row => row.EndedAt, ended).SetProperty(row => row.Error, text),
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (written == 0)
            await LookAgainAsync(entry, retryAt ?? now, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> WasAppliedAsync(string provider, string eventId, CancellationToken cancellationToken = default) =>
        await session.Rows<AppliedEventRow>().AnyAsync(row => row.Provider == provider && row.EventId == eventId, cancellationToken).ConfigureAwait(false);

    public async ValueTask MarkAppliedAsync(string provider, string eventId, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        await session.WriteAsync(
            () => session.Context.Database.ExecuteSqlRawAsync(session.Sql.MarkApplied, [provider, eventId, Columns.TextOf(now)], cancellationToken), cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<DeadLetter>> FindDeadLettersAsync(long afterId, int limit, CancellationToken cancellationToken = default)
    {
        var rows = await session.Rows<InboxRow>().AsNoTracking().Where(row => row.State == InboxState.Dead && row.Id > afterId).OrderBy(row => row.Id).Take(limit)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new DeadLetter(EntryOf(row), row.Error ?? "", row.EndedAt ?? row.DueAt))];
    }

    public async ValueTask<InboxEntry?> ReplayAsync(long id, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var replayed = await session.WriteAsync(
            () => Dead(id).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, InboxState.Waiting).SetProperty(row => row.DueAt, now).SetProperty(row => row.EndedAt, (DateTimeOffset?)null)
                    .SetProperty(row => row.Attempts, 0).SetProperty(row => row.Revision, row => row.Revision + 1),
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return replayed == 0 ? null : EntryOf(await session.Rows<InboxRow>().AsNoTracking().FirstAsync(row => row.Id == id, cancellationToken).ConfigureAwait(false));
    }

    public async ValueTask<bool> DiscardAsync(long id, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        await session.WriteAsync(
            () => Dead(id).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, InboxState.Completed).SetProperty(row => row.EndedAt, now).SetProperty(row => row.Content, (byte[]?)null)
                    .SetProperty(row => row.Revision, row => row.Revision + 1),
                cancellationToken),
            cancellationToken).ConfigureAwait(false) == 1;

    public async ValueTask<InboxStatistics> CountAsync(CancellationToken cancellationToken = default)
    {
        var waiting = session.Rows<InboxRow>().Where(row => row.State == InboxState.Waiting);
        var count = await waiting.LongCountAsync(cancellationToken).ConfigureAwait(false);
        var oldest = count == 0 ? null : await waiting.OrderBy(row => row.ReceivedAt).Select(row => (DateTimeOffset?)row.ReceivedAt).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var dead = await session.Rows<InboxRow>().LongCountAsync(row => row.State == InboxState.Dead, cancellationToken).ConfigureAwait(false);
        return new InboxStatistics(count, oldest, dead);
    }

    public async ValueTask<int> RemoveAppliedAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default)
    {
        var entries = await session.WriteAsync(
            () => session.Rows<InboxRow>().Where(row => row.State == InboxState.Completed && row.EndedAt < before).OrderBy(row => row.EndedAt).Take(limit)
                .ExecuteDeleteAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        var events = await session.WriteAsync(
            () => session.Context.Database.ExecuteSqlRawAsync(session.Sql.ForgetEvents, [Columns.TextOf(before), limit], cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return entries + events;
    }

    // Another hint came while this one was being applied: what was read may be older than what it hints at. A signed one was taken over by another worker.
    private async ValueTask LookAgainAsync(InboxEntry entry, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        if (entry.Webhook.Trust is not WebhookTrust.Hint)
            return;
        await session.WriteAsync(
            () => session.Rows<InboxRow>().Where(row => row.Id == entry.Id && row.State == InboxState.Waiting)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.DueAt, dueAt), cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    private Task<List<InboxRow>> WriteAsync(string sql, object?[] values, CancellationToken cancellationToken) => session.WriteAsync(
        () => session.Rows<InboxRow>().FromSqlRaw(sql, values!).AsNoTracking().ToListAsync(cancellationToken), cancellationToken);

    private IQueryable<InboxRow> Taken(InboxEntry entry) =>
        session.Rows<InboxRow>().Where(row => row.Id == entry.Id && row.State == InboxState.Waiting && row.Revision == entry.Revision);

    private IQueryable<InboxRow> Dead(long id) => session.Rows<InboxRow>().Where(row => row.Id == id && row.State == InboxState.Dead);

    private InboxEntry EntryOf(InboxRow row) => EntryOf(row, sealer.Open(row.Content ?? [], StoreJson.Webhook, Table, row.Provider));

    private static InboxEntry EntryOf(InboxRow row, VerifiedWebhook webhook) => new(row.Id, webhook, row.ReceivedAt, row.Attempts) { Revision = row.Revision };
}
