using System.Diagnostics;

namespace Payments.Reliability.Day;

/// <summary>After the day: banks decide, webhooks arrive, the host dispatches and reconciles, and time passes, until nobody waits for anything.</summary>
internal sealed class Drain(Shop shop, Postman postman)
{
    private static readonly TimeSpan Most = TimeSpan.FromDays(60);

    // Twenty looks, the last of them six hours apart, are over by then.
    private static readonly TimeSpan Blind = TimeSpan.FromDays(6);
    private static readonly TimeSpan LongestStep = TimeSpan.FromHours(6);

    /// <summary>How long it took, in real time.</summary>
    internal TimeSpan Took { get; private set; }

    /// <summary>How much time passed by the shared clock.</summary>
    internal TimeSpan Passed { get; private set; }

    /// <param name="knowsWhatIsNext">Whether the host can say when it has something to do again; else time passes in steps.</param>
    internal async Task RunAsync(bool knowsWhatIsNext)
    {
        var (real, began) = (Stopwatch.GetTimestamp(), shop.Clock.GetUtcNow());
        var step = TimeSpan.FromMinutes(2);
        while (shop.Clock.GetUtcNow() - began < Most)
        {
            if (await RoundAsync() is var (isBusy, nextCheckAt) && isBusy)
                continue;
            var next = Sooner(nextCheckAt, postman.NextAt());
            if (next is null && (knowsWhatIsNext || shop.Clock.GetUtcNow() - began > Blind))
                break;
            var wait = next is { } at ? at - shop.Clock.GetUtcNow() + TimeSpan.FromSeconds(1) : step;
            step = step < LongestStep ? step * 1.5 : LongestStep;
            if (wait > TimeSpan.Zero)
                shop.Clock.Advance(wait);
        }

        (Took, Passed) = (Stopwatch.GetElapsedTime(real), shop.Clock.GetUtcNow() - began);
    }

    private async Task<(bool IsBusy, DateTimeOffset? NextCheckAt)> RoundAsync()
    {
        var moved = 0;
        foreach (var simulator in shop.Simulators)
        {
            moved += await SettleAsync(simulator);
            await simulator.FlushWebhooksAsync();
        }

        moved += await postman.RoundAsync();
        var work = await (await shop.HostAsync()).WorkAsync();
        return (moved + work.Dispatched + work.Looked > 0, work.NextCheckAt);
    }

    private static async Task<int> SettleAsync(Simulator.ProviderSimulator simulator)
    {
        try
        {
            return await simulator.SettlePendingAsync();
        }
        catch (NotSupportedException)
        {
            return 0;
        }
    }

    private static DateTimeOffset? Sooner(DateTimeOffset? one, DateTimeOffset? other) => one < other || other is null ? one : other;
}
