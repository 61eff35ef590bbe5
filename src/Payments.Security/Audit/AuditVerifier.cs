using System.Text;

namespace Payments.Security;

/// <summary>Verifies an audit log, line by line, in bounded memory. Without state between calls.</summary>
/// <param name="keys">Every key that entries were written with. An ECDSA key needs its public half only.</param>
/// <param name="anchors">
/// Checkpoints that were kept elsewhere. Without one, nobody can tell whether the end was cut off, or the whole log put back to an older state.
/// </param>
/// <param name="isPart">Whether this is a part of a log, which begins anywhere.</param>
public sealed class AuditVerifier(IEnumerable<AuditKey> keys, IEnumerable<AuditCheckpoint>? anchors = null, bool isPart = false)
{
    private readonly AuditKey[] _keys = [.. keys];
    private readonly AuditCheckpoint[] _anchors = [.. anchors ?? []];

    /// <summary>Verifies what a store holds.</summary>
    /// <param name="store">The store.</param>
    /// <param name="cancellationToken">Ends the verifying.</param>
    /// <returns>What was found.</returns>
    public Task<AuditVerification> VerifyAsync(IAuditStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return VerifyAsync(store.ReadAsync(0, cancellationToken), cancellationToken);
    }

    /// <summary>Verifies lines in the order of their numbers, from wherever they are kept.</summary>
    /// <param name="lines">The lines, each with the number that it is kept under.</param>
    /// <param name="cancellationToken">Ends the verifying.</param>
    /// <returns>What was found.</returns>
    public async Task<AuditVerification> VerifyAsync(IAsyncEnumerable<AuditLine> lines, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var chain = new AuditChainCheck(_keys, _anchors, isPart);
        await foreach (var line in lines.WithCancellation(cancellationToken).ConfigureAwait(false))
            chain.Add(Encoding.UTF8.GetBytes(line.Text), line.Sequence);
        return chain.Finish(isTorn: false);
    }

    /// <summary>Verifies a file of JSON Lines: what <see cref="JsonLinesAuditStore"/> keeps and <see cref="AuditTrail.ExportAsync"/> writes.</summary>
    /// <param name="jsonLines">The file's bytes.</param>
    /// <param name="cancellationToken">Ends the verifying.</param>
    /// <returns>What was found.</returns>
    public async Task<AuditVerification> VerifyAsync(Stream jsonLines, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(jsonLines);
        var chain = new AuditChainCheck(_keys, _anchors, isPart);
        var scanner = new AuditLineScanner(jsonLines);
        var isTorn = false;
        while (await scanner.NextAsync(cancellationToken).ConfigureAwait(false))
        {
            isTorn = !scanner.IsEnded;
            if (!isTorn || !chain.IsTorn(scanner.Line.Span))
                chain.Add(scanner.Line.Span, null);
        }

        return chain.Finish(isTorn);
    }
}
