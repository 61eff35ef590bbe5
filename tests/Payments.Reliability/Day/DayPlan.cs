using Payments.Reliability.Providers;
using Payments.Simulator;

namespace Payments.Reliability.Day;

/// <summary>What happens to one order, decided by the seed before the day begins.</summary>
/// <param name="Order">The order.</param>
/// <param name="Payer">What the payer does.</param>
internal sealed record OrderPlan(ShopOrder Order, PayerActionKind Payer)
{
    /// <summary>How many times the browser brings the payer back: none where it was closed.</summary>
    public int Returns { get; init; } = 1;

    /// <summary>Whether money that comes later comes at all.</summary>
    public bool Arrives { get; init; } = true;

    /// <summary>What is captured of a hold. Null lets it go.</summary>
    public decimal? Capture { get; init; }

    /// <summary>The refunds that the shop makes.</summary>
    public IReadOnlyList<decimal> Refunds { get; init; } = [];

    /// <summary>Whether the refunds are made at once.</summary>
    public bool RefundsAtOnce { get; init; }

    /// <summary>Whether the shop cancels what the payer did not pay.</summary>
    public bool CancelsUnpaid { get; init; }

    /// <summary>Whether the payer acts. False for one who never comes.</summary>
    public bool Comes { get; init; } = true;
}

/// <summary>A day: every order and every kill, from the seed alone.</summary>
internal sealed record DayPlan(int Seed, IReadOnlyList<OrderPlan> Orders, IReadOnlyList<PlannedKill> Kills)
{
    internal static DayPlan Make(int payments, int kills, int seed)
    {
        var chance = new Random(seed);
        OrderPlan[] orders = [.. Enumerable.Range(1, payments).Select(number => new OrderPlanner(seed, chance).Make(number))];
        PlannedKill[] planned =
        [
            .. Enumerable.Range(0, kills)
                .Select(_ => new PlannedKill(chance.Next(payments / 20, payments), TimeSpan.FromMilliseconds(chance.Next(0, 200)), chance.Next(100) < 70))
                .OrderBy(kill => kill.AfterOrders),
        ];
        return new DayPlan(seed, orders, planned);
    }
}

/// <summary>One kill.</summary>
/// <param name="AfterOrders">How many orders have begun by then.</param>
/// <param name="Later">How much later, in real time.</param>
/// <param name="IsLong">Whether the host is away for longer than a claim holds.</param>
internal sealed record PlannedKill(int AfterOrders, TimeSpan Later, bool IsLong);

/// <summary>Decides one order after the other.</summary>
internal sealed class OrderPlanner(int seed, Random chance)
{
    internal OrderPlan Make(int number)
    {
        var provider = ShopProviders.All[chance.Next(ShopProviders.All.Count)];
        var way = provider.Ways[chance.Next(provider.Ways.Count)];
        var isHeld = provider.Name is "stripe" or "paypal" or "square" or "adyen" && chance.Next(100) < 30;
        var payer = way is ShopWay.Account ? PayerActionKind.PayLate : Payer(provider.Name);
        var amount = provider.Currency == Currency.KRW ? chance.Next(10, 5_000) * 100m : chance.Next(500, 50_000) / 100m;
        var order = new ShopOrder(
            provider.Name, $"D{seed}-{number:D6}", amount, provider.Currency.Code, way, isHeld, payer is PayerActionKind.Decline);
        var captured = isHeld ? chance.Next(100) switch { < 25 => (decimal?)null, < 50 => Part(order, 40), _ => amount } : amount;
        return new OrderPlan(order, payer)
        {
            Comes = chance.Next(100) >= 5,
            Returns = chance.Next(100) switch { < 8 => 0, < 16 => 2, _ => 1 },
            Arrives = chance.Next(100) < 85,
            Capture = captured,
            Refunds = captured is { } taken ? [.. Refunds(order, taken)] : [],
            RefundsAtOnce = chance.Next(2) == 0,
            CancelsUnpaid = chance.Next(100) < 60,
        };
    }

    private PayerActionKind Payer(string provider) => chance.Next(100) switch
    {
        < 8 => PayerActionKind.Decline,
        < 14 => PayerActionKind.Cancel,
        < 22 when provider is "paypal" or "coinbase" or "bitpay" or "coingate" => PayerActionKind.PayLate,
        _ => PayerActionKind.Pay,
    };

    private IEnumerable<decimal> Refunds(ShopOrder order, decimal taken) => chance.Next(100) switch
    {
        < 10 => [taken],
        < 20 => [Part(order, 30, taken)],
        < 27 => [Part(order, 30, taken), Part(order, 50, taken)],

        // Together more than was taken: one of them has to be refused.
        < 30 => [Part(order, 60, taken), Part(order, 60, taken)],
        _ => [],
    };

    private static decimal Part(ShopOrder order, int percent, decimal? of = null) =>
        decimal.Round((of ?? order.Amount) * percent / 100, order.Money.Currency.Exponent ?? 2, MidpointRounding.ToZero);
}
