using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>A refund.</summary>
internal sealed class SquareRefund : ISquareDatedObject
{
    public const string Pending = "PENDING";
    public const string Completed = "COMPLETED";
    public const string Rejected = "REJECTED";
    public const string Failed = "FAILED";

    public required string Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public required SquarePayment Payment { get; init; }

    public required long Amount { get; init; }

    /// <summary>An order of its own, not the sale's.</summary>
    public required string OrderId { get; init; }

    public string? Reason { get; init; }

    public string? TerminalRefundId { get; init; }

    public string Status { get; set; } = Pending;

    /// <summary>Told in messages only.</summary>
    public long Version { get; set; } = 1;

    public bool Counts => Status is Pending or Completed;

    public JsonObject ToJson()
    {
        var body = new JsonObject
        {
            ["id"] = Id,
            ["status"] = Status,
            ["amount_money"] = SquareShapes.Money(Amount, Payment.Currency),
            ["payment_id"] = Payment.Id,
            ["order_id"] = OrderId,
            ["location_id"] = Payment.LocationId,
            ["destination_type"] = Payment.Source.Type,
            ["created_at"] = SquareShapes.Time(CreatedAt),
            ["updated_at"] = SquareShapes.Time(UpdatedAt),
        };
        body.Set("reason", Reason);
        body.Set("terminal_refund_id", TerminalRefundId);
        return body;
    }
}

/// <summary>A refund at a Terminal, with the card present.</summary>
internal sealed class SquareTerminalRefund : ISquareDatedObject
{
    public required string Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public required SquarePayment Payment { get; init; }

    public required long Amount { get; init; }

    public required string Reason { get; init; }

    public required string DeviceId { get; init; }

    public string Status { get; set; } = SquareCheckout.Pending;

    public string? CancelReason { get; set; }

    public SquareRefund? Refund { get; set; }

    public JsonObject ToJson()
    {
        var body = new JsonObject
        {
            ["id"] = Id,
            ["status"] = Status,
            ["payment_id"] = Payment.Id,
            ["order_id"] = Payment.Order.Id,
            ["amount_money"] = SquareShapes.Money(Amount, Payment.Currency),
            ["reason"] = Reason,
            ["device_id"] = DeviceId,
            ["deadline_duration"] = "PT5M",
            ["created_at"] = SquareShapes.Time(CreatedAt),
            ["updated_at"] = SquareShapes.Time(UpdatedAt),
            ["app_id"] = "sq0idp-simulator",
            ["location_id"] = Payment.LocationId,
        };
        body.Set("refund_id", Refund?.Id);
        body.Set("cancel_reason", CancelReason);
        return body;
    }
}
