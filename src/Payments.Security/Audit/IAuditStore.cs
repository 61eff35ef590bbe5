namespace Payments.Security;

/// <summary>One entry as it is stored: a line of ASCII that holds its own number, the hash of the line before it and its own hash.</summary>
/// <param name="Sequence">Its number: 1 for the first entry, then one more each.</param>
/// <param name="Text">The line, without a line break, 16,384 characters at most. A store keeps it exactly; nothing else of an entry needs to be kept.</param>
public readonly record struct AuditLine(long Sequence, string Text);

/// <summary>
/// Where the audit log is kept: append-only, in order. Several processes may append to one store. The sequence number must be unique there (a
/// primary key): of two that append after the same entry one succeeds, and the chain never forks. A singleton, safe for concurrent use.
/// </summary>
/// <remarks>Give the database user that appends no right to change rows; the chain shows a change, the right prevents it.</remarks>
public interface IAuditStore
{
    /// <summary>The newest line.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The line; null while there is none.</returns>
    ValueTask<AuditLine?> FindLastAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Appends lines, all or none, and ends when they are durable. Their numbers follow on each other and on the store's newest line.
    /// </summary>
    /// <param name="lines">The lines, at least one and at most 256.</param>
    /// <param name="cancellationToken">Ends the call; nobody knows then whether the lines were written.</param>
    /// <returns>False when another process has appended meanwhile, so that the first number is taken: nothing was written then.</returns>
    ValueTask<bool> TryAppendAsync(IReadOnlyList<AuditLine> lines, CancellationToken cancellationToken = default);

    /// <summary>Reads lines in the order of their numbers, a part at a time, as they are there: a verifier judges them.</summary>
    /// <param name="fromSequence">The first number that is wanted.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The lines.</returns>
    IAsyncEnumerable<AuditLine> ReadAsync(long fromSequence, CancellationToken cancellationToken = default);

    /// <summary>Removes the lines with lower numbers. The newest line is never among them.</summary>
    /// <param name="sequence">The first number that stays.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when they are gone.</returns>
    ValueTask RemoveBeforeAsync(long sequence, CancellationToken cancellationToken = default);
}
