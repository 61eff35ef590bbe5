namespace Payments.Conformance;

/// <summary>
/// The one clock of host and simulator. It runs by itself, as many times faster than the real one as it is told, so that a deadline of a minute
/// passes in a second; and it can be moved ahead, which no timer notices.
/// </summary>
internal sealed class ConformanceClock(int speed) : TimeProvider
{
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private readonly long _origin = System.GetTimestamp();
    private long _ahead;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _start + Passed + new TimeSpan(Interlocked.Read(ref _ahead));

    public override long GetTimestamp() => Passed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(speed, System.CreateTimer(callback, state, Real(dueTime, speed), Real(period, speed)));

    /// <summary>Moves the time of day ahead.</summary>
    internal void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    private TimeSpan Passed => System.GetElapsedTime(_origin) * speed;

    private static TimeSpan Real(TimeSpan time, int speed) => time == Timeout.InfiniteTimeSpan ? time : time / speed;

    private sealed class Timer(int speed, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Real(dueTime, speed), Real(period, speed));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
