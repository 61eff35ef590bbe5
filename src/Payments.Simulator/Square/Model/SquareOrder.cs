using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>One line of an order.</summary>
internal sealed record SquareOrderLine(string Uid, string Name, long Quantity, long Price)
{
    public long Total => Quantity * Price;
}

/// <summary>An order: what a page is for, or what Square makes by itself for a payment that names none.</summary>
internal sealed class SquareOrder : ISquareObject
{
    public const string Draft = "DRAFT";
    public const string Open = "OPEN";
    public const string Completed = "COMPLETED";
    public const string Canceled = "CANCELED";

    public required string Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public required string LocationId { get; init; }

    public required string Currency { get; init; }

    public required IReadOnlyList<SquareOrderLine> Lines { get; init; }

    public required string State { get; set; }

    public long Version { get; set; } = 1;

    public string? ReferenceId { get; init; }

    public string? CustomerId { get; init; }

    public JsonObject? Metadata { get; init; }

    public List<SquarePayment> Tenders { get; } = [];

    /// <summary>The page; null for an order that has none.</summary>
    public SquareLink? Link { get; set; }

    public long Total => Lines.Sum(line => line.Total);

    /// <summary>What the payer still has to pay.</summary>
    public long Due => Total - Tenders.Where(payment => payment.IsAlive).Sum(payment => payment.Amount);

    public JsonObject ToJson()
    {
        var tip = Tenders.Where(payment => payment.IsAlive).Sum(payment => payment.Tip);
        var body = new JsonObject
        {
            ["id"] = Id,
            ["location_id"] = LocationId,
            ["line_items"] = new JsonArray([.. Lines.Select(line => (JsonNode)Json(line))]),
            ["source"] = new JsonObject { ["name"] = "Simulator" },
            ["state"] = State,
            ["version"] = Version,
            ["created_at"] = SquareShapes.Time(CreatedAt),
            ["updated_at"] = SquareShapes.Time(UpdatedAt),
            ["net_amounts"] = new JsonObject
            {
                ["discount_money"] = SquareShapes.Money(0, Currency),
                ["service_charge_money"] = SquareShapes.Money(0, Currency),
                ["tax_money"] = SquareShapes.Money(0, Currency),
                ["tip_money"] = SquareShapes.Money(tip, Currency),
                ["total_money"] = SquareShapes.Money(Total + tip, Currency),
            },
            ["total_discount_money"] = SquareShapes.Money(0, Currency),
            ["total_money"] = SquareShapes.Money(Total + tip, Currency),
            ["total_service_charge_money"] = SquareShapes.Money(0, Currency),
            ["total_tax_money"] = SquareShapes.Money(0, Currency),
            ["total_tip_money"] = SquareShapes.Money(tip, Currency),
        };
        body.Set("reference_id", ReferenceId);
        body.Set("customer_id", CustomerId);
        body.Set("metadata", Metadata?.DeepClone());
        if (Tenders.Count > 0)
            body["tenders"] = new JsonArray([.. Tenders.Select(payment => (JsonNode)Json(payment))]);
        return body;
    }

    private JsonObject Json(SquareOrderLine line) => new()
    {
        ["uid"] = line.Uid,
        ["name"] = line.Name,
        ["quantity"] = SquareShapes.Text(line.Quantity),
        ["item_type"] = "ITEM",
        ["base_price_money"] = SquareShapes.Money(line.Price, Currency),
        ["gross_sales_money"] = SquareShapes.Money(line.Total, Currency),
        ["total_money"] = SquareShapes.Money(line.Total, Currency),
        ["variation_total_price_money"] = SquareShapes.Money(line.Total, Currency),
    };

    private JsonObject Json(SquarePayment payment) => new()
    {
        ["id"] = payment.Id,
        ["payment_id"] = payment.Id,
        ["location_id"] = LocationId,
        ["created_at"] = SquareShapes.Time(payment.CreatedAt),
        ["amount_money"] = SquareShapes.Money(payment.Total, Currency),
        ["type"] = payment.Source.Type is "CARD" or "CASH" or "WALLET" or "BANK_ACCOUNT" or "BUY_NOW_PAY_LATER" ? payment.Source.Type : "OTHER",
    };
}

/// <summary>A payment link: the page of an order.</summary>
internal sealed class SquareLink : ISquareObject
{
    public required string Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required SquareOrder Order { get; init; }

    public required string Url { get; init; }

    public string? Note { get; init; }

    /// <summary>The options and the payer's data as the request had them.</summary>
    public required JsonObject Echo { get; init; }

    public JsonObject ToJson()
    {
        var body = (JsonObject)Echo.DeepClone();
        body["id"] = Id;
        body["version"] = 1;
        body["order_id"] = Order.Id;
        body["url"] = Url;
        body["long_url"] = Url;
        body["created_at"] = SquareShapes.Time(CreatedAt);
        body.Set("payment_note", Note);
        return body;
    }
}
