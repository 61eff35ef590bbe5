using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>A Refund.</summary>
internal sealed class StripeRefund : IStripeObject
{
    public const string Succeeded = "succeeded";
    public const string Pending = "pending";
    public const string RequiresAction = "requires_action";
    public const string Failed = "failed";
    public const string Canceled = "canceled";

    private const long MailLifetime = 45 * 24 * 60 * 60;

    public required string Id { get; init; }

    public required long Created { get; init; }

    public required StripeCharge Charge { get; init; }

    public required long Amount { get; init; }

    public required string Status { get; set; }

    public required string BalanceTransaction { get; init; }

    public string? Reason { get; init; }

    public string? InstructionsEmail { get; init; }

    public string? FailureReason { get; set; }

    public Dictionary<string, string> Metadata { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Whether its amount is given back, or on its way.</summary>
    public bool Counts => Status is Succeeded or Pending or RequiresAction;

    public JsonObject ToJson()
    {
        var body = new JsonObject
        {
            ["id"] = Id,
            ["object"] = "refund",
            ["amount"] = Amount,
            ["balance_transaction"] = BalanceTransaction,
            ["charge"] = Charge.Id,
            ["created"] = Created,
            ["currency"] = Charge.Intent.Currency,
            ["customer"] = Charge.Intent.Customer,
            ["customer_account"] = null,
            ["destination_details"] = Destination(),
            ["metadata"] = StripeShapes.Map(Metadata),
            ["payment_intent"] = Charge.Intent.Id,
            ["payment_method"] = Charge.Method.Id,
            ["reason"] = Reason,
            ["receipt_number"] = null,
            ["source_transfer_reversal"] = null,
            ["status"] = Status,
            ["transfer_reversal"] = null,
        };
        if (InstructionsEmail is not null)
            body["instructions_email"] = InstructionsEmail;
        if (FailureReason is not null)
        {
            body["failure_reason"] = FailureReason;
            body["failure_balance_transaction"] = BalanceTransaction + "F";
        }

        if (Status is Pending)
            body["pending_reason"] = "processing";
        if (Status is RequiresAction)
            body["next_action"] = Action();
        return body;
    }

    private JsonObject Destination() => Charge.Method.Profile.Card is null
        ? new() { ["type"] = Charge.Method.Profile.Type.Name }
        : new()
        {
            ["card"] = new JsonObject { ["reference_status"] = "pending", ["reference_type"] = "acquirer_reference_number", ["type"] = "refund" },
            ["type"] = StripeTestMethods.CardType,
        };

    private JsonObject Action() => new()
    {
        ["display_details"] = new JsonObject
        {
            ["email_sent"] = new JsonObject { ["email_sent_at"] = Created, ["email_sent_to"] = InstructionsEmail ?? "payer@example.com" },
            ["expires_at"] = Created + MailLifetime,
        },
        ["type"] = "display_details",
    };
}
