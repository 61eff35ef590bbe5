using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>A PaymentIntent.</summary>
internal sealed class StripeIntent : IStripeObject
{
    public const string RequiresPaymentMethod = "requires_payment_method";
    public const string RequiresConfirmation = "requires_confirmation";
    public const string RequiresAction = "requires_action";
    public const string RequiresCapture = "requires_capture";
    public const string Processing = "processing";
    public const string Succeeded = "succeeded";
    public const string Canceled = "canceled";

    public required string Id { get; init; }

    public required long Created { get; init; }

    public required string ClientSecret { get; init; }

    public required long Amount { get; set; }

    public required string Currency { get; set; }

    public string Status { get; set; } = RequiresPaymentMethod;

    public string CaptureMethod { get; set; } = "automatic_async";

    public string ConfirmationMethod { get; init; } = "automatic";

    public long AmountCapturable { get; set; }

    public long AmountReceived { get; set; }

    public long? CanceledAt { get; set; }

    public string? CancellationReason { get; set; }

    public Dictionary<string, string> Metadata { get; init; } = new(StringComparer.Ordinal);

    public string? Description { get; set; }

    public string? ReceiptEmail { get; set; }

    public string? Customer { get; set; }

    public string? OnBehalfOf { get; init; }

    public string? TransferGroup { get; init; }

    public string? StatementSuffix { get; init; }

    public string? SetupFutureUsage { get; set; }

    public long? ApplicationFee { get; init; }

    public JsonNode? Shipping { get; init; }

    public JsonNode? TransferData { get; init; }

    public bool AllowsRedirects { get; init; } = true;

    public IReadOnlyList<string> AllowedTypes { get; init; } = [];

    public IReadOnlyList<string> ExcludedTypes { get; init; } = [];

    public string? ReturnUrl { get; set; }

    public StripePaymentMethod? Method { get; set; }

    public JsonObject? LastError { get; set; }

    public JsonObject? NextAction { get; set; }

    /// <summary>Whether the payer has done what was asked for; with manual confirmation the server confirms once more.</summary>
    public bool HasPassedAction { get; set; }

    /// <summary>The id of the hosted page that made it.</summary>
    public string? SessionId { get; init; }

    public List<StripeCharge> Charges { get; } = [];

    public StripeCharge? LatestCharge => Charges.Count > 0 ? Charges[^1] : null;

    public bool IsManual => CaptureMethod is "manual";

    public IEnumerable<string> MethodTypes => AllowedTypes.Count > 0
        ? AllowedTypes.Except(ExcludedTypes, StringComparer.Ordinal)
        : new[] { Method?.Profile.Type.Name, StripeTestMethods.CardType }.OfType<string>().Distinct(StringComparer.Ordinal).Except(
            ExcludedTypes, StringComparer.Ordinal);

    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["object"] = "payment_intent",
        ["allowed_payment_method_types"] = AllowedTypes.Count > 0 ? StripeShapes.Texts(AllowedTypes) : null,
        ["amount"] = Amount,
        ["amount_capturable"] = AmountCapturable,
        ["amount_details"] = new JsonObject { ["tip"] = new JsonObject() },
        ["amount_received"] = AmountReceived,
        ["application"] = null,
        ["application_fee_amount"] = ApplicationFee,
        ["automatic_payment_methods"] = new JsonObject { ["allow_redirects"] = AllowsRedirects ? "always" : "never", ["enabled"] = true },
        ["canceled_at"] = CanceledAt,
        ["cancellation_reason"] = CancellationReason,
        ["capture_method"] = CaptureMethod,
        ["client_secret"] = ClientSecret,
        ["confirmation_method"] = ConfirmationMethod,
        ["created"] = Created,
        ["currency"] = Currency,
        ["customer"] = Customer,
        ["customer_account"] = null,
        ["description"] = Description,
        ["excluded_payment_method_types"] = ExcludedTypes.Count > 0 ? StripeShapes.Texts(ExcludedTypes) : null,
        ["last_payment_error"] = LastError?.DeepClone(),
        ["latest_charge"] = LatestCharge?.Id,
        ["livemode"] = false,
        ["managed_payments"] = null,
        ["metadata"] = StripeShapes.Map(Metadata),
        ["next_action"] = NextAction?.DeepClone(),
        ["on_behalf_of"] = OnBehalfOf,
        ["payment_method"] = Method?.Id,
        ["payment_method_configuration_details"] = null,
        ["payment_method_options"] = new JsonObject(),
        ["payment_method_types"] = StripeShapes.Texts(MethodTypes),
        ["payment_record"] = null,
        ["processing"] = null,
        ["receipt_email"] = ReceiptEmail,
        ["review"] = null,
        ["setup_future_usage"] = SetupFutureUsage,
        ["shipping"] = Shipping?.DeepClone(),
        ["source"] = null,
        ["statement_descriptor"] = null,
        ["statement_descriptor_suffix"] = StatementSuffix,
        ["status"] = Status,
        ["transfer_data"] = TransferData?.DeepClone(),
        ["transfer_group"] = TransferGroup,
    };
}
