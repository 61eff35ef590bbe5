using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>One line of a hosted page.</summary>
internal sealed record StripeLine(string Id, string PriceId, string ProductId, string Name, long UnitAmount, long Quantity)
{
    public long Total => UnitAmount * Quantity;

    public JsonObject ToJson(string currency, long created) => new()
    {
        ["id"] = Id,
        ["object"] = "item",
        ["amount_discount"] = 0,
        ["amount_subtotal"] = Total,
        ["amount_tax"] = 0,
        ["amount_total"] = Total,
        ["currency"] = currency,
        ["description"] = Name,
        ["price"] = new JsonObject
        {
            ["id"] = PriceId,
            ["object"] = "price",
            ["active"] = false,
            ["billing_scheme"] = "per_unit",
            ["created"] = created,
            ["currency"] = currency,
            ["custom_unit_amount"] = null,
            ["livemode"] = false,
            ["lookup_key"] = null,
            ["metadata"] = new JsonObject(),
            ["nickname"] = null,
            ["product"] = ProductId,
            ["recurring"] = null,
            ["tax_behavior"] = "unspecified",
            ["tiers_mode"] = null,
            ["transform_quantity"] = null,
            ["type"] = "one_time",
            ["unit_amount"] = UnitAmount,
            ["unit_amount_decimal"] = UnitAmount.ToString(CultureInfo.InvariantCulture),
        },
        ["quantity"] = Quantity,
    };
}

/// <summary>A Checkout Session: the hosted page.</summary>
internal sealed class StripeSession : IStripeObject
{
    public const string Open = "open";
    public const string Complete = "complete";
    public const string Expired = "expired";

    public required string Id { get; init; }

    public required long Created { get; init; }

    public required string Url { get; init; }

    public required StripeForm Form { get; init; }

    public required string Currency { get; init; }

    public required IReadOnlyList<StripeLine> Lines { get; init; }

    public required long ExpiresAt { get; init; }

    public string Status { get; set; } = Open;

    public StripeIntent? Intent { get; set; }

    public long Total => Lines.Sum(l => l.Total);

    public string PaymentStatus =>
        Total == 0 && Status is Complete ? "no_payment_required" : Intent?.Status is StripeIntent.Succeeded ? "paid" : "unpaid";

    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["object"] = "checkout.session",
        ["adaptive_pricing"] = new JsonObject { ["enabled"] = false },
        ["after_expiration"] = null,
        ["allow_promotion_codes"] = Form.Bool("allow_promotion_codes"),
        ["allowed_payment_method_types"] = Form.At("allowed_payment_method_types") is null
            ? null
            : StripeShapes.Texts(Form.Texts("allowed_payment_method_types")),
        ["amount_subtotal"] = Total,
        ["amount_total"] = Total,
        ["automatic_tax"] = new JsonObject { ["enabled"] = false, ["liability"] = null, ["provider"] = null, ["status"] = null },
        ["billing_address_collection"] = Form["billing_address_collection"],
        ["cancel_url"] = Form["cancel_url"],
        ["client_reference_id"] = Form["client_reference_id"],
        ["client_secret"] = null,
        ["collected_information"] = null,
        ["consent"] = null,
        ["consent_collection"] = null,
        ["created"] = Created,
        ["currency"] = Currency,
        ["currency_conversion"] = null,
        ["custom_fields"] = new JsonArray(),
        ["custom_text"] = new JsonObject
        {
            ["after_submit"] = null,
            ["shipping_address"] = null,
            ["submit"] = null,
            ["terms_of_service_acceptance"] = null,
        },
        ["customer"] = Form["customer"],
        ["customer_account"] = null,
        ["customer_creation"] = Form["customer_creation"] ?? "if_required",
        ["customer_details"] = CustomerDetails(),
        ["customer_email"] = Form["customer_email"],
        ["discounts"] = new JsonArray(),
        ["expires_at"] = ExpiresAt,
        ["integration_identifier"] = Form["integration_identifier"],
        ["invoice"] = null,
        ["invoice_creation"] = null,
        ["livemode"] = false,
        ["locale"] = Form["locale"],
        ["managed_payments"] = null,
        ["metadata"] = StripeShapes.Map(Form.Map("metadata")),
        ["mode"] = "payment",
        ["origin_context"] = Form["origin_context"],
        ["payment_intent"] = Intent?.Id,
        ["payment_link"] = null,
        ["payment_method_collection"] = Form["payment_method_collection"] ?? "if_required",
        ["payment_method_configuration_details"] = null,
        ["payment_method_options"] = new JsonObject(),
        ["payment_method_types"] = StripeShapes.Texts(MethodTypes),
        ["payment_status"] = PaymentStatus,
        ["permissions"] = null,
        ["phone_number_collection"] = new JsonObject { ["enabled"] = Form.Bool("phone_number_collection.enabled") ?? false },
        ["recovered_from"] = null,
        ["saved_payment_method_options"] = null,
        ["setup_intent"] = null,
        ["shipping_address_collection"] = null,
        ["shipping_cost"] = null,
        ["shipping_options"] = new JsonArray(),
        ["status"] = Status,
        ["submit_type"] = Form["submit_type"],
        ["subscription"] = null,
        ["success_url"] = Form["success_url"],
        ["total_details"] = new JsonObject { ["amount_discount"] = 0, ["amount_shipping"] = 0, ["amount_tax"] = 0 },
        ["ui_mode"] = Form["ui_mode"] ?? "hosted_page",
        ["url"] = Status is Open ? Url : null,
        ["wallet_options"] = null,
    };

    private IEnumerable<string> MethodTypes
    {
        get
        {
            var allowed = Form.Texts("allowed_payment_method_types");
            return (allowed.Count > 0 ? allowed : [StripeTestMethods.CardType])
                .Except(Form.Texts("excluded_payment_method_types"), StringComparer.Ordinal);
        }
    }

    private JsonObject? CustomerDetails() => Status is not Complete && Form["customer_email"] is null
        ? null
        : new()
        {
            ["address"] = Status is Complete ? StripeShapes.Address("US") : null,
            ["business_name"] = null,
            ["email"] = Form["customer_email"] ?? "payer@example.com",
            ["individual_name"] = null,
            ["name"] = null,
            ["phone"] = null,
            ["tax_exempt"] = "none",
            ["tax_ids"] = Status is Complete ? new JsonArray() : null,
        };
}
