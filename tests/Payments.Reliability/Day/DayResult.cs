using System.Globalization;
using Payments.Simulator;

namespace Payments.Reliability.Day;

/// <summary>What a day came to.</summary>
internal sealed record DayResult(
    DayOptions Options,
    IReadOnlyList<OrderFinding> Findings,
    DayCounts Counts,
    IReadOnlyCollection<ProviderSimulator> Simulators,
    TimeSpan Traffic,
    TimeSpan Draining,
    TimeSpan Total,
    TimeSpan DrainedTime)
{
    private const int MostShown = 40;

    /// <summary>Whether the books agree.</summary>
    internal bool IsGood => Findings.All(finding => finding.Finding is not Finding.Disagrees) && Counts.Broken.IsEmpty;

    internal void Print(TextWriter output)
    {
        output.WriteLine();
        PrintTable(output);
        output.WriteLine();
        output.WriteLine("faults at the providers: " + List(Enum.GetValues<SimulatorFaultKind>().Select(kind => (kind.ToString(), Simulators.Sum(s => s.Faults.CountOf(kind))))));
        output.WriteLine("faults of webhooks:      " + List(Enum.GetValues<WebhookFaultKind>().Select(kind => (kind.ToString(), Simulators.Sum(s => s.Faults.CountOf(kind))))));
        output.WriteLine("webhooks:                " + List(Counts.All.Where(count => count.Key.StartsWith("webhook", StringComparison.Ordinal)).Select(count => (count.Key, count.Value))));
        output.WriteLine("commands:                " + List(Counts.All.Where(count => !count.Key.StartsWith("webhook", StringComparison.Ordinal)).Select(count => (count.Key, count.Value))));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"time: traffic {Traffic.TotalSeconds:F1} s ({Findings.Count / Traffic.TotalSeconds:F0} payments/s), draining {Draining.TotalSeconds:F1} s (in which {DrainedTime.TotalHours:F0} hours of the shared clock passed), in all {Total.TotalSeconds:F1} s"));
        foreach (var group in Findings.Where(finding => finding.Finding is Finding.Unresolved).GroupBy(finding => $"{finding.Plan.Order.Provider}: {finding.Reason}").OrderBy(group => group.Key))
            output.WriteLine($"unresolved, {group.Key}: {group.Count()} ({string.Join(' ', group.Take(5).Select(finding => finding.Plan.Order.OrderId))}{(group.Count() > 5 ? " ..." : "")})");
        foreach (var broken in Counts.Broken.Take(5))
            output.WriteLine("BROKE " + broken);
        foreach (var finding in Findings.Where(finding => finding.Finding is Finding.Disagrees).Take(MostShown))
            output.WriteLine($"DISAGREES {finding.Plan.Order.Provider} {finding.Plan.Order.OrderId}: {finding.Reason}\n    {finding.Plan}\n    {finding.Book} open: {string.Join(", ", finding.Book.Open)}");
        var (agree, unresolved, disagree) = (Of(Finding.Agrees), Of(Finding.Unresolved), Of(Finding.Disagrees));
        output.WriteLine($"{(IsGood ? "GOOD" : "FAILED")}: {agree} agree, {unresolved} unresolved, {disagree} disagree, {Counts.Broken.Count} broken answers; {Counts.Of("kills")} kills");
        if (!IsGood)
            output.WriteLine("again: dotnet run -c Release --project tests/Payments.Reliability -- " + Options.CommandLine);
    }

    private int Of(Finding finding) => Findings.Count(each => each.Finding == finding);

    private void PrintTable(TextWriter output)
    {
        var columns = Findings.Select(finding => finding.Book.Status).Distinct().Order().ToArray();
        output.WriteLine($"{"provider",-12}{string.Concat(columns.Select(column => $"{Short(column),12}"))}{"charged",18}{"recorded",18}");
        foreach (var group in Findings.GroupBy(finding => finding.Plan.Order.Provider).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var shop = Providers.ShopProviders.Named(group.Key);
            var simulator = Simulators.First(each => each.Name == group.Key);
            var charged = group.Select(finding => simulator.TotalsOf(finding.Plan.Order.OrderId)).Sum(totals => totals.Captured - totals.Refunded);
            var recorded = group.Sum(finding => shop.OnTheWire(new Money((finding.Book.Captured ?? 0) - (finding.Book.Refunded ?? 0), shop.Currency)));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{group.Key,-12}{string.Concat(columns.Select(column => $"{group.Count(finding => finding.Book.Status == column),12}"))}{charged,18}{recorded,18}"));
        }
    }

    private static string Short(PaymentStatus status) => status.ToString() is { Length: > 11 } name ? name[..11] : status.ToString();

    private static string List(IEnumerable<(string Name, int Count)> items) =>
        string.Join(", ", items.Where(item => item.Count > 0).OrderBy(item => item.Name, StringComparer.Ordinal).Select(item => $"{item.Name} {item.Count}"));
}
