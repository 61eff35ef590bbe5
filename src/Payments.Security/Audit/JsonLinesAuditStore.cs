using System.Runtime.CompilerServices;
using System.Text;

namespace Payments.Security;

/// <summary>
/// Keeps the audit log in a file of JSON Lines, one line break after each line, flushed to the disk with every append. For a host of one process: a
/// second one is refused by a lock on <c>{path}.lock</c>. What an append that was cut short by a crash left behind (no caller was told of it) is cut off
/// when the file is opened.
/// </summary>
public sealed class JsonLinesAuditStore : IAuditStore, IDisposable
{
    private readonly string _path;
    private readonly SemaphoreSlim _turn = new(1);
    private AuditFile? _file;
    private bool _disposed;

    /// <summary>Names the file; it is opened, or made, at first use.</summary>
    /// <param name="path">Its path.</param>
    public JsonLinesAuditStore(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = Path.GetFullPath(path);
    }

    /// <inheritdoc />
    public async ValueTask<AuditLine?> FindLastAsync(CancellationToken cancellationToken = default) =>
        await InTurnAsync(file => file.Last, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async ValueTask<bool> TryAppendAsync(IReadOnlyList<AuditLine> lines, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return await InTurnAsync(file => file.TryAppend(lines), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<AuditLine> ReadAsync(long fromSequence, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!File.Exists(_path))
            yield break;

        var stream = AuditFile.OpenToRead(_path);
        await using (stream.ConfigureAwait(false))
        {
            var scanner = new AuditLineScanner(stream);
            while (await scanner.NextAsync(cancellationToken).ConfigureAwait(false))
            {
                // Without its end it is being written, or was never taken.
                var sequence = AuditLineFormat.SequenceOf(scanner.Line.Span);
                if (scanner.IsEnded && (sequence == 0 || sequence >= fromSequence))
                    yield return new AuditLine(sequence, Encoding.UTF8.GetString(scanner.Line.Span));
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask RemoveBeforeAsync(long sequence, CancellationToken cancellationToken = default) =>
        await InTurnAsync(
            file =>
            {
                file.RemoveBefore(sequence);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Waits for what is being written, and closes the file for good.</summary>
    public void Dispose()
    {
        _turn.Wait();
        _disposed = true;
        _file?.Dispose();
        _turn.Release();
    }

    // A flush takes milliseconds: not on the thread of a caller.
    private async Task<T> InTurnAsync<T>(Func<AuditFile, T> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Work(work), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private T Work<T>(Func<AuditFile, T> work)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            return work(_file ??= new AuditFile(_path));
        }
        catch (IOException)
        {
            // How much was written shows when it is opened anew.
            _file?.Dispose();
            _file = null;
            throw;
        }
    }
}
