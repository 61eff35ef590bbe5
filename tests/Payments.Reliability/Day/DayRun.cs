using System.Diagnostics;
using Payments.Reliability.Support;
using Payments.Reliability.Hosting;
using Payments.Simulator;

namespace Payments.Reliability.Day;

/// <summary>A simulated day: customers pay, things go wrong, the host is killed, and at the end the books are held against the truth.</summary>
internal sealed class DayRun(DayOptions options, TextWriter output)
{
    private static readonly (SimulatorFault Fault, double Rate)[] Faults =
    [
        (new SimulatorFault(SimulatorFaultKind.CutAfterActing), 0.01),
        (new SimulatorFault(SimulatorFaultKind.CutBeforeActing), 0.01),
        (new SimulatorFault(SimulatorFaultKind.ErrorBeforeActing) { Status = 503 }, 0.01),
        (new SimulatorFault(SimulatorFaultKind.ErrorAfterActing) { Status = 502 }, 0.005),
        (new SimulatorFault(SimulatorFaultKind.ErrorAfterActing) { Status = 500 }, 0.005),
        (new SimulatorFault(SimulatorFaultKind.RateLimited) { RetryAfter = TimeSpan.FromSeconds(1) }, 0.01),
        (new SimulatorFault(SimulatorFaultKind.MalformedJson), 0.003),
        (new SimulatorFault(SimulatorFaultKind.HtmlBody) { Status = 502 }, 0.003),
    ];

    private static readonly (WebhookFaultKind Kind, double Rate)[] WebhookFaults =
    [
        (WebhookFaultKind.Duplicate, 0.03), (WebhookFaultKind.Reorder, 0.03), (WebhookFaultKind.Delay, 0.02), (WebhookFaultKind.Tamper, 0.02),
        (WebhookFaultKind.WrongSecret, 0.01), (WebhookFaultKind.StaleTimestamp, 0.01),
    ];

    internal async Task<DayResult> RunAsync()
    {
        var started = Stopwatch.GetTimestamp();
        var plan = DayPlan.Make(options.Payments, options.KillsToMake, options.Seed);
        await using var database = await TestDatabase.CreateAsync(options.Database);
        await using var shop = await Shop.OpenAsync(database.Settings, options.Speed, options.Seed);
        SetFaults(shop);
        var counts = new DayCounts();
        using var postman = new Postman(shop, counts, options.Seed);
        using var dayIsOver = new CancellationTokenSource();
        await shop.StartHostAsync();
        var round = CarryAllDayAsync(postman, shop, dayIsOver.Token);
        var killer = new Killer(shop, plan.Kills, counts, output);

        var began = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(plan.Orders, new ParallelOptions { MaxDegreeOfParallelism = options.Customers }, async (order, _) =>
        {
            killer.OrderBegins();
            await new Customer(shop, order, counts).RunAsync();
        });
        await killer.DoneAsync();
        var traffic = Stopwatch.GetElapsedTime(began);
        await dayIsOver.CancelAsync();
        await round;
        await output.WriteLineAsync($"traffic is over after {traffic.TotalSeconds:F1} s; draining");

        foreach (var simulator in shop.Simulators)
            simulator.Faults.Clear();
        postman.LosesLetters = false;
        var drain = new Drain(shop, postman);
        await drain.RunAsync(options.Database is not DatabaseKind.Memory);
        var findings = await Books.CompareAsync(shop, plan.Orders, postman.LostFor);
        return new DayResult(options, findings, counts, shop.Simulators, traffic, drain.Took, Stopwatch.GetElapsedTime(started), drain.Passed);
    }

    private void SetFaults(Shop shop)
    {
        foreach (var simulator in shop.Simulators)
        {
            foreach (var (fault, rate) in Faults)
                simulator.Faults.AddRate(fault, rate * options.Faults);
            foreach (var (kind, rate) in WebhookFaults)
                simulator.Faults.AddRate(new WebhookFault(kind), rate * options.Faults);
        }
    }

    private static async Task CarryAllDayAsync(Postman postman, Shop shop, CancellationToken over)
    {
        for (var rounds = 1; !over.IsCancellationRequested; rounds++)
        {
            // What was held back comes with the next load.
            if (rounds % 20 == 0)
                foreach (var simulator in shop.Simulators)
                    await simulator.FlushWebhooksAsync(CancellationToken.None);
            await postman.RoundAsync();
            await Task.Delay(25, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
