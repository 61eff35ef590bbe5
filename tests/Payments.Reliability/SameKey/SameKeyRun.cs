using System.Diagnostics;
using Payments.Reliability.Day;
using Payments.Reliability.Hosting;
using Payments.Reliability.Providers;
using Payments.Reliability.Support;
using Payments.Simulator;

namespace Payments.Reliability.SameKey;

/// <summary>What the run came to.</summary>
/// <param name="Answers">How many answers came.</param>
/// <param name="Different">The answers, each once: one when all are equal.</param>
/// <param name="Calls">How many requests that make something the provider got.</param>
/// <param name="Refusals">What became of the same key with another body, in each process.</param>
/// <param name="Problem">What is wrong. Null when nothing is.</param>
internal sealed record SameKeyResult(DatabaseKind Database, int Answers, IReadOnlyList<string> Different, int Calls, IReadOnlyList<string> Refusals, TimeSpan Took, string? Problem);

/// <summary>Many tasks in several processes ask for one payment, under one key, on one database.</summary>
internal static class SameKeyRun
{
    internal static async Task<SameKeyResult> RunAsync(DatabaseKind kind, int processes = 4, int tasks = 64, int seed = 1)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var provider = ShopProviders.Named("stripe");
        await using var shop = await Shop.OpenAsync(database.Settings, speed: 1, seed, worksByItself: false, [provider], keepRequests: true);
        var hosts = await Task.WhenAll(Enumerable.Range(0, processes).Select(_ => HostProcess.StartAsync(shop.SettingsPath)));
        try
        {
            return await AskAsync(shop, hosts, tasks, kind);
        }
        finally
        {
            foreach (var host in hosts)
                await host.DisposeAsync();
        }
    }

    private static async Task<SameKeyResult> AskAsync(Shop shop, HostProcess[] hosts, int tasks, DatabaseKind kind)
    {
        var order = new ShopOrder("stripe", "D1-000001", 42.50m, "USD", ShopWay.Token, IsHeldFirst: false, IsDeclined: false);
        var simulator = shop.SimulatorOf("stripe");

        // The answer takes its time, so that the others come while it is under way.
        simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.Latency) { Latency = TimeSpan.FromMilliseconds(500) });
        var began = Stopwatch.GetTimestamp();
        var many = new ManyCommands(tasks, new ShopCommand(ShopCommandKind.Create, order));
        var answers = (await Task.WhenAll(hosts.Select(host => host.SendAsync<ManyCommands, IReadOnlyList<ShopAnswer>>("many", many)))).SelectMany(each => each).ToList();
        var took = Stopwatch.GetElapsedTime(began);

        var changed = new ShopCommand(ShopCommandKind.Create, order with { Amount = 43 });
        var refusals = await Task.WhenAll(hosts.Select(async host => (await host.RunAsync(changed)).ToString()));
        var calls = simulator.Requests.Count(request => request.Method is not "GET");
        var different = answers.Select(answer => answer.ToString()).Distinct().ToList();
        var (book, totals) = ((await hosts[0].SendAsync<IEnumerable<BookEntry>, IReadOnlyList<BookEntry>>("books", [new BookEntry("stripe", order.OrderId)]))[0], simulator.TotalsOf(order.OrderId));
        var problem = answers.Count != hosts.Length * tasks ? $"{answers.Count} answers"
            : different.Count != 1 || answers[0] is not { Result: ShopResult.Ok, Status: PaymentStatus.Completed } ? "the answers differ or are not right: " + string.Join(" | ", different.Take(5))
            : calls != 1 || totals is not { Charges: 1, Captured: 4250 } ? $"the provider got {calls} calls and charged {totals}"
            : !book.IsFound || book.Status is not PaymentStatus.Completed ? $"there is not one row that is right: {book}"
            : !refusals.All(refusal => refusal.Contains("IdempotencyKeyReused", StringComparison.Ordinal)) ? "a changed body was not refused: " + string.Join(" | ", refusals)
            : null;
        return new SameKeyResult(kind, answers.Count, different, calls, refusals, took, problem);
    }
}
