using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>One order at CoinGate.</summary>
internal sealed class CoinGateOrder
{
    public const string New = "new";
    public const string Pending = "pending";
    public const string Confirming = "confirming";
    public const string Paid = "paid";
    public const string Invalid = "invalid";
    public const string Expired = "expired";
    public const string Canceled = "canceled";
    public const string Refunded = "refunded";
    public const string PartlyRefunded = "partially_refunded";

    // Each coin has the same price here, and it never changes.
    private const decimal CoinPrice = 50_000m;

    public required string Id { get; init; }
    public required CoinGateBody Call { get; init; }
    public required decimal Price { get; init; }
    public required string Token { get; init; }
    public required string PaymentUrl { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? PaidAt { get; set; }
    public string Status { get; set; } = New;
    public string? Coin { get; set; }

    /// <summary>What has arrived, in the price's currency.</summary>
    public decimal Arrived { get; set; }
    public List<string> Transactions { get; } = [];
    public List<CoinGateRefund> Refunds { get; } = [];

    public string Currency => Call.Text("price_currency")!;

    public string? OrderId => Call.Text("order_id");

    public bool IsRefundable => Status is Paid or PartlyRefunded;

    public bool IsMeant(string text) => Id == text || OrderId == text;

    public JsonObject ToJson(bool isCreation, bool showsReasons)
    {
        var json = Callback();
        json.Remove("token");
        json["title"] = Call.Text("title");
        json["do_not_convert"] = Call.Text("receive_currency") == "DO_NOT_CONVERT";
        json["orderable_type"] = "ApiApp";
        json["payment_url"] = PaymentUrl;
        json["expire_at"] = Time(ExpiresAt);
        json["lightning_network"] = false;
        json["refunds"] = new JsonArray([.. Refunds.Select(refund => refund.ToJson(isInList: false, showsReasons))]);
        json["voids"] = new JsonArray();
        json["blockchain_transactions"] = new JsonArray([.. Transactions.Select((txid, at) => new JsonObject { ["id"] = at + 1, ["txid"] = txid, ["status"] = "confirmed" })]);
        if (isCreation)
            json["token"] = Token;
        return json;
    }

    /// <summary>The order as callbacks tell it.</summary>
    public JsonObject Callback()
    {
        var json = new JsonObject
        {
            ["id"] = long.Parse(Id, CultureInfo.InvariantCulture),
            ["order_id"] = OrderId,
            ["status"] = Status,
            ["price_amount"] = Number(Price),
            ["price_currency"] = Currency,
            ["receive_amount"] = PaidAt is null ? "0" : Number(Price),
            ["receive_currency"] = Call.Text("receive_currency"),
            ["underpaid_amount"] = Number(Underpaid),
            ["overpaid_amount"] = Number(Coins(Math.Max(0, Arrived - Price))),
            ["is_refundable"] = IsRefundable,
            ["created_at"] = Time(CreatedAt),
            ["token"] = Token,
            ["fees"] = new JsonArray(),
        };
        if (Coin is not null)
        {
            json["pay_amount"] = Number(Coins(Price));
            json["pay_currency"] = Coin;
        }

        if (PaidAt is { } paid)
        {
            json["paid_at"] = Time(paid);
            json["fees"] = new JsonArray(new JsonObject
            {
                ["type"] = "processing_fee", ["amount"] = Number(Coins(Price) / 100), ["currency"] = new JsonObject { ["id"] = 1, ["symbol"] = Coin },
            });
        }

        return json;
    }

    public static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    public static string Number(decimal number) => number.ToString("0.0###################", CultureInfo.InvariantCulture);

    public static decimal Coins(decimal amount) => decimal.Round(amount / CoinPrice, 12);

    // As the documentation's examples have it: on what is paid, the whole amount.
    private decimal Underpaid => PaidAt is not null ? Coins(Price) : Arrived == 0 ? 0 : Coins(Math.Max(0, Price - Arrived));
}

/// <summary>One refund at CoinGate.</summary>
internal sealed class CoinGateRefund
{
    public const string Pending = "pending";
    public const string Completed = "completed";
    public const string Rejected = "rejected";

    public required string Id { get; init; }
    public required CoinGateOrder Order { get; init; }
    public required CoinGateBody Call { get; init; }
    public required decimal Amount { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public string Status { get; set; } = Pending;

    public JsonObject ToJson(bool isInList, bool showsReasons)
    {
        var json = new JsonObject
        {
            ["id"] = long.Parse(Id, CultureInfo.InvariantCulture),
            ["request_amount"] = CoinGateOrder.Number(Amount),
            ["refund_amount"] = CoinGateOrder.Number(CoinGateOrder.Coins(Amount)),
            [isInList ? "crypto_address" : "address"] = Call.Text("address"),
            [isInList ? "crypto_address_memo" : "memo"] = Call.Text("address_memo"),
            ["status"] = Status,
            ["order"] = isInList ? new JsonObject { ["id"] = long.Parse(Order.Id, CultureInfo.InvariantCulture) } : new JsonObject
            {
                ["id"] = long.Parse(Order.Id, CultureInfo.InvariantCulture),
                ["title"] = Order.Call.Text("title"),
                ["price_amount"] = CoinGateOrder.Number(Order.Price),
                ["price_currency"] = new JsonObject { ["id"] = 2, ["symbol"] = Order.Currency },
            },
            ["refund_currency"] = new JsonObject { ["id"] = 1, ["symbol"] = Order.Coin },
        };
        if (showsReasons)
            json["reason"] = Call.Text("reason");
        if (Status is Rejected)
            (json["rejection_type"], json["rejection_reason"]) = ("shopper", "Not confirmed");
        if (!isInList)
        {
            json["created_at"] = CoinGateOrder.Time(CreatedAt);
            json["ledger_account"] = new JsonObject { ["id"] = Call.Text("ledger_account_id") };
        }

        return json;
    }

    /// <summary>The refund as callbacks tell it: the order's id is CoinGate's, and there is no token.</summary>
    public JsonObject Callback() => new()
    {
        ["id"] = long.Parse(Id, CultureInfo.InvariantCulture),
        ["order_id"] = long.Parse(Order.Id, CultureInfo.InvariantCulture),
        ["status"] = Status,
        ["request_amount"] = CoinGateOrder.Number(Amount),
        ["request_currency"] = new JsonObject { ["id"] = 2, ["symbol"] = Order.Currency },
        ["refund_amount"] = CoinGateOrder.Number(CoinGateOrder.Coins(Amount)),
        ["refund_currency"] = new JsonObject { ["id"] = 1, ["symbol"] = Order.Coin, ["platform"] = new JsonObject { ["id"] = 6, ["title"] = "Bitcoin" } },
        ["address"] = Call.Text("address"),
        ["additional_address_field"] = Call.Text("address_memo"),
        ["email"] = Call.Text("email"),
        ["reason"] = Call.Text("reason"),
        ["ledger_account"] = new JsonObject { ["id"] = Call.Text("ledger_account_id") },
    };
}
