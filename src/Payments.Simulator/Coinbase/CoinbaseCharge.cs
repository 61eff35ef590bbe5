using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>One charge of Coinbase Commerce, in the onchain form. Its state is the last entry of its timeline.</summary>
internal sealed class CoinbaseCharge
{
    public const string New = "NEW";
    public const string Pending = "PENDING";
    public const string Completed = "COMPLETED";
    public const string Expired = "EXPIRED";
    public const string Failed = "FAILED";
    public const string Canceled = "CANCELED";
    public const string Unresolved = "UNRESOLVED";
    public const string Resolved = "RESOLVED";

    public required string Id { get; init; }

    public required string Code { get; init; }

    public required string HostedUrl { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>What was asked for; null for a donation.</summary>
    public required decimal? Amount { get; init; }

    public required string Currency { get; init; }

    public required JsonObject Metadata { get; init; }

    public required string? RedirectUrl { get; init; }

    public required string? CancelUrl { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public List<CoinbaseChargeStep> Timeline { get; } = [];

    public List<CoinbaseChargePayment> Payments { get; } = [];

    public List<CoinbaseChargeFailure> Failures { get; } = [];

    public string Status => Timeline[^1].Status;

    /// <summary>Whether a merchant can count on the money.</summary>
    public bool IsPaid => Status is Completed or Resolved;

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["id"] = Id,
            ["code"] = Code,
            ["charge_kind"] = "WEB3",
            ["name"] = Name,
            ["description"] = Description,
            ["hosted_url"] = HostedUrl,
            ["pricing_type"] = Amount is null ? "no_price" : "fixed_price",
            ["metadata"] = Metadata.DeepClone(),
            ["redirects"] = new JsonObject
            {
                ["success_url"] = RedirectUrl, ["cancel_url"] = CancelUrl, ["will_redirect_after_success"] = RedirectUrl is not null,
            },
            ["payments"] = new JsonArray([.. Payments.Select(p => p.ToJson(this))]),
            ["timeline"] = new JsonArray([.. Timeline.Select(s => s.ToJson())]),
            ["web3_data"] = new JsonObject
            {
                ["success_events"] = new JsonArray([.. Payments.Where(p => Failures.TrueForAll(f => f.Transaction != p.Transaction)).Select(p => ChainEvent(p.Transaction))]),
                ["failure_events"] = new JsonArray([.. Failures.Select(f => ChainEvent(f.Transaction, f.Reason))]),
            },
            ["created_at"] = Text(CreatedAt),
            ["expires_at"] = Text(ExpiresAt),
        };
        if (Amount is { } price)
        {
            json["pricing"] = new JsonObject
            {
                ["local"] = Money(price, Currency), ["settlement"] = Money(price * CoinbaseChargePayment.Rate, "USDC"),
            };
        }

        return json;
    }

    public static JsonObject Money(decimal amount, string currency) =>
        new() { ["amount"] = amount.ToString("0.00################", CultureInfo.InvariantCulture), ["currency"] = currency };

    private static JsonObject ChainEvent(string transaction, string? reason = null)
    {
        var json = new JsonObject { ["tx_hsh"] = transaction, ["chain_id"] = 8453 };
        if (reason is not null)
            json["reason"] = reason;
        return json;
    }
}

/// <summary>An entry of a charge's timeline.</summary>
internal sealed record CoinbaseChargeStep(string Status, string? Context, DateTimeOffset Time)
{
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["status"] = Status, ["time"] = CoinbaseCharge.Text(Time) };
        if (Context is not null)
            json["context"] = Context;
        return json;
    }
}

/// <summary>A transfer that the chain has refused.</summary>
internal sealed record CoinbaseChargeFailure(string Transaction, string Reason);

/// <summary>A transfer to a charge.</summary>
internal sealed record CoinbaseChargePayment(string Id, string Transaction, decimal Amount, DateTimeOffset At)
{
    /// <summary>What one unit of any price costs in USDC here.</summary>
    public const decimal Rate = 1.25m;

    public JsonObject ToJson(CoinbaseCharge charge) => new()
    {
        ["payment_id"] = Id,
        ["network"] = "base",
        ["transaction_id"] = Transaction,
        ["status"] = charge.Status is CoinbaseCharge.Pending ? "PENDING" : charge.Status is CoinbaseCharge.Failed ? "FAILED" : "CONFIRMED",
        ["detected_at"] = CoinbaseCharge.Text(At),
        ["value"] = new JsonObject { ["local"] = CoinbaseCharge.Money(Amount, charge.Currency), ["crypto"] = CoinbaseCharge.Money(Amount * Rate, "USDC") },
        ["payer_addresses"] = new JsonArray("0x00000000000000000000000000000000000payer"),
    };
}
