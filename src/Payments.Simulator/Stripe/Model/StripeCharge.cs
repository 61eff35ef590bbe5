using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>A Charge: one attempt of an intent.</summary>
internal sealed class StripeCharge : IStripeObject
{
    public const string Succeeded = "succeeded";
    public const string Pending = "pending";
    public const string Failed = "failed";

    public required string Id { get; init; }

    public required long Created { get; init; }

    public required StripeIntent Intent { get; init; }

    public required StripePaymentMethod Method { get; init; }

    public required long Amount { get; init; }

    public required string ReceiptUrl { get; init; }

    public required string Status { get; set; }

    public long AmountCaptured { get; set; }

    public bool Captured { get; set; }

    public long? CaptureBefore { get; set; }

    public bool HasMulticapture { get; init; }

    public bool Disputed { get; set; }

    public string? BalanceTransaction { get; set; }

    public JsonObject? Error { get; set; }

    public List<StripeRefund> Refunds { get; } = [];

    public long AmountRefunded => Refunds.Where(r => r.Counts).Sum(r => r.Amount);

    public bool IsRefunded => AmountCaptured > 0 && AmountRefunded >= AmountCaptured;

    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["object"] = "charge",
        ["amount"] = Amount,
        ["amount_captured"] = AmountCaptured,
        ["amount_refunded"] = AmountRefunded,
        ["application"] = null,
        ["application_fee"] = null,
        ["application_fee_amount"] = Intent.ApplicationFee,
        ["balance_transaction"] = BalanceTransaction,
        ["billing_details"] = StripeShapes.Billing(Intent.ReceiptEmail),
        ["calculated_statement_descriptor"] = "SIMULATED SHOP",
        ["captured"] = Captured,
        ["created"] = Created,
        ["currency"] = Intent.Currency,
        ["customer"] = Intent.Customer,
        ["description"] = Intent.Description,
        ["disputed"] = Disputed,
        ["failure_balance_transaction"] = null,
        ["failure_code"] = (string?)Error?["code"],
        ["failure_message"] = (string?)Error?["message"],
        ["fraud_details"] = new JsonObject(),
        ["livemode"] = false,
        ["metadata"] = StripeShapes.Map(Intent.Metadata),
        ["on_behalf_of"] = Intent.OnBehalfOf,
        ["outcome"] = Outcome(),
        ["paid"] = Status is Succeeded,
        ["payment_intent"] = Intent.Id,
        ["payment_method"] = Method.Id,
        ["payment_method_details"] = Method.Details(this),
        ["radar_options"] = new JsonObject(),
        ["receipt_email"] = Intent.ReceiptEmail,
        ["receipt_number"] = null,
        ["receipt_url"] = Status is Failed ? null : ReceiptUrl,
        ["refunded"] = IsRefunded,
        ["review"] = null,
        ["shipping"] = Intent.Shipping?.DeepClone(),
        ["source"] = null,
        ["source_transfer"] = null,
        ["statement_descriptor"] = null,
        ["statement_descriptor_suffix"] = Intent.StatementSuffix,
        ["status"] = Status,
        ["transfer_data"] = Intent.TransferData?.DeepClone(),
        ["transfer_group"] = Intent.TransferGroup,
    };

    private JsonObject Outcome() => new()
    {
        ["advice_code"] = (string?)Error?["advice_code"],
        ["network_advice_code"] = null,
        ["network_decline_code"] = null,
        ["network_status"] = Error is null ? "approved_by_network" : "declined_by_network",
        ["reason"] = (string?)Error?["decline_code"],
        ["risk_level"] = "normal",
        ["risk_score"] = 20,
        ["seller_message"] = Error is null ? "Payment complete." : "The bank did not return any further details with this decline.",
        ["type"] = Error is null ? "authorized" : "issuer_declined",
    };
}
