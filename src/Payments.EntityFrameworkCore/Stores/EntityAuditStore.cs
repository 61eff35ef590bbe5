using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Payments.Security;

namespace Payments.EntityFrameworkCore;

/// <summary>The audit log in the host's database. Never in an operation's transaction: an intent stays when that is undone.</summary>
internal sealed class EntityAuditStore(DetachedSessions sessions) : IAuditStore
{
    // In the writer's turn, as the append is: a handler may set this off inside of its transaction, and goes on while this waits.
    public async ValueTask<AuditLine?> FindLastAsync(CancellationToken cancellationToken = default) =>
        await sessions.RunAsync(session => session.WriteAsync(
            () => session.Rows<AuditRow>().AsNoTracking().OrderByDescending(row => row.Sequence).FirstOrDefaultAsync(cancellationToken), cancellationToken))
            .ConfigureAwait(false) is { } last ? LineOf(last) : null;

    public async ValueTask<bool> TryAppendAsync(IReadOnlyList<AuditLine> lines, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return await sessions.TryAddAsync([.. lines.Select(line => new AuditRow { Sequence = line.Sequence, Text = line.Text })], cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<AuditLine> ReadAsync(long fromSequence, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<AuditRow> page;
        do
        {
            var from = fromSequence;
            page = await sessions.RunAsync(session => session.Rows<AuditRow>().AsNoTracking().Where(row => row.Sequence >= from).OrderBy(row => row.Sequence)
                .Take(DetachedSessions.Batch).ToListAsync(cancellationToken)).ConfigureAwait(false);
            foreach (var row in page)
                yield return LineOf(row);
            fromSequence = page is [.., var last] ? last.Sequence + 1 : fromSequence;
        }
        while (page.Count == DetachedSessions.Batch);
    }

    public async ValueTask RemoveBeforeAsync(long sequence, CancellationToken cancellationToken = default)
    {
        var newest = (await FindLastAsync(cancellationToken).ConfigureAwait(false))?.Sequence ?? 0;
        var first = Math.Min(sequence, newest);
        await sessions.RemoveAsync<AuditRow>(rows => rows.Where(row => row.Sequence < first).OrderBy(row => row.Sequence), cancellationToken).ConfigureAwait(false);
    }

    private static AuditLine LineOf(AuditRow row) => new(row.Sequence, row.Text);
}
