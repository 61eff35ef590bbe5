using Payments.Http;

namespace Payments.Inicis;

/// <summary>
/// The times of INIAPI's calls: Korean seconds. Inicis takes each second once, so every call of this process has one of its own: the present one, else the
/// nearest that has passed, as if the call had been on its way. Only what changes something may run ahead of the clock, so that reads never use up what a
/// refund needs.
/// </summary>
internal sealed class InicisTimestamps(TimeProvider time)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly int Reach = (int)InicisDefaults.MaxTimestampSkew.TotalSeconds;

    private readonly Lock _gate = new();
    private readonly HashSet<long> _used = [];

    /// <summary>A second that no other call has. Where all that are near are taken, it waits for the next one.</summary>
    internal async ValueTask<string> TakeAsync(ProviderCallKind kind, CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            if (Take(now.ToUnixTimeSeconds(), kind) is { } second)
                return ProviderTime.Format(DateTimeOffset.FromUnixTimeSeconds(second), InicisDefaults.LocalTime, ProviderTime.KoreaOffset);
            await Task.Delay(Second - TimeSpan.FromTicks(now.Ticks % TimeSpan.TicksPerSecond), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private long? Take(long now, ProviderCallKind kind)
    {
        lock (_gate)
        {
            _used.RemoveWhere(second => second < now - Reach);
            for (var back = 0; back <= Reach; back++)
            {
                if (_used.Add(now - back))
                    return now - back;
            }

            for (var ahead = 1; ahead <= Reach && kind == ProviderCallKind.Write; ahead++)
            {
                if (_used.Add(now + ahead))
                    return now + ahead;
            }

            return null;
        }
    }
}
