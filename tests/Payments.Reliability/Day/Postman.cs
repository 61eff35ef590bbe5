using System.Text;
using System.Text.RegularExpressions;
using Payments.Reliability.Providers;
using Payments.Simulator;

namespace Payments.Reliability.Day;

/// <summary>
/// Carries webhooks from the simulators to the host, as the providers document it: what is not acknowledged comes again after the documented pauses, signed
/// afresh, and is given up after the last. On the way some attempts are lost, and a few messages of Adyen are lost for good.
/// </summary>
internal sealed partial class Postman(Shop shop, DayCounts counts, int seed) : IDisposable
{
    private const int Carriers = 8;
    private readonly Lock _gate = new();
    private readonly Random _chance = new(seed ^ 0x5EED);
    private readonly PriorityQueue<Letter, DateTimeOffset> _due = new();
    private readonly SemaphoreSlim _carriers = new(Carriers);
    private int _underWay;

    /// <summary>The orders of which a message was lost for good, so that the host can never hear it.</summary>
    internal HashSet<string> LostFor { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether attempts get lost. Switched off when the day is over.</summary>
    internal bool LosesLetters { get; set; } = true;

    private sealed record Letter(ProviderSimulator From, SimulatedWebhook Message, int Attempt);

    /// <summary>Takes what the simulators have sent and delivers what is due.</summary>
    /// <returns>How many attempts were made.</returns>
    internal async Task<int> RoundAsync()
    {
        foreach (var simulator in shop.Simulators)
            foreach (var message in simulator.TakeWebhooks())
                Post(simulator, message);
        List<Task> deliveries = [];
        while (TakeDue() is { } letter)
        {
            await _carriers.WaitAsync();
            deliveries.Add(CarryAsync(letter));
        }

        await Task.WhenAll(deliveries);
        return deliveries.Count;
    }

    /// <summary>When the next attempt is due. Null when nothing waits.</summary>
    internal DateTimeOffset? NextAt()
    {
        lock (_gate)
            return _due.TryPeek(out _, out var at) ? at : null;
    }

    public void Dispose() => _carriers.Dispose();

    private void Post(ProviderSimulator simulator, SimulatedWebhook message)
    {
        counts.Add("webhooks");
        lock (_gate)
        {
            if (LosesLetters && simulator.Name == "adyen" && _chance.Next(1000) < 5 && OrderIn(message) is { } order)
            {
                counts.Add("webhooks lost for good");
                LostFor.Add(order);
                return;
            }

            _due.Enqueue(new Letter(simulator, message, 1), shop.Clock.GetUtcNow());
        }
    }

    private Letter? TakeDue()
    {
        lock (_gate)
        {
            if (!_due.TryPeek(out var letter, out var at) || at > shop.Clock.GetUtcNow())
                return null;
            _due.Dequeue();
            _underWay++;
            return letter;
        }
    }

    private async Task CarryAsync(Letter letter)
    {
        try
        {
            counts.Add("webhook attempts");
            var isLost = Decide(20);
            var status = isLost || !shop.HostAsync().IsCompletedSuccessfully ? null : await (await shop.HostAsync()).DeliverAsync(letter.From.Name, MessageOf(letter));
            counts.Add(isLost ? "webhook attempt lost" : status switch
            {
                null => "webhook attempt while the host was away",
                < 300 => "webhook acknowledged",
                < 500 => $"webhook refused {status} {letter.From.Name}",
                _ => $"webhook failed {letter.From.Name}",
            });
            if (status is not (>= 200 and < 300))
                Again(letter);
        }
        finally
        {
            _carriers.Release();
            lock (_gate)
                _underWay--;
        }
    }

    private void Again(Letter letter)
    {
        var retries = ShopProviders.Named(letter.From.Name).WebhookRetries;
        if (letter.Attempt > retries.Count)
        {
            counts.Add("webhooks given up by " + letter.From.Name);
            if (OrderIn(letter.Message) is { } order)
                lock (_gate)
                    LostFor.Add(order);
            return;
        }

        lock (_gate)
            _due.Enqueue(letter with { Attempt = letter.Attempt + 1 }, shop.Clock.GetUtcNow() + retries[letter.Attempt - 1]);
    }

    // Another attempt is signed afresh, and is what it was before it was spoiled on its way.
    private static SimulatedWebhook MessageOf(Letter letter) =>
        letter.Attempt == 1 ? letter.Message : letter.From.Sign(letter.Message.EventId) with { Url = letter.Message.Url };

    private bool Decide(int perMille)
    {
        lock (_gate)
            return LosesLetters && _chance.Next(1000) < perMille;
    }

    private static string? OrderIn(SimulatedWebhook message) =>
        OrderId().Match(Encoding.UTF8.GetString(message.Body.Span)) is { Success: true } match ? match.Value : null;

    [GeneratedRegex("D[0-9]+-[0-9]{6}", RegexOptions.None, 1000)]
    private static partial Regex OrderId();
}
