using System.Text;

namespace Payments.Security;

/// <summary>An entry as it was read. Not verified: that is what <see cref="AuditVerifier"/> does.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="At">When it was made, by the host's clock, in whole milliseconds.</param>
/// <param name="KeyId">The key that it was written with.</param>
/// <param name="Entry">What it says; of the caller the id and where from, not the roles.</param>
public sealed record AuditRecord(long Sequence, DateTimeOffset At, string KeyId, AuditEntry Entry)
{
    /// <summary>Null for what is no line of an audit log.</summary>
    internal static AuditRecord? Of(string line)
    {
        Span<byte> hash = stackalloc byte[AuditKey.HashSize];
        return AuditLineFormat.TryRead(Encoding.UTF8.GetBytes(line), out var wire, out _, hash)
            ? new AuditRecord(wire.Sequence, wire.At, wire.KeyId!, AuditMapping.ToEntry(wire))
            : null;
    }
}
