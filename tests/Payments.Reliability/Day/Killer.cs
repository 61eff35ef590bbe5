namespace Payments.Reliability.Day;

/// <summary>Kills the host when the plan says so, and starts another one, sooner or later.</summary>
internal sealed class Killer(Shop shop, IReadOnlyList<PlannedKill> kills, DayCounts counts, TextWriter output)
{
    private static readonly TimeSpan LongAbsence = TimeSpan.FromMinutes(6);
    private readonly Lock _gate = new();
    private int _begun;
    private int _next;
    private Task _tail = Task.CompletedTask;

    internal void OrderBegins()
    {
        lock (_gate)
        {
            _begun++;
            while (_next < kills.Count && kills[_next].AfterOrders <= _begun)
                _tail = KillAfterAsync(_tail, kills[_next++]);
        }
    }

    /// <summary>Waits until the last kill is over and a host is there again.</summary>
    internal Task DoneAsync()
    {
        lock (_gate)
            return _tail;
    }

    private async Task KillAfterAsync(Task previous, PlannedKill kill)
    {
        await previous;
        await Task.Delay(kill.Later);
        await shop.KillHostAsync();
        counts.Add("kills");

        // A claim holds for five minutes: after a long absence the next host finds it over, after a short one it waits.
        if (kill.IsLong)
            shop.Clock.Advance(LongAbsence);
        await shop.StartHostAsync();
        await output.WriteLineAsync($"killed and restarted the host, {counts.Of("kills")} of {kills.Count}");
    }
}
