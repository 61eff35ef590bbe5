using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>A payment.</summary>
internal sealed class SquarePayment : ISquareDatedObject
{
    public const string Pending = "PENDING";
    public const string Approved = "APPROVED";
    public const string Completed = "COMPLETED";
    public const string Canceled = "CANCELED";
    public const string Failed = "FAILED";

    private static readonly Dictionary<string, string> CardStatus = new(StringComparer.Ordinal)
    {
        [Approved] = "AUTHORIZED", [Completed] = "CAPTURED", [Canceled] = "VOIDED", [Failed] = "FAILED", [Pending] = "AUTHORIZED",
    };

    public required string Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public required SquareSource Source { get; init; }

    public required long Amount { get; set; }

    public long Tip { get; set; }

    /// <summary>What the bank was asked for at first, without the tip. It stays when the amount is lowered.</summary>
    public required long ApprovedAmount { get; set; }

    public required string Currency { get; init; }

    public required string Status { get; set; }

    public required string VersionToken { get; set; }

    public required string LocationId { get; init; }

    public required SquareOrder Order { get; init; }

    public SquareCheckout? Checkout { get; init; }

    /// <summary>What the request said that only comes back.</summary>
    public JsonObject Echo { get; init; } = [];

    public string? ReferenceId { get; init; }

    public string? Note { get; init; }

    /// <summary>The key under which it was made.</summary>
    public string? Key { get; init; }

    public required TimeSpan Delay { get; init; }

    public string DelayAction { get; init; } = "CANCEL";

    public DateTimeOffset? CapturedAt { get; set; }

    public DateTimeOffset? VoidedAt { get; set; }

    public JsonArray? Errors { get; set; }

    public List<SquareRefund> Refunds { get; } = [];

    public long Total => Amount + Tip;

    /// <summary>What is given back or on its way.</summary>
    public long Refunded => Refunds.Where(refund => refund.Counts).Sum(refund => refund.Amount);

    public DateTimeOffset DelayedUntil => CreatedAt + Delay;

    /// <summary>Whether it holds or took money.</summary>
    public bool IsAlive => Status is Pending or Approved or Completed;

    public JsonObject ToJson()
    {
        var body = (JsonObject)Echo.DeepClone();
        body["id"] = Id;
        body["created_at"] = SquareShapes.Time(CreatedAt);
        body["updated_at"] = SquareShapes.Time(UpdatedAt);
        body["status"] = Status;
        body["amount_money"] = SquareShapes.Money(Amount, Currency);
        if (Tip > 0)
            body["tip_money"] = SquareShapes.Money(Tip, Currency);
        body["total_money"] = SquareShapes.Money(Total, Currency);
        if (Status is not Failed)
            body["approved_money"] = SquareShapes.Money(ApprovedAmount, Currency);
        if (Refunded > 0)
            body["refunded_money"] = SquareShapes.Money(Refunded, Currency);
        if (Refunds.Count > 0)
            body["refund_ids"] = SquareShapes.Texts(Refunds.Select(refund => refund.Id));
        body["source_type"] = Source.Type;
        if (Source.Details(CardStatus[Status], Timeline(), (JsonArray?)Errors?.DeepClone()) is var (name, details))
            body[name] = details;
        if (Source.Type is "CARD")
        {
            body["delay_duration"] = System.Xml.XmlConvert.ToString(Delay);
            body["delay_action"] = DelayAction;
            body["delayed_until"] = SquareShapes.Time(DelayedUntil);
        }

        if (Status is Approved)
            body["capabilities"] = SquareShapes.Texts(["EDIT_AMOUNT_UP", "EDIT_AMOUNT_DOWN", "EDIT_TIP_AMOUNT_UP", "EDIT_TIP_AMOUNT_DOWN"]);
        body["location_id"] = LocationId;
        body["order_id"] = Order.Id;
        body.Set("reference_id", ReferenceId);
        body.Set("note", Note);
        body.Set("terminal_checkout_id", Checkout?.Id);
        if (Status is Completed)
        {
            body["receipt_number"] = Id[..4];
            body["receipt_url"] = $"https://squareup.com/receipt/preview/{Id}";
        }

        body["application_details"] = new JsonObject { ["application_id"] = "sq0ids-simulator", ["square_product"] = "ECOMMERCE_API" };
        body["version_token"] = VersionToken;
        return body;
    }

    private JsonObject Timeline()
    {
        var timeline = new JsonObject { ["authorized_at"] = SquareShapes.Time(CreatedAt) };
        if (CapturedAt is { } captured)
            timeline["captured_at"] = SquareShapes.Time(captured);
        if (VoidedAt is { } voided)
            timeline["voided_at"] = SquareShapes.Time(voided);
        return timeline;
    }
}
