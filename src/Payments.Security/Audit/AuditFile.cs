using System.Text;

namespace Payments.Security;

/// <summary>The open file of a <see cref="JsonLinesAuditStore"/>. One thread at a time.</summary>
internal sealed class AuditFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _lock;
    private FileStream _stream;

    internal AuditFile(string path)
    {
        _path = path;
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        _lock = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            _stream = Open(path);
            Last = Mend();
        }
        catch
        {
            _stream?.Dispose();
            _lock.Dispose();
            throw;
        }
    }

    internal AuditLine? Last { get; private set; }

    internal static FileStream OpenToRead(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan | FileOptions.Asynchronous);

    internal bool TryAppend(IReadOnlyList<AuditLine> lines)
    {
        if (lines[0].Sequence != (Last?.Sequence ?? 0) + 1)
            return false;

        var length = _stream.Length;
        var text = new byte[lines.Sum(line => line.Text.Length + 1)];
        var at = 0;
        foreach (var line in lines)
        {
            at += Encoding.ASCII.GetBytes(line.Text, text.AsSpan(at));
            text[at++] = (byte)'\n';
        }

        try
        {
            _stream.Position = length;
            _stream.Write(text);
            _stream.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // The disk is full, say: half a batch must not stay.
            _stream.SetLength(length);
            throw;
        }

        Last = lines[^1];
        return true;
    }

    internal void RemoveBefore(long sequence)
    {
        var rest = _path + ".rest";
        using (var target = new FileStream(rest, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            foreach (var line in File.ReadLines(_path, Encoding.UTF8))
            {
                if (AuditLineFormat.SequenceOf(Encoding.UTF8.GetBytes(line)) is var number && (number == 0 || number >= sequence || number == Last?.Sequence))
                    target.Write(Encoding.UTF8.GetBytes(line + "\n"));
            }

            target.Flush(flushToDisk: true);
        }

        _stream.Dispose();
        File.Move(rest, _path, overwrite: true);
        _stream = Open(_path);
    }

    public void Dispose()
    {
        _stream.Dispose();
        _lock.Dispose();
    }

    private static FileStream Open(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    /// <summary>Cuts off what is no whole line, and gives the last one.</summary>
    private AuditLine? Mend()
    {
        var end = ReadEnd();
        var lineBreak = end.LastIndexOf((byte)'\n');
        var rest = end[(lineBreak + 1)..];
        if (rest.Length > 0)
        {
            Span<byte> hash = stackalloc byte[AuditKey.HashSize];
            if (AuditLineFormat.TryRead(rest, out _, out _, hash))
            {
                // Only its line break is missing.
                _stream.Position = _stream.Length;
                _stream.Write("\n"u8);
                _stream.Flush(flushToDisk: true);
                return Describe(rest);
            }

            if (lineBreak < 0 && _stream.Length > AuditLineFormat.MaxLength)
                throw new InvalidDataException($"The end of '{_path}' is no audit log. Find out with 'payments-audit verify' what happened to it.");
            _stream.SetLength(_stream.Length - rest.Length);
        }

        if (lineBreak < 0)
            return null;
        var line = end[..lineBreak];
        return Describe(line[(line.LastIndexOf((byte)'\n') + 1)..]);
    }

    private ReadOnlySpan<byte> ReadEnd()
    {
        var end = new byte[(int)Math.Min(_stream.Length, 3 * AuditLineFormat.MaxLength)];
        _stream.Position = _stream.Length - end.Length;
        _stream.ReadExactly(end);
        return end;
    }

    private static AuditLine Describe(ReadOnlySpan<byte> line) => new(AuditLineFormat.SequenceOf(line), Encoding.UTF8.GetString(line));
}
