using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>A Dispute.</summary>
internal sealed class StripeDispute : IStripeObject
{
    private const long EvidenceTime = 9 * 24 * 60 * 60;

    private static readonly string[] EvidenceFields =
    [
        "access_activity_log", "billing_address", "cancellation_policy", "cancellation_policy_disclosure", "cancellation_rebuttal",
        "customer_communication", "customer_email_address", "customer_name", "customer_purchase_ip", "customer_signature",
        "duplicate_charge_documentation", "duplicate_charge_explanation", "duplicate_charge_id", "product_description", "receipt", "refund_policy",
        "refund_policy_disclosure", "refund_refusal_explanation", "service_date", "service_documentation", "shipping_address", "shipping_carrier",
        "shipping_date", "shipping_documentation", "shipping_tracking_number", "uncategorized_file", "uncategorized_text",
    ];

    public required string Id { get; init; }

    public required long Created { get; init; }

    public required StripeCharge Charge { get; init; }

    public required long Amount { get; init; }

    public required string Reason { get; init; }

    public required bool IsInquiry { get; init; }

    public required string Status { get; set; }

    /// <summary>An inquiry has moved no money, so it can still be refunded.</summary>
    public bool IsRefundable => IsInquiry;

    public bool BlocksRefunds => !IsInquiry && Status is not "won";

    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["object"] = "dispute",
        ["amount"] = Amount,
        ["balance_transactions"] = new JsonArray(),
        ["charge"] = Charge.Id,
        ["created"] = Created,
        ["currency"] = Charge.Intent.Currency,
        ["enhanced_eligibility_types"] = new JsonArray(),
        ["evidence"] = new JsonObject(EvidenceFields.Select(f => new KeyValuePair<string, JsonNode?>(f, null))),
        ["evidence_details"] = new JsonObject
        {
            ["due_by"] = Created + EvidenceTime,
            ["has_evidence"] = false,
            ["past_due"] = false,
            ["submission_count"] = 0,
        },
        ["intended_submission_method"] = "manual",
        ["is_charge_refundable"] = IsRefundable,
        ["livemode"] = false,
        ["metadata"] = new JsonObject(),
        ["payment_intent"] = Charge.Intent.Id,
        ["reason"] = Reason,
        ["status"] = Status,
    };
}
