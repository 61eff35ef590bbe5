using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>A dispute, or the inquiry before one.</summary>
internal sealed class PayPalDispute(string id, PayPalCapture capture, string reason, bool isInquiry, DateTimeOffset created) : IPayPalObject
{
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromDays(10);

    public string Id { get; } = id;

    public PayPalCapture Capture { get; } = capture;

    public bool IsInquiry { get; } = isInquiry;

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Updated { get; set; } = created;

    /// <summary>How it ended. Null while it is open.</summary>
    public string? Outcome { get; set; }

    public JsonObject ToJson() => PayPalShapes.Object(
        ("dispute_id", Id),
        ("create_time", PayPalShapes.Time(Created)),
        ("update_time", PayPalShapes.Time(Updated)),
        ("disputed_transactions", new JsonArray(PayPalShapes.Object(
            ("seller_transaction_id", Capture.Id),
            ("create_time", PayPalShapes.Time(Capture.Created)),
            ("transaction_status", "COMPLETED"),
            ("gross_amount", Capture.Amount.ToJson()),
            ("custom", Capture.CustomId),
            ("seller", new JsonObject { ["merchant_id"] = PayPalShapes.MerchantId })))),
        ("reason", reason),
        ("status", Outcome is not null ? "RESOLVED" : IsInquiry ? "OPEN" : "WAITING_FOR_SELLER_RESPONSE"),
        ("dispute_amount", Capture.Amount.ToJson()),
        ("dispute_outcome", Outcome is null ? null : new JsonObject { ["outcome_code"] = Outcome }),
        ("dispute_life_cycle_stage", IsInquiry ? "INQUIRY" : "CHARGEBACK"),
        ("dispute_channel", "INTERNAL"),
        ("seller_response_due_date", Outcome is null ? PayPalShapes.Time(Created + TimeToAnswer) : null),
        ("links", new JsonArray(PayPalShapes.ApiLink($"/v1/customer/disputes/{Id}", "self"))));
}
