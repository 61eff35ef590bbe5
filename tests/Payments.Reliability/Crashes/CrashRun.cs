using System.Diagnostics;
using Payments.Reliability.Support;
using Payments.Reliability.Day;
using Payments.Reliability.Hosting;
using Payments.Reliability.Providers;

namespace Payments.Reliability.Crashes;

/// <summary>What the crash points are told.</summary>
internal sealed record CrashOptions
{
    internal IReadOnlyList<string> Providers { get; init; } = ["stripe", "toss", "kakaopay", "paypal", "adyen", "inicis", "bitpay"];

    internal int Seed { get; init; } = 1;

    /// <summary>Of so many points one is tried; which one depends on the seed.</summary>
    internal int Every { get; init; } = 1;

    internal DatabaseKind Database { get; init; } = DatabaseKind.Sqlite;
}

/// <summary>One point at which a host was killed, and how the books stood at the end.</summary>
internal sealed record CrashFinding(string Provider, CrashOperation Operation, string Place, bool IsRepeated, OrderFinding Order);

/// <summary>
/// Finds every marked place that an operation passes, and for each of them kills the host there, starts another one and holds the books against the provider.
/// Every second time the shop sends its command again; else only the host's own work puts things right.
/// </summary>
internal sealed class CrashRun(CrashOptions options, TextWriter output)
{
    // A claim of the process that died holds for five minutes.
    private static readonly TimeSpan Absence = TimeSpan.FromMinutes(6);

    internal async Task<IReadOnlyList<CrashFinding>> RunAsync()
    {
        List<CrashFinding> findings = [];
        foreach (var name in options.Providers)
        {
            var began = Stopwatch.GetTimestamp();
            var found = await RunAsync(ShopProviders.Named(name));
            findings.AddRange(found);
            var bad = found.Count(finding => finding.Order.Finding is Finding.Disagrees);
            await output.WriteLineAsync(
                $"{name,-10} {found.Count,4} points of {found.Select(finding => finding.Operation).Distinct().Count()} operations, {bad} disagree, {found.Count(f => f.Order.Finding is Finding.Unresolved)} unresolved, {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s");
        }

        return findings;
    }

    private async Task<IReadOnlyList<CrashFinding>> RunAsync(ShopProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(options.Database);
        await using var shop = await Shop.OpenAsync(database.Settings, speed: 1, options.Seed, worksByItself: false, [provider], hasCrashGate: true);
        await shop.StartHostAsync();
        var bench = new CrashBench(shop, provider, options.Seed);
        List<(CrashOperation Operation, string Place, bool IsRepeated, OrderPlan Plan)> done = [];
        var passed = options.Seed;
        foreach (var operation in Enum.GetValues<CrashOperation>().Where(operation => CrashBench.Has(provider, operation)))
        {
            var places = await PlacesOfAsync(shop, await bench.PrepareAsync(operation));
            for (var at = 0; at < places.Count; at++)
            {
                if (passed++ % options.Every != 0)
                    continue;
                var isRepeated = done.Count % 2 == 0;
                var tried = await bench.PrepareAsync(operation);
                await CrashAsync(shop, tried, at + 1, isRepeated);
                done.Add((operation, places[at], isRepeated, tried.Plan));
            }
        }

        using var postman = new Postman(shop, new DayCounts(), options.Seed) { LosesLetters = false };
        await new Drain(shop, postman).RunAsync(knowsWhatIsNext: true);
        var plans = done.ConvertAll(each => each.Plan);
        var findings = await Books.CompareAsync(shop, plans, postman.LostFor);
        return [.. done.Zip(findings, (each, finding) => new CrashFinding(provider.Name, each.Operation, each.Place, each.IsRepeated, finding))];
    }

    private static async Task<IReadOnlyList<string>> PlacesOfAsync(Shop shop, CrashCase learnt)
    {
        var host = await shop.HostAsync();
        await host.SendAsync<int, bool>("arm", 0);
        await learnt.ActAsync(host);
        return await host.SendAsync<string, IReadOnlyList<string>>("disarm", "");
    }

    private static async Task CrashAsync(Shop shop, CrashCase tried, int at, bool isRepeated)
    {
        var host = await shop.HostAsync();
        await host.SendAsync<int, bool>("arm", at);
        try
        {
            await tried.ActAsync(host);
        }
        catch (HostGoneException)
        {
            // As it should be.
        }

        // The operation may pass fewer places than when it was learnt: then nothing was killed, and it is done.
        if (!await host.IsGoneAsync())
            return;
        await shop.KillHostAsync();
        shop.Clock.Advance(Absence);
        await shop.StartHostAsync();
        if (isRepeated)
            await tried.ContinueAsync();
        await (await shop.HostAsync()).WorkAsync();
    }
}
