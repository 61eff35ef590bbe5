using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>One checkout.</summary>
internal sealed class CoinbaseCheckout
{
    public const string Active = "ACTIVE";
    public const string Processing = "PROCESSING";
    public const string Completed = "COMPLETED";
    public const string PartiallyRefunded = "PARTIALLY_REFUNDED";
    public const string Refunded = "REFUNDED";
    public const string Deactivated = "DEACTIVATED";
    public const string Expired = "EXPIRED";
    public const string Failed = "FAILED";

    private const decimal FeeRate = 0.0125m;

    public required string Id { get; init; }

    public required string Url { get; init; }

    public required bool IsSandbox { get; init; }

    /// <summary>What was asked for, in <see cref="Currency"/>.</summary>
    public required decimal Amount { get; init; }

    public required string Currency { get; init; }

    /// <summary>What the payer pays.</summary>
    public required decimal Usdc { get; init; }

    public required string Address { get; init; }

    public required string? Description { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public required string? SuccessUrl { get; init; }

    public required string? FailUrl { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public string Status { get; set; } = Active;

    public string? TransactionHash { get; set; }

    public List<CoinbaseCheckoutRefund> Refunds { get; } = [];

    public bool IsPaid => Status is Completed or PartiallyRefunded or Refunded;

    /// <summary>What of the amount is not given back, refunds under way counted.</summary>
    public decimal Left => Amount - Refunds.Where(r => r.Status is not Failed).Sum(r => r.Amount);

    /// <summary>The same in USDC.</summary>
    public decimal LeftUsdc => Usdc - Refunds.Where(r => r.Status is not Failed).Sum(r => r.Usdc);

    /// <summary>What one unit of a currency costs in USDC here.</summary>
    public static decimal? RateOf(string currency) => currency switch { "USDC" or "USD" => 1m, "EUR" => 1.08m, "GBP" => 1.27m, "SGD" => 0.74m, _ => null };

    public static string Text(decimal amount) => amount.ToString("F2", CultureInfo.InvariantCulture);

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public JsonObject ToJson()
    {
        var fee = Math.Round(Usdc * FeeRate, 2, MidpointRounding.AwayFromZero);
        var json = new JsonObject
        {
            ["id"] = Id,
            ["url"] = Url,
            ["amount"] = Text(Usdc),
            ["currency"] = "USDC",
            ["network"] = "base",
            ["address"] = Address,
            ["tokenAddress"] = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
            ["status"] = Status,
            ["expiresAt"] = Text(ExpiresAt),
            ["metadata"] = new JsonObject(Metadata.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)m.Value))),
            ["settlement"] = new JsonObject
            {
                ["totalAmount"] = Text(Usdc), ["feeAmount"] = Text(fee), ["netAmount"] = Text(Usdc - fee), ["currency"] = "USDC",
            },
            // The documentation's example has them for a checkout in USDC, too.
            ["fiatAmount"] = Text(Amount),
            ["fiatCurrency"] = FiatCurrency,
            ["createdAt"] = Text(CreatedAt),
            ["updatedAt"] = Text(UpdatedAt),
        };
        Add("description", Description);
        Add("successRedirectUrl", SuccessUrl);
        Add("failRedirectUrl", FailUrl);
        Add("transactionHash", TransactionHash);
        if (Refunds.Count == 0)
            return json;
        json["refundedAmount"] = Text(Refunds.Where(r => r.Status is Completed).Sum(r => r.Usdc));
        json["refunds"] = new JsonArray([.. Refunds.Select(r => r.ToJson(this))]);
        return json;

        void Add(string name, string? value)
        {
            if (value is not null)
                json[name] = value;
        }
    }

    public string FiatCurrency => Currency is "USDC" ? "USD" : Currency;
}

/// <summary>One refund of a checkout.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Amount">How much, in the checkout's currency.</param>
/// <param name="Usdc">How much the payer gets.</param>
/// <param name="Reason">Why.</param>
/// <param name="CreatedAt">When it was asked for.</param>
internal sealed record CoinbaseCheckoutRefund(string Id, decimal Amount, decimal Usdc, string? Reason, DateTimeOffset CreatedAt)
{
    public const string Pending = "PENDING";

    public string Status { get; set; } = Pending;

    public DateTimeOffset? CompletedAt { get; set; }

    public string? TransactionHash { get; set; }

    public JsonObject ToJson(CoinbaseCheckout checkout)
    {
        var json = new JsonObject
        {
            ["id"] = Id,
            ["checkoutId"] = checkout.Id,
            ["amount"] = CoinbaseCheckout.Text(Usdc),
            ["currency"] = "USDC",
            ["status"] = Status,
            ["createdAt"] = CoinbaseCheckout.Text(CreatedAt),
            ["fiatAmount"] = CoinbaseCheckout.Text(Amount),
            ["fiatCurrency"] = checkout.FiatCurrency,
            ["exchangeRate"] = CoinbaseCheckout.RateOf(checkout.Currency)!.Value.ToString(CultureInfo.InvariantCulture),
        };
        if (Reason is not null)
            json["reason"] = Reason;
        if (CompletedAt is { } completed)
            json["completedAt"] = CoinbaseCheckout.Text(completed);
        if (TransactionHash is not null)
            json["transactionHash"] = TransactionHash;
        return json;
    }
}
