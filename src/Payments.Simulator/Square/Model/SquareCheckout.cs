using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>A Terminal checkout.</summary>
internal sealed class SquareCheckout : ISquareDatedObject
{
    public const string Pending = "PENDING";
    public const string InProgress = "IN_PROGRESS";
    public const string CancelRequested = "CANCEL_REQUESTED";
    public const string Canceled = "CANCELED";
    public const string Completed = "COMPLETED";

    public required string Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public required string LocationId { get; init; }

    public required long Amount { get; init; }

    public long Tip { get; init; }

    public required string Currency { get; init; }

    public required string DeviceId { get; init; }

    public required TimeSpan Deadline { get; init; }

    /// <summary>The checkout as the request had it.</summary>
    public required JsonObject Echo { get; init; }

    public string Status { get; set; } = Pending;

    public string? CancelReason { get; set; }

    /// <summary>What a test device does by itself at the next request; null for a device with a payer.</summary>
    public PayerAction? Script { get; set; }

    public List<SquarePayment> Payments { get; } = [];

    public string? ReferenceId => Echo.TextAt("reference_id");

    public bool IsOpen => Status is Pending or InProgress or CancelRequested;

    public long Due => Amount - Payments.Where(payment => payment.IsAlive).Sum(payment => payment.Amount);

    public JsonObject ToJson()
    {
        var body = (JsonObject)Echo.DeepClone();
        body["id"] = Id;
        body["status"] = Status;
        body["created_at"] = SquareShapes.Time(CreatedAt);
        body["updated_at"] = SquareShapes.Time(UpdatedAt);
        body["app_id"] = "sq0idp-simulator";
        body["location_id"] = LocationId;
        body["deadline_duration"] = System.Xml.XmlConvert.ToString(Deadline);
        body["payment_type"] ??= "CARD_PRESENT";
        body.Set("cancel_reason", CancelReason);
        if (Payments.Count > 0)
            body["payment_ids"] = SquareShapes.Texts(Payments.Select(payment => payment.Id));
        return body;
    }
}
