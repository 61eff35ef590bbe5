using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>A dispute, or an inquiry before one.</summary>
internal sealed class SquareDispute : ISquareObject
{
    public const string Won = "WON";
    public const string InquiryClosed = "INQUIRY_CLOSED";

    private static readonly TimeSpan EvidenceTime = TimeSpan.FromDays(14);

    public required string Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public required SquarePayment Payment { get; init; }

    public required long Amount { get; init; }

    public required string Reason { get; init; }

    public required bool IsInquiry { get; init; }

    public required string State { get; set; }

    public long Version { get; set; } = 1;

    /// <summary>Whether the payment cannot be refunded because of it.</summary>
    public bool BlocksRefunds => State is not (Won or InquiryClosed);

    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["amount_money"] = SquareShapes.Money(Amount, Payment.Currency),
        ["reason"] = Reason,
        ["state"] = State,
        ["due_at"] = SquareShapes.Time(CreatedAt + EvidenceTime),
        ["disputed_payment"] = new JsonObject { ["payment_id"] = Payment.Id },
        ["card_brand"] = "VISA",
        ["created_at"] = SquareShapes.Time(CreatedAt),
        ["updated_at"] = SquareShapes.Time(UpdatedAt),
        ["reported_at"] = SquareShapes.Time(CreatedAt),
        ["brand_dispute_id"] = "100000809947",
        ["version"] = Version,
        ["location_id"] = Payment.LocationId,
    };
}
