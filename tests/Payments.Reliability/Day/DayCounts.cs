using System.Collections.Concurrent;
using Payments.Reliability.Hosting;

namespace Payments.Reliability.Day;

/// <summary>What happened, by name.</summary>
internal sealed class DayCounts
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Answers that no host may give, with the command that got them.</summary>
    internal ConcurrentQueue<string> Broken { get; } = [];

    internal IReadOnlyDictionary<string, int> All => _counts;

    internal int Of(string what) => _counts.GetValueOrDefault(what);

    internal void Add(string what, int times = 1) => _counts.AddOrUpdate(what, times, (_, before) => before + times);

    internal void Answer(ShopCommand command, ShopAnswer answer)
    {
        Add("commands");
        Add($"{command.Kind} {answer.Result}");
        if (answer.Result is ShopResult.Broke)
            Broken.Enqueue($"{command.Kind} {command.Order.Provider} {command.Order.OrderId}: {answer.Error}");
        if (Environment.GetEnvironmentVariable("RELIABILITY_ANSWERS") is not null && answer.Result is not ShopResult.Ok)
            Console.Error.WriteLine($"{command.Kind} {command.Order.Provider} {command.Order.OrderId} {answer.Result}: {answer.Error}");
    }
}
