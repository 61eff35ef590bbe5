using System.Runtime.CompilerServices;
using System.Text;

namespace Payments.Security;

/// <summary>Reads, exports and shortens the audit log. Each is itself written down, and allowed by the access policy where there is one.</summary>
public sealed class AuditTrail
{
    private readonly IAuditStore _store;
    private readonly AuditLog _log;
    private readonly GuardedOperations _guard;

    internal AuditTrail(IAuditStore store, AuditLog log, GuardedOperations guard)
    {
        _store = store;
        _log = log;
        _guard = guard;
    }

    /// <summary>Reads entries, the oldest first. Lines that are no entries are left out; a verifier tells of them.</summary>
    /// <param name="fromSequence">The first number that is wanted.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The entries, up to the one that says that they were read.</returns>
    /// <exception cref="PaymentAccessDeniedException">The caller may not <see cref="PaymentAction.ReadAudit"/>.</exception>
    /// <exception cref="AuditUnavailableException">It could not be written down that the log was read.</exception>
    public async IAsyncEnumerable<AuditRecord> ReadAsync(long fromSequence = 1, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await _guard.RunAsync(Intent(PaymentAction.ReadAudit), static () => Task.FromResult(true), cancellationToken).ConfigureAwait(false);
        var last = await _store.FindLastAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var line in _store.ReadAsync(fromSequence, cancellationToken).ConfigureAwait(false))
        {
            if (line.Sequence > last?.Sequence)
                yield break;
            if (AuditRecord.Of(line.Text) is { } record)
                yield return record;
        }
    }

    /// <summary>Writes the log as JSON Lines, as it is stored, so that the file can be verified. It holds nothing secret.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="fromSequence">The first number that is wanted; above 1, the file is a part, and is verified as one.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>How many lines there were.</returns>
    /// <exception cref="PaymentAccessDeniedException">The caller may not <see cref="PaymentAction.Export"/>.</exception>
    /// <exception cref="AuditUnavailableException">It could not be written down that the log was exported.</exception>
    public Task<long> ExportAsync(Stream destination, long fromSequence = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return _guard.RunAsync(Intent(PaymentAction.Export), () => WriteAsync(destination, fromSequence, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Removes old entries: all before the last checkpoint that is older than a time. That is written into the log first, under a checkpoint of its
    /// own, so that what is left still verifies, and nobody else can have removed it.
    /// </summary>
    /// <param name="olderThan">The time. Keep what your rules want: PCI DSS 10.5.1 asks for 12 months.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The first number that is left.</returns>
    /// <exception cref="PaymentAccessDeniedException">The caller may not <see cref="PaymentAction.RemoveAudit"/>.</exception>
    /// <exception cref="AuditUnavailableException">It could not be written down; nothing was removed.</exception>
    public Task<long> RemoveAsync(DateTimeOffset olderThan, CancellationToken cancellationToken = default) =>
        _guard.RunAsync(Intent(PaymentAction.RemoveAudit), () => ShortenAsync(olderThan, cancellationToken), cancellationToken);

    private static AuditEntry Intent(PaymentAction action) => new() { Kind = AuditEntryKind.Intent, Action = action };

    private async Task<long> WriteAsync(Stream destination, long fromSequence, CancellationToken cancellationToken)
    {
        var last = await _store.FindLastAsync(cancellationToken).ConfigureAwait(false);
        var count = 0L;
        await foreach (var line in _store.ReadAsync(fromSequence, cancellationToken).ConfigureAwait(false))
        {
            if (line.Sequence > last?.Sequence)
                break;
            await destination.WriteAsync(Encoding.UTF8.GetBytes(line.Text + "\n"), cancellationToken).ConfigureAwait(false);
            count++;
        }

        await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
        return count;
    }

    private async Task<long> ShortenAsync(DateTimeOffset olderThan, CancellationToken cancellationToken)
    {
        long? first = null;
        var keepFrom = 0L;
        await foreach (var line in _store.ReadAsync(0, cancellationToken).ConfigureAwait(false))
        {
            first ??= line.Sequence;
            if (AuditRecord.Of(line.Text) is not { } record)
                continue;
            if (record.At >= olderThan)
                break;
            if (record.Entry.Kind is AuditEntryKind.Checkpoint)
                keepFrom = record.Sequence;
        }

        if (first is null || keepFrom <= first)
            return first ?? 0;
        await _log.AppendAsync(
            new AuditEntry { Kind = AuditEntryKind.Removal, Action = PaymentAction.RemoveAudit, RemovedBefore = keepFrom }, cancellationToken).ConfigureAwait(false);
        await _log.CheckpointAsync(cancellationToken).ConfigureAwait(false);
        await _store.RemoveBeforeAsync(keepFrom, cancellationToken).ConfigureAwait(false);
        return keepFrom;
    }
}
