using System.Text;

namespace Payments.Security;

/// <summary>
/// A line of the audit log to keep outside of its store, where whoever can write to the store cannot reach it: what the log held when it was made
/// can then no longer be cut off, or replaced as a whole, without the verifier seeing it. It holds nothing secret.
/// </summary>
/// <param name="Sequence">The number of the line.</param>
/// <param name="Text">The line itself: what the verifier takes as an anchor.</param>
public sealed record AuditCheckpoint(long Sequence, string Text)
{
    /// <summary>Reads a line that was kept. It is not verified here.</summary>
    /// <param name="line">The line.</param>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="FormatException">It has not the form of a line of the audit log.</exception>
    public static AuditCheckpoint Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var text = line.Trim();
        Span<byte> hash = stackalloc byte[AuditKey.HashSize];
        return AuditLineFormat.TryRead(Encoding.UTF8.GetBytes(text), out var wire, out _, hash)
            ? new AuditCheckpoint(wire.Sequence, text)
            : throw new FormatException("This is not a line of an audit log.");
    }
}

/// <summary>Takes the checkpoints out of reach: to a write-once bucket, another machine, a timestamping service. A singleton; several may be registered.</summary>
public interface IAuditCheckpointSink
{
    /// <summary>Keeps a checkpoint. If it fails, that is logged, and the next checkpoint stands for this one, too.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when it is kept.</returns>
    Task PublishAsync(AuditCheckpoint checkpoint, CancellationToken cancellationToken = default);
}
