using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>An object of the simulated account that can be read by its id.</summary>
internal interface IPayPalObject
{
    string Id { get; }

    /// <summary>The object as PayPal shows it by itself.</summary>
    JsonObject ToJson();
}

/// <summary>What authorizations and captures have in common.</summary>
internal abstract class PayPalMovement(PayPalOrder order, string id, PayPalAmount amount, DateTimeOffset created) : IPayPalObject
{
    public string Id { get; } = id;

    public PayPalOrder Order { get; } = order;

    public PayPalAmount Amount { get; } = amount;

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Updated { get; set; } = created;

    public string? Reason { get; set; }

    public string? InvoiceId { get; init; }

    /// <summary>The place of its purchase unit in the order.</summary>
    public int Unit { get; init; }

    public string? CustomId => Order.Units[Unit].CustomId;

    /// <summary>As an order lists it.</summary>
    public abstract JsonObject ToListed();

    /// <summary>By itself: with what leads back to where it came from.</summary>
    public JsonObject ToJson()
    {
        var shape = ToListed();
        shape["supplementary_data"] = new JsonObject { ["related_ids"] = Related() };
        shape["payee"] = PayPalShapes.Payee();
        return shape;
    }

    protected virtual JsonObject Related() => new() { ["order_id"] = Order.Id };

    protected JsonObject? Details() => Reason is null ? null : new() { ["reason"] = Reason };
}

/// <summary>A hold.</summary>
internal sealed class PayPalAuthorization(PayPalOrder order, string id, PayPalAmount amount, DateTimeOffset created, DateTimeOffset expires)
    : PayPalMovement(order, id, amount, created)
{
    public const string Authorized = "CREATED";
    public const string Captured = "CAPTURED";
    public const string PartlyCaptured = "PARTIALLY_CAPTURED";
    public const string Voided = "VOIDED";

    public string Status { get; set; } = Authorized;

    public DateTimeOffset Expires { get; set; } = expires;

    public IEnumerable<PayPalCapture> Captures => Order.Captures.Where(c => c.Authorization == this);

    public decimal Taken => Captures.Where(c => c.IsTaken).Sum(c => c.Amount.Value);

    // A capture that was declined took nothing, and closes nothing.
    public bool IsOpen => Status is Authorized or PartlyCaptured && !Captures.Any(c => c is { IsFinal: true, IsTaken: true });

    public override JsonObject ToListed() => PayPalShapes.Object(
        ("id", Id),
        ("status", Status),
        ("status_details", Details()),
        ("amount", Amount.ToJson()),
        ("invoice_id", InvoiceId),
        ("custom_id", CustomId),
        ("seller_protection", PayPalShapes.Protection()),
        ("expiration_time", PayPalShapes.Time(Expires)),
        ("links", new JsonArray(
            PayPalShapes.ApiLink($"/v2/payments/authorizations/{Id}", "self"),
            PayPalShapes.ApiLink($"/v2/payments/authorizations/{Id}/capture", "capture", "POST"),
            PayPalShapes.ApiLink($"/v2/payments/authorizations/{Id}/void", "void", "POST"),
            PayPalShapes.ApiLink($"/v2/checkout/orders/{Order.Id}", "up"))),
        ("create_time", PayPalShapes.Time(Created)),
        ("update_time", PayPalShapes.Time(Updated)));
}

/// <summary>Money that was taken, or is on its way.</summary>
internal sealed class PayPalCapture(PayPalOrder order, string id, PayPalAmount amount, DateTimeOffset created) : PayPalMovement(order, id, amount, created)
{
    public const string Completed = "COMPLETED";
    public const string Pending = "PENDING";
    public const string Declined = "DECLINED";

    public required PayPalAuthorization? Authorization { get; init; }

    public required bool IsFinal { get; init; }

    /// <summary>Its own state; refunds change what is shown of it.</summary>
    public string State { get; set; } = Completed;

    public List<PayPalRefund> Refunds { get; } = [];

    public decimal Refunded => Refunds.Where(r => r.Counts).Sum(r => r.Amount.Value);

    public decimal Left => Amount.Value - Refunded;

    public bool IsTaken => State is not Declined;

    public string Status => State is not Completed || Refunded == 0 ? State : Left > 0 ? "PARTIALLY_REFUNDED" : "REFUNDED";

    public override JsonObject ToListed() => PayPalShapes.Object(
        ("id", Id),
        ("status", Status),
        ("status_details", Details()),
        ("amount", Amount.ToJson()),
        ("final_capture", IsFinal),
        ("invoice_id", InvoiceId),
        ("custom_id", CustomId),
        ("seller_protection", PayPalShapes.Protection()),
        ("seller_receivable_breakdown", State is Completed ? Breakdown() : null),
        ("links", new JsonArray(
            PayPalShapes.ApiLink($"/v2/payments/captures/{Id}", "self"),
            PayPalShapes.ApiLink($"/v2/payments/captures/{Id}/refund", "refund", "POST"),
            Authorization is null
                ? PayPalShapes.ApiLink($"/v2/checkout/orders/{Order.Id}", "up")
                : PayPalShapes.ApiLink($"/v2/payments/authorizations/{Authorization.Id}", "up"))),
        ("create_time", PayPalShapes.Time(Created)),
        ("update_time", PayPalShapes.Time(Updated)));

    protected override JsonObject Related() => PayPalShapes.Object(("order_id", Order.Id), ("authorization_id", Authorization?.Id));

    private JsonObject Breakdown()
    {
        var fee = Amount.Share(0.0349m);
        return new() { ["gross_amount"] = Amount.ToJson(), ["paypal_fee"] = fee.ToJson(), ["net_amount"] = Amount.With(Amount.Value - fee.Value).ToJson() };
    }
}

/// <summary>Money that was given back, by the merchant or by PayPal.</summary>
internal sealed class PayPalRefund(PayPalCapture capture, string id, PayPalAmount amount, DateTimeOffset created) : IPayPalObject
{
    public const string Completed = "COMPLETED";
    public const string Pending = "PENDING";
    public const string Failed = "FAILED";

    public string Id { get; } = id;

    public PayPalCapture Capture { get; } = capture;

    public PayPalAmount Amount { get; } = amount;

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Updated { get; set; } = created;

    public required string Status { get; set; }

    public required string? CustomId { get; init; }

    public string? InvoiceId { get; init; }

    public string? Note { get; init; }

    public bool Counts => Status is Completed or Pending;

    public JsonObject ToJson() => PayPalShapes.Object(
        ("id", Id),
        ("status", Status),
        ("status_details", Status is Pending ? new JsonObject { ["reason"] = "ECHECK" } : null),
        ("amount", Amount.ToJson()),
        ("invoice_id", InvoiceId),
        ("custom_id", CustomId),
        ("note_to_payer", Note),
        ("seller_payable_breakdown", new JsonObject
        {
            ["gross_amount"] = Amount.ToJson(),
            ["paypal_fee"] = Amount.With(0).ToJson(),
            ["net_amount"] = Amount.ToJson(),
            ["total_refunded_amount"] = Amount.With(Capture.Refunded).ToJson(),
        }),
        ("links", new JsonArray(
            PayPalShapes.ApiLink($"/v2/payments/refunds/{Id}", "self"),
            PayPalShapes.ApiLink($"/v2/payments/captures/{Capture.Id}", "up"))),
        ("create_time", PayPalShapes.Time(Created)),
        ("update_time", PayPalShapes.Time(Updated)));
}
