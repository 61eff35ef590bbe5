using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>One invoice at BitPay.</summary>
internal sealed class BitPayInvoice
{
    public const string New = "new";
    public const string Paid = "paid";
    public const string Confirmed = "confirmed";
    public const string Complete = "complete";
    public const string Expired = "expired";
    public const string Invalid = "invalid";
    public const string Declined = "declined";

    public required string Id { get; init; }
    public required string Url { get; init; }

    /// <summary>The API token that made it.</summary>
    public required string Owner { get; init; }

    /// <summary>The invoice's own token, which opens nothing.</summary>
    public required string ResourceToken { get; init; }

    /// <summary>What was asked for, as it came.</summary>
    public required JsonObject Call { get; init; }
    public required decimal Price { get; init; }
    public required string Currency { get; init; }
    public required string Speed { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    public string Status { get; set; } = New;

    /// <summary>Null is <c>false</c> on the wire.</summary>
    public string? Exception { get; set; }
    public bool IsCancelled { get; set; }

    /// <summary>What has arrived, in the price's currency.</summary>
    public decimal Arrived { get; set; }
    public BitPayCoin? Coin { get; set; }
    public List<string> Transactions { get; } = [];
    public List<BitPayRefund> Refunds { get; } = [];

    /// <summary>Whether the merchant can count on the money.</summary>
    public bool IsCredited => Status is Confirmed or Complete;

    public string? Text(string name) => (string?)Call[name];

    public bool IsMeant(string text) => Id == text || Text("guid") == text || Text("orderId") == text;

    public JsonObject ToJson(DateTimeOffset now)
    {
        var json = Short(now);
        json["guid"] = Text("guid");
        json["itemDesc"] = Text("itemDesc");
        json["displayAmountPaid"] = Coin is null ? "0" : FormattableString.Invariant($"{Coin.Coins(Arrived, Currency)}");
        json["transactions"] = new JsonArray([.. Transactions.Select(id => new JsonObject { ["txid"] = id, ["confirmations"] = IsCredited ? "6" : 0 })]);
        json["isCancelled"] = IsCancelled;
        json["lowFeeDetected"] = false;
        json["refundAddresses"] = new JsonArray();
        json["buyer"] = Call["buyer"]?.DeepClone();
        json["token"] = ResourceToken;
        if (Coin is not null && Arrived < Price)
            json["underpaidAmount"] = Coin.Coins(Price - Arrived, Currency);
        if (Coin is not null && Arrived > Price)
            json["overpaidAmount"] = Coin.Coins(Arrived - Price, Currency);
        return json;
    }

    /// <summary>The invoice as webhooks tell it.</summary>
    public JsonObject Short(DateTimeOffset now) => new()
    {
        ["id"] = Id,
        ["url"] = Url,
        ["posData"] = Text("posData"),
        ["status"] = Status,
        ["price"] = Price,
        ["currency"] = Currency,
        ["invoiceTime"] = CreatedAt.ToUnixTimeMilliseconds(),
        ["expirationTime"] = ExpiresAt.ToUnixTimeMilliseconds(),
        ["currentTime"] = now.ToUnixTimeMilliseconds(),
        ["exceptionStatus"] = Exception is null ? false : Exception,
        ["paymentTotals"] = new JsonObject { ["PAX"] = 100_000_000_000_000_000_000m },
        ["amountPaid"] = Coin?.Units(Coin.Coins(Arrived, Currency)) ?? 0m,
        ["orderId"] = Text("orderId"),
        ["transactionCurrency"] = Coin?.Code,
    };
}

/// <summary>One refund at BitPay.</summary>
internal sealed class BitPayRefund
{
    public const string Preview = "preview";
    public const string Created = "created";
    public const string Success = "success";
    public const string Failure = "failure";

    public required string Id { get; init; }
    public required BitPayInvoice Invoice { get; init; }
    public required decimal Amount { get; init; }
    public required string Type { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public JsonObject Call { get; init; } = [];
    public string Status { get; set; } = Created;

    /// <summary>Whether BitPay returns by itself what was never the merchant's.</summary>
    public bool IsAutomatic => Type is "underpayment" or "overpayment";

    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["invoice"] = Invoice.Id,
        ["guid"] = Call["guid"]?.DeepClone(),
        ["reference"] = Call["reference"]?.DeepClone(),
        ["status"] = Status,
        ["amount"] = Amount,
        ["currency"] = Invoice.Currency,
        ["transactionCurrency"] = Invoice.Coin?.Code,
        ["transactionAmount"] = Invoice.Coin?.Coins(Amount, Invoice.Currency),
        ["refundFee"] = 0.04m,
        ["immediate"] = Call["immediate"]?.DeepClone() ?? false,
        ["buyerPaysRefundFee"] = Call["buyerPaysRefundFee"]?.DeepClone() ?? false,
        ["requestDate"] = RequestedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
        ["type"] = Type,
    };
}
