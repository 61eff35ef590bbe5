using System.Runtime.CompilerServices;

namespace Payments.Security.Tests.Audit;

/// <summary>A store whose lines a test edits, and that fails or is slow when a test wants so.</summary>
internal sealed class LineStore(params IEnumerable<AuditLine> lines) : IAuditStore
{
    private readonly Lock _lock = new();

    internal List<AuditLine> Lines { get; } = [.. lines];

    internal Exception? Failure { get; set; }

    /// <summary>Holds appends until it ends.</summary>
    internal TaskCompletionSource? Gate { get; set; }

    internal int Appends { get; private set; }

    public ValueTask<AuditLine?> FindLastAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
            return Failure is { } failure ? ValueTask.FromException<AuditLine?>(failure) : new(Lines.Count == 0 ? null : Lines[^1]);
    }

    public async ValueTask<bool> TryAppendAsync(IReadOnlyList<AuditLine> lines, CancellationToken cancellationToken = default)
    {
        if (Gate is { } gate)
            await gate.Task;
        lock (_lock)
        {
            Appends++;
            if (Failure is { } failure)
                throw failure;
            if (lines[0].Sequence != (Lines.Count == 0 ? 1 : Lines[^1].Sequence + 1))
                return false;
            Lines.AddRange(lines);
            return true;
        }
    }

    public async IAsyncEnumerable<AuditLine> ReadAsync(long fromSequence, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        foreach (var line in Lines.Where(line => line.Sequence >= fromSequence).ToList())
            yield return line;
    }

    public ValueTask RemoveBeforeAsync(long sequence, CancellationToken cancellationToken = default)
    {
        Lines.RemoveAll(line => line.Sequence < sequence);
        return ValueTask.CompletedTask;
    }
}
