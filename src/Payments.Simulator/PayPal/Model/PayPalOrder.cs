using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>A purchase unit as it was asked for.</summary>
/// <param name="Request">The unit.</param>
/// <param name="Amount">What it costs.</param>
internal sealed record PayPalUnit(JsonObject Request, PayPalAmount Amount)
{
    public string? CustomId => (string?)Request["custom_id"];

    public string? InvoiceId => (string?)Request["invoice_id"];
}

/// <summary>An order with its purchase units.</summary>
internal sealed class PayPalOrder(string id, JsonObject request, IReadOnlyList<PayPalUnit> units, DateTimeOffset created, string page) : IPayPalObject
{
    public const string ActionRequired = "PAYER_ACTION_REQUIRED";
    public const string New = "CREATED";
    public const string Approved = "APPROVED";
    public const string Completed = "COMPLETED";

    public string Id { get; } = id;

    public IReadOnlyList<PayPalUnit> Units { get; } = units;

    /// <summary>What all of it costs.</summary>
    public PayPalAmount Amount { get; } = units[0].Amount.With(units.Sum(unit => unit.Amount.Value));

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Updated { get; set; } = created;

    public string Page { get; } = page;

    public string Status { get; set; } = request["payment_source"] is null ? New : ActionRequired;

    /// <summary>The issue that the next completion, or capture of its hold, is declined with; <c>DECLINED</c> makes a capture that is declined.</summary>
    public string? DeclineNext { get; set; }

    /// <summary>Whether the payer pays with what takes days to arrive.</summary>
    public bool IsDelayed { get; set; }

    public List<PayPalAuthorization> Authorizations { get; } = [];

    public List<PayPalCapture> Captures { get; } = [];

    public bool IsAuthorize => (string?)request["intent"] is "AUTHORIZE";

    public string? CustomId => Units[0].CustomId;

    public string? InvoiceId => Units[0].InvoiceId;

    public string Description => (string?)Units[0].Request["description"] ?? "Order";

    public string? ReturnUrl => (string?)Context?["return_url"];

    public string? CancelUrl => (string?)Context?["cancel_url"] ?? ReturnUrl;

    public bool WantsMoneyAtOnce => (string?)Context?["payment_method_preference"] is "IMMEDIATE_PAYMENT_REQUIRED";

    public bool IsOpen => Status is New or ActionRequired or Approved;

    private JsonNode? Context => request["payment_source"]?["paypal"]?["experience_context"];

    public JsonObject ToJson() => PayPalShapes.Object(
        ("id", Id),
        ("intent", (string)request["intent"]!),
        ("status", Status),
        ("payment_source", Source()),
        ("purchase_units", new JsonArray([.. Units.Select(ShownUnit)])),
        ("payer", IsApproved ? PayPalShapes.Payer() : null),
        ("create_time", PayPalShapes.Time(Created)),
        ("update_time", Status is Completed ? PayPalShapes.Time(Updated) : null),
        ("links", Links()));

    /// <summary>What <c>Prefer: return=minimal</c> gives: after a completion, the movements too.</summary>
    public JsonObject ToMinimal()
    {
        var shape = PayPalShapes.Object(("id", Id), ("status", Status), ("links", Links()));
        if (Status is not Completed)
            return shape;
        shape["payment_source"] = Source();
        shape["purchase_units"] = new JsonArray(
            [.. Units.Select((unit, at) => new JsonObject { ["reference_id"] = ReferenceOf(unit), ["payments"] = Payments(at) })]);
        return shape;
    }

    /// <summary><see cref="DeclineNext"/>, for this once. Null for none.</summary>
    public string? TakeDecline()
    {
        var issue = DeclineNext;
        DeclineNext = null;
        return issue;
    }

    private bool IsApproved => Status is Approved or Completed;

    private JsonObject? Source() => request["payment_source"] is null && !IsApproved
        ? null
        : new() { ["paypal"] = IsApproved ? PayPalShapes.Wallet() : new JsonObject() };

    private static string ReferenceOf(PayPalUnit unit) => (string?)unit.Request["reference_id"] ?? "default";

    private JsonObject ShownUnit(PayPalUnit unit, int at)
    {
        var shown = (JsonObject)unit.Request.DeepClone();
        shown["reference_id"] = ReferenceOf(unit);
        shown["payee"] ??= PayPalShapes.Payee();
        if (Authorizations.Count + Captures.Count > 0)
            shown["payments"] = Payments(at);
        return shown;
    }

    private JsonObject Payments(int unit)
    {
        var captures = Captures.FindAll(c => c.Unit == unit);
        return PayPalShapes.Object(
            ("authorizations", List(Authorizations.Where(a => a.Unit == unit).Select(a => a.ToListed()))),
            ("captures", List(captures.Select(c => c.ToListed()))),
            ("refunds", List(captures.SelectMany(c => c.Refunds).Select(r => r.ToJson()))));
    }

    private JsonArray Links()
    {
        var self = $"/v2/checkout/orders/{Id}";
        var links = new JsonArray(PayPalShapes.ApiLink(self, "self"));
        if (Status is New)
            links.Add(PayPalShapes.Link(Page, "approve"));
        if (Status is ActionRequired)
            links.Add(PayPalShapes.Link(Page, "payer-action"));
        if (Status is New or Approved)
        {
            var action = IsAuthorize ? "authorize" : "capture";
            links.Add(PayPalShapes.ApiLink(self, "update", "PATCH"));
            links.Add(PayPalShapes.ApiLink($"{self}/{action}", action, "POST"));
        }

        return links;
    }

    private static JsonArray? List(IEnumerable<JsonObject> items) => items.ToArray() is { Length: > 0 } all ? new(all) : null;
}
