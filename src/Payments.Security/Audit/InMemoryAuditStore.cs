using System.Runtime.CompilerServices;

namespace Payments.Security;

/// <summary>Keeps the audit log in memory, without bound, until the process ends: for tests and trials.</summary>
public sealed class InMemoryAuditStore : IAuditStore
{
    private const int Page = 256;

    private readonly Lock _lock = new();
    private readonly List<AuditLine> _lines = [];

    /// <inheritdoc />
    public ValueTask<AuditLine?> FindLastAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
            return new(_lines.Count == 0 ? null : _lines[^1]);
    }

    /// <inheritdoc />
    public ValueTask<bool> TryAppendAsync(IReadOnlyList<AuditLine> lines, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lines);
        lock (_lock)
        {
            if (lines[0].Sequence != (_lines.Count == 0 ? 1 : _lines[^1].Sequence + 1))
                return new(false);
            _lines.AddRange(lines);
            return new(true);
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<AuditLine> ReadAsync(long fromSequence, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        for (var page = Read(fromSequence); page.Count > 0; page = Read(page[^1].Sequence + 1))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var line in page)
                yield return line;
        }
    }

    /// <inheritdoc />
    public ValueTask RemoveBeforeAsync(long sequence, CancellationToken cancellationToken = default)
    {
        lock (_lock)
            _lines.RemoveRange(0, IndexOf(Math.Min(sequence, _lines.Count == 0 ? 0 : _lines[^1].Sequence)));
        return ValueTask.CompletedTask;
    }

    private List<AuditLine> Read(long fromSequence)
    {
        lock (_lock)
        {
            var start = IndexOf(fromSequence);
            return _lines.GetRange(start, Math.Min(Page, _lines.Count - start));
        }
    }

    private int IndexOf(long sequence) => _lines.Count == 0 ? 0 : (int)Math.Clamp(sequence - _lines[0].Sequence, 0, _lines.Count);
}
