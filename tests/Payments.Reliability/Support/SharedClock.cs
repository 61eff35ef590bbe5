using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace Payments.Reliability.Support;

/// <summary>
/// One clock for the harness and every host process: it runs so many times faster than the real one, and the harness can move it ahead. Its state
/// lies in a file that all of them map, and the machine's monotonic time is the same for all processes. A clock that was disposed stands still.
/// </summary>
internal sealed class SharedClock : TimeProvider, IDisposable
{
    private const int Size = 32;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long _start;
    private readonly long _origin;
    private readonly int _speed;
    private DateTimeOffset? _end;

    private SharedClock(MemoryMappedFile file)
    {
        _file = file;
        _view = file.CreateViewAccessor(0, Size);
        _start = _view.ReadInt64(0);
        _origin = _view.ReadInt64(8);
        _speed = _view.ReadInt32(24);
    }

    internal int Speed => _speed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _end ?? new DateTimeOffset(_start, TimeSpan.Zero) + Passed + new TimeSpan(_view.ReadInt64(16));

    public override long GetTimestamp() => Passed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(_speed, System.CreateTimer(callback, state, Real(dueTime, _speed), Real(period, _speed)));

    /// <summary>Moves the time of day ahead, for every process. Timers do not notice.</summary>
    internal void Advance(TimeSpan by) => _view.Write(16, _view.ReadInt64(16) + by.Ticks);

    /// <summary>Makes the clock.</summary>
    internal static SharedClock Create(string path, int speed)
    {
        using (var stream = File.Create(path))
        using (var writer = new BinaryWriter(stream))
        {
            writer.Write(System.GetUtcNow().UtcTicks);
            writer.Write(Stopwatch.GetTimestamp());
            writer.Write(0L);
            writer.Write(speed);
            writer.Write(0);
        }

        return Open(path);
    }

    /// <summary>Joins a clock that another process made.</summary>
    internal static SharedClock Open(string path) => new(MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, Size));

    public void Dispose()
    {
        _end ??= GetUtcNow();
        _view.Dispose();
        _file.Dispose();
    }

    private TimeSpan Passed => Stopwatch.GetElapsedTime(_origin) * _speed;

    private static TimeSpan Real(TimeSpan time, int speed) => time == Timeout.InfiniteTimeSpan ? time : time / speed;

    private sealed class FastTimer(int speed, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Real(dueTime, speed), Real(period, speed));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
