namespace Payments.Security;

/// <summary>Parts a stream into lines, in bounded memory whatever is in it: what is longer than a line can be comes in pieces.</summary>
internal sealed class AuditLineScanner(Stream stream)
{
    private readonly byte[] _buffer = new byte[2 * AuditLineFormat.MaxLength];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>The line without its line break, valid until the next call.</summary>
    internal ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Whether a line break ended it; false only for what stands last.</summary>
    internal bool IsEnded { get; private set; }

    /// <summary>Goes on to the next line.</summary>
    internal async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        var searched = _start;
        while (true)
        {
            var found = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (found >= 0)
                return Take(searched + found, 1);
            if (_isAtEnd)
                return _end > _start && Take(_end, 0);
            if (_end - _start == _buffer.Length)
                return Take(_end, 0);

            searched = _end - _start;
            _buffer.AsSpan(_start, searched).CopyTo(_buffer);
            (_start, _end) = (0, searched);
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            _end += read;
            _isAtEnd = read == 0;
        }
    }

    private bool Take(int end, int lineBreak)
    {
        Line = _buffer.AsMemory(_start, end - _start);
        IsEnded = lineBreak > 0 || !_isAtEnd;
        _start = end + lineBreak;
        return true;
    }
}
