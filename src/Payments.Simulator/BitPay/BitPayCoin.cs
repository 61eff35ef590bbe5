namespace Payments.Simulator;

/// <summary>A coin that invoices are paid in here, at a price that never changes.</summary>
internal sealed record BitPayCoin(string Code, int Decimals, decimal Price)
{
    private static readonly BitPayCoin[] Known =
        [new("BTC", 8, 50_000m), new("ETH", 18, 2_500m), new("DOGE", 8, 0.25m), new("USDC", 6, 1m), new("USDC_m", 6, 1m)];

    public static BitPayCoin Of(string? code) => code is null ? Known[0] : Array.Find(Known, coin => coin.Code == code) ?? new(code, 8, 10m);

    /// <summary>What an amount of an invoice's price is in coins.</summary>
    public decimal Coins(decimal amount, string currency) => currency == Code ? amount : decimal.Round(amount / Price, Math.Min(Decimals, 12));

    /// <summary>The same in the smallest units, as a number without a fraction.</summary>
    public decimal Units(decimal coins)
    {
        for (var i = 0; i < Decimals; i++)
            coins *= 10;
        return decimal.Truncate(coins);
    }
}
